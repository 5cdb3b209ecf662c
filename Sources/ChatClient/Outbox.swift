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
  private var alone: Set<OutboxID> = []
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

  // MARK: Reading

  subscript(id: OutboxID) -> OutboxEntry? { entries.first { $0.id == id } }

  /// Messages of the server that entries have become.
  var claimed: Set<MessageID> {
    Set(
      entries.compactMap { entry in
        if case .sent(let id) = entry.state { id } else { nil }
      })
  }

  func nextDeadline(canCheck: (ConversationID) -> Bool) -> TimeInterval? {
    let ends = flights.values.compactMap(\.deadline)
    let checks = doubts.values.compactMap { canCheck($0.conversationID) ? $0.nextCheck : nil }
    return (ends + checks).min()
  }

  /// What can leave, given the state of the link. The order is that of acceptance.
  func departures(
    isOnline: Bool, mayUseREST: Bool, mayUpload: Bool, isHeld: (ConversationID) -> Bool
  ) -> [Departure] {
    var result: [Departure] = []
    var passed: Set<ConversationID> = []
    var connectionIsBusy = !echoesTempIDs && hasUnconfirmedOnLink
    for entry in entries where entry.isPending {
      if case .failed = entry.state { continue }
      guard passed.insert(entry.conversationID).inserted, entry.state == .queued,
        flights[entry.id] == nil, !isHeld(entry.conversationID)
      else { continue }
      if case .file(let file) = entry.body, file.mediaID == nil {
        if mayUpload { result.append(upload(headedBy: entry, file)) }
      } else if isOnline {
        guard !connectionIsBusy else { continue }
        result.append(.message(entry.id, overSocket: true))
        if !echoesTempIDs { connectionIsBusy = true }
      } else if mayUseREST {
        result.append(.message(entry.id, overSocket: false))
      }
    }
    return result
  }

  private var hasUnconfirmedOnLink: Bool {
    flights.values.contains { if case .socket = $0.way { true } else { false } }
      || doubts.values.contains { $0.epoch != nil }
  }

  /// The files of one kind that wait in a conversation go up together, five at most.
  private func upload(headedBy head: OutboxEntry, _ file: OutboxFile) -> Departure {
    if alone.contains(head.id) { return .upload([head.id], file.kind) }
    var group: [OutboxID] = []
    for entry in entries where entry.conversationID == head.conversationID {
      guard case .file(let other) = entry.body, other.kind == file.kind, other.mediaID == nil,
        entry.state == .queued, !alone.contains(entry.id)
      else { continue }
      group.append(entry.id)
    }
    return .upload(Array(group.prefix(MediaSniffer.mostFiles)), file.kind)
  }

  /// The send that a confirmation without a `tempId` means: the oldest unconfirmed one of the
  /// connection.
  var oldestUnconfirmedOnLink: OutboxID? {
    let flying = flights.values.compactMap { flight -> (Int, OutboxID)? in
      guard case .socket = flight.way, flight.isGiven else { return nil }
      return (flight.turn, flight.id)
    }
    let doubted = doubts.values.compactMap { doubt -> (Int, OutboxID)? in
      doubt.epoch == nil ? nil : (doubt.turn, doubt.id)
    }
    return (flying + doubted).min { $0.0 < $1.0 }?.1
  }

  /// Sends given to the connection that stands, and not confirmed.
  var unconfirmedOnSocket: [OutboxID] {
    flights.values.filter { flight in
      guard case .socket = flight.way else { return false }
      return flight.isGiven
    }.sorted { $0.turn < $1.turn }.map(\.id)
  }

  /// Sends that an `error` event could mean: those, and those in doubt on the same connection.
  var blamable: [OutboxID] {
    unconfirmedOnSocket + doubts.values.filter { $0.epoch != nil }.map(\.id).sorted()
  }

  /// Entries that a message of the server could be: handed over in this conversation and not
  /// confirmed, in their order.
  func unconfirmed(in id: ConversationID) -> [OutboxEntry] {
    entries.filter { entry in
      entry.conversationID == id && entry.isPending
        && (flights[entry.id]?.isGiven ?? false || doubts[entry.id] != nil)
    }
  }

  /// Entries that an `error` event seems to have meant; considered when nothing else waits there.
  func refusedInPassing(in id: ConversationID) -> [OutboxEntry] {
    entries.filter { $0.conversationID == id && $0.wasRefusedInPassing }
  }

  var doubtedConversations: [ConversationID] {
    var seen: Set<ConversationID> = []
    return entries.filter { doubts[$0.id] != nil }.map(\.conversationID).filter {
      seen.insert($0).inserted
    }
  }

  func doubts(in id: ConversationID) -> [Doubt] {
    entries.compactMap { entry in
      entry.conversationID == id ? doubts[entry.id] : nil
    }
  }

  // MARK: Changing

  mutating func add(_ new: [OutboxEntry]) {
    for entry in new where self[entry.id] == nil { entries.append(entry) }
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
    entries.removeAll { $0.id == id }
    forget(id)
    alone.remove(id)
    retried.remove(id)
  }

  /// An `error` event was taken for the answer to this send.
  mutating func blame(_ id: OutboxID, _ reason: String) {
    changeDoubt(id) { $0.refusal = reason }
    blamed += 1
  }

  /// The error may have meant something else, while the connection still holds this send.
  mutating func awaitReading(of id: OutboxID) { changeDoubt(id) { $0.mustBeRead = true } }

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
