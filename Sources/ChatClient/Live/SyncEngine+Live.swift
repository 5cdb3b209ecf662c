import ChatModel
import Foundation

/// What the live link brings.
extension SyncEngine {
  var isOnline: Bool { if case .online = link { true } else { false } }
  var isSentAway: Bool { if case .sentAway = link { true } else { false } }

  mutating func hear(_ event: LiveEvent) {
    switch event {
    case .connected(let transport, _): connected(transport)
    case .upgraded(let transport): show(.online(transport))
    case .connecting:
      if isOnline { linkLost() }
      show(.connecting)
    case .disconnected(let reason, let retryAt):
      linkLost()
      show(.offline(reason: reason, retryAt: retryAt))
    case .sentAway(let retryAt):
      linkLost()
      show(.sentAway(retryAt: retryAt))
    case .refused(let reason, let isSignIn):
      linkLost()
      show(.refused(reason: reason))
      if isSignIn { needSignIn(reason) }
    case .event(let name, let arguments): hear(ServerEvent(name: name, arguments: arguments))
    case .handedOver, .wire: break
    case .dropped(let id):
      apply(delivery.handleDrop(of: id))
      joinWasDropped(id)
    case .unsendable(let id, let reason):
      apply(delivery.handleUnsendable(id, reason: reason))
      joinWasDropped(id)
    case .acknowledged(let id, let arguments):
      apply(delivery.handleAcknowledgement(of: id, arguments, now: now))
    }
  }

  private mutating func show(_ new: LinkState) {
    guard new != link else { return }
    link = new
    tell(.link(new))
    for id in open.keys { noteTimeline(id) { _ in } }
  }

  private mutating func connected(_ transport: LinkTransport) {
    if isOnline { linkLost() }
    show(.online(transport))
    downSince = nil
    epoch += 1
    delivery.connectionBegan()
    for id in open.keys.sorted() {
      join(id)
      tellAllRead(id)
      open[id]?.schedule.hurry(at: now.uptime)
    }
    reportMissedReads()
    listSchedule.hurry(at: now.uptime)
    apply(delivery.compareAllNow(at: now.uptime))
  }

  /// The connection is over, and with it everything that was under way on it.
  private mutating func linkLost() {
    downSince = downSince ?? now.uptime
    typing.forget()
    tell(indicators.forget())
    joins = [:]
    lateJoins = [:]
    unclearJoins = []
    strayRooms = []
    apply(delivery.linkEnded(at: now.uptime))
    let (pace, time) = (timing.watching, now.uptime)
    for id in open.keys.sorted() {
      readMarksLostTheirLink(id)
      open[id]?.isJoined = false
      open[id]?.isInStep = false
      open[id]?.isRefused = false
      open[id]?.schedule.restart(base: pace, at: time)
      noteTimeline(id) { _ in }
    }
  }

  private mutating func hear(_ event: ServerEvent) {
    switch event {
    case .joined(let id): joined(id)
    case .left: break
    case .messageNew(let message, let id):
      if open[id] == nil {
        strayedInto(id)
      } else if open[id]?.isJoined == false {
        // The room's events came before the answer to our asking, which alone proves what was read.
        entered(id)
      }
      learnTime(of: message)
      hear(message, in: id, from: nil)
    case .notification(let message, let id, let sender):
      learnTime(of: message)
      hear(message, in: id, from: sender)
    case .messageSent(let id, let tempID, let date):
      apply(delivery.handleSent(id, tempID: tempID, at: date, now: now))
    case .typing(let user, let name, let id):
      guard user != me?.userID else { return }
      tell(presence.heard(from: user))
      tell(indicators.started(user, name: name, in: id, at: now))
    case .stoppedTyping(let user, let id): tell(indicators.stopped(user, in: id))
    case .readReceipt(let message, let id, let reader, let date):
      heardRead(message, in: id, by: reader, at: date)
    case .allRead(let id, let reader, let date): heardAllRead(id, by: reader, at: date)
    case .online(let user, let date): tell(presence.online(user, at: date))
    case .offline(let user, let lastSeen): tell(presence.offline(user, lastSeen: lastSeen))
    case .error(let text): heardError(text)
    case .malformed(let name, _): missed(name)
    case .unknown: break
    }
  }

  /// Something was told that could not be read (row 28): what it may have changed is fetched at once,
  /// and however much of it comes, not more often than a watched conversation is.
  private mutating func missed(_ name: String) {
    // Who types and who is there the server's answers do not say.
    guard !name.hasPrefix("typing:"), !name.hasPrefix("user:") else { return }
    // One that is planned already covers this.
    guard refetch.map({ $0 <= now.uptime }) ?? true else { return }
    let time = max(now.uptime, refetch.map { $0 + timing.watching } ?? 0)
    refetch = time
    listSchedule.hurry(at: time)
    for id in open.keys { open[id]?.schedule.hurry(at: time) }
  }

  /// A refusal that names nothing: it belongs to the one operation under way that it can belong to
  /// (row 2).
  private mutating func heardError(_ text: String) {
    if SignInWords.occur(in: text) { return needSignIn(text) }
    let sends = delivery.attributable
    switch (joins.count, sends.count + delivery.orphanedSends) {
    case (1, 0): if let id = joins.keys.first { joinRefused(id) }
    case (0, 1): if let id = sends.first { handleRefusalInPassing(of: id, text) }
    default:
      delivery.retrySolo(sends)
      notice(.warning, text)
    }
  }

