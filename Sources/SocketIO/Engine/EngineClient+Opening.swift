// The opening of a session: which transport is tried, for how long, and what is tried after it.

extension EngineClient {
  mutating func open(at now: Instant, _ out: inout [Output]) {
    guard case .idle = state else { return }
    let limit = now.advanced(by: configuration.openTimeLimit)
    openingEnds = limit
    switch configuration.policy {
    case .pollingOnly: openPolling(until: limit, &out)
    case .webSocketOnly: openWebSocket(until: limit, &out)
    case .automatic:
      openWebSocket(until: min(limit, now.advanced(by: configuration.webSocketPatience)), &out)
    }
  }

  private mutating func openWebSocket(until: Instant, _ out: inout [Output]) {
    let channel = newChannel()
    state = .openingWebSocket(channel, until: until)
    out.append(.perform(.openWebSocket(channel, target: target(.webSocket))))
  }

  private mutating func openPolling(until: Instant, _ out: inout [Output]) {
    let channel = newChannel()
    state = .openingPolling(channel, until: until)
    out.append(.perform(.get(channel, target: target(.polling))))
  }

  /// A WebSocket did not open: long-polling is tried where it may be, for what is left of the time.
  mutating func webSocketDidNotOpen(
    _ loss: LinkLoss, at now: Instant, _ out: inout [Output]
  ) {
    let isHeldBack = if case .transport(.heldBack) = loss { true } else { false }
    if configuration.policy == .automatic, !isHeldBack, let openingEnds, now < openingEnds {
      openPolling(until: openingEnds, &out)
    } else {
      finish(&out)
      out.append(.lost(loss))
    }
  }

  /// Takes the first packet of a session.
  mutating func begin(_ packet: EnginePacket, at now: Instant) -> Bool {
    guard case .open(let json) = packet, let handshake = EngineHandshake(json: json) else {
      return false
    }
    self.handshake = handshake
    lastPing = now
    return true
  }
}
