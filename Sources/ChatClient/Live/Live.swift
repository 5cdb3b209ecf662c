import ChatModel
import Foundation

/// The live link as far as it is known: whether it is up, which rooms bring their messages, who types
/// and who is there.
///
/// ```
/// link:  connecting ─▶ online ─▶ connecting, offline, sentAway or refused ─▶ connecting …
///
/// room:  outside ── ask ──▶ asked ── answer ──▶ inside
///           ▲                 │ ├─ refusal ──▶ outside
///           │                 │ └─ no answer in time ──▶ outside; its answer may still come (late)
///           └───── leave ─────┴──────── the link is lost: all rooms are outside
/// ```
/// A room waits for the answer to its join, at most until the join's deadline. Nobody else waits here:
/// whoever needs to know that the server has read something asks for a join as a barrier and is told
/// of the answer.
struct Live: Sendable {
  private(set) var link = LinkState.connecting
  /// Since when the link is not up, by `Moment.uptime`; nil while it is.
  private(set) var downSince: TimeInterval?
  /// Counts connections: what belongs to an earlier one is over.
  private(set) var epoch = 0

  private var joined: Set<ConversationID> = []
  private var joins: [ConversationID: Join] = [:]
  /// Rooms of this connection that are known to bring their messages, though nobody looks at them.
  private var unwatchedRooms: Set<ConversationID> = []
  /// Joins of this connection that were given up: the next answer may be theirs, and proves nothing.
  private var lateJoins: [ConversationID: Int] = [:]
  /// Where one was given up on this connection: an answer may have been said twice, so that none
  /// there proves anything any more.
  private var unclearRooms: Set<ConversationID> = []

  /// What is watched without a trace: its room is not joined, and nothing is told of it.
  private var hidden: Set<ConversationID> = []

  private var typing: TypingNotifier
  private var indicators: TypingIndicators
  private var presence = PresenceTracker()

  init(_ timing: SyncTiming) {
    typing = TypingNotifier(startEvery: timing.typingStart, stopAfter: timing.typingStop)
    indicators = TypingIndicators(believed: timing.typingBelieved)
  }

  var isOnline: Bool { if case .online = link { true } else { false } }
  var isSentAway: Bool { if case .sentAway = link { true } else { false } }

  var nextDeadline: TimeInterval? {
    ([typing.nextDeadline] + joins.values.map(\.deadline))
      .compactMap { $0 }.min()
  }

  // MARK: The link

  /// The client starts; the link is not up yet.
  mutating func begin(at now: TimeInterval) { downSince = now }

  /// Answers whether that is news.
  mutating func setLink(_ new: LinkState) -> Bool {
    guard new != link else { return false }
    link = new
    return true
  }

  /// Another connection stands; rooms are to be joined anew.
  mutating func connected() {
    downSince = nil
    epoch += 1
  }

  /// The connection is over, and with it everything that was under way on it.
  mutating func lost(at now: TimeInterval) -> [ClientEvent] {
    downSince = downSince ?? now
    typing.forget()
    joined = []
    joins = [:]
    lateJoins = [:]
    unclearRooms = []
    unwatchedRooms = []
    return indicators.forget()
  }

  // MARK: Rooms

  /// The room brings its messages to somebody who looks at it.
  func isInside(_ id: ConversationID) -> Bool { joined.contains(id) }

  /// The server is in, or may come to it: it has to be told when we leave.
  func isInsideOrAsking(_ id: ConversationID) -> Bool { isInside(id) || joins[id] != nil }

  var isJoining: Bool { !joins.isEmpty }

  /// A room is asked for itself, and not only as a barrier.
  func isJoining(_ id: ConversationID) -> Bool { joins[id].map { !$0.isOnlyBarrier } ?? false }

  var joinCount: Int { joins.count }
  /// The room whose join has the lowest id, of those that are asked for.
  var firstJoining: ConversationID? { joins.keys.min() }

  // MARK: Without a trace

  func isHidden(_ id: ConversationID) -> Bool { hidden.contains(id) }

  /// Answers whether that is news.
  mutating func hide(_ id: ConversationID) -> Bool { hidden.insert(id).inserted }

  /// Answers whether it was.
  mutating func unhide(_ id: ConversationID) -> Bool { hidden.remove(id) != nil }

  // MARK: Joining

  /// One join at a time is under way for each room.
  func mayJoin(_ id: ConversationID) -> Bool { isOnline && joins[id] == nil }

  mutating func joinAsked(_ id: ConversationID, _ join: Join) {
    unwatchedRooms.remove(id)
    joins[id] = join
  }

