import ChatModel

/// A refresh that somebody asked for and waits for: what was known when it was asked for.
struct AskedRefresh: Sendable {
  private let known: [ConversationID: Known]

  private struct Known: Sendable {
    var unread: Int
    var last: MessageID?
  }

  init(_ records: some Sequence<ConversationRecord>) {
    known = Dictionary(
      records.map { record in
        let last = record.conversation.lastMessage.id
        return (record.conversation.id, Known(unread: record.unread, last: last))
      }
    ) { first, _ in first }
  }

  /// How many messages came since, besides those of this person.
  func newCount(in records: some Sequence<ConversationRecord>, of me: UserID?) -> Int {
    records.map { record -> Int in
      let last = record.conversation.lastMessage
      guard let known = known[record.conversation.id] else { return max(1, record.unread) }
      let isNews = last.id != nil && last.id != known.last && last.value?.sender.id != me
      return max(record.unread - known.unread, isNews ? 1 : 0)
    }.reduce(0, +)
  }
}
