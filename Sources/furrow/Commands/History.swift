import ChatClient
import ChatModel
import Foundation

/// Reads a conversation's history over REST, whichever end the server's pages start from (row 11)
/// and however they shift meanwhile (row 12).
struct History {
  let conversation: ConversationID
  let api: any ChatAPI

  struct Part {
    /// Oldest first, each once.
    var messages: [Message] = []
    var problems: [UnexpectedShape] = []
  }

  private static let pageSize = 100

  /// The newest `limit` messages, or the newest before the message `before`.
  ///
  /// Throws `APIError`, and `Failure` when there is no message `before`.
  func newest(_ limit: Int, before: MessageID?) async throws -> Part {
    var found: [MessageID: Message] = [:]
    var problems: [UnexpectedShape] = []
    var pages = try await Pages(self)
    while let page = try await pages.next() {
      problems += page.problems
      let known = found.count
      for message in page.elements {
        found[message.id] = found[message.id].map { $0.merging(message) } ?? message
      }
      let isEnough =
        if let before { found[before] != nil && part(found, before).count >= limit } else {
          found.count >= limit
        }
      // A page that brings nothing new ends the history, whatever its numbers claim.
      if isEnough || found.count == known { break }
    }
    if let before, found[before] == nil {
      throw Failure(.notFound, "There is no message \(before) in this conversation.")
    }
    return Part(messages: Array(part(found, before).suffix(limit)), problems: problems)
  }

  private func part(_ found: [MessageID: Message], _ before: MessageID?) -> [Message] {
    let sorted = found.values.sorted()
    guard let before, let end = sorted.firstIndex(where: { $0.id == before }) else { return sorted }
    return Array(sorted[..<end])
  }

  /// The pages from the newest to the oldest.
  private struct Pages {
    private let history: History
    private var ready: [Page<Message>]
    private var following: [Int]

    init(_ history: History) async throws {
      self.history = history
      let first = try await history.page(1)
      ready = [first]
      following = []
      guard let pagination = first.pagination, !pagination.isLast else { return }
      let second = try await history.page(2)
      let last = max(2, second.pagination?.totalPages ?? pagination.totalPages ?? 2)
      let isNewestFirst =
        (second.elements.map(\.time).max() ?? .distantPast)
        <= (first.elements.map(\.time).max() ?? .distantPast)
      if isNewestFirst {
        ready = [first, second]
        following = last > 2 ? Array(3...last) : []
      } else if last > 2 {
        ready = []
        following = Array((3...last).reversed()) + [2, 1]
      } else {
        ready = [second, first]
      }
    }

    mutating func next() async throws -> Page<Message>? {
      if !ready.isEmpty { return ready.removeFirst() }
      guard !following.isEmpty else { return nil }
      return try await history.page(following.removeFirst())
    }
  }

  private func page(_ number: Int) async throws -> Page<Message> {
    try await api.messages(conversation, page: number, limit: Self.pageSize).value
  }
}
