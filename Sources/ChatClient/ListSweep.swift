import ChatModel

/// Reads all pages of a list of conversations, though they shift while it reads (row 12).
struct ListSweep: Sendable {
  enum Step: Hashable, Sendable {
    case fetch(page: Int)
    case done(isComplete: Bool)
  }

  static let limit = 100
  private static let mostPages = 1000
  private static let mostRereads = 3

  private(set) var found: [ConversationID: Conversation] = [:]
  private var total: Int?
  private var rereads = 0
  private var goOn = 1
  /// The list moved: its head may hold what slipped by.
  private var moved = false

  var start: Step { .fetch(page: 1) }

  mutating func take(_ page: Page<Conversation>, number: Int) -> Step {
    let known = found.count
    for conversation in page.elements {
      found[conversation.id] = found[conversation.id]?.merging(conversation) ?? conversation
    }
    let gained = found.count - known
    let repeated = page.elements.count - gained
    let newTotal = page.pagination?.totalItems
    let shrank = total.flatMap { old in newTotal.map { $0 < old } } ?? false
    let grew = total.flatMap { old in newTotal.map { $0 > old } } ?? false
    total = newTotal ?? total
    let isReread = number < goOn
    if !isReread {
      goOn = number + 1
      if number > 1, repeated > 0 || grew { moved = true }
      if shrank, number > 1, rereads < Self.mostRereads {
        // What stood first on this page may have moved to the end of the one before.
        rereads += 1
        return .fetch(page: number - 1)
      }
    }
    if !isEnd(page, number: number, gained: gained, isReread: isReread) {
      return .fetch(page: goOn)
    }
    if moved || isShort, rereads < Self.mostRereads {
      moved = false
      rereads += 1
      lastPage = max(lastPage, goOn - 1)
      if lastPage > 1 { return .fetch(page: 1) }
    }
    return .done(isComplete: !isShort && !moved)
  }

  private var lastPage = 0
  private var ended = false
  private var isShort: Bool { total.map { found.count < $0 } ?? false }

  /// Counts what another sweep found as found.
  mutating func include(_ other: ListSweep?) {
    guard let other else { return }
    found.merge(other.found) { mine, _ in mine }
  }

  private mutating func isEnd(
    _ page: Page<Conversation>, number: Int, gained: Int, isReread: Bool
  ) -> Bool {
    if isReread { return ended }
    let says = page.pagination.flatMap { pagination -> Bool? in
      guard pagination.hasNextPage != nil || pagination.totalPages != nil else { return nil }
      var pagination = pagination
      pagination.currentPage = number
      return pagination.isLast
    }
    ended =
      page.elements.isEmpty || number >= Self.mostPages || says ?? (gained == 0)
      || (says == nil && page.elements.count < Self.limit && page.pagination == nil)
    return ended
  }
}
