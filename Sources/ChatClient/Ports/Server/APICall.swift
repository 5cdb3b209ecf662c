package import ChatModel
package import Foundation

/// Numbers the requests of one engine, so that each answer finds its question.
package struct RequestID: Hashable, Sendable, RawRepresentable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }
}

/// One call of the port `ChatAPI`.
package enum APICall: Hashable, Sendable {
  case list(ConversationQuery)
  case conversation(ConversationID)
  case openConversation
  case messages(ConversationID, page: Int, limit: Int)
  case send(OutgoingMessage)
  case upload([OutboxFile], MediaKind)
  case markAllRead(ConversationID)
  case setStatus(ConversationID, ConversationStatus)
  case reassign(ConversationID, to: UserID)
  case statistics
}

/// The answer to an `APICall`.
package enum APIAnswer: Hashable, Sendable {
  case list(Page<Conversation>, serverTime: Date?)
  case conversation(Conversation)
  case messages(Page<Message>, serverTime: Date?)
  case sent(Message)
  case uploaded([Media])
  case done
  /// The conversation as it now is, where the server says so.
  case changed(Conversation?)
  case statistics(Statistics)
  case failed(APIError)
}
