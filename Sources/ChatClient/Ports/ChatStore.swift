package import ChatModel
package import Foundation

/// What one account keeps on this disk: history, outbox, drafts, waits. The port that storage implements.
///
/// `accept` is durable when it returns (WAL, synchronous FULL): the outbox's promise rests on it.
/// Everything else may be lost with the machine and is fetched again.
package protocol ChatStore: Sendable {
  // MARK: History

  /// All conversations known, in no order.
  func conversations() async throws(StoreError) -> [Conversation]
  /// The newest `limit` messages before `before` (exclusive; nil: the newest of all), ascending.
  func messages(_ id: ConversationID, before: Message?, limit: Int) async throws(StoreError)
    -> [Message]
  func message(_ id: MessageID) async throws(StoreError) -> Message?
  /// What is known of a conversation's completeness; nil when never fetched.
  func coverage(_ id: ConversationID) async throws(StoreError) -> Coverage?
  /// Applies changes in one transaction; messages merge into what is stored (`Message.merging`).
  func apply(_ changes: [HistoryChange]) async throws(StoreError)

  // MARK: Outbox

  /// All entries not yet dropped, in the order of acceptance.
  func outbox() async throws(StoreError) -> [OutboxEntry]
  /// Adds entries; they are on the disk, synced, when this returns.
  func accept(_ entries: [OutboxEntry]) async throws(StoreError)
  /// Writes new states; durable when it returns. Answers with those that are not there, because
  /// another process dropped them.
  func update(_ entries: [OutboxEntry]) async throws(StoreError) -> [OutboxID]
  /// Makes of each entry what `OutboxEntry.retried` says of it as it is now, whoever changed it last.
  func retry(_ ids: [OutboxID]) async throws(StoreError)
  func drop(_ ids: [OutboxID]) async throws(StoreError)

  // MARK: Drafts

  func drafts() async throws(StoreError) -> [ConversationID: Draft]
  /// nil removes it.
  func saveDraft(_ draft: Draft?, for id: ConversationID) async throws(StoreError)

  // MARK: Waits

  func waits() async throws(StoreError) -> [ConversationID: KeptWait]
  /// Writes each over what is there (`KeptWait.over`); an empty one removes it.
  func saveWaits(_ waits: [ConversationID: KeptWait]) async throws(StoreError)

  // MARK: Several processes of one account

  /// Tries to become the one process that sends; true when it is, until `close()`.
  func lead() async -> Bool
  /// What other processes of this account changed; ends after `close()`. One consumer.
  var changes: AsyncStream<StoreChange> { get }
  /// Finishes what was begun and lets go of files and lead.
  func close() async
}

/// What another process of this account changed on the disk; read it again to know more.
package enum StoreChange: Hashable, Sendable {
  case outbox
  case drafts
  /// The process that sends has ended: `lead()` may succeed now.
  case leaderLeft
}

/// How much of a conversation's history is on this disk without a gap.
package struct Coverage: Hashable, Sendable {
  /// The oldest message that is joined to `newest` without a gap.
  package var oldest: MessageID?
  /// The newest message up to which nothing is missing; what is newer may lie behind a gap.
  package var newest: MessageID?
  /// Nothing older exists at the server.
  package var reachesStart: Bool
  /// When the newest page was last compared with the server, by the local clock.
  package var comparedAt: Date

  package init(
    oldest: MessageID?, newest: MessageID?, reachesStart: Bool, comparedAt: Date
  ) {
    self.oldest = oldest
    self.newest = newest
    self.reachesStart = reachesStart
    self.comparedAt = comparedAt
  }
}

/// One change to the stored history.
package enum HistoryChange: Hashable, Sendable {
  case conversation(Conversation)
  case removeConversation(ConversationID)
  case message(Message, in: ConversationID)
  case removeMessage(MessageID)
  case coverage(ConversationID, Coverage)
}

/// Why the disk did not keep or give something.
package enum StoreError: Error, Hashable, Sendable {
  case full
  case readOnly
  /// The file is damaged; it was set aside under the given path.
  case damaged(movedTo: String)
  case failed(String)

  /// The reason in words for people.
  package var reason: String {
    switch self {
    case .full: "the disk is full"
    case .readOnly: "the disk does not let us write"
    case .damaged(let path): "the file was damaged and is now at \(path)"
    case .failed(let reason): reason
    }
  }
}
