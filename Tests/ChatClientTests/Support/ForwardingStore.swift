import ChatModel
import Foundation

@testable import ChatClient

/// A store of a test that hands on to a memory whatever it does not do itself.
protocol ForwardingStore: ChatStore {
  var store: MemoryStore { get }
}

extension ForwardingStore {
  var changes: AsyncStream<StoreChange> { store.changes }
  func conversations() async -> [Conversation] { await store.conversations() }
  func conversations(first ids: [ConversationID], limit: Int) async -> [Conversation] {
    await store.conversations(first: ids, limit: limit)
  }
  func newestMessages(
    _ id: ConversationID, limit: Int
  ) async -> [Message] {
    await store.newestMessages(id, limit: limit)
  }
  func coverage(_ id: ConversationID) async -> Coverage? { await store.coverage(id) }
  func slice(_ id: ConversationID, _ spot: HistorySpot, limit: Int) async -> HistorySlice {
    await store.slice(id, spot, limit: limit)
  }
  func heldUnread() async -> [ConversationID: Int] { await store.heldUnread() }
  func apply(_ changes: [HistoryChange]) async { await store.apply(changes) }
  func outbox() async -> [OutboxEntry] { await store.outbox() }
  func accept(_ entries: [OutboxEntry]) async { await store.accept(entries) }
  func update(_ entries: [OutboxEntry]) async -> [OutboxID] { await store.update(entries) }
  func retry(_ ids: [OutboxID]) async { await store.retry(ids) }
  func drop(_ ids: [OutboxID]) async { await store.drop(ids) }
  func takeBack(
    _ ids: [OutboxID], leaving draft: Draft, in id: ConversationID
  ) async -> Bool { await store.takeBack(ids, leaving: draft, in: id) }
  func drafts() async -> [ConversationID: Draft] { await store.drafts() }
  func saveDraft(_ draft: Draft?, for id: ConversationID) async {
    await store.saveDraft(draft, for: id)
  }
  func waits() async -> [ConversationID: KeptWait] { await store.waits() }
  func saveWaits(_ waits: [ConversationID: KeptWait]) async { await store.saveWaits(waits) }
  func localData() async -> LocalData { await store.localData() }
  func saveLocal(_ changes: [LocalChange]) async -> [LocalChange] {
    await store.saveLocal(changes)
  }
  func used() async -> [Used] { await store.used() }
  func noteUsed(_ used: [Used]) async { await store.noteUsed(used) }
  func noteTeam(_ records: [TeamRecord]) async { await store.noteTeam(records) }
  func audit(since: Date, until: Date) async -> [AuditEntry] {
    await store.audit(since: since, until: until)
  }
  func samples() async -> [StatisticsSample] { await store.samples() }
  func lead() async -> Bool { await store.lead() }
  func close() async { await store.close() }
}
