package import ChatModel

/// Reads a history backwards from its newest message for who has no engine, page by page and as
/// `HistoryPager` goes, until it holds as much as was asked for.
///
///     fetch page ─▶ handlePage ─▶ enough, the start, or nothing new for long: done
///                    └──────────▶ the next page
package struct HistoryReading: Sendable {
  private let count: Int
  private let before: MessageID?
  private var pager: HistoryPager
  /// As the server has them: without the time that a message got from its neighbour.
  private var own: [MessageID: Message] = [:]
  private var pagesWithoutNews = 0
  private var found: [Message] = []
  /// The page to fetch; nil when nothing is left to read.
  package private(set) var page: Int?
  package private(set) var problems: [UnexpectedShape] = []

  /// How many messages are asked for in a page.
  package static let pageSize = 100
  /// A server that goes on for ever without anything new is left.
  private static let mostWithoutNews = 3

  /// - Parameter before: the newest message that is not wanted; nil: the newest of all are wanted.
  package init(newest count: Int, before: MessageID? = nil) {
    self.count = count
    self.before = before
    pager = HistoryPager(
      .whole, order: .unknown, knownCount: 0, total: nil, pageSize: Self.pageSize)
    page = Self.page(of: pager.start)
  }

  /// Oldest first, each once; nil when there is no message `before`.
  package var messages: [Message]? {
    wanted.map { $0.suffix(count).compactMap { own[$0.id] } }
  }

  package mutating func handlePage(_ answer: Page<Message>, number: Int) {
    problems += answer.problems
    let known = own.count
    for message in answer.elements {
      own[message.id] = own[message.id].map { $0.merging(message) } ?? message
    }
    pagesWithoutNews = own.count == known ? pagesWithoutNews + 1 : 0
    let step = pager.handlePage(answer, number: number, known: Timeline())
    if case .done(let findings) = step {
      found = findings.messages
    } else {
      found = pager.messagesSoFar
    }
    let isEnough = (wanted?.count ?? 0) >= count
    let isOver = isEnough || pagesWithoutNews >= Self.mostWithoutNews
    page = isOver ? nil : Self.page(of: step)
  }

  /// What was found of those that are wanted, in order; nil while it is not known where they begin.
  private var wanted: [Message]? {
    var latest: [MessageID: Message] = [:]
    for message in found { latest[message.id] = message }
    let sorted = latest.values.sorted()
    guard let before else { return sorted }
    return sorted.firstIndex { $0.id == before }.map { Array(sorted[..<$0]) }
  }

  private static func page(of step: HistoryPager.Step) -> Int? {
    if case .fetch(let page) = step { page } else { nil }
  }
}
