import ChatModel
import Foundation

/// Messages on their way: which may go next, which are under way, which are in doubt.
///
/// ```
/// queued ─▶ (recorded) ─▶ handed over ─▶ sent
///    ▲          │             │  └─▶ failed
///    └──────────┘             ▼
///    └─── certainly absent ─ unsure ─▶ sent
/// ```
/// A message is recorded as handed over before it is: a crash between the two leaves a doubt, never
/// a second copy. A conversation's messages leave strictly in order.
struct Outbox: Sendable {
  /// An attempt to deliver, from its recording to its confirmation.
  struct Flight: Hashable, Sendable {
    enum Way: Hashable, Sendable {
      /// The emission is known once it was given.
      case socket(EmissionID?)
      case rest
    }
    var id: OutboxID
    var conversationID: ConversationID
    var way: Way
    /// The connection it was given to.
    var epoch: Int
    /// False while the disk is being told.
    var isGiven = false
    /// Counts hand-overs, so that the oldest is known.
    var turn: Int
    /// By `Moment.uptime`.
    var givenAt: TimeInterval?
    /// When it becomes unsure, by `Moment.uptime`.
    var deadline: TimeInterval?
  }

  /// An attempt whose end is not known.
  struct Doubt: Hashable, Sendable {
    var id: OutboxID
    var conversationID: ConversationID
    /// The connection it was given to, while that one stands; a late confirmation may still come.
    var epoch: Int?
    var turn: Int
    /// The server cannot take it any more after this moment; nil while it still may at any time.
    var settledAt: TimeInterval?
    /// When the history is to be compared (again); nil while it is, or when the user must decide.
    var nextCheck: TimeInterval?
    /// When the message was given away, by `Moment.uptime`; nil when an earlier process did it.
    var givenAt: TimeInterval?
    /// What an `error` event said that seems to have meant it: absent, it failed for that reason.
    var refusal: String?
    /// Since when it is in doubt.
    var since: TimeInterval
    /// The user was told that this cannot be decided here.
    var isLeftToUser = false
    /// The connection stands, and may still hold it: the server must be known to have read it first.
    var mustBeRead = false

    /// Whether what was asked for then shows the end of it.
    func isSettled(at askedAt: TimeInterval) -> Bool {
      !mustBeRead && settledAt.map { $0 <= askedAt } ?? false
    }
  }

  /// What can leave now.
  enum Departure: Hashable, Sendable {
    case message(OutboxID, overSocket: Bool)
    case upload([OutboxID], MediaKind)
  }

  private(set) var entries: [OutboxEntry] = []
  private(set) var flights: [OutboxID: Flight] = [:]
  private(set) var doubts: [OutboxID: Doubt] = [:]
  /// Entries whose file is on the way up.
  private(set) var uploads: [RequestID: [OutboxID]] = [:]
  /// Files that a server refused together with others: they go up alone.
  private(set) var alone: Set<OutboxID> = []
  /// An `error` could mean any of several sends: these go singly, so that the next one tells.
  private(set) var suspected: Set<OutboxID> = []
  /// Sends that were dropped while they may still arrive: what is like them may be theirs.
  private(set) var abandoned: [OutboxEntry] = []
  /// Sent again by the user while their first attempt was in doubt.
  var retried: Set<OutboxID> = []
  /// The server was seen to carry `tempId` back (row 4).
  var echoesTempIDs = false
  private var turns = 0
  /// Sends given to this connection that are none of ours any more (dropped, retried): a confirmation
  /// or an error that names nothing may still mean one of them.
  private(set) var strays = 0
  /// When the last of those was given away, by `Moment.uptime`.
  private var straysGivenAt: TimeInterval?
  /// When it was proved that the server has read them all.
  private var straysReadAt: TimeInterval?
  /// Sends blamed for an error: if it meant something else, a confirmation may still mean them.
  private(set) var blamed = 0

  // MARK: Changing

  mutating func add(_ new: [OutboxEntry]) {
    for entry in new where self[entry.id] == nil { entries.append(entry) }
  }

  /// Puts entries into the order of the disk; those that it has not named yet stay behind them.
  mutating func arrange(as order: [OutboxID]) {
    let places = Dictionary(
      order.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: min)
    let wanted = entries.enumerated().sorted { a, b in
      let (first, second) = (places[a.element.id] ?? .max, places[b.element.id] ?? .max)
      return first == second ? a.offset < b.offset : first < second
    }
    entries = wanted.map(\.element)
  }

  /// Replaces an entry; one that is not there is left alone.
  mutating func set(_ entry: OutboxEntry) {
    guard let index = entries.firstIndex(where: { $0.id == entry.id }) else { return }
    entries[index] = entry
  }

  /// Changes an entry; nil when it is not there.
  mutating func change(_ id: OutboxID, _ change: (inout OutboxEntry) -> Void) -> OutboxEntry? {
    guard let index = entries.firstIndex(where: { $0.id == id }) else { return nil }
    change(&entries[index])
    return entries[index]
  }

