// What goes wrong at a server by intent: the plan in force, and what of it concerns single requests.

import ChatModel
import Faults
import Foundation
import NIOCore
import NIOHTTP1
import SandboxCore

/// The plan of one server; lives on its event loop.
final class ServerFaults {
  private let loop: any EventLoop
  private let sandbox: Sandbox
  private(set) var plan = FaultPlan()
  private var failures: ArraySlice<Int> = []
  private var expiry: Scheduled<Void>?
  /// Told of every other plan.
  var onChange: (FaultPlan) -> Void = { _ in }

  init(_ sandbox: Sandbox, on loop: any EventLoop) {
    self.sandbox = sandbox
    self.loop = loop
  }

  func use(_ plan: FaultPlan) {
    self.plan = plan
    failures = plan.failures[...]
    expiry?.cancel()
    expiry = nil
    sandbox.setTokensExpired(false)
    if let time = plan.expiry {
      let sandbox = sandbox
      if time == .zero {
        sandbox.setTokensExpired(true)
      } else {
        expiry = loop.scheduleTask(in: .init(time)) { sandbox.setTokensExpired(true) }
      }
    }
    onChange(plan)
  }

  /// The server's clock, as it seems to those who ask.
  var now: Date { Date().addingTimeInterval(plan.clock / .seconds(1)) }

  /// What a call is answered in place of its own answer; each counts once.
  func failure(for request: Request) -> HTTPAnswer? {
    guard request.isCall, request.method != "OPTIONS", let status = failures.popFirst() else {
      return nil
    }
    return HTTPAnswer(SandboxError(status: status, message: "A fault of the plan: \(status)"))
  }

  /// The answer to a call as it leaves.
  func bent(_ answer: HTTPAnswer, to request: Request) -> HTTPAnswer {
    guard plan.clock != .zero, request.isCall, case .bytes(let bytes) = answer.body else {
      return answer
    }
    var answer = answer
    answer.body = .bytes(ClockShift.shifted(bytes, by: plan.clock))
    return answer
  }

  /// How much longer the answer takes.
  func wait(for answer: HTTPAnswer, to request: Request) -> Duration {
    guard request.isCall else { return .zero }
    // Calls go side by side, in no order that repeats: each takes the least.
    return (plan.delay?.lowerBound ?? .zero)
      + plan.passage(of: request.bodySize + answer.body.count)
  }

  /// Whether an upload breaks off now that so many bytes of it are there.
  func breaksOff(_ request: Request, after count: Int) -> Bool {
    guard case .stops(let share) = plan.upload else { return false }
    return Double(count) >= Double(max(request.bodySize, 1)) * share
  }

  /// An upload as the rules get to see it.
  func bent(_ upload: Upload) throws(SandboxError) -> Upload {
    switch plan.upload {
    case .wrongType:
      var upload = upload
      for place in upload.parts.indices { upload.parts[place].contentType = "application/x-fault" }
      return upload
    case .limited(let limit):
      if let large = upload.parts.first(where: { $0.content.size > limit }) {
        throw SandboxError(
          status: 413, message: "media is too large: \(large.fileName) has more than \(limit) bytes"
        )
      }
      return upload
    case .stops, nil: return upload
    }
  }
}

extension Request {
  /// A call of the API, or a file that it named; the live link has faults of its own.
  fileprivate var isCall: Bool {
    switch route {
    case .upload, .media, .call, .signIn: true
    case .live, .control, .none: false
    }
  }

  /// In bytes, as far as it says so beforehand.
  fileprivate var bodySize: Int {
    if case .bytes(let count) = body { count } else { 0 }
  }
}
