import ChatModel
import Foundation

/// Messages on their way: which may go next, which are under way, and what became of them.
///
/// ```
/// queued ─▶ (recorded) ─▶ handed over ─▶ sent
///    ▲          │             │  └─▶ failed
///    └──────────┘             ▼
///    └─── certainly absent ─ unconfirmed ─▶ sent
///                               └─▶ needs manual resolution
/// ```
/// A message is recorded as handed over before it is: a crash between the two leaves it unconfirmed,
/// and never makes a second copy. A conversation's messages leave strictly in order: each waits until
/// the one before it is confirmed, has failed, or is left to the person. One that is unconfirmed waits
/// until the server can have nothing of it any more, and then for a comparison with the history.
///
/// What it decides is reported as facts, in order; each method that is an input returns those of its
/// own.
struct Delivery: Sendable {
  enum Fact: Hashable, Sendable {
    // For the disk.
    case saves([OutboxEntry])
    /// To be recorded before it is handed over.
    case departs(OutboxEntry)
    case drops([OutboxID])
    /// Whoever leads is to send it again.
    case asksToRetry(OutboxID)
    /// Which messages of mine a conversation has already must be known before anything leaves.
    case needsOwnMessages(ConversationID)

    // For the link.
    /// The answer to a question that is asked now shows that the server has read these.
    case sendsBarrier(ConversationID, covers: Set<OutboxID>)
    case cancels(RequestID)
    case needsSignIn(String)
    case restSucceeded
    case restFailed

    // For the screen.
    case changed(OutboxID)
    /// Another process dropped them.
    case dropped([OutboxID])
    /// The server's clock less the local one, in seconds.
    case clockSkew(TimeInterval)
    /// Whether one of this conversation arrived cannot be found out.
    case needsManualResolution(ConversationID)

    // For the history.
    /// The server has it, and said no more than this.
    case confirmed(OutboxEntry, as: MessageID, at: Date?)
    /// The server has refused a message for this conversation: it may be another's by now.
    case refused(in: ConversationID)
    /// The server's own copy of a message of mine.
    case arrived(Message, in: ConversationID)
  }

  /// An attempt to deliver, from its recording to its confirmation.
  struct Flight: Hashable, Sendable {
    enum Way: Hashable, Sendable { case socket, rest }
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
    /// When it becomes unconfirmed, by `Moment.uptime`.
    var deadline: TimeInterval?
  }

  /// An attempt whose end is not known.
  struct Unconfirmed: Hashable, Sendable {
    var id: OutboxID
    var conversationID: ConversationID
    /// The connection that it was given to stands: a late confirmation may still come.
    var isOnLink: Bool
    var turn: Int
    /// The server cannot take it any more after this moment; nil while it still may at any time.
    var settledAt: TimeInterval?
    /// When the history is to be compared (again); nil while it is, or when the person must decide.
    var nextCheck: TimeInterval?
    /// When the message was given away, by `Moment.uptime`; nil when an earlier process did it.
    var givenAt: TimeInterval?
    /// What an `error` event said that seems to have meant it: absent, it failed for that reason.
    var refusal: String?
    /// Since when it is unconfirmed.
    var since: TimeInterval
    /// The person was told that this cannot be decided here.
    var needsManualResolution = false
    /// The connection stands, and may still hold it: the server must be known to have read it first.
    var awaitsBarrier = false

    /// Whether what was asked for then shows the end of it.
    func isSettled(at askedAt: TimeInterval) -> Bool {
      !awaitsBarrier && settledAt.map { $0 <= askedAt } ?? false
    }
  }

