package import ChatModel
package import Foundation

/// The port for what can be fetched again: conversations and their messages. It may be lost with the
/// machine.
package protocol HistoryStore: Sendable {
  /// All conversations known, in no order.
  func conversations() async throws(StoreError) -> [Conversation]
  /// Those of them that a list shows first, at most `limit`, in no order: of these ids the first that are
  /// known, then what changed last.
  func conversations(
    first ids: [ConversationID], limit: Int
  ) async throws(StoreError) -> [Conversation]
  /// The newest messages, at most `limit`, ascending.
  func newestMessages(
    _ id: ConversationID, limit: Int
  ) async throws(StoreError)
    -> [Message]
  /// What is known of a conversation's completeness up to its newest; nil when never fetched.
  func coverage(_ id: ConversationID) async throws(StoreError) -> Coverage?
  /// How many unread messages are kept of each conversation, as `HistoryChange.heldUnread` last said.
  func heldUnread() async throws(StoreError) -> [ConversationID: Int]
  /// At most `limit` messages there, of one run without a gap; none where that is not on this disk.
  func slice(_ id: ConversationID, _ spot: HistorySpot, limit: Int) async throws(StoreError)
    -> HistorySlice
  /// Applies changes in one transaction; messages merge into what is stored (`Message.merging`).
  func apply(_ changes: [HistoryChange]) async throws(StoreError)
}

/// How much of a conversation's history is on this disk without a gap: the run that ends nearest to
/// the newest message.
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

  package var run: HistoryRun? {
    guard let oldest, let newest else { return nil }
    return HistoryRun(oldest: oldest, newest: newest, reachesStart: reachesStart)
  }
}

/// One change to the stored history.
package enum HistoryChange: Hashable, Sendable {
  case conversation(Conversation)
  case removeConversation(ConversationID)
  case message(Message, in: ConversationID)
  case removeMessage(MessageID)
  /// This message was read, if it is kept at all.
  case read(MessageID, at: Date?)
  /// What was compared with the newest page: its run is one more, or goes on with those it touches.
  case coverage(ConversationID, Coverage)
  /// So many of its unread messages are kept, the newest among them.
  case heldUnread(ConversationID, Int)
  /// The same of a stretch elsewhere.
  case run(ConversationID, HistoryRun)
}
