// The server's long-polling: a GET that waits, POSTs answered `ok`, and the probe of a WebSocket
// that may take over.

extension EngineServerSession {
  /// How long a GET may wait during a probe before it ends with NOOP.
  private static let noopDelay = Duration.milliseconds(100)

  mutating func poll(_ request: ChannelID, at now: Instant, _ out: inout [Output]) {
    if case .farewell = state { return fetchFarewell(request, &out) }
    guard case .polling(var polling) = state else {
      // Ended, or carried by a WebSocket, which lives on.
      return out.append(.perform(.reply(request, EngineRequest.Fault.badRequest.reply)))
    }
    guard polling.poll == nil else {
      end(.overlappingPolls, at: now, &out)
      return out.append(.perform(.reply(request, EngineRequest.Fault.badRequest.reply)))
    }
    polling.poll = request
    if polling.probe?.isAnswered == true { polling.noopDue = now.advanced(by: Self.noopDelay) }
    state = .polling(polling)
  }

  mutating func post(
    _ request: ChannelID, _ body: [UInt8], at now: Instant, _ out: inout [Output]
  ) {
    guard case .polling = state else {
      return out.append(.perform(.reply(request, EngineRequest.Fault.badRequest.reply)))
    }
    guard body.count <= configuration.maxPayload else {
      // Nothing of it was taken: the session lives on.
      let reply = HTTPReply(status: 413, contentType: "text/plain", body: [])
      return out.append(.perform(.reply(request, reply)))
    }
    var packets: [EnginePacket] = []
    var isSound = (try? EnginePayload.decode(body, into: &packets)) != nil
    if packets.count > configuration.packetsPerPost {
      isSound = false
      packets = []
    }
    // The answer is decided by all the packets, and given before what they bring about.
    let place = out.endIndex
    for packet in packets {
      guard !hasEnded else { break }
      guard process(packet, at: now, &out) else {
        isSound = false
        break
      }
    }
    let reply = isSound ? HTTPReply.ok : EngineRequest.Fault.badRequest.reply
    out.insert(.perform(.reply(request, reply)), at: place)
    if !isSound { out.append(.fault(.malformed)) }
  }

  // MARK: The probe

  mutating func probeOpened(_ channel: ChannelID, at now: Instant, _ out: inout [Output]) {
    guard case .polling(var polling) = state, polling.probe == nil, configuration.allowsUpgrade
    else {
      return out.append(.perform(.closeWebSocket(channel, code: 1008)))
    }
    polling.probe = Probe(
      channel: channel, until: now.advanced(by: configuration.upgradeTimeLimit))
    state = .polling(polling)
  }

  mutating func probeReceived(
    _ packet: EnginePacket?, on channel: ChannelID, _ out: inout [Output]
  ) {
    guard case .polling(var polling) = state else { return }
    switch packet {
    case .ping(let data) where data.elementsEqual("probe".utf8):
      polling.probe?.isAnswered = true
      out.append(.perform(.sendFrames(channel, [.text("3probe")])))
      endPoll(&polling, &out)
      state = .polling(polling)
    case .upgrade where polling.probe?.isAnswered == true:
      endPoll(&polling, &out)
      state = .webSocket(channel)
    default:
      polling.probe = nil
      polling.noopDue = nil
      state = .polling(polling)
      out.append(.perform(.closeWebSocket(channel, code: 1002)))
    }
  }

  mutating func probeTick(at now: Instant, _ out: inout [Output]) {
    guard case .polling(var polling) = state else { return }
    if let noopDue = polling.noopDue, now >= noopDue { endPoll(&polling, &out) }
    if let probe = polling.probe, now >= probe.until {
      polling.probe = nil
      out.append(.perform(.closeWebSocket(probe.channel, code: 1000)))
    }
    state = .polling(polling)
  }

  /// Ends the waiting GET with NOOP: the client must not poll while it changes its transport.
  private func endPoll(_ polling: inout Polling, _ out: inout [Output]) {
    polling.noopDue = nil
    guard let poll = polling.poll else { return }
    polling.poll = nil
    out.append(.perform(.reply(poll, .packets([.text("6")]))))
  }
}
