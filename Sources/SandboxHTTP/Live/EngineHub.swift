// The live link's book-keeping on the server: which sockets a session has, which request or WebSocket
// carries it, and when it must be looked at again. Whatever `SocketApplication` runs behind it answers
// the events. Everything here happens on one event loop.

import Faults
import JSON
import NIOCore
import SocketIO
import Synchronization

/// What carries a session at the moment: a GET that waits, a POST, or a WebSocket.
protocol Carrier: AnyObject {
  func reply(_ answer: HTTPAnswer)
  func send(_ frames: [EngineFrame])
  func close(code: Int)
  /// Lets the connection go without a goodbye.
  func cut()
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
    /// The sockets of those namespaces that the application let it into.
    var sockets: [String: String] = [:]
  }

  /// Where a socket is.
  private struct Place {
    let sid: String
    let namespace: String
  }

  private let application: any SocketApplication
  private let loop: any EventLoop
  private let configuration: ServerConfiguration
  private let clock = ContinuousClock()
  private var sessions: [String: Session] = [:]
  private var places: [String: Place] = [:]
  private var carriers: [ChannelID: any Carrier] = [:]
  private var lastChannel = 0
  /// What the application sends gathers here, from whatever thread.
  private let inbox = DeliveryInbox()
  private let faults: HubFaults
  private var isDraining = false
  private var isClosing = false
  /// Called once the last session and its transport are gone.
  private var onQuiet: (() -> Void)?

  /// To be called on `loop`.
  init(
    _ application: any SocketApplication, loop: any EventLoop, configuration: ServerConfiguration
  ) {
    self.application = application
    self.loop = loop
    self.configuration = configuration
    faults = HubFaults(on: loop)
    faults.carry = { [unowned self] in carry($0) }
    faults.report = { [unowned self] in handle([.report($0)], of: $1) }
    faults.sever = { [unowned self] in carriers[$0]?.cut() }
    let bound = NIOLoopBound(self, eventLoop: loop)
    application.send { [inbox] delivery in
      inbox.add(delivery)
      loop.execute { bound.value.drain() }
    }
  }

  func knows(_ sid: String) -> Bool { sessions[sid] != nil }

  /// Gives `carrier` a number, under which its session speaks to it until it was answered or closed.
  func add(_ carrier: any Carrier) -> ChannelID {
    lastChannel += 1
    let channel = ChannelID(lastChannel)
    carriers[channel] = carrier
    return channel
  }

  func forget(_ channel: ChannelID) {
    carriers[channel] = nil
    tellIfQuiet()
  }

  // MARK: In

  /// Returns the new session's id.
  @discardableResult
  func open(by opening: SessionOpening, origin: String?) -> String {
    let sid = Self.newID()
    let (machine, outputs) = SocketServerSession.open(
      sid: sid, by: opening, configuration: configuration, at: clock.now)
    sessions[sid] = Session(machine: machine, origin: origin)
    faults.began(sid, by: opening)
    perform(outputs, of: sid)
    if isClosing { handle([.close], of: sid) }
    return sid
  }

  func report(_ report: ServerReport, of sid: String) { faults.pass(report, of: sid) }

  /// Lets things go wrong by this plan from now on.
  func use(_ plan: FaultPlan) { faults.use(plan) }

  /// Ends every session, after what is queued for it, and each that still begins. `quiet` is called
  /// once all of them and their transports are gone: a client that fetches nothing keeps it waiting.
  func close(whenQuiet quiet: @escaping () -> Void) {
    isClosing = true
    onQuiet = quiet
    drain()
    for sid in sessions.keys.sorted() { handle([.close], of: sid) }
    tellIfQuiet()
  }

  private func tellIfQuiet() {
    guard isClosing, sessions.isEmpty, carriers.isEmpty, let quiet = onQuiet else { return }
    onQuiet = nil
    quiet()
  }

  /// Passes on what the application has sent, in that order. It is called behind every command that
  /// came over a session, so that nothing which that session sends next, a close even, comes first.
  func drain() {
    guard !isDraining else { return }
    isDraining = true
    defer { isDraining = false }
    while let delivery = inbox.next() { deliver(delivery) }
  }

  private func deliver(_ delivery: SocketDelivery) {
    guard delivery.delay == .zero else {
      var now = delivery
      now.delay = .zero
      let bound = NIOLoopBound(self, eventLoop: loop)
      loop.scheduleTask(in: .init(delivery.delay)) { [now] in bound.value.deliver(now) }
      return
    }
    for place in delivery.sockets.compactMap({ places[$0] }) {
      handle(
        [.emit(namespace: place.namespace, delivery.payload, acknowledgement: nil)], of: place.sid)
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
      case .perform(let work): faults.pass(work, of: sid)
      case .connectRequested(let namespace, let auth):
        answers.append(admit(sid, to: namespace, auth: auth))
      case .event(let event):
        if let answer = take(event, of: sid) { answers.append(answer) }
      case .acknowledged, .acknowledgementFailed: break
      case .settle: mustSettle = true
      case .disconnected(let namespace, _): end(namespace, of: sid)
      case .ended:
        let namespaces = sessions[sid]?.sockets.keys.sorted() ?? []
        for namespace in namespaces { end(namespace, of: sid) }
        sessions[sid]?.timer?.cancel()
        sessions[sid] = nil
        faults.ended(sid)
      }
    }
    if !answers.isEmpty { handle(answers, of: sid) }
    schedule(sid)
    drain()
    if mustSettle { handle([.settled], of: sid) }
    tellIfQuiet()
  }

  private func carry(_ work: ServerWork) {
    switch work {
    case .reply(let channel, let reply):
      carriers.removeValue(forKey: channel)?.reply(HTTPAnswer(reply))
    case .sendFrames(let channel, let frames): carriers[channel]?.send(frames)
    case .closeWebSocket(let channel, let code): carriers[channel]?.close(code: code)
    }
  }

  private func admit(
    _ sid: String, to namespace: String, auth: JSONValue?
  ) -> SocketServerSession.Input {
    let socket = Self.newID()
    // It must be known before it hears of others.
    places[socket] = Place(sid: sid, namespace: namespace)
    let request = SocketRequest(
      socket: socket, namespace: namespace, auth: auth, origin: sessions[sid]?.origin)
    switch application.admit(request) {
    case .accepted:
      sessions[sid]?.sockets[namespace] = socket
      return .accept(namespace: namespace, sid: socket, pid: nil)
    case .refused(let message):
      places[socket] = nil
      return .refuse(namespace: namespace, message: message, data: nil)
    }
  }

  private func end(_ namespace: String, of sid: String) {
    guard let socket = sessions[sid]?.sockets.removeValue(forKey: namespace) else { return }
    places[socket] = nil
    application.ended(socket)
  }

  private func take(_ event: SocketEvent, of sid: String) -> SocketServerSession.Input? {
    guard let socket = sessions[sid]?.sockets[event.namespace] else { return nil }
    let answer = application.take(event, from: socket)
    guard let answer, let id = event.acknowledgementID else { return nil }
    return .acknowledge(namespace: event.namespace, id: id, answer)
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
private final class DeliveryInbox: Sendable {
  private let waiting = Mutex<[SocketDelivery]>([])

  func add(_ delivery: SocketDelivery) { waiting.withLock { $0.append(delivery) } }

  func next() -> SocketDelivery? {
    waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
