package import ChatModel
package import Foundation

/// The REST calls of a chat server: the port that the client core calls through.
///
/// Numbers are those of the API's document. Every call throws `APIError` and nothing else.
package protocol ChatAPI: Sendable {
  /// The calls that begin from now on carry this token.
  func useToken(_ token: String)

  /// 1. Gets the farmer's own conversation with support, or creates it.
  func openConversation() async throws(APIError) -> Conversation
  /// 2. and 9. One page of a list of conversations.
  func conversations(_ query: ConversationQuery) async throws(APIError) -> Answer<
    Page<Conversation>
  >
  /// 3.
  func conversation(_ id: ConversationID) async throws(APIError) -> Conversation
  /// 4. Sends a message without the live link.
  func send(_ message: OutgoingMessage) async throws(APIError) -> Message
  /// 5. One page of a conversation's history.
  func messages(_ id: ConversationID, page: Int, limit: Int) async throws(APIError)
    -> Answer<Page<Message>>
  /// 6. Uploads up to five files of one kind; `progress` is given 0 to 1.
  func upload(
    _ files: [OutboxFile], as kind: MediaKind, progress: @escaping @Sendable (Double) -> Void
  ) async throws(APIError) -> [Media]
  /// 7. Marks all messages of a conversation as read.
  func markAllRead(_ id: ConversationID) async throws(APIError)
  /// 8. The answer is the conversation as it now is, where the server gives it.
  func setStatus(_ id: ConversationID, to status: ConversationStatus) async throws(APIError)
    -> Conversation?
  /// 10.
  func reassign(_ id: ConversationID, to agent: UserID) async throws(APIError) -> Conversation?
  /// 11.
  func statistics() async throws(APIError) -> Statistics

  /// Row 20, optional: throws `.noSuchCall` where the server does not have it.
  func deleteMessage(_ id: MessageID) async throws(APIError)
  /// Row 20, optional.
  func deleteConversation(_ id: ConversationID) async throws(APIError)
  /// Row 23, optional; the path follows the API's base. Answers with a token.
  func signIn(email: String, password: String, path: String) async throws(APIError) -> String

  /// Fetches a media file to `destination`. The token goes along to the API's own origin only (row 22).
  func download(
    _ media: Media, to destination: URL, progress: @escaping @Sendable (Double) -> Void
  ) async throws(APIError)
}

/// An answer with the server's own time, from its `Date` header, for learning the clocks' difference.
package struct Answer<Value: Sendable>: Sendable {
  package var value: Value
  package var serverTime: Date?

  package init(_ value: Value, serverTime: Date? = nil) {
    self.value = value
    self.serverTime = serverTime
  }
}

extension Answer: Equatable where Value: Equatable {}

/// Which conversations to list.
package struct ConversationQuery: Hashable, Sendable {
  /// False: `GET /conversations`, mine. True: `GET /support/conversations`, all (row 25).
  package var all: Bool
  /// Counted from 1.
  package var page: Int
  package var limit: Int
  package var status: ConversationStatus?
  /// An admin's filter by agent; only together with `all`.
  package var assignedTo: UserID?

  package init(
    all: Bool = false, page: Int = 1, limit: Int = 100, status: ConversationStatus? = nil,
    assignedTo: UserID? = nil
  ) {
    self.all = all
    self.page = page
    self.limit = limit
    self.status = status
    self.assignedTo = assignedTo
  }
}