  // MARK: Rooms

  /// Asks to be let into a room; watched conversations too, and polls them if that is refused.
  mutating func join(
    _ id: ConversationID, isProbe: Bool = false, covers covered: Set<OutboxID>? = nil
  ) {
    guard isOnline, joins[id] == nil else { return }
    strayRooms.remove(id)
    let emission = emit(.join(id))
    joins[id] = Join(
      emission: emission, askedAt: now.uptime, deadline: now.uptime + timing.join, isProbe: isProbe,
      proves: covered ?? delivery.unconfirmedOnLink)
  }

  /// An answer to a later question will show that the server has read this far.
  mutating func sendBarrier(_ id: ConversationID, covers covered: Set<OutboxID>? = nil) {
    join(id, isProbe: open[id] == nil || open[id]?.isJoined == true, covers: covered)
  }

  private mutating func joinWasDropped(_ emission: EmissionID) {
    for (id, join) in joins where join.emission == emission { joins[id] = nil }
  }

  /// A link over a network that is gone takes what it is given and carries nothing, until the
  /// heartbeat ends it: whether it answers is found out at once.
  mutating func networkChanged() {
    switch link {
    case .online:
      let places = open.keys.filter { isMine($0) || open[$0]?.isJoined == true }.sorted()
      let mine = records.values.filter { $0.isShown && isMine($0) }.map(\.conversation.id)
        .min()
      guard let id = joins.keys.min() ?? places.first ?? mine else { return }
      sendBarrier(id)
      joins[id]?.checksLink = true
    case .connecting: put(.renewLink)
    case .offline, .refused: put(.retryLink)
    // The network has nothing to do with it.
    case .sentAway: break
    }
  }

  private mutating func joined(_ id: ConversationID) {
    if let late = lateJoins[id], late > 0 {
      lateJoins[id] = late - 1
      if open[id] != nil { entered(id) }
      return
    }
    let join = joins.removeValue(forKey: id)
    if let join {
      if !unclearJoins.contains(id) {
        prove(join)
      } else if isInDoubt(join) {
        // The end of the connection is certain.
        put(.renewLink)
      }
    }
    guard open[id] != nil else {
      if join?.isProbe == true { emit(.leave(id)) }
      return
    }
    entered(id)
  }

  private mutating func entered(_ id: ConversationID) {
    guard open[id]?.isJoined == false else { return }
    open[id]?.isJoined = true
    open[id]?.isRefused = false
    let (pace, time) = (timing.conversationRefresh, now.uptime)
    open[id]?.schedule.restart(base: pace, at: time)
    if open[id]?.walk == nil, open[id]?.isCompared != true {
      // Nothing was asked for yet: what will be is newer than the room.
      open[id]?.schedule.hurry(at: time)
    } else if isMine(id) {
      // What came in between was told to me in person.
      let isCompared = open[id]?.isCompared == true
      open[id]?.isInStep = isCompared
    } else {
      // What came between the newest page and the room went past a mere watcher.
      compare(id)
    }
    noteTimeline(id) { _ in }
  }

  /// A room that nobody looks at brings its messages: the server let me in by itself, or has kept me.
  /// Mine may; another's is left (row 32).
  private mutating func strayedInto(_ id: ConversationID) {
    guard joins[id] == nil, strayRooms.insert(id).inserted else { return }
    if let record = records[id], record.isShown, !isMine(record) { emit(.leave(id)) }
  }

  /// It is another's now (row 32): what is open becomes a watched one, of the rest the room is left.
  /// The server would refuse the end of a typing; others take it for over by themselves (row 19).
  mutating func handedAway(_ id: ConversationID) {
    typing.forget(id)
    unreadMarks[id] = nil
    open[id]?.needsMarkAllRead = false
    if open[id] == nil, strayRooms.contains(id) { emit(.leave(id)) }
  }

  private mutating func joinRefused(_ id: ConversationID) {
    let join = joins.removeValue(forKey: id)
    if let join { prove(join) }
    watchByPolling(id, isRefused: true)
  }

  private mutating func watchByPolling(_ id: ConversationID, isRefused: Bool) {
    guard open[id] != nil else { return }
    open[id]?.isJoined = false
    open[id]?.isInStep = false
    open[id]?.isRefused = isRefused
    let (pace, time) = (timing.watching, now.uptime)
    open[id]?.schedule.restart(base: pace, at: time)
    noteTimeline(id) { _ in }
  }

  mutating func expireJoins() {
    for (id, join) in joins.sorted(by: { $0.key < $1.key }) where join.deadline <= now.uptime {
      joins[id] = nil
      noteLateJoin(id)
      // A link that swallows sends and joins alike only seems to be up.
      if join.checksLink || isInDoubt(join) { put(.renewLink) }
      if !join.isProbe { watchByPolling(id, isRefused: false) }
    }
  }

  /// Its answer may still come, and is not the next one's.
  mutating func noteLateJoin(_ id: ConversationID) {
    lateJoins[id, default: 0] += 1
    unclearJoins.insert(id)
  }

  private func isInDoubt(_ join: Join) -> Bool {
    !join.proves.isDisjoint(with: delivery.unconfirmedOnLink)
  }

  private mutating func prove(_ join: Join) {
    delivery.handleBarrier(askedAt: join.askedAt, covers: join.proves, at: now.uptime)
  }
}
