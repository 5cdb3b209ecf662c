import ChatClient
import ChatModel
import Sentences

/// Reads a conversation's history over REST.
struct History {
  let conversation: ConversationID
  let api: any ChatAPI

  struct Part {
    /// Oldest first, each once.
    var messages: [Message]
    var problems: [UnexpectedShape]
  }

  /// The newest `limit` messages, or the newest before the message `before`.
  ///
  /// Throws `APIError`, and `Failure` when there is no message `before`.
  func newest(_ limit: Int, before: MessageID?) async throws -> Part {
    var reading = HistoryReading(newest: limit, before: before)
    while let page = reading.page {
      let answer = try await api.messages(conversation, page: page, limit: HistoryReading.pageSize)
      reading.handlePage(answer.value, number: page)
    }
    guard let messages = reading.messages else {
      let id = before.map { Listing.word($0.rawValue) } ?? ""
      throw Failure(.notFound, said("There is no message \(id) in this conversation."))
    }
    return Part(messages: messages, problems: reading.problems)
  }
}
