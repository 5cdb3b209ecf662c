// One Engine.IO session from the server's side:
//
//   polling ──(probe, upgrade)──▶ webSocket ──▶ ended
//      └──(an end while no GET waits, with packets left)──▶ farewell ──▶ ended
//
// What is to be sent gathers in a queue until `flush`, so that things sent together travel in one
// body. The long-polling half is in EngineServerSession+Polling.swift.

struct EngineServerSession: Sendable {
  typealias Instant = ContinuousClock.Instant

  enum Output: Sendable {
    case perform(ServerWork)
    case message(SocketPacketDecoder.Message)
    /// What came next may not come: the session is to be ended for it, once what the messages
    /// before it bring about was sent.
    case fault(SessionEnd)
    /// The session is over, but what it still has to say waits for a GET: `ended` follows.
    case closing(SessionEnd)
    case ended(SessionEnd)
  }

  enum State: Sendable {
    case polling(Polling)
    case webSocket(ChannelID)
    /// Over, for this reason; the queue may be fetched until then.
    case farewell(SessionEnd, until: Instant)
    case ended
  }

  struct Polling: Sendable {
    /// The GET that waits.
    var poll: ChannelID?
    var probe: Probe?
    /// When the waiting GET is to end with NOOP, so that the client can go on with its upgrade.
    var noopDue: Instant?
  }

  /// A WebSocket tried beside long-polling.
  struct Probe: Sendable {
    var channel: ChannelID
    var until: Instant
    /// `3probe` was sent.
    var isAnswered = false
  }

  private enum Heartbeat: Sendable {
    case pingDue(Instant)
    case pongDue(Instant)

    var instant: Instant {
      switch self {
      case .pingDue(let instant), .pongDue(let instant): instant
      }
    }
  }

  let configuration: ServerConfiguration
  var state: State
  private var queue: [EngineFrame] = []
  private var queuedBytes = 0
  private var heartbeat: Heartbeat

  /// Begins a session and answers what opened it with the handshake.
  init(
    sid: String, by opening: SessionOpening, configuration: ServerConfiguration, at now: Instant,
    _ out: inout [Output]
  ) {
    self.configuration = configuration
    heartbeat = .pingDue(now.advanced(by: configuration.pingInterval))
    var handshake = EngineHandshake(
      sid: sid, upgrades: [], pingInterval: configuration.pingInterval,
      pingTimeout: configuration.pingTimeout, maxPayload: configuration.maxPayload)
    switch opening {
    case .polling(let request):
      state = .polling(Polling())
      if configuration.allowsUpgrade { handshake.upgrades = [TransportKind.webSocket.rawValue] }
      let frame = EnginePacket.open(handshake.json[...]).frame
      out.append(.perform(.reply(request, .packets([frame]))))
    case .webSocket(let channel):
      state = .webSocket(channel)
      let frame = EnginePacket.open(handshake.json[...]).frame
      out.append(.perform(.sendFrames(channel, [frame])))
    }
  }

  var hasEnded: Bool {
    switch state {
    case .ended, .farewell: true
    case .polling, .webSocket: false
    }
  }

  var nextDeadline: Instant? {
    switch state {
    case .ended: return nil
    case .farewell(_, let until): return until
    case .webSocket: return heartbeat.instant
    case .polling(let polling):
      var deadline = heartbeat.instant
      if let probe = polling.probe { deadline = min(deadline, probe.until) }
      if polling.poll != nil, let noopDue = polling.noopDue { deadline = min(deadline, noopDue) }
      return deadline
    }
  }

  // MARK: What arrives

  mutating func handle(_ report: ServerReport, at now: Instant, _ out: inout [Output]) {
    switch report {
    case .poll(let request): poll(request, at: now, &out)
    case .pollAborted(let request):
      guard case .polling(var polling) = state, polling.poll == request else { return }
      polling.poll = nil
      state = .polling(polling)
      end(.pollAborted, at: now, &out)
    case .post(let request, let body): post(request, body, at: now, &out)
    case .webSocketOpened(let channel): probeOpened(channel, at: now, &out)
    case .received(let channel, let frames):
      for frame in frames { receive(frame, on: channel, at: now, &out) }
    case .webSocketClosed(let channel):
      switch state {
      case .webSocket(channel):
        state = .ended
        out.append(.ended(.transportClosed))
      case .polling(var polling) where polling.probe?.channel == channel:
        polling.probe = nil
        polling.noopDue = nil
        state = .polling(polling)
      default: break
      }
    }
  }

  private mutating func receive(
    _ frame: EngineFrame, on channel: ChannelID, at now: Instant, _ out: inout [Output]
  ) {
    switch state {
    case .webSocket(channel):
      guard frame.count <= configuration.maxPayload else {
        return out.append(.fault(.tooLarge))
      }
      guard let packet = try? EnginePacket(frame), process(packet, at: now, &out) else {
        return out.append(.fault(.malformed))
      }
    case .polling(let polling) where polling.probe?.channel == channel:
      probeReceived(try? EnginePacket(frame), on: channel, &out)
    default: break
    }
  }