  /// The join under way is to tell whether the link is up.
  mutating func checkLink(by id: ConversationID) { joins[id]?.checksLink = true }

  mutating func joinAnswered(_ id: ConversationID) -> JoinAnswer {
    if let late = lateJoins[id], late > 0 {
      lateJoins[id] = late - 1
      return .late
    }
    guard let join = joins.removeValue(forKey: id) else { return .unasked }
    return unclearRooms.contains(id) ? .unclear(join) : .certain(join)
  }

  mutating func joinRefused(_ id: ConversationID) -> Join? { joins.removeValue(forKey: id) }

  /// The emission of a join was never given to any transport.
  mutating func joinDropped(_ emission: EmissionID) {
    joins = joins.filter { $0.value.emission != emission }
  }

  /// Joins that the server has not answered in time; by room.
  mutating func expireJoins(at now: TimeInterval) -> [(room: ConversationID, join: Join)] {
    let expired = joins.filter { $0.value.deadline <= now }.sorted { $0.key < $1.key }
    for (id, _) in expired {
      joins[id] = nil
      noteLate(id)
    }
    return expired.map { (room: $0.key, join: $0.value) }
  }

  /// Its answer may still come, and is not the next one's.
  private mutating func noteLate(_ id: ConversationID) {
    lateJoins[id, default: 0] += 1
    unclearRooms.insert(id)
  }

  /// A watched room brings its messages. Answers whether that is news.
  mutating func entered(_ id: ConversationID) -> Bool { joined.insert(id).inserted }

  /// A watched room does not bring its messages, or not any more.
  mutating func notInside(_ id: ConversationID) { joined.remove(id) }

  /// Nobody looks at the room any more. Answers whether the server is to be told.
  mutating func left(_ id: ConversationID) -> Bool {
    let isTold = isOnline && isInsideOrAsking(id)
    joined.remove(id)
    if joins.removeValue(forKey: id) != nil { noteLate(id) }
    return isTold
  }

  /// The conversation was deleted: there is no room, and nobody to tell that the typing ended.
  mutating func roomIsGone(_ id: ConversationID) {
    typing.forget()
    joins[id] = nil
    joined.remove(id)
  }

  /// A room that nobody looks at brings its messages: the server let me in by itself, or has kept me.
  /// Answers whether that is news.
  mutating func unwatchedRoomSpoke(_ id: ConversationID) -> Bool {
    joins[id] == nil && unwatchedRooms.insert(id).inserted
  }

  /// It is another's now. The server would refuse the end of a typing; others take it for over by
  /// themselves (row 19). Answers whether its room brings messages though nobody looks at it.
  mutating func handedAway(_ id: ConversationID) -> Bool {
    typing.forget(id)
    return unwatchedRooms.contains(id)
  }

  // MARK: My typing

  /// A key came in the composer.
  mutating func typed(_ id: ConversationID, at now: TimeInterval) -> [ClientEmission] {
    isOnline ? typing.typed(id, at: now) : []
  }

  /// The text was sent, emptied or left.
  mutating func stoppedTyping(_ id: ConversationID) -> [ClientEmission] {
    let emissions = typing.stopped(id)
    return isOnline ? emissions : []
  }

  mutating func stoppedTypingEverywhere() -> [ClientEmission] {
    let emissions = typing.stoppedEverywhere()
    return isOnline ? emissions : []
  }

  /// No key came for a while.
  mutating func expireTyping(at now: TimeInterval) -> [ClientEmission] {
    let emissions = typing.tick(at: now)
    return isOnline ? emissions : []
  }

  // MARK: The others

  mutating func userTypes(
    _ user: UserID, name: String?, in id: ConversationID, at now: Moment
  ) -> [ClientEvent] {
    presence.active(user) + indicators.started(user, name: name, in: id, at: now)
  }

  mutating func userStoppedTyping(_ user: UserID, in id: ConversationID) -> [ClientEvent] {
    indicators.stopped(user, in: id)
  }

  /// What they typed has come; a copy of what was known says nothing of where they are now.
  mutating func userWrote(
    _ user: UserID, in id: ConversationID, isNew: Bool
  ) -> [ClientEvent] {
    indicators.stopped(user, in: id) + (isNew ? presence.active(user) : [])
  }

  mutating func userIsOnline(_ user: UserID, at date: Date?) -> [ClientEvent] {
    presence.online(user, at: date)
  }

  mutating func userIsOffline(_ user: UserID, lastSeen: Date?) -> [ClientEvent] {
    presence.offline(user, lastSeen: lastSeen)
  }

  /// What a record of the server says of a person.
  mutating func listed(_ person: Participant) -> [ClientEvent] { presence.listed(person) }
}
