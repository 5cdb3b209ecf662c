import ChatModel
import Foundation

/// What is not on the disk yet, what is being written, and which process of the account sends.
///
/// ```
/// wanted ─▶ being written ─▶ written
///                 │ ▲
///         refused ▼ │ after a while, as it then is
///               unwritten
/// ```
/// A write that fails is told once for one outage, and so is its end, when nothing is unwritten any
/// more. A departure that fails is not written again: its message waits in the outbox and departs
/// anew when `mayDepart` says so. An entry that the person drops waits for its conversation's draft,
/// which may be what becomes of it.
struct Disk: Sendable {
  enum Fact: Hashable, Sendable {
    case wants(DiskWrite)
    /// These are to be written as they now are.
    case wantsEntries([OutboxID])
    case wantsWaits([ConversationID])
    /// The outbox has been changed for whoever leads, and is to be read.
    case retryWasAsked
    /// A departure was written, or not.
    case departureEnded(OutboxEntry, StoreAnswer)
    /// The disk has forgotten what the person dropped.
    case dropped([OutboxID])
    /// Another process dropped these before.
    case missing([OutboxID])
    /// Another process changed it.
    case draft(ConversationID, Draft?)
    case draftKept(ConversationID, Bool)
    /// Another process changed these.
    case local([LocalChange])
    /// The first failure of an outage.
    case broke(StoreError, about: ConversationID?)
    /// The end of an outage that was told: all that was unwritten is kept.
    case mended
    /// The first departure of an outage that could not be recorded.
    case cannotDepart(StoreError, about: ConversationID)
  }

  var lead: Lead
  private let timing: SyncTiming
  private(set) var loadedAt: TimeInterval?
  private var drafts = Drafts()
  private var local: LocalRecords
  private var writing: [RequestID: DiskWrite] = [:]
  private var unwritten = Unwritten()
  private var retry = Backoff()
  /// A write failed, and what is to be kept is not all written since.
  private var isBroken = false
  /// An outage was told, and its end was not.
  private var owesEnd = false
  /// Nothing is recorded as handed over until then.
  private var departures = Backoff()
  /// Dropped by the person; told when the disk has forgotten them.
  private var dropping: Set<OutboxID> = []

  init(timing: SyncTiming) {
    self.timing = timing
    lead = Lead(retry: timing.leadRetry)
    local = LocalRecords(timing: timing)
  }

  // MARK: What others may know

  var isLoaded: Bool { loadedAt != nil }
  /// When something is to be done, by `Moment.uptime`.
  var nextDeadline: TimeInterval? {
    [lead.retryAt, retry.due, local.nextDeadline].compactMap { $0 }.min()
  }
  /// When messages may depart again; nil while they may.
  var departuresDue: TimeInterval? { departures.due }

  func mayDepart(at now: TimeInterval) -> Bool { !departures.isWaiting(at: now) }
  func isDropping(_ id: OutboxID) -> Bool { dropping.contains(id) }
  /// Whether what the disk would give of this entry is older than what is being written of it.
  func isWriting(_ id: OutboxID) -> Bool { writing.values.contains { $0.changes(id) } }
  func isWrite(_ id: RequestID) -> Bool { writing[id] != nil }

  // MARK: What is wanted

  mutating func loaded(at now: TimeInterval) { loadedAt = now }

  mutating func edit(_ id: ConversationID, _ draft: Draft) -> [Fact] {
    let kept = draft.isEmpty ? nil : draft
    return drafts.edit(id, kept) ? [.wants(.draft(id, kept))] : []
  }

  mutating func adopt(_ new: [ConversationID: Draft]) -> [Fact] {
    drafts.adopt(new, newer: unwritten.drafts).map { .draft($0, new[$0]) }
  }

  /// The person changed what only this computer knows.
  mutating func keep(_ change: LocalChange, at now: TimeInterval) -> [Fact] {
    wants(local.keep(change, at: now))
  }

  /// Keeps who is an agent, unless there are too many.
  mutating func keep(_ agent: Participant, at now: TimeInterval) -> [Fact] {
    let key = LocalKey.agent(agent.id)
    guard isLoaded, local.data.records[key] != .agent(agent),
      local.data.records[key] != nil || local.data.agentCount < LocalData.mostAgents
    else { return [] }
    return keep(LocalChange(key, .agent(agent)), at: now)
  }

  mutating func adopt(_ new: LocalData) -> [Fact] {
    let changed = local.adopt(new, unwritten: unwritten.local.keys)
    return changed.isEmpty ? [] : [.local(changed)]
  }

  mutating func keep(_ changes: [HistoryChange]) -> [Fact] {
    wants(unwritten.history.add(changes, isWriting: isWritingHistory))
  }

  private func wants(_ changes: [HistoryChange]) -> [Fact] {
    changes.isEmpty ? [] : [.wants(.history(changes))]
  }

  private var isWritingHistory: Bool {
    writing.values.contains { if case .history = $0 { true } else { false } }
  }

  /// The last words: what would be written after a while.
  mutating func end() -> [Fact] { wants(local.takeDue()) + writeAgain() }

  private func wants(_ changes: [LocalChange]) -> [Fact] {
    changes.isEmpty ? [] : [.wants(.local(changes))]
  }

