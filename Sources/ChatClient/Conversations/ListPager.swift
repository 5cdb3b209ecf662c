import ChatModel
import Foundation

/// Reads all pages of a list of conversations, though they shift while it reads (row 12).
///
/// One that moves to the top may slip by: then the top is read again. When one is deleted, what
/// follows moves to the page before, which was read already: then all is read again.
struct ListPager: Sendable {
  enum Step: Hashable, Sendable {
    case fetch(page: Int)
    case done(isComplete: Bool)
  }

  static let limit = 100
  private static let mostPages = 1000
  private static let mostRereads = 3

  private(set) var found: Set<ConversationID> = []
  /// What the pages of this pass held.
  private var passed: Set<ConversationID> = []
  private var total: Int?
  private var passes = 1
  private var rereads = 0
  private var isRereading = false
  private var hasMoved = false
  private var hasShrunk = false

  /// As it was when all of it was read last; nil: all of it is to be read.
  private let expected: Shape?
  /// The rest was left unread, because nothing there can be new.
  private(set) var isPartial = false
  private var isOrdered = true
  private var lastTime: Date?

  init(expecting expected: Shape? = nil) { self.expected = expected }

  var start: Step { .fetch(page: 1) }

  /// - Parameter isQuiet: the page held nothing that was not known.
  mutating func handlePage(
    _ page: Page<Conversation>, number: Int, isQuiet: Bool = false
  ) -> Step {
    let known = found.count
    var repeats = false
    for conversation in page.elements {
      found.insert(conversation.id)
      if !passed.insert(conversation.id).inserted { repeats = true }
    }
    let gained = found.count > known
    let isFirst = number == 1 && !isRereading
    noteOrder(of: page)
    if let newTotal = page.pagination?.totalItems {
      if let total, !isFirst {
        if newTotal < total { hasShrunk = true }
        if newTotal > total { hasMoved = true }
      }
      total = newTotal
    }
    if isRereading {
      // Until the top brings nothing new.
      hasMoved = gained
      return goOn()
    }
    if repeats, !isFirst { hasMoved = true }
    if !isEnd(page, number: number, gained: gained) {
      if isQuiet, endsEarly(page) {
        isPartial = true
        return .done(isComplete: true)
      }
      return .fetch(page: number + 1)
    }
    // All of it on one page cannot have shifted.
    if number == 1 { hasMoved = false }
    return goOn()
  }

  private mutating func goOn() -> Step {
    if hasShrunk, passes < Self.mostRereads {
      passes += 1
      passed = []
      hasShrunk = false
      hasMoved = false
      isRereading = false
      return .fetch(page: 1)
    }
    if hasMoved, rereads < Self.mostRereads {
      rereads += 1
      isRereading = true
      return .fetch(page: 1)
    }
    let isShort = total.map { found.count < $0 } ?? false
    return .done(isComplete: !hasShrunk && !hasMoved && !isShort)
  }

  /// Counts what another pager found as found.
  mutating func include(_ other: ListPager?) {
    guard let other else { return }
    found.formUnion(other.found)
    isPartial = isPartial || other.isPartial
  }

  // MARK: Pages that can hold no news

  /// What the list was like when all of it was read; nil where it did not come in the order of its
  /// changes, latest first.
  var shape: Shape? {
    guard !isPartial, isOrdered, let total, total == found.count else { return nil }
    return Shape(total: total)
  }

  /// A list in which whatever changes moves to the top.
  struct Shape: Hashable, Sendable {
    var total: Int
  }

  private mutating func noteOrder(of page: Page<Conversation>) {
    for conversation in page.elements {
      guard let time = conversation.updatedAt, lastTime.map({ time <= $0 }) ?? true else {
        isOrdered = false
        return
      }
      lastTime = time
    }
  }

  /// Nothing behind this page can be new: it holds no news, the list has as many as it had, and came
  /// in its order so far.
  private func endsEarly(_ page: Page<Conversation>) -> Bool {
    guard let expected, isOrdered, !hasMoved, !hasShrunk else { return false }
    return total == expected.total && !page.elements.isEmpty
  }

  private func isEnd(_ page: Page<Conversation>, number: Int, gained: Bool) -> Bool {
    if page.elements.isEmpty || number >= Self.mostPages { return true }
    if let pagination = page.pagination,
      pagination.hasNextPage != nil || pagination.totalPages != nil
    {
      return pagination.isLast(number)
    }
    return page.elements.count < Self.limit || !gained
  }
}
