package import ChatModel

/// The port for what was accepted and must reach the server: it cannot be had again.
///
/// Each write is durable when it returns (WAL, synchronous FULL): the outbox's promise rests on it.
package protocol OutboxStore: Sendable {
  /// All entries not yet dropped, in the order of acceptance.
  func outbox() async throws(StoreError) -> [OutboxEntry]
  /// Adds entries; they are on the disk, synced, when this returns.
  func accept(_ entries: [OutboxEntry]) async throws(StoreError)
  /// Writes new states. Answers with those that are not there, because another process dropped them.
  func update(_ entries: [OutboxEntry]) async throws(StoreError) -> [OutboxID]
  /// Makes of each entry what `OutboxEntry.retried` says of it as it is now, whoever changed it last.
  func retry(_ ids: [OutboxID]) async throws(StoreError)
  func drop(_ ids: [OutboxID]) async throws(StoreError)
  /// Takes out entries that are queued, all or none, and keeps a draft in the same step. Answers
  /// whether it did: one that is recorded as handed over, or gone, leaves everything as it is.
  func takeBack(
    _ ids: [OutboxID], leaving draft: Draft, in id: ConversationID
  ) async throws(StoreError) -> Bool
}