  /// Takes a packet; false when a client may not send it.
  mutating func process(_ packet: EnginePacket, at now: Instant, _ out: inout [Output]) -> Bool {
    switch packet {
    case .message(let data): out.append(.message(.text(data)))
    case .binary(let data): out.append(.message(.binary(data)))
    case .pong: heartbeat = .pingDue(now.advanced(by: configuration.pingInterval))
    case .close: end(.clientClosed, at: now, &out)
    case .ping, .open: return false
    case .upgrade, .noop: break
    }
    return true
  }

  // MARK: Time

  mutating func tick(at now: Instant, _ out: inout [Output]) {
    if case .farewell(let reason, let until) = state, now >= until {
      close(reason, &out)
    }
    guard !hasEnded else { return }
    if case .pingDue(let due) = heartbeat, now >= due {
      enqueue([.text("2")])
      // From when it was due, not from when the clock was looked at: the end comes on time.
      heartbeat = .pongDue(due.advanced(by: configuration.pingTimeout))
    }
    if case .pongDue(let due) = heartbeat, now >= due { return end(.heartbeat, at: now, &out) }
    probeTick(at: now, &out)
  }

  // MARK: Sending and ending

  mutating func enqueue(_ frames: [EngineFrame]) {
    queue.append(contentsOf: frames)
    queuedBytes += frames.reduce(0) { $0 + $1.count }
  }

  /// Hands over what has gathered.
  mutating func flush(at now: Instant, _ out: inout [Output]) {
    guard !queue.isEmpty else { return }
    switch state {
    case .webSocket(let channel):
      out.append(.perform(.sendFrames(channel, queue)))
      queue = []
      queuedBytes = 0
    case .polling(var polling):
      guard let poll = polling.poll else {
        if queuedBytes > configuration.queueLimit { end(.tooSlow, at: now, &out) }
        return
      }
      polling.poll = nil
      state = .polling(polling)
      out.append(.perform(.reply(poll, takePackets())))
    case .farewell, .ended: break
    }
  }

  /// The next packets for a GET.
  private mutating func takePackets() -> HTTPReply {
    let count = min(queue.count, configuration.packetsPerAnswer)
    let packets = Array(queue.prefix(count))
    queue.removeFirst(count)
    queuedBytes -= packets.reduce(0) { $0 + $1.count }
    return .packets(packets)
  }

  /// Ends the session, after what has gathered for a transport that can take it.
  mutating func end(_ reason: SessionEnd, at now: Instant, _ out: inout [Output]) {
    switch state {
    case .ended, .farewell: return
    case .webSocket(let channel):
      flush(at: now, &out)
      out.append(.perform(.closeWebSocket(channel, code: reason.closeCode)))
    case .polling(let polling):
      if let probe = polling.probe {
        out.append(.perform(.closeWebSocket(probe.channel, code: reason.closeCode)))
      }
      switch (reason, polling.poll) {
      case (.clientClosed, let poll?): out.append(.perform(.reply(poll, .packets([.text("6")]))))
      case (.heartbeat, let poll?):
        out.append(.perform(.reply(poll, EngineRequest.Fault.badRequest.reply)))
      case (.clientClosed, nil), (.heartbeat, nil), (.pollAborted, _), (.tooSlow, _): break
      case (_, let poll):
        if poll == nil, queue.isEmpty { break }
        return sayFarewell(reason, poll, until: now.advanced(by: configuration.pingTimeout), &out)
      }
    }
    close(reason, &out)
  }

  private mutating func close(_ reason: SessionEnd, _ out: inout [Output]) {
    state = .ended
    queue = []
    queuedBytes = 0
    out.append(.ended(reason))
  }

  /// Gives a GET what is left, with a CLOSE behind it; what does not fit, or finds no GET, waits for
  /// the next one.
  private mutating func sayFarewell(
    _ reason: SessionEnd, _ poll: ChannelID?, until: Instant, _ out: inout [Output]
  ) {
    enqueue([.text("1")])
    state = .farewell(reason, until: until)
    out.append(.closing(reason))
    if let poll { fetchFarewell(poll, &out) }
  }

  /// Answers a GET of a session that is over.
  mutating func fetchFarewell(_ poll: ChannelID, _ out: inout [Output]) {
    guard case .farewell(let reason, _) = state else { return }
    out.append(.perform(.reply(poll, takePackets())))
    if queue.isEmpty { close(reason, &out) }
  }
}

extension SessionEnd {
  /// The RFC 6455 code that says it to a WebSocket.
  fileprivate var closeCode: Int {
    switch self {
    case .malformed: 1002
    case .tooLarge: 1009
    case .tooSlow: 1008
    default: 1000
    }
  }
}

extension HTTPReply {
  /// The body of a long-polling answer.
  static func packets(_ frames: [EngineFrame]) -> HTTPReply {
    HTTPReply(
      status: 200, contentType: "text/plain; charset=UTF-8", body: EnginePayload.encode(frames))
  }

  /// What a POST is answered whose packets were taken.
  package static let ok = HTTPReply(
    status: 200, contentType: "text/plain; charset=UTF-8", body: Array("ok".utf8))
}