  let timing: SyncTiming
  /// Names the start of this computer (`SyncConfiguration.boot`).
  let boot: String?
  private(set) var entries: [OutboxEntry] = []
  /// Those that became messages, in the order in which that became known.
  private var sent: [OutboxID] = []
  private(set) var flights: [OutboxID: Flight] = [:]
  private(set) var unconfirmed: [OutboxID: Unconfirmed] = [:]
  private(set) var uploads = Uploads()
  /// An `error` could mean any of several sends: these go singly, so that the next one tells.
  private(set) var needsSoloRetry: Set<OutboxID> = []
  /// Sends that were dropped while they may still arrive: what is like them may be theirs.
  private(set) var abandoned: [OutboxEntry] = []
  /// Sent again by the person while their first attempt was unconfirmed.
  private(set) var retried: Set<OutboxID> = []
  /// The person takes these back, and the disk has not answered.
  private(set) var takingBack: Set<OutboxID> = []
  /// The server was seen to carry `tempId` back (row 4).
  private(set) var echoesTempIDs = false
  private(set) var orphans = OrphanedSends()
  /// Sends that an error was taken to mean.
  /// If the error meant something else, a confirmation may still mean them.
  private(set) var sendsAttributedToError = 0
  /// The send that an emission of this connection carries, for acknowledgements and drops.
  private(set) var emissions: [EmissionID: OutboxID] = [:]
  private(set) var clocks = ServerClocks()
  private var turns = 0
  private var facts: [Fact] = []

  init(timing: SyncTiming, boot: String?) {
    self.timing = timing
    self.boot = boot
  }

  // MARK: Reporting

  mutating func report(_ fact: Fact) { facts.append(fact) }

  /// The facts of one input.
  mutating func reported() -> [Fact] {
    defer { facts = [] }
    return facts
  }

  // MARK: Entries

