// One session of a Socket.IO server, without IO: the Engine.IO session below it, and the namespaces
// its client is in. Its owner decides who is let in and answers the events.

import JSON

/// The server machine, one for a sid. Its words are in ServerInterface.swift.
package struct SocketServerSession: Sendable {
  /// A reading of the monotonic clock.
  package typealias Instant = ContinuousClock.Instant

  /// The session's Engine.IO id: unguessable, safe in a query.
  package let sid: String

  private enum Membership: Sendable {
    /// The owner is asked.
    case asking
    /// With the acknowledgements the client owes, by id.
    case inside(owed: [Int: Int])
  }

  private var engine: EngineServerSession
  private var decoder = SocketPacketDecoder(tellsDamage: true)
  private var namespaces: [String: Membership] = [:]
  private var nextAcknowledgement = 0
  /// Why the session ends once its owner has answered what came before the fault.
  private var fault: SessionEnd?
  /// When the session ends unless a CONNECT was accepted.
  private var connectDue: Instant?

  private init(
    sid: String, by opening: SessionOpening, configuration: ServerConfiguration, at now: Instant,
    _ out: inout [EngineServerSession.Output]
  ) {
    self.sid = sid
    engine = EngineServerSession(
      sid: sid, by: opening, configuration: configuration, at: now, &out)
    connectDue = now.advanced(by: configuration.connectTimeLimit)
  }

  /// Begins a session, and answers the request or WebSocket that opened it with the handshake.
  package static func open(
    sid: String, by opening: SessionOpening, configuration: ServerConfiguration, at now: Instant
  ) -> (SocketServerSession, [Output]) {
    var first: [EngineServerSession.Output] = []
    var session = SocketServerSession(
      sid: sid, by: opening, configuration: configuration, at: now, &first)
    var out: [Output] = []
    session.translate(first, at: now, &out)
    return (session, out)
  }

  /// When `.tick` is due. Read it after every `handle`.
  package var nextDeadline: Instant? {
    guard let deadline = engine.nextDeadline else { return nil }
    return connectDue.map { min($0, deadline) } ?? deadline
  }

  /// Takes what happened and gives back what follows.
  package mutating func handle(_ input: Input, at now: Instant) -> [Output] {
    handle([input], at: now)
  }

  /// The same for several things that happened together: what they send over long-polling goes out
  /// in one answer. (Give the answers to the events of one POST in one call.)
  package mutating func handle(_ inputs: [Input], at now: Instant) -> [Output] {
    var out: [Output] = []
    for input in inputs { take(input, at: now, &out) }
    // What the owner still has to say goes out together with the end.
    if fault == nil { drive(at: now, &out) { engine, out in engine.flush(at: now, &out) } }
    return out
  }

  private mutating func take(_ input: Input, at now: Instant, _ out: inout [Output]) {
    switch input {
    case .report(let report):
      drive(at: now, &out) { engine, out in engine.handle(report, at: now, &out) }
    case .accept(let namespace, let sid, let pid): accept(namespace, sid: sid, pid: pid)
    case .refuse(let namespace, let message, let data):
      guard case .asking = namespaces[namespace] else { return }
      namespaces[namespace] = nil
      refuse(namespace, message: message, data: data)
    case .emit(let namespace, let payload, let acknowledgement):
      emit(payload, to: namespace, acknowledgement: acknowledgement, &out)
    case .acknowledge(let namespace, let id, let payload):
      guard case .inside = namespaces[namespace] else { return }
      send(
        SocketPacket(
          kind: .acknowledgement, namespace: namespace, id: id, payload: payload.json[...],
          attachments: payload.attachments))
    case .disconnect(let namespace):
      guard namespaces[namespace] != nil else { return }
      send(SocketPacket(kind: .disconnect, namespace: namespace))
      leave(namespace, .serverClosed, &out)
    case .close: end(.serverClosed, at: now, &out)
    case .settled:
      guard let fault else { return }
      self.fault = nil
      end(fault, at: now, &out)
    case .tick:
      drive(at: now, &out) { engine, out in engine.tick(at: now, &out) }
      if let connectDue, now >= connectDue { end(.connectTimedOut, at: now, &out) }
    }
  }

  // MARK: The session below

  private mutating func drive(
    at now: Instant, _ out: inout [Output],
    _ step: (inout EngineServerSession, inout [EngineServerSession.Output]) -> Void
  ) {
    var outputs: [EngineServerSession.Output] = []
    step(&engine, &outputs)
    translate(outputs, at: now, &out)
  }

  private mutating func translate(
    _ outputs: [EngineServerSession.Output], at now: Instant, _ out: inout [Output]
  ) {
    // What follows a fault in the same delivery counts no more.
    var fault: SessionEnd?
    let first = out.endIndex
    for output in outputs {
      switch output {
      case .perform(let work): out.append(.perform(work))
      case .message(let message):
        if fault == nil, !receive(message, &out) { fault = .malformed }
      case .fault(let reason): fault = fault ?? reason
      case .closing(let reason): leaveAll(reason, &out)
      case .ended(let reason):
        leaveAll(reason, &out)
        out.append(.ended(reason))
      }
    }
    guard let fault else { return }
    guard out[first...].contains(where: \.isQuestion) else { return end(fault, at: now, &out) }
    self.fault = fault
    out.append(.settle)
  }

  private mutating func end(_ reason: SessionEnd, at now: Instant, _ out: inout [Output]) {
    drive(at: now, &out) { engine, out in engine.end(reason, at: now, &out) }
  }

  private mutating func leaveAll(_ reason: SessionEnd, _ out: inout [Output]) {
    connectDue = nil
    for namespace in namespaces.keys.sorted() { leave(namespace, reason, &out) }
  }

  // MARK: Packets that come

  /// Takes a packet; false when the session must end for it.
  private mutating func receive(
    _ message: SocketPacketDecoder.Message, _ out: inout [Output]
  ) -> Bool {
    do {
      guard let packet = try decoder.decode(message) else { return true }
      return take(packet, &out)
    } catch {
      return false
    }
  }

  private mutating func take(_ packet: ReceivedPacket, _ out: inout [Output]) -> Bool {
    let name = packet.namespace
    if case .connect(let auth) = packet.content { return connect(name, auth, &out) }
    // As the reference does: no packet but CONNECT to a namespace that the client is not in.
    guard case .inside(var owed) = namespaces[name] else { return false }
    switch packet.content {
    case .event(let event, let arguments):
      var event = SocketEvent(
        namespace: name, name: event, arguments: arguments, acknowledgementID: packet.id,
        attachments: packet.attachments)
      event.isDamaged = packet.isDamaged
      out.append(.event(event))
    case .acknowledgement(let arguments):
      guard let id = packet.id, let number = owed.removeValue(forKey: id) else { return true }
      namespaces[name] = .inside(owed: owed)
      out.append(
        .acknowledged(
          number,
          SocketAcknowledgement(
            namespace: name, arguments: arguments, attachments: packet.attachments)))
    case .disconnect: leave(name, .clientClosed, &out)
    case .connect, .connectError, .nothing: return false
    }
    return true
  }

  private mutating func connect(
    _ name: String, _ auth: JSONValue?, _ out: inout [Output]
  ) -> Bool {
    guard namespaces[name] == nil else { return false }
    guard engine.configuration.namespaces.contains(name) else {
      refuse(name, message: "Invalid namespace", data: nil)
      return true
    }
    namespaces[name] = .asking
    out.append(.connectRequested(namespace: name, auth: auth))
    return true
  }

  private mutating func leave(_ name: String, _ reason: SessionEnd, _ out: inout [Output]) {
    guard let membership = namespaces.removeValue(forKey: name) else { return }
    guard case .inside(let owed) = membership else { return }
    for number in owed.sorted(by: { $0.key < $1.key }).map(\.value) {
      out.append(.acknowledgementFailed(number))
    }
    out.append(.disconnected(namespace: name, reason))
  }

  // MARK: Packets that go

  private mutating func accept(_ namespace: String, sid: String, pid: String?) {
    guard case .asking = namespaces[namespace] else { return }
    namespaces[namespace] = .inside(owed: [:])
    connectDue = nil
    var json = Array("{\"sid\":".utf8)
    JSONValue.appendQuoted(sid, to: &json)
    if let pid {
      json.append(contentsOf: ",\"pid\":".utf8)
      JSONValue.appendQuoted(pid, to: &json)
    }
    json.append(UInt8(ascii: "}"))
    send(SocketPacket(kind: .connect, namespace: namespace, payload: json[...]))
  }

  private mutating func refuse(_ namespace: String, message: String, data: [UInt8]?) {
    var json = Array("{\"message\":".utf8)
    JSONValue.appendQuoted(message, to: &json)
    if let data {
      json.append(contentsOf: ",\"data\":".utf8)
      json.append(contentsOf: data)
    }
    json.append(UInt8(ascii: "}"))
    send(SocketPacket(kind: .connectError, namespace: namespace, payload: json[...]))
  }

  private mutating func emit(
    _ payload: SocketPayload, to namespace: String, acknowledgement: Int?, _ out: inout [Output]
  ) {
    guard case .inside(var owed) = namespaces[namespace] else {
      if let acknowledgement { out.append(.acknowledgementFailed(acknowledgement)) }
      return
    }
    var packet = SocketPacket(
      kind: .event, namespace: namespace, payload: payload.json[...],
      attachments: payload.attachments)
    if let acknowledgement {
      packet.id = nextAcknowledgement
      owed[nextAcknowledgement] = acknowledgement
      nextAcknowledgement += 1
      namespaces[namespace] = .inside(owed: owed)
    }
    send(packet)
  }

  private mutating func send(_ packet: SocketPacket) {
    guard !engine.hasEnded else { return }
    engine.enqueue(packet.frames)
  }
}

extension SocketServerSession.Output {
  /// Whether the owner may have something to say to it.
  fileprivate var isQuestion: Bool {
    switch self {
    case .event, .connectRequested: true
    default: false
    }
  }
}
