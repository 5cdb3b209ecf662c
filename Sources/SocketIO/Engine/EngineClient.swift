// One Engine.IO session from the client's side, from its opening to its loss:
//
//   idle ─▶ openingWebSocket ─▶ webSocket ────────────────▶ closed
//               │ (automatic)        ▲ upgrade                ▲
//               ▼                    │                        │
//           openingPolling ─────▶ polling ─▶ leaving ─────────┘
//
// It lives once: after `closed` a new session is a new value. The opening, the long-polling half and
// the upgrade are in files of their own.

struct EngineClient: Sendable {
  typealias Instant = ContinuousClock.Instant

  enum Input: Sendable {
    case open
    case report(LinkReport)
    case send([Outgoing])
    case close
    case tick
  }

  enum Output: Sendable {
    case perform(LinkWork)
    case opened
    case message(SocketPacketDecoder.Message)
    case handedOver([Int])
    /// These emissions were never handed to a transport, and will not be.
    case unsent([Int])
    /// The session is over, and not by our wish.
    case lost(LinkLoss)
  }

  /// A frame on its way, with the emission it completes.
  struct Outgoing: Sendable {
    var frame: EngineFrame
    var emission: Int?
  }

  enum State: Sendable {
    case idle
    /// Waits for the WebSocket and the handshake on it.
    case openingWebSocket(ChannelID, until: Instant)
    /// Waits for the answer to the GET that opens a session.
    case openingPolling(ChannelID, until: Instant)
    case webSocket(ChannelID)
    case polling(Polling)
    /// We closed while polling: the last POSTs are on their way.
    case leaving(post: ChannelID, poll: ChannelID?, until: Instant)
    case closed
  }

  struct Polling: Sendable {
    var poll: ChannelID?
    var post: ChannelID?
    var upgrade = Upgrade.none
  }

  /// A WebSocket tried beside long-polling.
  enum Upgrade: Sendable {
    case none
    /// Waits for it to open.
    case opening(ChannelID, until: Instant)
    /// `2probe` is sent; waits for `3probe`.
    case probing(ChannelID, until: Instant)
    /// Waits for the GET and the POST in flight to end.
    case pausing(ChannelID)
  }

  let configuration: SocketClient.Configuration
  /// The next session goes on counting here.
  var nextChannel: Int
  var state = State.idle {
    didSet { lastTransport = transport ?? lastTransport }
  }
  /// What carried the session to its end: news that came in one read with the end are told after it.
  private(set) var lastTransport: TransportKind?
  var handshake: EngineHandshake?
  var lastPing: Instant?
  /// What waits for a transport that is free.
  var queue: [Outgoing] = []

  /// When the whole opening has taken too long.
  var openingEnds: Instant?

  init(configuration: SocketClient.Configuration, nextChannel: Int) {
    self.configuration = configuration
    self.nextChannel = nextChannel
  }

  var isOpen: Bool {
    switch state {
    case .webSocket, .polling: true
    default: false
    }
  }

  /// The transport that carries the session, or is being opened for it.
  var transport: TransportKind? {
    switch state {
    case .openingWebSocket, .webSocket: .webSocket
    case .openingPolling, .polling: .polling
    case .idle, .leaving, .closed: nil
    }
  }

  var isUpgrading: Bool {
    guard case .polling(let polling) = state else { return false }
    if case .none = polling.upgrade { return false }
    return true
  }

  var nextDeadline: Instant? {
    switch state {
    case .idle, .closed: nil
    case .openingWebSocket(_, let until), .openingPolling(_, let until): until
    case .leaving(_, _, let until): until
    case .webSocket: heartbeatEnds
    case .polling(let polling):
      switch polling.upgrade {
      case .opening(_, let until), .probing(_, let until): min(until, heartbeatEnds ?? until)
      case .none, .pausing: heartbeatEnds
      }
    }
  }

  /// When the session is dead unless a ping comes; other packets do not count.
  private var heartbeatEnds: Instant? {
    guard let lastPing, let handshake else { return nil }
    return lastPing.advanced(by: handshake.pingInterval + handshake.pingTimeout)
  }

  mutating func handle(_ input: Input, at now: Instant) -> [Output] {
    var out: [Output] = []
    switch input {
    case .open: open(at: now, &out)
    case .report(let report): take(report, at: now, &out)
    case .send(let frames):
      queue.append(contentsOf: frames)
      if case .closed = state { finish(&out) }
      // A computer that slept wakes with its timers late: look before sending into the void.
      if let heartbeatEnds, now >= heartbeatEnds {
        lose(.heartbeat, &out)
      } else {
        flush(&out)
      }
    case .close: close(at: now, &out)
    case .tick: tick(at: now, &out)
    }
    return out
  }

  // MARK: What the transport says

