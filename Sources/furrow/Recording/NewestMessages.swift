import ChatClient
import ChatModel

extension ChatAPI {
  /// The newest messages, the oldest of them first, whatever order the pages have (row 11).
  func newestMessages(
    _ count: Int, of id: ConversationID
  ) async throws(APIError) -> [Message] {
    guard count > 0 else { return [] }
    let limit = 100
    var page = try await messages(id, page: 1, limit: limit).value
    var found = page.elements
    if let last = page.pagination?.totalPages, last > 1 {
      for number in [2, last - 1, last] where number > 1 && number <= last {
        page = try await messages(id, page: number, limit: limit).value
        found += page.elements
      }
    }
    var seen: Set<MessageID> = []
    return Array(found.filter { seen.insert($0.id).inserted }.sorted().suffix(count))
  }
}
