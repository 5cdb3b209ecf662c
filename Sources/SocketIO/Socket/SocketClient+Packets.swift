// The packets of a client: what comes is given to its namespace, what goes is checked and handed to
// the session.

import JSON

extension SocketClient {
  // MARK: Packets that come

  mutating func receive(
    _ message: SocketPacketDecoder.Message, at now: Instant, _ out: inout [Output]
  ) {
    // What a session said before it was given up counts no more.
    guard case .linked = link else { return }
    do {
      guard let packet = try decoder.decode(message) else { return }
      guard let index = index(of: packet.namespace), namespaces[index].phase.isWanted else {
        return
      }
      take(packet, index, at: now, &out)
    } catch {
      giveUp(.malformed, at: now, &out)
    }
  }

  private mutating func take(
    _ packet: ReceivedPacket, _ index: Int, at now: Instant, _ out: inout [Output]
  ) {
    switch packet.content {
    // It has no name, and nobody hears it.
    case .nothing: break
    case .event(let name, let arguments):
      let event = SocketEvent(
        namespace: packet.namespace, name: name, arguments: arguments,
        acknowledgementID: packet.id, attachments: packet.attachments)
      if namespaces[index].phase == .connected {
        deliver(event, index, &out)
      } else {
        namespaces[index].early.append(event)
      }
    case .acknowledgement(let arguments):
      guard let id = packet.id, let emission = namespaces[index].acknowledged(id) else { return }
      let answer = SocketAcknowledgement(
        namespace: packet.namespace, arguments: arguments, attachments: packet.attachments)
      out.append(.acknowledged(emission: emission, answer))
    case .connect(let reply): connected(reply, index, at: now, &out)
    case .connectError(let data): refused(Refusal(reading: data), index, at: now, &out)
    case .disconnect:
      // What came before it counts, though CONNECT was never answered.
      deliverEarly(index, &out)
      sendAway(index, at: now, &out)
    }
  }

  private mutating func deliverEarly(_ index: Int, _ out: inout [Output]) {
    let early = namespaces[index].early
    namespaces[index].early = []
    for event in early { deliver(event, index, &out) }
  }

  private mutating func deliver(_ event: SocketEvent, _ index: Int, _ out: inout [Output]) {
    // What carries events is no link that only seems to be there (row 31).
    attempt = 0
    out.append(.event(event))
    namespaces[index].note(event)
  }

  private mutating func connected(
    _ reply: JSONValue?, _ index: Int, at now: Instant, _ out: inout [Output]
  ) {
    guard case .connecting = namespaces[index].phase, let transport = engine.lastTransport else {
      return
    }
    guard let connection = namespaces[index].connected(reply, over: transport) else {
      let message = "The server answered CONNECT without a socket id (Socket.IO 2?)."
      return refused(Refusal(message: message), index, at: now, &out)
    }
    connectedSince = connectedSince ?? now
    out.append(.connected(connection))
    deliverEarly(index, &out)
    let buffer = namespaces[index].buffer
    namespaces[index].buffer = []
    let frames = buffer.flatMap { encode($0, index, at: now, &out) }
    if !frames.isEmpty { drive(.send(frames), at: now, &out) }
  }

  private mutating func refused(
    _ refusal: Refusal, _ index: Int, at now: Instant, _ out: inout [Output]
  ) {
    attempt = 0
    out.append(.refused(namespace: namespaces[index].name, refusal))
    end(index, .serverDisconnected, &out)
    closeIfUnwanted(at: now, &out)
  }

  // MARK: Packets that go

  mutating func connect(_ index: Int, at now: Instant, _ out: inout [Output]) {
    guard namespaces[index].phase == .wanted else { return }
    namespaces[index].phase = .connecting(until: now.advanced(by: configuration.connectTimeLimit))
    send([namespaces[index].connectPacket], at: now, &out)
  }

  mutating func emit(_ emission: Emission, at now: Instant, _ out: inout [Output]) {
    let index = index(of: emission.namespace)
    if let index, namespaces[index].phase == .connected {
      let frames = encode(emission, index, at: now, &out)
      if !frames.isEmpty { drive(.send(frames), at: now, &out) }
    } else if let index, namespaces[index].phase.isWanted, emission.delivery == .buffered {
      namespaces[index].buffer.append(emission)
    } else if let id = emission.id {
      out.append(.notSent(emission: id, .notConnected))
    }
  }

  /// The frames of an emission to a connected namespace; none when it may not be sent.
  private mutating func encode(
    _ emission: Emission, _ index: Int, at now: Instant, _ out: inout [Output]
  ) -> [EngineClient.Outgoing] {
    var packet = SocketPacket(
      kind: .event, namespace: emission.namespace, payload: emission.payload.json[...],
      attachments: emission.payload.attachments)
    if emission.wantsAcknowledgement, let id = emission.id {
      packet.id = namespaces[index].expectAcknowledgement(
        for: id, until: emission.acknowledgementLimit.map { now.advanced(by: $0) })
    }
    let frames = packet.frames
    guard let fault = refusal(of: packet, frames) else {
      var outgoing = frames.map { EngineClient.Outgoing(frame: $0) }
      outgoing[outgoing.endIndex - 1].emission = emission.id
      return outgoing
    }
    if let id = emission.id { didNotSend(id, fault, &out) }
    return []
  }

  mutating func didNotSend(_ emission: Int, _ reason: NotSent, _ out: inout [Output]) {
    for index in namespaces.indices { namespaces[index].forgetAcknowledgement(for: emission) }
    out.append(.notSent(emission: emission, reason))
  }

  private func refusal(of packet: SocketPacket, _ frames: [EngineFrame]) -> NotSent? {
    if packet.attachments.count > SocketPacket.mostAttachments { return .tooManyAttachments }
    guard let limit = engine.handshake?.maxPayload,
      frames.contains(where: { EnginePayload.encodedSize(of: $0) > limit })
    else { return nil }
    return .tooLarge(limit: limit)
  }

  mutating func acknowledge(
    _ name: String, id: Int, _ payload: SocketPayload, at now: Instant, _ out: inout [Output]
  ) {
    guard let index = index(of: name), namespaces[index].phase == .connected else { return }
    let packet = SocketPacket(
      kind: .acknowledgement, namespace: name, id: id, payload: payload.json[...],
      attachments: payload.attachments)
    guard refusal(of: packet, packet.frames) == nil else { return }
    send([packet], at: now, &out)
  }

  mutating func send(
    _ packets: [SocketPacket], at now: Instant, _ out: inout [Output]
  ) {
    let frames = packets.flatMap(\.frames).map { EngineClient.Outgoing(frame: $0) }
    drive(.send(frames), at: now, &out)
  }
}

extension Refusal {
  /// Reads CONNECT_ERROR's data: an object with `message` and perhaps `data`, or a bare string as
  /// python-socketio sends it.
  init(reading data: JSONValue) {
    self.init(
      message: data.stringValue ?? data["message"]?.stringValue ?? "", data: data["data"])
  }
}
