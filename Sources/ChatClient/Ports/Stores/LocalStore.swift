package import ChatModel
package import Foundation

/// The port for what only this computer knows, and no server says again: drafts, waits, notes, what was used
/// and the like. It is synced as the outbox is.
package protocol LocalStore: Sendable {
  func drafts() async throws(StoreError) -> [ConversationID: Draft]
  /// nil removes it.
  func saveDraft(_ draft: Draft?, for id: ConversationID) async throws(StoreError)

  func waits() async throws(StoreError) -> [ConversationID: KeptWait]
  /// Writes each over what is there (`KeptWait.over`); an empty one removes it.
  func saveWaits(_ waits: [ConversationID: KeptWait]) async throws(StoreError)

  func localData() async throws(StoreError) -> LocalData
  /// Writes each over what is there (`LocalData.apply`). Answers with what stands otherwise than it
  /// was wanted: of two edits of a note the later one wins, and the other text is in the draft.
  func saveLocal(_ changes: [LocalChange]) async throws(StoreError) -> [LocalChange]

  /// The newest of each kind (`Used.mostOfAKind`), each text once. What was accepted with a text is
  /// among them.
  func used() async throws(StoreError) -> [Used]
  func noteUsed(_ used: [Used]) async throws(StoreError)

  /// Adds these behind those that are kept: of samples those alone that may follow
  /// (`StatisticsSample.mayFollow`). Beyond `AuditEntry.most` and `StatisticsSample.most` the oldest go.
  func noteTeam(_ records: [TeamRecord]) async throws(StoreError)
  /// My own changes at the server from the first time on and before the second one, in the order in
  /// which they were kept.
  func audit(since: Date, until: Date) async throws(StoreError) -> [AuditEntry]
  /// Ascending.
  func samples() async throws(StoreError) -> [StatisticsSample]
}