  /// The person drops an entry of this conversation, where that is known.
  mutating func drop(_ id: OutboxID, in place: ConversationID?) -> [Fact] {
    dropping.insert(id)
    if let place, drafts.isBeingWritten(place) || unwritten.drafts.contains(place) {
      drafts.dropWhenWritten(id, place)
      return []
    }
    return [.wants(.drops([id]))]
  }

  /// The write is on its way to the disk.
  mutating func began(_ write: DiskWrite, as id: RequestID) {
    writing[id] = write
    switch write {
    case .draft(let place, _): drafts.began(place)
    case .local(let changes): local.began(changes)
    default: break
    }
  }

  // MARK: What the disk answers

  mutating func handleStoreResult(
    _ answer: StoreAnswer, of id: RequestID, at now: TimeInterval
  ) -> [Fact] {
    guard let write = writing.removeValue(forKey: id) else { return [] }
    var facts: [Fact] = []
    var place: ConversationID?
    var isFailed = false
    if case .failed = answer { isFailed = true }
    switch write {
    case .departure(let entry): return [.departureEnded(entry, answer)]
    case .history(let changes):
      if isFailed { unwritten.history.refuse(changes) }
      if !isWritingHistory { facts += wants(unwritten.history.written()) }
    case .entries(let entries):
      if isFailed { unwritten.entries.formUnion(entries.map(\.id)) }
      if case .updated(let missing) = answer { facts.append(.missing(missing)) }
    case .retry: break
    case .drops(let ids):
      if isFailed {
        unwritten.drops.formUnion(ids)
      } else {
        let dropped = ids.filter { dropping.remove($0) != nil }
        if !dropped.isEmpty { facts.append(.dropped(dropped)) }
      }
    case .waits(let waits): if isFailed { unwritten.waits.formUnion(waits.keys) }
    case .local(let changes):
      local.ended(changes)
      if isFailed {
        for change in changes { unwritten.local[change.key] = .some(change.base) }
      } else if case .localKept(let others) = answer, !others.isEmpty {
        facts.append(.local(local.take(others)))
      }
    case .team(let records): if isFailed { unwritten.add(records) }
    case .used(let used): if isFailed { used.forEach { unwritten.used.note($0) } }
    case .draft(let id, _):
      place = id
      if isFailed {
        unwritten.drafts.insert(id)
        if drafts.failed(id) { facts.append(.draftKept(id, false)) }
      } else {
        let (drops, wasUnkept) = drafts.written(id)
        if wasUnkept { facts.append(.draftKept(id, true)) }
        if !drops.isEmpty { facts.append(.wants(.drops(drops))) }
      }
    }
    facts += noteOutcome(answer, about: place, at: now)
    if case .retry = write { facts.append(.retryWasAsked) }
    return facts
  }

  private mutating func noteOutcome(
    _ answer: StoreAnswer, about id: ConversationID?, at now: TimeInterval
  ) -> [Fact] {
    guard case .failed(let error) = answer else {
      guard unwritten.isEmpty, writing.isEmpty else { return [] }
      defer { (isBroken, owesEnd) = (false, false) }
      return owesEnd ? [.mended] : []
    }
    retry.failed(first: timing.restRetry, slowest: timing.restSlowest, at: now)
    guard !isBroken else { return [] }
    (isBroken, owesEnd) = (true, true)
    return [.broke(error, about: id)]
  }

  // MARK: Departures

  mutating func departed() { departures.succeeded() }

  /// The message stays in the outbox, and is written as it stands there when the disk takes it again.
  mutating func cannotDepart(
    _ entry: OutboxEntry, _ error: StoreError, at now: TimeInterval
  ) -> [Fact] {
    let isNews = departures.due == nil
    departures.failed(first: timing.restRetry, slowest: timing.restSlowest, at: now)
    unwritten.entries.insert(entry.id)
    retry.failed(first: timing.restRetry, slowest: timing.restSlowest, at: now)
    owesEnd = true
    return isNews ? [.cannotDepart(error, about: entry.conversationID)] : []
  }

  // MARK: Time

  /// What is to be written again by now, in this order: a draft may hold the text of an entry that is
  /// dropped for it.
  mutating func expire(at now: TimeInterval) -> [Fact] {
    departures.expire(at: now)
    var facts = wants(local.takeDue(at: now))
    guard let due = retry.due, due <= now else { return facts }
    retry.expire(at: now)
    facts += writeAgain()
    return facts
  }

  /// An outage may be over before it is tried again.
  private mutating func writeAgain() -> [Fact] {
    var facts: [Fact] = []
    let again = unwritten.take()
    if !again.entries.isEmpty { facts.append(.wantsEntries(again.entries.sorted())) }
    for id in again.drafts.sorted() { facts.append(.wants(.draft(id, drafts[id]))) }
    if !again.drops.isEmpty { facts.append(.wants(.drops(again.drops.sorted()))) }
    if !again.waits.isEmpty { facts.append(.wantsWaits(again.waits.sorted())) }
    facts += wants(
      again.local.map { LocalChange($0.key, local.data.records[$0.key], base: $0.value) })
    if !again.used.all.isEmpty { facts.append(.wants(.used(again.used.all))) }
    if !again.team.isEmpty { facts.append(.wants(.team(again.team))) }
    facts += wants(again.history.refused)
    return facts
  }
}
