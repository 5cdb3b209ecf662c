import ChatClient
import ChatModel
import Foundation

@testable import ChatStorage

func open(_ directory: String) async throws -> AnyStore {
  AnyStore(store: try await SQLiteStore.open(directory: directory))
}

/// A store whose calls throw any error: `#expect` does not know typed ones.
struct AnyStore {
  let store: any ChatStore & HistoryQueries

  /// What an opened file store said of its opening.
  var remarks: [String] { (store as? SQLiteStore)?.remarks ?? [] }

  func conversations() async throws -> [Conversation] { try await store.conversations() }
  func conversations(first ids: [ConversationID], limit: Int) async throws -> [Conversation] {
    try await store.conversations(first: ids, limit: limit)
  }
  func newestMessages(
    _ id: ConversationID, limit: Int
  ) async throws -> [Message] {
    try await store.newestMessages(id, limit: limit)
  }
  func message(_ id: MessageID, in place: ConversationID) async throws -> Message? {
    try await store.newestMessages(place, limit: .max).first { $0.id == id }
  }
  func coverage(_ id: ConversationID) async throws -> Coverage? { try await store.coverage(id) }
  func heldUnread() async throws -> [ConversationID: Int] { try await store.heldUnread() }
  func slice(
    _ id: ConversationID, _ spot: HistorySpot, limit: Int = 9
  ) async throws -> HistorySlice { try await store.slice(id, spot, limit: limit) }
  func search(_ request: SearchRequest) async throws -> SearchPage {
    try await store.search(request)
  }
  func places(_ request: SearchRequest, in id: ConversationID) async throws -> [MessagePlace] {
    try await store.places(request, in: id)
  }
  func reach(of ids: [ConversationID]) async throws -> [ConversationID: HistoryReach] {
    try await store.reach(of: ids)
  }
  func kept(of id: ConversationID, since place: MessagePlace) async throws -> KeptHistory {
    try await store.kept(of: id, since: place)
  }
  func messages(
    _ id: ConversationID, after place: MessagePlace, limit: Int
  ) async throws -> [Message] { try await store.messages(id, after: place, limit: limit) }
  func indexMore() async throws -> Bool { try await store.indexMore() }
  func apply(_ changes: [HistoryChange]) async throws { try await store.apply(changes) }
  func outbox() async throws -> [OutboxEntry] { try await store.outbox() }
  func accept(_ entries: [OutboxEntry]) async throws { try await store.accept(entries) }
  @discardableResult
  func update(_ entries: [OutboxEntry]) async throws -> [OutboxID] {
    try await store.update(entries)
  }
  func retry(_ ids: [OutboxID]) async throws { try await store.retry(ids) }
  func drop(_ ids: [OutboxID]) async throws { try await store.drop(ids) }
  func takeBack(
    _ ids: [OutboxID], leaving draft: Draft, in id: ConversationID
  ) async throws -> Bool { try await store.takeBack(ids, leaving: draft, in: id) }
  func drafts() async throws -> [ConversationID: Draft] { try await store.drafts() }
  func saveDraft(_ draft: Draft?, for id: ConversationID) async throws {
    try await store.saveDraft(draft, for: id)
  }
  func waits() async throws -> [ConversationID: KeptWait] { try await store.waits() }
  func saveWaits(_ waits: [ConversationID: KeptWait]) async throws {
    try await store.saveWaits(waits)
  }
  func localData() async throws -> LocalData { try await store.localData() }
  @discardableResult
  func saveLocal(_ changes: [LocalChange]) async throws -> [LocalChange] {
    try await store.saveLocal(changes)
  }
  func used() async throws -> [Used] { try await store.used() }
  func noteUsed(_ used: [Used]) async throws { try await store.noteUsed(used) }
  func noteTeam(_ records: [TeamRecord]) async throws { try await store.noteTeam(records) }
  func audit(since: Date, until: Date) async throws -> [AuditEntry] {
    try await store.audit(since: since, until: until)
  }
  func samples() async throws -> [StatisticsSample] { try await store.samples() }
  func lead() async -> Bool { await store.lead() }
  var changes: AsyncStream<StoreChange> { store.changes }
  func close() async { await store.close() }
}
