import ChatClient
import ChatModel
import Foundation

/// A server of a test: what it does not answer itself there is no such call for.
protocol StandInAPI: ChatAPI {}

extension StandInAPI {
  func messages(_ id: ConversationID, page: Int, limit: Int) async throws(APIError)
    -> Answer<Page<Message>>
  { throw .noSuchCall("") }
  func useToken(_ token: String) {}
  func openConversation() async throws(APIError) -> Conversation { throw .noSuchCall("") }
  func conversations(_ query: ConversationQuery) async throws(APIError)
    -> Answer<Page<Conversation>>
  { throw .noSuchCall("") }
  func conversation(_ id: ConversationID) async throws(APIError) -> Conversation {
    throw .noSuchCall("")
  }
  func send(_ message: OutgoingMessage) async throws(APIError) -> Message { throw .noSuchCall("") }
  func upload(
    _ files: [OutboxFile], as kind: MediaKind, progress: @escaping @Sendable (Double) -> Void
  ) async throws(APIError) -> [Media] { throw .noSuchCall("") }
  func markAllRead(_ id: ConversationID) async throws(APIError) { throw .noSuchCall("") }
  func setStatus(_ id: ConversationID, to status: ConversationStatus) async throws(APIError)
    -> Conversation?
  { throw .noSuchCall("") }
  func reassign(_ id: ConversationID, to agent: UserID) async throws(APIError) -> Conversation? {
    throw .noSuchCall("")
  }
  func statistics() async throws(APIError) -> Statistics { throw .noSuchCall("") }
  func deleteMessage(_ id: MessageID) async throws(APIError) { throw .noSuchCall("") }
  func deleteConversation(_ id: ConversationID) async throws(APIError) { throw .noSuchCall("") }
  func signIn(email: String, password: String, path: String) async throws(APIError) -> String {
    throw .noSuchCall("")
  }
  func download(
    _ media: Media, to destination: URL, progress: @escaping @Sendable (Double) -> Void
  ) async throws(APIError) { throw .noSuchCall("") }
}
