// Stands between the machine of the live link and whoever performs its work: lets through what the
// plan lets through, when it does.

import Dispatch
import Faults
import SocketIO

/// The faults of one link.
final class LinkFaults: @unchecked Sendable {
  // Everything is touched on the link's queue alone.

  private enum Key: Hashable {
    case webSocket(ChannelID)
    /// A session of long-polling, by its sid.
    case session(String)
  }

  /// A request of long-polling under way.
  private struct Request {
    let session: String?
    let isPost: Bool
  }

  private let control: FaultControl
  private let queue: DispatchQueue
  private let perform: (LinkWork) -> Void
  private let report: (LinkReport) -> Void
  private let sever: (ChannelID) -> Void
  private var plan: FaultPlan
  private var connections: [Key: FaultyConnection] = [:]
  /// How many connections there were under the plan.
  private var count = 0
  private var requests: [ChannelID: Request] = [:]
  private var webSockets: Set<ChannelID> = []
  private var token: String?
  /// The connection to which the newest event was given.
  private var sending: Key?

  /// - Parameters:
  ///   - perform: does the machine's work.
  ///   - report: tells the machine what became of it.
  ///   - sever: lets a WebSocket go without a goodbye.
  init(
    _ control: FaultControl, on queue: DispatchQueue, perform: @escaping (LinkWork) -> Void,
    report: @escaping (LinkReport) -> Void, sever: @escaping (ChannelID) -> Void
  ) {
    self.control = control
    self.queue = queue
    self.perform = perform
    self.report = report
    self.sever = sever
    plan = control.plan
  }

  /// The token that the link signs in with.
  func use(token: String?) { self.token = token }

  /// Another plan is in force: what stands comes under it.
  func renew() {
    plan = control.plan
    connections = [:]
    sending = nil
    count = 0
    guard !plan.isEmpty else { return }
    for channel in webSockets.sorted(by: { $0.rawValue < $1.rawValue }) {
      if plan.pollsOnly { cut(.webSocket(channel)) } else { wake(.webSocket(channel)) }
    }
    for session in Set(requests.values.compactMap(\.session)).sorted() { wake(.session(session)) }
  }

  // MARK: From the machine

  func pass(_ work: LinkWork) {
    switch work {
    case .openWebSocket(let id, _):
      guard !plan.pollsOnly else {
        // The machine learns of it as of anything else, once it has done what it is doing.
        return queue.async { self.report(.webSocketClosed(id, .failed(Self.pollsOnly))) }
      }
      webSockets.insert(id)
      perform(work)
    case .closeWebSocket(let id):
      flush(.webSocket(id))
      perform(work)
    case .sendFrames(let id, let frames):
      guard !plan.isEmpty else { return perform(work) }
      if let refusal = refusal(of: frames) {
        return queue.async { self.report(.received(id, [refusal])) }
      }
      if frames.contains(where: \.isEvent) { sending = .webSocket(id) }
      change(.webSocket(id)) { $0.add(frames, .outgoing, at: .now) }
    case .get(let id, let target):
      let session = Self.session(in: target)
      requests[id] = Request(session: session, isPost: false)
      perform(work)
    case .post(let id, let target, let body):
      post(id, target, body)
    case .cancel(let id):
      requests[id] = nil
      perform(work)
    }
  }

  private func post(_ id: ChannelID, _ target: String, _ body: [UInt8]) {
    guard !plan.isEmpty, let session = Self.session(in: target),
      let frames = Self.frames(in: body)
    else { return perform(.post(id, target: target, body: body)) }
    requests[id] = Request(session: session, isPost: true)
    if let refusal = refusal(of: frames) {
      // The answer to the next GET tells it; here the server takes the packet.
      refusals[session] = refusal
      return queue.async { self.report(.answered(id, status: 200, body: HTTPReply.ok.body)) }
    }
    if frames.contains(where: \.isEvent) { sending = .session(session) }
    let now = ContinuousClock.Instant.now
    add(frames, .outgoing, to: .session(session), at: now) { [self] passed in
      guard requests[id] != nil else { return }
      if passed.isEmpty {
        report(.answered(id, status: 200, body: HTTPReply.ok.body))
      } else {
        perform(.post(id, target: target, body: EnginePayload.encode(passed)))
      }
    }
  }

  /// What the next answer to a GET brings instead, for each session.
  private var refusals: [String: EngineFrame] = [:]

  // MARK: To the machine

  func pass(_ arrived: LinkReport) {
    switch arrived {
    case .received(let id, let frames):
      guard !plan.isEmpty else { return report(arrived) }
      change(.webSocket(id)) { $0.add(shifted(frames), .incoming, at: .now) }
    case .webSocketClosed(let id, _):
      flush(.webSocket(id))
      webSockets.remove(id)
      report(arrived)
    case .answered(let id, let status, let body):
      guard let request = requests.removeValue(forKey: id), !request.isPost, status == 200,
        !plan.isEmpty
      else { return report(arrived) }
      answer(id, request, body)
    case .requestFailed(let id, _):
      requests[id] = nil
      report(arrived)
    case .webSocketOpened: report(arrived)
    }
  }