  private mutating func take(_ report: LinkReport, at now: Instant, _ out: inout [Output]) {
    switch report {
    case .webSocketOpened(let channel): probeOpened(channel, &out)
    case .received(let channel, let frames): received(frames, on: channel, at: now, &out)
    case .webSocketClosed(let channel, let fault):
      switch state {
      case .openingWebSocket(channel, _): webSocketDidNotOpen(.transport(fault), at: now, &out)
      case .webSocket(channel):
        finish(&out)
        out.append(.lost(.transport(fault)))
      default: probeFailed(channel, &out)
      }
    case .answered(let channel, let status, let body):
      answered(channel, status: status, body: body, at: now, &out)
    case .requestFailed(let channel, let fault): requestFailed(channel, fault, &out)
    }
  }

  private mutating func received(
    _ frames: [EngineFrame], on channel: ChannelID, at now: Instant, _ out: inout [Output]
  ) {
    for frame in frames {
      guard let packet = try? EnginePacket(frame) else {
        if isCurrent(channel) { lose(.malformed, &out) } else { probeFailed(channel, &out) }
        return
      }
      switch state {
      case .webSocket(channel): process(packet, at: now, &out)
      case .openingWebSocket(channel, _):
        guard begin(packet, at: now) else { return lose(.malformed, &out) }
        state = .webSocket(channel)
        out.append(.opened)
      default: probeReceived(packet, on: channel, &out)
      }
    }
    flush(&out)
  }

  private func isCurrent(_ channel: ChannelID) -> Bool {
    switch state {
    case .webSocket(channel), .openingWebSocket(channel, _): true
    default: false
    }
  }

  /// Takes a packet of the open session.
  mutating func process(_ packet: EnginePacket, at now: Instant, _ out: inout [Output]) {
    switch packet {
    case .message(let data): out.append(.message(.text(data)))
    case .binary(let data): out.append(.message(.binary(data)))
    case .ping:
      lastPing = now
      queue.append(Outgoing(frame: .text("3")))
    case .close: lose(.closedByServer, &out)
    case .open: lose(.malformed, &out)
    case .noop, .pong, .upgrade: break
    }
  }

  // MARK: Sending

  /// Hands over what the transport can take now.
  mutating func flush(_ out: inout [Output]) {
    guard !queue.isEmpty else { return }
    switch state {
    case .webSocket(let channel):
      out.append(.perform(.sendFrames(channel, queue.map(\.frame))))
      handOver(queue.count, &out)
    case .polling: post(&out)
    default: break
    }
  }

  /// Takes the first `count` of the queue as handed to a transport.
  mutating func handOver(_ count: Int, _ out: inout [Output]) {
    let emissions = queue.prefix(count).compactMap(\.emission)
    queue.removeFirst(count)
    if !emissions.isEmpty { out.append(.handedOver(emissions)) }
  }

  // MARK: Ending

  private mutating func tick(at now: Instant, _ out: inout [Output]) {
    guard let nextDeadline, now >= nextDeadline else { return }
    switch state {
    case .idle, .closed: break
    case .openingWebSocket(let channel, _):
      out.append(.perform(.closeWebSocket(channel)))
      webSocketDidNotOpen(.openTimedOut, at: now, &out)
    case .openingPolling: lose(.openTimedOut, &out)
    case .leaving: abandon(&out)
    case .webSocket, .polling:
      if let heartbeatEnds, now >= heartbeatEnds {
        lose(.heartbeat, &out)
      } else {
        probeTimedOut(&out)
      }
    }
  }

  /// The session is over, and not by our wish.
  mutating func lose(_ loss: LinkLoss, _ out: inout [Output]) {
    abandon(&out)
    out.append(.lost(loss))
  }

  private mutating func close(at now: Instant, _ out: inout [Output]) {
    guard case .polling(let polling) = state else { return abandon(&out) }
    leave(polling, at: now, &out)
  }

  /// Drops every transport without another word.
  mutating func abandon(_ out: inout [Output]) {
    switch state {
    case .idle, .closed: break
    case .openingWebSocket(let channel, _), .webSocket(let channel):
      out.append(.perform(.closeWebSocket(channel)))
    case .openingPolling(let channel, _): out.append(.perform(.cancel(channel)))
    case .polling(let polling):
      abandonProbe(polling.upgrade, &out)
      for channel in [polling.poll, polling.post].compactMap({ $0 }) {
        out.append(.perform(.cancel(channel)))
      }
    case .leaving(let post, let poll, _):
      for channel in [post, poll].compactMap({ $0 }) { out.append(.perform(.cancel(channel))) }
    }
    finish(&out)
  }

  /// No transport is left.
  mutating func finish(_ out: inout [Output]) {
    state = .closed
    let unsent = queue.compactMap(\.emission)
    queue = []
    if !unsent.isEmpty { out.append(.unsent(unsent)) }
  }

  // MARK: Names

  mutating func newChannel() -> ChannelID {
    defer { nextChannel += 1 }
    return ChannelID(nextChannel)
  }

  /// Path and query of a request.
  func target(_ transport: TransportKind) -> String {
    EngineTarget.pathAndQuery(
      configuration.path, transport, sid: handshake?.sid, configuration.query)
  }
}
