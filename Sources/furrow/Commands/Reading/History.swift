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
    // As the server has them, and each with a time to stand at.
    var own: [MessageID: Message] = [:]
    var found: [MessageID: Message] = [:]
    var problems: [UnexpectedShape] = []
    var pages = try await Pages(self)
    while let page = try await pages.next() {
      problems += page.problems
      let known = found.count
      for message in page.elements {
        own[message.id] = own[message.id].map { $0.merging(message) } ?? message
      }
      for message in page.placed { found[message.id] = message }
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
    let part = part(found, before).suffix(limit)
    return Part(messages: part.compactMap { own[$0.id] }, problems: problems)
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
    /// The page to fetch after those, and the way to the one behind it.
    private var following: (number: Int, step: Int)?

    init(_ history: History) async throws {
      self.history = history
      let first = try await history.page(1)
      ready = [first]
      guard Self.goesOn(first, number: 1) else { return }
      let second = try await history.page(2)
      let isNewestFirst =
        (second.placed.map(\.time).max() ?? .distantPast)
        <= (first.placed.map(\.time).max() ?? .distantPast)
      if isNewestFirst {
        ready.append(second)
        if Self.goesOn(second, number: 2) { following = (3, 1) }
      } else if let last = second.pagination?.totalPages ?? first.pagination?.totalPages {
        ready = last > 2 ? [] : [second, first]
        if last > 2 { following = (last, -1) }
      } else {
        // Nobody says where the newest are.
        var pages = [first, second]
        var seen = Set(first.elements.map(\.id))
        while let last = pages.last, Self.goesOn(last, number: pages.count),
          !seen.isSuperset(of: last.elements.map(\.id))
        {
          seen.formUnion(last.elements.map(\.id))
          pages.append(try await history.page(pages.count + 1))
        }
        ready = pages.reversed()
      }
    }

    mutating func next() async throws -> Page<Message>? {
      if !ready.isEmpty { return ready.removeFirst() }
      guard let (number, step) = following else { return nil }
      let page = try await history.page(number)
      let goesOn = step > 0 ? Self.goesOn(page, number: number) : number > 1
      following = goesOn ? (number + step, step) : nil
      return page
    }

    private static func goesOn(_ page: Page<Message>, number: Int) -> Bool {
      !page.elements.isEmpty && page.pagination?.isLast(number) != true
    }
  }

  private func page(_ number: Int) async throws -> Page<Message> {
    try await api.messages(conversation, page: number, limit: Self.pageSize).value
  }
}
