// The live link's book-keeping on the server: which session is whose, which request or WebSocket
// carries it, and when it must be looked at again. Everything here happens on one event loop.

import ChatModel
import Foundation
import JSON
import NIOCore
import SandboxCore
import SocketIO
import Synchronization

/// What carries a session at the moment: a GET that waits, a POST, or a WebSocket.
protocol Carrier: AnyObject {
  func reply(_ answer: HTTPAnswer)
  func send(_ frames: [EngineFrame])
  func close(code: Int)
}

/// All live sessions of one server.
final class EngineHub {
  private struct Session {
    var machine: SocketServerSession
    /// When `timer` fires, at the latest.
    var wake: ContinuousClock.Instant?
    var timer: Scheduled<Void>?
    /// Where its client reached the server.
    let origin: String?
    /// The Socket.IO session of the main namespace, once somebody signed in.
    var live: LiveSessionID?
  }

  private let sandbox: Sandbox
  private let loop: any EventLoop
  private let configuration: ServerConfiguration
  private let clock = ContinuousClock()
  private var sessions: [String: Session] = [:]
  /// Engine.IO ids by the sandbox's names.
  private var engines: [LiveSessionID: String] = [:]
  private var carriers: [ChannelID: any Carrier] = [:]
  private var lastChannel = 0
  /// What the sandbox gives out gathers here, from whatever thread.
  let inbox = DeliveryInbox()
  private var isDraining = false

  init(sandbox: Sandbox, loop: any EventLoop, configuration: ServerConfiguration) {
    self.sandbox = sandbox
    self.loop = loop
    self.configuration = configuration
  }

  func knows(_ sid: String) -> Bool { sessions[sid] != nil }

  /// Gives `carrier` a number, under which its session speaks to it until it was answered or closed.
  func add(_ carrier: any Carrier) -> ChannelID {
    lastChannel += 1
    let channel = ChannelID(lastChannel)
    carriers[channel] = carrier
    return channel
  }

  func forget(_ channel: ChannelID) { carriers[channel] = nil }

  // MARK: In

  /// Returns the new session's id.
  @discardableResult
  func open(by opening: SessionOpening, origin: String?) -> String {
    let sid = Self.newID()
    let (machine, outputs) = SocketServerSession.open(
      sid: sid, by: opening, configuration: configuration, at: clock.now)
    sessions[sid] = Session(machine: machine, origin: origin)
    perform(outputs, of: sid)
    return sid
  }

  func report(_ report: ServerReport, of sid: String) { handle([.report(report)], of: sid) }

  /// Passes on what the sandbox has given out, in that order. It is called behind every command that
  /// came over a session, so that nothing which that session sends next, a close even, comes first.
  func drain() {
    guard !isDraining else { return }
    isDraining = true
    defer { isDraining = false }
    while let delivery = inbox.next() { deliver(delivery) }
  }

  private func deliver(_ delivery: Delivery) {
    guard delivery.delay == .zero else {
      var now = delivery
      now.delay = .zero
      let bound = NIOLoopBound(self, eventLoop: loop)
      loop.scheduleTask(in: .init(delivery.delay)) { [now] in bound.value.deliver(now) }
      return
    }
    let payload = SocketPayload.event(delivery.event, [.json(delivery.data.encoded)])
    for live in delivery.sessions {
      guard let sid = engines[live] else { continue }
      handle([.emit(namespace: "/", payload, acknowledgement: nil)], of: sid)
    }
  }

  // MARK: Out

  private func handle(_ inputs: [SocketServerSession.Input], of sid: String) {
    guard let outputs = sessions[sid]?.machine.handle(inputs, at: clock.now) else { return }
    perform(outputs, of: sid)
  }

  private func perform(_ outputs: [SocketServerSession.Output], of sid: String) {
    var answers: [SocketServerSession.Input] = []
    var mustSettle = false
    for output in outputs {
      switch output {
      case .perform(let work): perform(work)
      case .connectRequested(let namespace, let auth):
        answers.append(signIn(sid, namespace: namespace, auth: auth))
      case .event(let event):
        if let answer = take(event, of: sid) { answers.append(answer) }
      case .acknowledged, .acknowledgementFailed: break
      case .settle: mustSettle = true
      case .disconnected: signOut(sid)
      case .ended:
        signOut(sid)
        sessions[sid]?.timer?.cancel()
        sessions[sid] = nil
      }
    }
    if !answers.isEmpty { handle(answers, of: sid) }
    schedule(sid)
    drain()
    if mustSettle { handle([.settled], of: sid) }
  }

  private func perform(_ work: ServerWork) {
    switch work {
    case .reply(let channel, let reply):
      carriers.removeValue(forKey: channel)?.reply(HTTPAnswer(reply))
    case .sendFrames(let channel, let frames): carriers[channel]?.send(frames)
    case .closeWebSocket(let channel, let code): carriers[channel]?.close(code: code)
    }
  }

  private func signIn(_ sid: String, namespace: String, auth: JSONValue?)
    -> SocketServerSession.Input
  {
    let live = LiveSessionID(Self.newID())
    do throws(SandboxError) {
      // The session must be known before it hears of others.
      engines[live] = sid
      try sandbox.connect(live, auth: auth, origin: sessions[sid]?.origin)
      sessions[sid]?.live = live
      return .accept(namespace: namespace, sid: live.rawValue, pid: nil)
    } catch {
      engines[live] = nil
      return .refuse(namespace: namespace, message: error.message, data: nil)
    }
  }

  private func signOut(_ sid: String) {
    guard let live = sessions[sid]?.live else { return }
    sessions[sid]?.live = nil
    engines[live] = nil
    sandbox.disconnect(live)
  }

  private func take(_ event: SocketEvent, of sid: String) -> SocketServerSession.Input? {
    guard let live = sessions[sid]?.live else { return nil }
    guard !event.isDamaged else {
      sandbox.refuse(live, because: "The event holds half a character")
      return nil
    }
    let answer = sandbox.handle(event.name, event.arguments, from: live)
    guard let answer, let id = event.acknowledgementID else { return nil }
    return .acknowledge(
      namespace: event.namespace, id: id, .acknowledgement([.json(answer.encodedBytes)]))
  }

  /// Keeps one timer a session, which may fire early but never late.
  private func schedule(_ sid: String) {
    guard let session = sessions[sid], let deadline = session.machine.nextDeadline else { return }
    if let wake = session.wake, wake <= deadline { return }
    session.timer?.cancel()
    let bound = NIOLoopBound(self, eventLoop: loop)
    sessions[sid]?.wake = deadline
    sessions[sid]?.timer = loop.scheduleTask(in: .init(clock.now.duration(to: deadline))) {
      bound.value.wake(sid)
    }
  }

  private func wake(_ sid: String) {
    sessions[sid]?.wake = nil
    sessions[sid]?.timer = nil
    handle([.tick], of: sid)
  }

  /// Unguessable, of letters and digits.
  private static func newID() -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    var system = SystemRandomNumberGenerator()
    return String(
      (0..<20).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &system)] })
  }
}

/// Deliveries in the order in which they were given out.
final class DeliveryInbox: Sendable {
  private let waiting = Mutex<[Delivery]>([])

  func add(_ delivery: Delivery) { waiting.withLock { $0.append(delivery) } }

  func next() -> Delivery? {
    waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