  mutating func remove(_ id: OutboxID) {
    if let entry = self[id], flights[id]?.isGiven == true || doubts[id] != nil {
      abandoned = abandoned.suffix(49) + [entry]
    }
    entries.removeAll { $0.id == id }
    forget(id)
    alone.remove(id)
    suspected.remove(id)
    retried.remove(id)
  }

  /// An `error` event was taken for the answer to this send.
  mutating func blame(_ id: OutboxID, _ reason: String) {
    changeDoubt(id) { $0.refusal = reason }
    blamed += 1
  }

  /// The error may have meant something else, while the connection still holds this send.
  mutating func awaitReading(of id: OutboxID) { changeDoubt(id) { $0.mustBeRead = true } }

  mutating func suspect(_ ids: [OutboxID]) { suspected.formUnion(ids) }

  private mutating func addStray(_ givenAt: TimeInterval?) {
    strays += 1
    straysGivenAt = [straysGivenAt, givenAt].compactMap { $0 }.max()
    straysReadAt = nil
  }

  /// The server answered what was asked of this connection then: it has read everything before it.
  mutating func noteReading(
    of askedAt: TimeInterval, at now: TimeInterval, settling: TimeInterval
  ) {
    for (id, doubt) in doubts
    where doubt.mustBeRead && askedAt >= doubt.givenAt ?? .infinity {
      settle(id, at: now + settling)
    }
    guard let straysGivenAt, straysReadAt == nil, askedAt >= straysGivenAt else { return }
    straysReadAt = now
  }

  private mutating func settle(_ id: OutboxID, at time: TimeInterval) {
    changeDoubt(id) { doubt in
      doubt.mustBeRead = false
      doubt.settledAt = time
      if doubt.nextCheck != nil { doubt.nextCheck = time }
    }
  }

  /// What the server says of a send comes within so many seconds of its reading it, or not at all.
  mutating func expireStrays(after seconds: TimeInterval, at now: TimeInterval) {
    if let straysReadAt, now - straysReadAt > seconds { forgetStrays() }
  }

  private mutating func forgetStrays() {
    strays = 0
    straysGivenAt = nil
    straysReadAt = nil
  }

  /// The attempt is over. Unless it was answered, the connection may still bring an answer to it.
  mutating func forget(_ id: OutboxID, isAnswered: Bool = false) {
    let flight = flights.removeValue(forKey: id)
    let doubt = doubts.removeValue(forKey: id)
    guard !isAnswered else { return }
    if case .socket? = flight?.way, flight?.isGiven == true { addStray(flight?.givenAt) }
    if doubt?.epoch != nil { addStray(doubt?.givenAt) }
  }

  mutating func depart(_ id: OutboxID, by way: Flight.Way, epoch: Int) {
    guard let entry = self[id] else { return }
    turns += 1
    flights[id] = Flight(
      id: id, conversationID: entry.conversationID, way: way, epoch: epoch, turn: turns)
  }

  mutating func given(
    _ id: OutboxID, by way: Flight.Way, at now: TimeInterval, deadline: TimeInterval?
  ) {
    flights[id]?.isGiven = true
    flights[id]?.givenAt = now
    flights[id]?.way = way
    flights[id]?.deadline = deadline
  }

  mutating func doubt(_ id: OutboxID, onLink: Bool, settledAt: TimeInterval?, at now: TimeInterval)
  {
    guard let entry = self[id] else { return }
    let flight = flights.removeValue(forKey: id)
    let old = doubts[id]
    turns += 1
    doubts[id] = Doubt(
      id: id, conversationID: entry.conversationID, epoch: onLink ? flight?.epoch : nil,
      turn: flight?.turn ?? turns, settledAt: settledAt, nextCheck: now,
      givenAt: flight?.givenAt ?? old?.givenAt, since: now, mustBeRead: old?.mustBeRead ?? false)
  }

  /// The user decides about it, and others may leave meanwhile.
  mutating func leaveToUser(_ id: OutboxID) {
    if let doubt = doubts[id], doubt.epoch != nil { addStray(doubt.givenAt) }
    changeDoubt(id) { doubt in
      doubt.isLeftToUser = true
      doubt.nextCheck = nil
      doubt.epoch = nil
    }
  }

  mutating func changeDoubt(_ id: OutboxID, _ change: (inout Doubt) -> Void) {
    guard var doubt = doubts[id] else { return }
    change(&doubt)
    doubts[id] = doubt
  }

  /// The connection ended: the server takes nothing more from it once it has settled.
  mutating func linkEnded(settledAt: TimeInterval) {
    forgetStrays()
    blamed = 0
    for id in doubts.keys where doubts[id]?.mustBeRead == true { settle(id, at: settledAt) }
    for id in doubts.keys where doubts[id]?.epoch != nil {
      doubts[id]?.epoch = nil
      doubts[id]?.settledAt = settledAt
    }
  }

  mutating func uploading(_ ids: [OutboxID], by request: RequestID) { uploads[request] = ids }

  func isUploading(_ id: OutboxID) -> Bool { uploads.values.contains { $0.contains(id) } }

  mutating func uploadEnded(_ request: RequestID) -> [OutboxID] {
    uploads.removeValue(forKey: request) ?? []
  }

  mutating func sendAlone(_ ids: [OutboxID]) { alone.formUnion(ids) }
}
