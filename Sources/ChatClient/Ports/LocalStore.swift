package import ChatModel

/// The port for what only this computer knows, and no server says again: drafts and waits. It is
/// synced as the outbox is.
package protocol LocalStore: Sendable {
  func drafts() async throws(StoreError) -> [ConversationID: Draft]
  /// nil removes it.
  func saveDraft(_ draft: Draft?, for id: ConversationID) async throws(StoreError)

  func waits() async throws(StoreError) -> [ConversationID: KeptWait]
  /// Writes each over what is there (`KeptWait.over`); an empty one removes it.
  func saveWaits(_ waits: [ConversationID: KeptWait]) async throws(StoreError)
}