  private func answer(_ id: ChannelID, _ request: Request, _ body: [UInt8]) {
    guard let frames = Self.frames(in: body), let session = request.session else {
      return report(.answered(id, status: 200, body: body))
    }
    if let refusal = refusals.removeValue(forKey: session) {
      return report(.answered(id, status: 200, body: EnginePayload.encode([refusal])))
    }
    // Still under way, so that a stalled or cut session can be told from a finished one.
    requests[id] = request
    add(shifted(frames), .incoming, to: .session(session), at: .now) { [self] passed in
      guard requests.removeValue(forKey: id) != nil else { return }
      // An answer without a packet would be a fault of another kind.
      report(
        .answered(
          id, status: 200, body: EnginePayload.encode(passed.isEmpty ? [.text("6")] : passed)))
    }
  }

  // MARK: Through the fault

  /// A body of long-polling is whole: it goes on once all of it is through.
  private func add(
    _ frames: [EngineFrame], _ way: FaultPlan.Way, to key: Key,
    at now: ContinuousClock.Instant, then pass: @escaping ([EngineFrame]) -> Void
  ) {
    var connection = connection(key, at: now)
    connection.add(frames, way, at: now)
    let end = connection.close(way, at: now)
    connections[key] = connection
    tellFate(key)
    if connection.isCut { return cut(key) }
    guard !connection.isStalled else { return }
    let due = max(end ?? now, now)
    let deliver = { [self] in
      guard let passed = connections[key]?.due(way, at: max(due, .now)) else { return }
      tellFate(key)
      pass(passed)
    }
    if due <= now { deliver() } else { at(due, deliver) }
    if let deadline = connections[key]?.nextDeadline { at(deadline) { [self] in wake(key) } }
  }

  private func change(_ key: Key, _ body: (inout FaultyConnection) -> Void) {
    var connection = connection(key, at: .now)
    body(&connection)
    connections[key] = connection
    wake(key)
  }

  private func connection(_ key: Key, at now: ContinuousClock.Instant) -> FaultyConnection {
    if let connection = connections[key] { return connection }
    defer { count += 1 }
    return FaultyConnection(plan, number: count, at: now)
  }

  /// Passes on what is through of a WebSocket, and ends what is to end.
  private func wake(_ key: Key) {
    let now = ContinuousClock.Instant.now
    var connection = connection(key, at: now)
    if case .webSocket(let id) = key {
      let (out, into) = (connection.due(.outgoing, at: now), connection.due(.incoming, at: now))
      connections[key] = connection
      if !out.isEmpty { perform(.sendFrames(id, out)) }
      if !into.isEmpty { report(.received(id, into)) }
    } else {
      connections[key] = connection
    }
    tellFate(key)
    if connection.isCut { return cut(key) }
    if let deadline = connection.nextDeadline { at(deadline) { [self] in wakeAgain(key) } }
  }

  private func tellFate(_ key: Key) {
    guard key == sending, let fate = connections[key]?.fate(.outgoing) else { return }
    control.note(newestSent: fate)
  }

  private func wakeAgain(_ key: Key) {
    if connections[key] != nil { wake(key) }
  }

  private func cut(_ key: Key) {
    let cause = TransportFault.failed("cut by a fault of the plan")
    switch key {
    case .webSocket(let id):
      guard webSockets.remove(id) != nil else { return }
      connections[key] = nil
      sever(id)
      queue.async { self.report(.webSocketClosed(id, cause)) }
    case .session(let session):
      connections[key] = nil
      for (id, request) in requests where request.session == session {
        requests[id] = nil
        perform(.cancel(id))
        queue.async { self.report(.requestFailed(id, cause)) }
      }
    }
  }

  /// The connection ends: what is under way is given up.
  private func flush(_ key: Key) { connections[key] = nil }

  private func at(_ instant: ContinuousClock.Instant, _ body: @escaping () -> Void) {
    let left = max(0, ContinuousClock.now.duration(to: instant) / .nanoseconds(1))
    nonisolated(unsafe) let work = body
    queue.asyncAfter(deadline: .now() + .nanoseconds(Int(left.rounded(.up)))) { work() }
  }

  private func shifted(_ frames: [EngineFrame]) -> [EngineFrame] {
    guard plan.clock != .zero else { return frames }
    return frames.map { frame in
      guard case .text(let bytes) = frame else { return frame }
      return .text(ClockShift.shifted(bytes, by: plan.clock))
    }
  }

  /// What a server says to a CONNECT with a token that has expired.
  private func refusal(of frames: [EngineFrame]) -> EngineFrame? {
    guard let token, frames.contains(where: \.isConnect), control.hasExpired(token) else {
      return nil
    }
    return .text(#"44{"message":"Authentication error: Token expired"}"#)
  }

  private static let pollsOnly = "no WebSocket is let through, by a fault of the plan"

  private static func session(in target: String) -> String? {
    target.firstRange(of: "&sid=").map { range in
      String(target[range.upperBound...].prefix { $0 != "&" })
    }
  }

  private static func frames(in body: [UInt8]) -> [EngineFrame]? {
    (try? EnginePayload.decode(body))?.map(\.frame)
  }
}

extension EngineFrame {
  fileprivate var isConnect: Bool {
    if case .text(let bytes) = self { bytes.starts(with: Array("40".utf8)) } else { false }
  }
}
