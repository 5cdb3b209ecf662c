// From long-polling to a WebSocket, without losing or doubling a packet:
//
//   open a WebSocket ─▶ 2probe ─▶ 3probe ─▶ let the GET and POST in flight end ─▶ 5 ─▶ the queue
//
// A probe that fails at any step leaves the session polling.

extension EngineClient {
  mutating func beginUpgrade(at now: Instant, _ out: inout [Output]) {
    guard configuration.policy == .automatic,
      handshake?.upgrades.contains(TransportKind.webSocket.rawValue) == true,
      case .polling(var polling) = state
    else { return }
    let channel = newChannel()
    polling.upgrade = .opening(channel, until: now.advanced(by: configuration.probeTimeLimit))
    state = .polling(polling)
    out.append(.perform(.openWebSocket(channel, target: target(.webSocket))))
  }

  mutating func probeOpened(_ channel: ChannelID, _ out: inout [Output]) {
    guard case .polling(var polling) = state, case .opening(channel, let until) = polling.upgrade
    else { return }
    polling.upgrade = .probing(channel, until: until)
    state = .polling(polling)
    out.append(.perform(.sendFrames(channel, [.text("2probe")])))
  }

  mutating func probeReceived(
    _ packet: EnginePacket, on channel: ChannelID, _ out: inout [Output]
  ) {
    guard case .polling(var polling) = state, polling.upgrade.channel == channel else { return }
    switch (polling.upgrade, packet) {
    case (.probing, .pong(let data)) where data.elementsEqual("probe".utf8):
      polling.upgrade = .pausing(channel)
      state = .polling(polling)
      goOn(&out)
    case (_, .noop): break
    default:
      out.append(.perform(.closeWebSocket(channel)))
      probeFailed(channel, &out)
    }
  }

  mutating func finishUpgrade(_ channel: ChannelID, _ out: inout [Output]) {
    state = .webSocket(channel)
    queue.insert(Outgoing(frame: .text("5")), at: 0)
    flush(&out)
  }

  /// The probe's WebSocket is gone: go on polling.
  mutating func probeFailed(_ channel: ChannelID, _ out: inout [Output]) {
    guard case .polling(var polling) = state, polling.upgrade.channel == channel else { return }
    polling.upgrade = .none
    state = .polling(polling)
    goOn(&out)
  }

  mutating func probeTimedOut(_ out: inout [Output]) {
    guard case .polling(let polling) = state, let channel = polling.upgrade.channel else { return }
    out.append(.perform(.closeWebSocket(channel)))
    probeFailed(channel, &out)
  }

  func abandonProbe(_ upgrade: Upgrade, _ out: inout [Output]) {
    if let channel = upgrade.channel { out.append(.perform(.closeWebSocket(channel))) }
  }
}

extension EngineClient.Upgrade {
  var channel: ChannelID? {
    switch self {
    case .none: nil
    case .opening(let channel, _), .probing(let channel, _), .pausing(let channel): channel
    }
  }
}
