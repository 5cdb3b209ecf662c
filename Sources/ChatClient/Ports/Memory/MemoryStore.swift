package import ChatModel
package import Foundation

/// An account's data in memory alone: for `--no-cache` and for tests. Nothing survives the process.
package actor MemoryStore: ChatStore, HistoryQueries {
  private var history = MemoryHistory()
  private var kept = MemoryOutbox()
  private var local = MemoryLocal()
  package nonisolated let changes: AsyncStream<StoreChange>
  private let changing: AsyncStream<StoreChange>.Continuation

  package init() {
    (changes, changing) = AsyncStream.makeStream()
  }

  package func conversations() -> [Conversation] { history.conversations }
  package func conversations(first ids: [ConversationID], limit: Int) -> [Conversation] {
    history.conversations(first: ids, limit: limit)
  }

  package func newestMessages(
    _ id: ConversationID, limit: Int
  ) -> [Message] {
    history.newestMessages(id, limit: limit)
  }

  package func coverage(_ id: ConversationID) -> Coverage? { history.coverage(id) }

  package func heldUnread() -> [ConversationID: Int] { history.heldUnread }

  package func slice(_ id: ConversationID, _ spot: HistorySpot, limit: Int) -> HistorySlice {
    history.slice(id, spot, limit: limit)
  }

  package func search(_ request: SearchRequest) -> SearchPage { history.search(request) }

  package func places(_ request: SearchRequest, in id: ConversationID) -> [MessagePlace] {
    history.places(request, in: id)
  }

  package func reach(of ids: [ConversationID]) -> [ConversationID: HistoryReach] {
    Dictionary(ids.map { ($0, history.reach(of: $0)) }, uniquingKeysWith: { first, _ in first })
  }

  package func runs(_ id: ConversationID) -> [PlacedRun] { history.runs(id) }

  package func count(_ id: ConversationID, of run: PlacedRun) -> Int {
    history.count(id, of: run)
  }

  package func kept(of id: ConversationID, since place: MessagePlace) -> KeptHistory {
    history.kept(of: id, since: place)
  }

  package func messages(
    _ id: ConversationID, after place: MessagePlace, limit: Int
  ) -> [Message] {
    history.messages(id, after: place, limit: limit)
  }

  package func indexMore() -> Bool { false }

  package func apply(_ changes: [HistoryChange]) { history.apply(changes) }

  package func outbox() -> [OutboxEntry] { kept.entries }

  package func accept(_ entries: [OutboxEntry]) {
    kept.accept(entries)
    local.noteUsed(entries.compactMap(\.used))
  }

  package func update(_ entries: [OutboxEntry]) -> [OutboxID] { kept.update(entries) }

  package func retry(_ ids: [OutboxID]) { kept.retry(ids) }

  package func drop(_ ids: [OutboxID]) { kept.drop(ids) }

  package func takeBack(
    _ ids: [OutboxID], leaving draft: Draft, in id: ConversationID
  ) -> Bool {
    guard kept.takeBack(ids) else { return false }
    local.saveDraft(draft, for: id)
    return true
  }

  package func drafts() -> [ConversationID: Draft] { local.drafts }

  package func saveDraft(_ draft: Draft?, for id: ConversationID) {
    local.saveDraft(draft, for: id)
  }

  package func waits() -> [ConversationID: KeptWait] { local.waits }

  package func saveWaits(_ waits: [ConversationID: KeptWait]) { local.saveWaits(waits) }

  package func localData() -> LocalData { local.data }

  package func saveLocal(_ changes: [LocalChange]) -> [LocalChange] { local.saveLocal(changes) }

  package func used() -> [Used] { local.used.all }

  package func noteUsed(_ used: [Used]) { local.noteUsed(used) }

  package func noteTeam(_ records: [TeamRecord]) { local.noteTeam(records) }

  package func audit(since: Date, until: Date) -> [AuditEntry] {
    local.audit(since: since, until: until)
  }

  package func samples() -> [StatisticsSample] { local.samples }

  package func lead() -> Bool { true }

  package func close() { changing.finish() }
}
