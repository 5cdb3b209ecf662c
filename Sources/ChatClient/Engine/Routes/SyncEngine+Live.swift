import ChatModel
import Foundation
import Sentences

/// What the live link brings: `Live` keeps what it says of the link and the rooms, and each other machine
/// is told what follows for it.
extension SyncEngine {
  var isOnline: Bool { live.isOnline }

  mutating func handle(_ event: LiveEvent) {
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
    case .event(let name, let arguments, _):
      handle(ServerEvent(name: name, arguments: arguments))
    case .heard(let event): handle(event)
    // Row 7: none is waited on.
    case .handedOver, .unacknowledged, .wire: break
    case .dropped(let id):
      apply(delivery.handleDrop(of: id))
      live.joinDropped(id)
    case .unsendable(let id, let reason):
      apply(delivery.handleUnsendable(id, reason: reason))
      live.joinDropped(id)
    case .acknowledged(let id, let arguments):
      apply(delivery.handleAcknowledgement(of: id, arguments, now: now))
    }
  }

  private mutating func show(_ new: LinkState) {
    guard live.setLink(new) else { return }
    tell(.link(new))
    history.noteExtents()
  }

  private mutating func connected(_ transport: LinkTransport) {
    if isOnline { linkLost() }
    show(.online(transport))
    live.connected()
    delivery.connectionBegan()
    for id in history.openIDs {
      join(id)
      tellAllRead(id)
      history.hurry(id, at: now.uptime)
    }
    reportMissedReads()
    list.hurry(at: now.uptime)
    apply(delivery.compareAllNow(at: now.uptime))
  }

  /// The connection is over, and with it everything that was under way on it.
  private mutating func linkLost() {
    tell(live.lost(at: now.uptime))
    apply(delivery.linkEnded(at: now.uptime))
    let known = conversations
    history.linkLost(pace: timing.watching, at: now.uptime) { known.isMine($0) }
  }

  private mutating func handle(_ event: ServerEvent) {
    switch event {
    case .joined(let id): joinAnswered(id)
    case .left: break
    case .messageNew(let message, let id):
      if !history.isOpen(id) {
        unwatchedRoomSpoke(id)
      } else if !live.isHidden(id) {
        // The room's events came before the answer to our asking, which alone proves what was read.
        entered(id)
      }
      learnTime(of: message)
      ingest(message, in: id, from: nil)
    case .notification(let message, let id, let sender):
      learnTime(of: message)
      ingest(message, in: id, from: sender)
    case .messageSent(let id, let tempID, let date):
      apply(delivery.handleSent(id, tempID: tempID, at: date, now: now))
    case .typing(let user, let name, let id):
      guard user != me?.userID else { return }
      tell(live.userTypes(user, name: name, in: id, at: now))
    case .stoppedTyping(let user, let id): tell(live.userStoppedTyping(user, in: id))
    case .readReceipt(let message, let id, let reader, let date):
      messageWasRead(message, in: id, by: reader, at: date)
    case .allRead(let id, let reader, let date): allWasRead(id, by: reader, at: date)
    case .online(let user, let date): tell(live.userIsOnline(user, at: date))
    case .offline(let user, let lastSeen): tell(live.userIsOffline(user, lastSeen: lastSeen))
    case .error(let text): handleError(text)
    case .malformed(let name, _): fetchWhatWasMissed(name)
    case .unknown: break
    }
  }

  /// Something was told that could not be read (row 28): what it may have changed is fetched at once,
  /// and however much of it comes, not more often than a watched conversation is.
  private mutating func fetchWhatWasMissed(_ name: String) {
    if name == "message:sent" { apply(delivery.handleUnreadableSent(at: now.uptime)) }
    // Who types and who is there the server's answers do not say.
    guard !name.hasPrefix("typing:"), !name.hasPrefix("user:") else { return }
    fetchSoon()
  }

  /// Brings the list and what is open up to date at once, or as soon after the last time as a watched
  /// conversation is.
  mutating func fetchSoon() {
    // One that is planned already covers this.
    guard let time = list.refetch(at: now.uptime, pace: timing.watching) else { return }
    history.hurryAll(at: time)
  }

  /// A refusal that names nothing: it belongs to the one operation under way that it can belong to
  /// (row 2).
  private mutating func handleError(_ text: String) {
    if SignInWords.occur(in: text) { return needSignIn(text) }
    let sends = delivery.attributable
    switch (live.joinCount, sends.count + delivery.orphans.count) {
    case (1, 0): if let id = live.firstJoining { joinRefused(id) }
    case (0, 1): if let id = sends.first { handleRefusalInPassing(of: id, text) }
    case (0, 0): handleRefusalOfSign(text)
    default:
      delivery.retrySolo(sends)
      let places = sends.compactMap { delivery[$0]?.conversationID }
      sayRefused(said("one of several things, perhaps a message"), text, in: Set(places))
    }
  }

  /// Nothing under way can have been meant but a sign of typing or of reading, which go out where I
  /// am at work. The conversation may be another's by now, and nothing else tells (row 8).
  private mutating func handleRefusalOfSign(_ text: String) {
    sayRefused(
      said("a sign of typing or reading"), text, in: Set(history.openIDs.filter { isMine($0) }))
    fetchSoon()
  }

  /// Names the person where it can be nobody else.
  private mutating func sayRefused(_ what: String, _ text: String, in places: Set<ConversationID>) {
    guard let id = places.first, places.count == 1 else {
      return notice(.warning, said("The server refused \(what): \(text.clause)."))
    }
    notice(.warning, said("\(name(id)): the server refused \(what): \(text.clause)."), about: id)
  }

  // MARK: Rooms

  /// Asks to be let into a room; watched conversations too, and polls them if that is refused. As a
  /// barrier alone, nobody needs the room.
  mutating func join(
    _ id: ConversationID, isOnlyBarrier: Bool = false, covers covered: Set<OutboxID>? = nil
  ) {
    guard live.mayJoin(id), isOnlyBarrier || !live.isHidden(id) else { return }
    let emission = emit(.join(id))
    live.joinAsked(
      id,
      Join(
        emission: emission, askedAt: now.uptime, deadline: now.uptime + timing.join,
        isOnlyBarrier: isOnlyBarrier, barrierCovers: covered ?? delivery.unconfirmedOnLink))
  }

  /// The answer will show that the server has read this far.
  mutating func sendBarrier(_ id: ConversationID, covers covered: Set<OutboxID>? = nil) {
    let isForItself = history.isOpen(id) && !live.isInside(id) && !live.isHidden(id)
    join(id, isOnlyBarrier: !isForItself, covers: covered)
  }

  /// A link over a network that is gone takes what it is given and carries nothing, until the
  /// heartbeat ends it: whether it answers is found out at once.
  mutating func networkChanged() {
    switch live.link {
    case .online:
      let places = history.openIDs.filter { isMine($0) || live.isInside($0) }
      guard let id = live.firstJoining ?? places.first ?? conversations.firstOfMine else { return }
      sendBarrier(id)
      live.checkLink(by: id)
    case .connecting: put(.renewLink)
    case .offline, .refused: put(.retryLink)
    // The network has nothing to do with it.
    case .sentAway: break
    }
  }

  private mutating func joinAnswered(_ id: ConversationID) {
    let answer = live.joinAnswered(id)
    switch answer {
    case .certain(let join): barrierPassed(join)
    // The end of the connection is certain.
    case .unclear(let join): if mayHoldSends(join) { put(.renewLink) }
    case .late, .unasked: break
    }
    if history.isOpen(id), !live.isHidden(id) {
      entered(id)
    } else if answer.join?.isOnlyBarrier == true {
      emit(.leave(id))
    }
  }

  /// My own room may bring its messages though nobody looks at it; another's is left (row 32).
  private mutating func unwatchedRoomSpoke(_ id: ConversationID) {
    guard live.unwatchedRoomSpoke(id) else { return }
    if conversations.isShown(id), !isMine(id) { emit(.leave(id)) }
  }

  /// It is another's now (row 32): what is open becomes a watched one, of the rest the room is left.
  mutating func handedAway(_ id: ConversationID) {
    let speaksUnwatched = live.handedAway(id)
    history.handedAway(id)
    if !history.isOpen(id), speaksUnwatched { emit(.leave(id)) }
  }

  private mutating func joinRefused(_ id: ConversationID) {
    if let join = live.joinRefused(id) { barrierPassed(join) }
    watchByPolling(id, isKeptOut: true)
    // It may be another's by now.
    if isMine(id) { fetchSoon() }
  }

  private mutating func watchByPolling(_ id: ConversationID, isKeptOut: Bool = false) {
    guard history.isOpen(id) else { return }
    live.notInside(id)
    history.isOutside(id, isKeptOut: isKeptOut, pace: timing.watching, at: now.uptime)
  }

  mutating func expireJoins() {
    for (id, join) in live.expireJoins(at: now.uptime) {
      // A link that swallows sends and joins alike only seems to be up.
      if join.checksLink || mayHoldSends(join) { put(.renewLink) }
      if !join.isOnlyBarrier { watchByPolling(id) }
    }
  }

  private func mayHoldSends(_ join: Join) -> Bool {
    !join.barrierCovers.isDisjoint(with: delivery.unconfirmedOnLink)
  }

  /// The server has read what was given to this connection before the join.
  private mutating func barrierPassed(_ join: Join) {
    delivery.handleBarrier(askedAt: join.askedAt, covers: join.barrierCovers, at: now.uptime)
  }
}