  mutating func insert(_ new: [OutboxEntry]) {
    for entry in new where self[entry.id] == nil {
      entries.append(entry)
      if !entry.isPending { sent.append(entry.id) }
    }
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

  /// Changes an entry for the screen alone; nil when it is not there.
  @discardableResult
  mutating func show(_ id: OutboxID, _ change: (inout OutboxEntry) -> Void) -> OutboxEntry? {
    guard let index = entries.firstIndex(where: { $0.id == id }) else { return nil }
    let wasPending = entries[index].isPending
    change(&entries[index])
    if wasPending, !entries[index].isPending { sent.append(id) }
    report(.changed(id))
    return entries[index]
  }

  /// Changes an entry here, on the disk and on the screen.
  mutating func set(_ id: OutboxID, _ change: (inout OutboxEntry) -> Void) {
    guard let entry = show(id, change) else { return }
    report(.saves([entry]))
  }

  mutating func remove(_ id: OutboxID) {
    if let entry = self[id], flights[id]?.isGiven == true || unconfirmed[id] != nil {
      abandoned = abandoned.suffix(49) + [entry]
    }
    entries.removeAll { $0.id == id }
    sent.removeAll { $0 == id }
    forget(id)
    uploads.forget(id)
    needsSoloRetry.remove(id)
    retried.remove(id)
  }

  /// Lets go of entries that became messages long ago. They are kept for a while: they tell other
  /// processes the outcome, and which messages are taken. To be called when all that changed is told.
  mutating func forgetOldSent() -> [Fact] {
    guard sent.count > 100 else { return [] }
    let old = Array(sent.dropLast(50))
    for id in old { remove(id) }
    report(.drops(old))
    return reported()
  }

  // MARK: Attempts

  mutating func depart(_ id: OutboxID, by way: Flight.Way, epoch: Int) {
    guard let entry = self[id] else { return }
    turns += 1
    flights[id] = Flight(
      id: id, conversationID: entry.conversationID, way: way, epoch: epoch, turn: turns)
  }

  mutating func give(
    _ id: OutboxID, as emission: EmissionID?, at now: TimeInterval, deadline: TimeInterval?
  ) {
    if let emission { emissions[emission] = id }
    flights[id]?.isGiven = true
    flights[id]?.givenAt = now
    flights[id]?.deadline = deadline
  }

  mutating func takeEmission(_ emission: EmissionID) -> OutboxID? {
    emissions.removeValue(forKey: emission)
  }

  /// The attempt is over. Unless it was answered, the connection may still bring an answer to it.
  mutating func forget(_ id: OutboxID, isAnswered: Bool = false) {
    let flight = flights.removeValue(forKey: id)
    let attempt = unconfirmed.removeValue(forKey: id)
    guard !isAnswered else { return }
    if let flight, flight.way == .socket, flight.isGiven { orphans.add(givenAt: flight.givenAt) }
    if let attempt, attempt.isOnLink { orphans.add(givenAt: attempt.givenAt) }
  }

  mutating func beginTakingBack(_ ids: [OutboxID]) { takingBack.formUnion(ids) }

  mutating func endTakingBack(_ ids: [OutboxID]) { takingBack.subtract(ids) }

  mutating func noteRetry(_ id: OutboxID) { retried.insert(id) }

  mutating func retrySolo(_ ids: [OutboxID]) { needsSoloRetry.formUnion(ids) }

  mutating func noteEcho() { echoesTempIDs = true }

  // MARK: Unconfirmed attempts

  mutating func markUnconfirmed(
    _ id: OutboxID, onLink: Bool, settledAt: TimeInterval?, at now: TimeInterval
  ) {
    guard let entry = self[id] else { return }
    let flight = flights.removeValue(forKey: id)
    let old = unconfirmed[id]
    turns += 1
    unconfirmed[id] = Unconfirmed(
      id: id, conversationID: entry.conversationID, isOnLink: onLink && flight != nil,
      turn: flight?.turn ?? turns, settledAt: settledAt, nextCheck: now,
      givenAt: flight?.givenAt ?? old?.givenAt, since: now,
      awaitsBarrier: old?.awaitsBarrier ?? false)
  }

  mutating func changeUnconfirmed(_ id: OutboxID, _ change: (inout Unconfirmed) -> Void) {
    guard var attempt = unconfirmed[id] else { return }
    change(&attempt)
    unconfirmed[id] = attempt
  }

  /// An `error` event was taken for the answer to this send.
  mutating func attributeError(to id: OutboxID, _ reason: String) {
    changeUnconfirmed(id) { $0.refusal = reason }
    sendsAttributedToError += 1
  }

  /// The person decides about it, and others may leave meanwhile.
  mutating func leaveToPerson(_ id: OutboxID) {
    if let attempt = unconfirmed[id], attempt.isOnLink { orphans.add(givenAt: attempt.givenAt) }
    changeUnconfirmed(id) { attempt in
      attempt.needsManualResolution = true
      attempt.nextCheck = nil
      attempt.isOnLink = false
    }
  }

  mutating func settle(_ id: OutboxID, at time: TimeInterval) {
    changeUnconfirmed(id) { attempt in
      attempt.awaitsBarrier = false
      attempt.settledAt = time
      if attempt.nextCheck != nil { attempt.nextCheck = time }
    }
  }

  /// The server has read what it was given until then.
  mutating func noteReading(until time: TimeInterval, at now: TimeInterval) {
    orphans.noteReading(until: time, at: now)
  }

  /// Something else sends over the same connection.
  mutating func noteForeignSend(at time: TimeInterval) { orphans.add(givenAt: time) }

  mutating func expireOrphans(at now: TimeInterval) {
    orphans.expire(after: timing.confirmation * 2, at: now)
  }

  // MARK: The connection

  mutating func connectionBegan() { emissions = [:] }

  /// The server takes nothing more from the connection that ended once it has settled.
  mutating func connectionEnded(settledAt: TimeInterval) {
    orphans = OrphanedSends()
    sendsAttributedToError = 0
    for id in unconfirmed.keys where unconfirmed[id]?.awaitsBarrier == true {
      settle(id, at: settledAt)
    }
    for id in unconfirmed.keys where unconfirmed[id]?.isOnLink == true {
      unconfirmed[id]?.isOnLink = false
      unconfirmed[id]?.settledAt = settledAt
    }
  }

  // MARK: Uploads

  mutating func changeUploads<Result>(_ change: (inout Uploads) -> Result) -> Result {
    change(&uploads)
  }

  // MARK: Clocks

  mutating func learnAnswer(dated date: Date, askedAt: TimeInterval, at now: Moment) -> [Fact] {
    let skew = clocks.learnAnswer(dated: date, askedAt: askedAt, at: now)
    return skew.map { [.clockSkew($0)] } ?? []
  }

  mutating func learnSaving(at date: Date, givenAt: TimeInterval, at now: Moment) {
    if let skew = clocks.learnSaving(at: date, givenAt: givenAt, at: now) {
      report(.clockSkew(skew))
    }
  }

  mutating func learnMessage(writtenAt date: Date, heardAt: TimeInterval) {
    clocks.learnMessage(writtenAt: date, heardAt: heardAt)
  }
}
