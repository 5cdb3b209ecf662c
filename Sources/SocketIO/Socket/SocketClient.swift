// One link to a Socket.IO server and the namespaces on it, without IO: it is told what happened and
// says what is to be done. It keeps one session (`EngineClient`) at a time and opens the next one
// when a session is lost:
//
//   idle ─▶ linked ─▶ waiting ─▶ linked …        until nobody wants a namespace any more
//
// Who may retry: a lost transport is retried; a namespace that was sent away (DISCONNECT) is asked
// for again after minutes or at a wish; one that was refused (CONNECT_ERROR) waits for another
// `join`. Packets that come and go are in SocketClient+Packets.swift.

import SplitMix

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
  /// Openings since the last connection that was worth its name (row 31).
  var attempt = 0
  /// When the session first let us in; nil before.
  var connectedSince: Instant?
  /// This opening ends an absence, and nobody has asked for it.
  private var endsAbsence = false
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
    for phase in namespaces.lazy.map(\.phase) {
      if case .connecting(let until) = phase { deadline = min(deadline ?? until, until) }
      if let until = phase.absenceEnds { deadline = min(deadline ?? until, until) }
    }
    for until in namespaces.lazy.compactMap(\.acknowledgementDue) {
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
    } else {
      index = namespaces.endIndex
      namespaces.append(ClientNamespace(name: name, auth: auth))
    }
    endsAbsence = false
    let wasAway = namespaces[index].phase.absenceEnds != nil
    if !namespaces[index].phase.isWanted { namespaces[index].phase = .wanted }
    switch link {
    case .idle: open(at: now, &out)
    case .linked: if engine.isOpen { connect(index, at: now, &out) }
    case .waiting: if wasAway { open(at: now, &out) }
    }
  }

  private mutating func leave(_ name: String, at now: Instant, _ out: inout [Output]) {
    guard let index = index(of: name) else { return }
    switch namespaces[index].phase {
    case .connecting, .connected:
      send([SocketPacket(kind: .disconnect, namespace: name)], at: now, &out)
    case .out, .wanted, .sentAway: break
    }
    end(index, .clientDisconnected, &out)
    closeIfUnwanted(at: now, &out)
  }

  /// A namespace is no longer wanted: nothing of it is kept for a reconnect.
  mutating func end(
    _ index: Int, _ loss: LinkLoss, absentUntil: Instant? = nil, _ out: inout [Output]
  ) {
    interrupt(index, loss, retryAt: absentUntil, &out)
    namespaces[index].phase = absentUntil.map { .sentAway(until: $0) } ?? .out
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
    // What has not gone yet is told of when it goes, or does not.
    let waiting = Set(engine.queue.compactMap(\.emission))
    for emission in namespaces[index].failAcknowledgements(except: waiting) {
      out.append(.acknowledgementFailed(emission: emission, .disconnected))
    }
  }

  /// The last words of a session went out after their namespace was left: nobody answers them.
  private mutating func handedOver(_ emissions: [Int], _ out: inout [Output]) {
    out.append(.handedOver(emissions))
    for index in namespaces.indices where !namespaces[index].phase.isWanted {
      let others = namespaces[index].awaitedEmissions.subtracting(emissions)
      for emission in namespaces[index].failAcknowledgements(except: others) {
        out.append(.acknowledgementFailed(emission: emission, .disconnected))
      }
    }
  }

  mutating func closeIfUnwanted(at now: Instant, _ out: inout [Output]) {
    guard !namespaces.contains(where: \.phase.isWanted) else { return }
    if case .linked = link { drive(.close, at: now, &out) }
    attempt = 0
    stayAway(after: .serverDisconnected)
  }

  /// No namespace is wanted now: the link rests until the first absence ends.
  private mutating func stayAway(after loss: LinkLoss) {
    let until = namespaces.compactMap(\.phase.absenceEnds).min()
    link = until.map { .waiting(until: $0, attempt: attempt, after: loss) } ?? .idle
  }

  /// The server wants us to stay away (row 29).
  mutating func sendAway(_ index: Int, at now: Instant, _ out: inout [Output]) {
    let until = now.advanced(by: RetryDelay.absence(chance: chance()))
    end(index, .serverDisconnected, absentUntil: until, &out)
    closeIfUnwanted(at: now, &out)
  }

  private mutating func chance() -> Double { Double.random(in: 0..<1, using: &generator) }

  func index(of name: String) -> Int? { namespaces.firstIndex { $0.name == name } }

  // MARK: The link

  private mutating func open(at now: Instant, _ out: inout [Output]) {
    var farewell: [EngineClient.Output] = []
    engine.abandon(&farewell)
    engine = EngineClient(configuration: configuration, nextChannel: engine.nextChannel)
    decoder = SocketPacketDecoder()
    connectedSince = nil
    link = .linked
    translate(farewell, at: now, &out)
    drive(.open, at: now, &out)
  }

  private mutating func retryNow(at now: Instant, _ out: inout [Output]) {
    if case .waiting(_, _, .transport(.heldBack(let until))) = link, now < until { return }
    endsAbsence = false
    callBack(&out, at: now) { _ in true }
    switch link {
    case .idle: break
    case .waiting: open(at: now, &out)
    case .linked: drive(.tick, at: now, &out)
    }
  }

  private mutating func tick(at now: Instant, _ out: inout [Output]) {
    for index in namespaces.indices {
      for emission in namespaces[index].expireAcknowledgements(at: now) {
        out.append(.acknowledgementFailed(emission: emission, .timedOut))
      }
    }
    if callBack(&out, at: now, { $0 <= now }) { endsAbsence = true }
    if case .waiting(let until, _, _) = link, now >= until { return open(at: now, &out) }
    drive(.tick, at: now, &out)
    for case .connecting(let until) in namespaces.map(\.phase) where now >= until {
      return giveUp(.connectTimedOut, at: now, &out)
    }
  }

  /// Wants those back whose absence may end. Answers whether there were any.
  @discardableResult
  private mutating func callBack(
    _ out: inout [Output], at now: Instant, _ mayEnd: (Instant) -> Bool
  ) -> Bool {
    var isAny = false
    for index in namespaces.indices {
      guard let until = namespaces[index].phase.absenceEnds, mayEnd(until) else { continue }
      isAny = true
      namespaces[index].phase = .wanted
      if case .linked = link, engine.isOpen { connect(index, at: now, &out) }
    }
    return isAny
  }

  /// Ends a session that still lives but is of no use.
  mutating func giveUp(_ loss: LinkLoss, at now: Instant, _ out: inout [Output]) {
    drive(.close, at: now, &out)
    lost(loss, at: now, &out)
  }

  private mutating func lost(_ loss: LinkLoss, at now: Instant, _ out: inout [Output]) {
    guard case .linked = link else { return }
    if let since = connectedSince, since.duration(to: now) >= configuration.provingTime {
      attempt = 0
    }
    let staysAway = endsAbsence && connectedSince == nil
    endsAbsence = false
    let until = now.advanced(by: delay(after: loss, staysAway: staysAway, at: now))
    attempt += 1
    let lost = namespaces.indices.filter { namespaces[$0].phase.isWanted }
    for index in lost {
      interrupt(index, loss, retryAt: until, &out)
      namespaces[index].phase = staysAway ? .sentAway(until: until) : .wanted
    }
    if lost.isEmpty || staysAway {
      stayAway(after: loss)
    } else {
      link = .waiting(until: until, attempt: attempt, after: loss)
    }
  }

  private mutating func delay(
    after loss: LinkLoss, staysAway: Bool, at now: Instant
  ) -> Duration {
    let chance = chance()
    let delay =
      staysAway
      ? RetryDelay.absence(chance: chance) : RetryDelay.delay(attempt: attempt, chance: chance)
    guard case .transport(.heldBack(let until)) = loss else { return delay }
    return max(delay, now.duration(to: until))
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
      case .handedOver(let emissions): handedOver(emissions, &out)
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
