// One link to a Socket.IO server and the namespaces on it, without IO: it is told what happened and
// says what is to be done. It keeps one session (`EngineClient`) at a time and opens the next one
// when a session is lost:
//
//   idle ─▶ linked ─▶ waiting ─▶ linked …        until nobody wants a namespace any more
//
// Who may retry: a lost transport is retried; a namespace that was sent away (DISCONNECT) or
// refused (CONNECT_ERROR) waits for another `join`. Packets that come and go are in
// SocketClient+Packets.swift.

/// The client machine. Its words are in SocketClientInterface.swift.
package struct SocketClient: Sendable {
  /// A reading of the monotonic clock.
  package typealias Instant = ContinuousClock.Instant

  /// Takes effect at the next opening.
  package var configuration: Configuration

  enum Link: Sendable {
    case idle
    case linked
    case waiting(until: Instant, attempt: Int, after: LinkLoss)
  }

  var link = Link.idle
  var engine: EngineClient
  var decoder = SocketPacketDecoder()
  var namespaces: [ClientNamespace] = []
  /// Openings since the last success.
  var attempt = 0
  private var generator: SplitMix64
  private var shown = LinkState.idle

  /// A closed link. `seed` feeds the jitter of the retry delays.
  package init(configuration: Configuration = .init(), seed: UInt64) {
    self.configuration = configuration
    generator = SplitMix64(seed: seed)
    engine = EngineClient(configuration: configuration, nextChannel: 1)
  }

  /// When `.tick` is due; nil when nothing is waited for. Read it after every `handle`.
  package var nextDeadline: Instant? {
    var deadline = engine.nextDeadline
    if case .waiting(let until, _, _) = link { deadline = min(deadline ?? until, until) }
    for case .connecting(let until) in namespaces.lazy.map(\.phase) {
      deadline = min(deadline ?? until, until)
    }
    return deadline
  }

  /// What the link is doing; each change is also told by `linkChanged`.
  package var state: LinkState {
    switch link {
    case .idle: return .idle
    case .waiting(let until, let attempt, let loss):
      return .waiting(until: until, attempt: attempt, after: loss)
    case .linked:
      guard let transport = engine.transport else { return .idle }
      guard engine.isOpen else { return .opening(transport, attempt: attempt) }
      guard namespaces.contains(where: { $0.phase == .connected }) else {
        return .joining(transport)
      }
      return engine.isUpgrading ? .upgrading : .online(transport)
    }
  }

  /// Takes what happened and gives back what follows.
  package mutating func handle(_ input: Input, at now: Instant) -> [Output] {
    var out: [Output] = []
    switch input {
    case .join(let namespace, let auth): join(namespace, auth: auth, at: now, &out)
    case .leave(let namespace): leave(namespace, at: now, &out)
    case .disconnect:
      for namespace in namespaces.map(\.name) { leave(namespace, at: now, &out) }
    case .retryNow: retryNow(at: now, &out)
    case .renew:
      if case .linked = link { giveUp(.heartbeat, at: now, &out) }
      retryNow(at: now, &out)
    case .emit(let emission): emit(emission, at: now, &out)
    case .acknowledge(let namespace, let id, let payload):
      acknowledge(namespace, id: id, payload, at: now, &out)
    case .report(let report): drive(.report(report), at: now, &out)
    case .tick: tick(at: now, &out)
    }
    let state = self.state
    if state != shown {
      shown = state
      out.append(.linkChanged(state))
    }
    return out
  }

  // MARK: Joining and leaving

  private mutating func join(
    _ name: String, auth: [UInt8]?, at now: Instant, _ out: inout [Output]
  ) {
    let index: Int
    if let known = self.index(of: name) {
      index = known
      namespaces[index].auth = auth
      if namespaces[index].phase == .out { namespaces[index].phase = .wanted }
    } else {
      index = namespaces.endIndex
      namespaces.append(ClientNamespace(name: name, auth: auth))
    }
    switch link {
    case .idle: open(at: now, &out)
    case .linked: if engine.isOpen { connect(index, at: now, &out) }
    case .waiting: break
    }
  }

  private mutating func leave(_ name: String, at now: Instant, _ out: inout [Output]) {
    guard let index = index(of: name) else { return }
    switch namespaces[index].phase {
    case .connecting, .connected:
      send([SocketPacket(kind: .disconnect, namespace: name)], at: now, &out)
    case .out, .wanted: break
    }
    end(index, .clientDisconnected, &out)
    closeIfUnwanted(at: now, &out)
  }

  /// A namespace is no longer wanted: nothing of it is kept for a reconnect.
  mutating func end(_ index: Int, _ loss: LinkLoss, _ out: inout [Output]) {
    interrupt(index, loss, retryAt: nil, &out)
    namespaces[index].phase = .out
    for emission in namespaces[index].buffer.compactMap(\.id) {
      out.append(.notSent(emission: emission, .notConnected))
    }
    namespaces[index].buffer = []
  }

  /// A namespace's connection ended; whether it is wanted again is the caller's matter.
  private mutating func interrupt(
    _ index: Int, _ loss: LinkLoss, retryAt: Instant?, _ out: inout [Output]
  ) {
    namespaces[index].early = []
    if namespaces[index].phase == .connected {
      out.append(.disconnected(namespace: namespaces[index].name, loss, retryAt: retryAt))
    }
    for emission in namespaces[index].failAcknowledgements() {
      out.append(.acknowledgementFailed(emission: emission))
    }
  }

  mutating func closeIfUnwanted(at now: Instant, _ out: inout [Output]) {
    guard namespaces.allSatisfy({ $0.phase == .out }) else { return }
    if case .linked = link { drive(.close, at: now, &out) }
    link = .idle
    attempt = 0
  }

  func index(of name: String) -> Int? { namespaces.firstIndex { $0.name == name } }

  // MARK: The link

  private mutating func open(at now: Instant, _ out: inout [Output]) {
    var farewell: [EngineClient.Output] = []
    engine.abandon(&farewell)
    engine = EngineClient(configuration: configuration, nextChannel: engine.nextChannel)
    decoder = SocketPacketDecoder()
    link = .linked
    translate(farewell, at: now, &out)
    drive(.open, at: now, &out)
  }

  private mutating func retryNow(at now: Instant, _ out: inout [Output]) {
    switch link {
    case .idle: break
    case .waiting: open(at: now, &out)
    case .linked: drive(.tick, at: now, &out)
    }
  }

  private mutating func tick(at now: Instant, _ out: inout [Output]) {
    if case .waiting(let until, _, _) = link, now >= until { return open(at: now, &out) }
    drive(.tick, at: now, &out)
    for case .connecting(let until) in namespaces.map(\.phase) where now >= until {
      return giveUp(.connectTimedOut, at: now, &out)
    }
  }

  /// Ends a session that still lives but is of no use.
  mutating func giveUp(_ loss: LinkLoss, at now: Instant, _ out: inout [Output]) {
    drive(.close, at: now, &out)
    lost(loss, at: now, &out)
  }

  private mutating func lost(_ loss: LinkLoss, at now: Instant, _ out: inout [Output]) {
    guard case .linked = link else { return }
    var until: Instant?
    if namespaces.contains(where: { $0.phase != .out }) {
      let chance = Double.random(in: 0..<1, using: &generator)
      let next = now.advanced(by: RetryDelay.delay(attempt: attempt, chance: chance))
      attempt += 1
      until = next
      link = .waiting(until: next, attempt: attempt, after: loss)
    } else {
      link = .idle
    }
    for index in namespaces.indices where namespaces[index].phase != .out {
      interrupt(index, loss, retryAt: until, &out)
      namespaces[index].phase = .wanted
    }
  }

  mutating func drive(
    _ input: EngineClient.Input, at now: Instant, _ out: inout [Output]
  ) {
    translate(engine.handle(input, at: now), at: now, &out)
  }

  private mutating func translate(
    _ outputs: [EngineClient.Output], at now: Instant, _ out: inout [Output]
  ) {
    // The session's work first: what its news bring about comes after it in the session's life.
    for output in outputs {
      switch output {
      case .perform(let work): out.append(.perform(work))
      case .handedOver(let emissions): out.append(.handedOver(emissions))
      default: break
      }
    }
    for output in outputs {
      switch output {
      case .perform, .handedOver: break
      case .opened:
        for index in namespaces.indices { connect(index, at: now, &out) }
      case .message(let message): receive(message, at: now, &out)
      case .unsent(let emissions):
        for emission in emissions { didNotSend(emission, .notConnected, &out) }
      case .lost(let loss): lost(loss, at: now, &out)
      }
    }
  }
}
