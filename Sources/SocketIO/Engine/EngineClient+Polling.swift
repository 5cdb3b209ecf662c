// Long-polling: one GET that waits for what the server has to say, one POST at a time that carries
// what we have to say. Never two of a kind.

extension EngineClient {
  /// python-engineio refuses a POST of more packets.
  private static let packetsPerPost = 16
  /// How long the last POSTs of a closed session may take.
  private static let leavingLimit = Duration.seconds(5)

  mutating func answered(
    _ channel: ChannelID, status: Int, body: [UInt8], at now: Instant, _ out: inout [Output]
  ) {
    switch state {
    case .openingPolling(channel, _):
      guard status == 200 else { return refused(status, &out) }
      guard let packets = try? EnginePayload.decode(body), let first = packets.first,
        begin(first, at: now)
      else { return lose(.malformed, &out) }
      state = .polling(Polling())
      out.append(.opened)
      beginUpgrade(at: now, &out)
      process(packets.dropFirst(), at: now, &out)

    case .polling(var polling) where polling.poll == channel:
      polling.poll = nil
      state = .polling(polling)
      guard status == 200 else { return refused(status, &out) }
      guard let packets = try? EnginePayload.decode(body) else { return lose(.malformed, &out) }
      process(packets[...], at: now, &out)

    case .polling(var polling) where polling.post == channel:
      polling.post = nil
      state = .polling(polling)
      guard status == 200 else { return refused(status, &out) }
      goOn(&out)

    case .leaving(channel, let poll, let until): goOnLeaving(poll: poll, until: until, &out)
    case .leaving(let post, channel, let until):
      state = .leaving(post: post, poll: nil, until: until)
    default: break
    }
  }

  mutating func requestFailed(
    _ channel: ChannelID, _ fault: TransportFault, _ out: inout [Output]
  ) {
    switch state {
    case .openingPolling(channel, _): state = .closed
    case .polling(var polling) where polling.poll == channel:
      polling.poll = nil
      state = .polling(polling)
    case .polling(var polling) where polling.post == channel:
      polling.post = nil
      state = .polling(polling)
    case .leaving(channel, let poll, _):
      if let poll { out.append(.perform(.cancel(poll))) }
      return finish(&out)
    case .leaving(let post, channel, let until):
      state = .leaving(post: post, poll: nil, until: until)
      return
    default: return
    }
    lose(.transport(fault), &out)
  }

  private mutating func refused(_ status: Int, _ out: inout [Output]) {
    if case .openingPolling = state { state = .closed }
    lose(.transport(.status(status)), &out)
  }

  private mutating func process(
    _ packets: ArraySlice<EnginePacket>, at now: Instant, _ out: inout [Output]
  ) {
    for packet in packets {
      guard isOpen else { return }
      process(packet, at: now, &out)
    }
    goOn(&out)
  }

  /// Starts what may start now that a request has ended.
  mutating func goOn(_ out: inout [Output]) {
    guard case .polling(var polling) = state else { return }
    if case .pausing(let channel) = polling.upgrade {
      if polling.poll == nil, polling.post == nil { finishUpgrade(channel, &out) }
      return
    }
    if polling.poll == nil {
      let channel = newChannel()
      polling.poll = channel
      state = .polling(polling)
      out.append(.perform(.get(channel, target: target(.polling))))
    }
    flush(&out)
  }

  /// Sends as much of the queue as one POST may carry, unless one is in flight.
  mutating func post(_ out: inout [Output]) {
    guard case .polling(var polling) = state, polling.post == nil, !queue.isEmpty else { return }
    if case .pausing = polling.upgrade { return }
    let channel = newChannel()
    polling.post = channel
    state = .polling(polling)
    postQueue(on: channel, &out)
  }

  private mutating func postQueue(on channel: ChannelID, _ out: inout [Output]) {
    let frames = queue.lazy.map(\.frame)
    let count = EnginePayload.countThatFits(
      frames, maxPayload: handshake?.maxPayload ?? .max, packets: Self.packetsPerPost)
    let body = EnginePayload.encode(frames.prefix(count))
    out.append(.perform(.post(channel, target: target(.polling), body: body)))
    handOver(count, &out)
  }

  // MARK: Leaving

  /// Says goodbye with `1`, after what waits to be sent.
  mutating func leave(_ polling: Polling, at now: Instant, _ out: inout [Output]) {
    abandonProbe(polling.upgrade, &out)
    queue.append(Outgoing(frame: .text("1")))
    let until = now.advanced(by: Self.leavingLimit)
    if let post = polling.post {
      state = .leaving(post: post, poll: polling.poll, until: until)
    } else {
      goOnLeaving(poll: polling.poll, until: until, &out)
    }
  }

  private mutating func goOnLeaving(
    poll: ChannelID?, until: Instant, _ out: inout [Output]
  ) {
    guard !queue.isEmpty else {
      state = .closed
      if let poll { out.append(.perform(.cancel(poll))) }
      return
    }
    let channel = newChannel()
    state = .leaving(post: channel, poll: poll, until: until)
    postQueue(on: channel, &out)
  }
}
