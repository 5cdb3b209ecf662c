import ChatModel
import Foundation

/// Reads a history page by page until its aim is reached, whichever end the server counts from and
/// however the pages shift while messages come and go (rows 11 and 12).
struct HistoryPager: Sendable {
  enum Aim: Hashable, Sendable {
    /// The newest page, and more until it joins what is known.
    case compare
    /// The page before the oldest known message.
    case older
    /// From there on all that is older; whoever reads stops when it is enough.
    case rest
    /// Everything the server took since then.
    case since(Date)
    /// The newest ones, as many.
    case newest(Int)
    /// All of it from the newest on; whoever reads stops when it is enough.
    case whole
  }

  enum Step: Hashable, Sendable {
    case fetch(page: Int)
    case done(Findings)
  }

  /// What the pages told, together.
  struct Findings: Hashable, Sendable {
    var messages: [Message] = []
    /// Known messages that a page should have held and did not (row 20).
    var missing: Set<MessageID> = []
    /// Known messages whose date is a guess, and which are older than all that was read.
    var displaced: Set<MessageID> = []
    /// Nothing older exists.
    var reachesStart = false
    /// The pages overlap what is known, or are next to it.
    var joins = false
    /// The pages go back to the aim.
    var isComplete = true
    /// A page held something unreadable, which may be any message that was not found.
    var isUncertain = false
    /// The pages shifted under every attempt: something may have stood on none of them.
    var hasShifted = false
  }

  static let limit = 50
  /// A gap longer than this many pages is not bridged: what lies behind it is a run of its own.
  static let longestBridge = 6

  let aim: Aim
  private var order: PageOrder
  /// What the pages proved of their order, or was known of it before.
  private(set) var learned: PageOrder
  private var findings = Findings()
  /// Page 1, while it is not known which end it is.
  private var held: Page<Message>?
  private var pagesRead = 0
  private var total: Int?
  private var seen: Set<MessageID> = []
  /// What came over the live link while a page was on its way: no page needs to hold it.
  private var arrived: Set<MessageID> = []
  /// The same for the reading as a whole.
  private var arrivedMeanwhile: Set<MessageID> = []
  private var possiblyAfterGap: Set<MessageID> = []
  /// A page held something unreadable, which may be any message that was not found.
  private var isUncertain = false
  /// Of the known messages of mine the oldest that nobody had read, where much may have been read
  /// since: pages that show newer ones as read go back to it.
  var oldestUnread: Message?
  /// The known messages are said to reach back to the first.
  var knowsAll = false
  /// How many messages the server puts on a page, whatever it is asked for.
  private(set) var pageSize: Int
  private var firstPage: Int
  /// The page that was read before, while the next one should begin where it ended.
  private var previous: Int?

  /// `count` messages are known, joined to the newest; `total` as the server last said.
  init(
    _ aim: Aim, order: PageOrder, knownCount count: Int, total: Int?, pageSize: Int = Self.limit
  ) {
    self.aim = aim
    self.order = order
    learned = order
    self.pageSize = max(1, pageSize)
    func page(holding index: Int) -> Int { max(0, index) / max(1, pageSize) + 1 }
    switch (aim, order) {
    case (.older, .oldestFirst), (.rest, .oldestFirst):
      firstPage = page(holding: (total ?? 0) - count - 1)
    case (.older, _), (.rest, _):
      firstPage = page(holding: count)
    case (_, .oldestFirst):
      firstPage = page(holding: (total ?? 0) - 1)
    default: firstPage = 1
    }
  }

  var start: Step { .fetch(page: firstPage) }
  /// What the pages told so far, joined to the newest.
  var messagesSoFar: [Message] { findings.messages }
  /// The same, which are not kept any longer.
  mutating func takeMessages() -> [Message] {
    defer { findings.messages = [] }
    return findings.messages
  }

  /// As many as there can be by the number of the newest page, where pages begin with the oldest.
  var mostTotal: Int? { learned == .oldestFirst ? firstPage * pageSize : nil }
  /// How many messages the server said there are.
  var lastTotal: Int? { total }

  /// A message came over the live link while this reading was under way.
  mutating func noteArrival(_ id: MessageID) {
    arrived.insert(id)
    arrivedMeanwhile.insert(id)
  }

  /// Takes the page that was asked for; says what to do next. Known messages in `possiblyAfterGap` may lie
  /// behind a gap: finding them joins nothing.
  mutating func handlePage(
    _ page: Page<Message>, number: Int, known: Timeline, possiblyAfterGap: Set<MessageID> = []
  ) -> Step {
    self.possiblyAfterGap = possiblyAfterGap
    // Whoever holds on to it makes the next arrival copy it.
    defer { self.possiblyAfterGap = [] }
    var page = page
    page.elements = page.placed
    pagesRead += 1
    // A last page may call its own length the length of a page.
    if let size = page.pagination?.itemsPerPage, size > 0, page.pagination?.isLast(number) == false
    {
      pageSize = size
    }
    let before = total
    total = page.pagination?.totalItems ?? total
    if order == .unknown { return judge(page, number: number, known: known) }
    let follows = add(page, number: number, known: known)
    let turnedFrom = previous
    previous = number
    if let turnedFrom, before != total, !follows {
      // Something came or went while the page was turned: what stood between the two may now be on
      // the one before.
      if pagesRead < mostPages { return .fetch(page: turnedFrom) }
      giveUp()
    }
    return next(after: page, number: number, known: known)
  }

  private mutating func judge(_ page: Page<Message>, number: Int, known: Timeline) -> Step {
    guard let first = held else {
      let isWhole = isWhole(page, number: number)
      if !isWhole, number == 1 {
        held = page
        return .fetch(page: 2)
      }
      // One page alone says nothing about the order of others.
      if !isWhole { order = .newestFirst }
      _ = add(page, number: number, known: known)
      if isWhole { findings.reachesStart = true }
      return isWhole ? finish(known) : next(after: page, number: number, known: known)
    }
    held = nil
    let shifted = hasShifted(since: first, page)
    if shifted, pagesRead < mostPages {
      // The two need not be next to each other, and their times say nothing of their order.
      return .fetch(page: 1)
    }
    if shifted { giveUp() }
    learned =
      shifted ? .unknown : PageOrder.judge(first: first.elements, second: page.elements)
    order = learned == .unknown ? .newestFirst : learned
    if order == .newestFirst {
      _ = add(first, number: 1, known: known)
      _ = add(page, number: number, known: known)
      return next(after: page, number: number, known: known)
    }
    let last = lastPage(page) ?? number
    firstPage = last
    if last == number {
      _ = add(page, number: number, known: known)
      return next(after: page, number: number, known: known)
    }
    return .fetch(page: last)
  }

  /// What was read is there; what was not may be all the same.
  private mutating func giveUp() {
    findings.hasShifted = true
    findings.isComplete = false
    isUncertain = true
  }

  /// Something came or went between the two.
  private func hasShifted(since first: Page<Message>, _ second: Page<Message>) -> Bool {
    guard let before = first.pagination?.totalItems, let now = second.pagination?.totalItems else {
      return false
    }
    return before != now
  }

  private func lastPage(_ page: Page<Message>) -> Int? {
    if let pages = page.pagination?.totalPages { return max(1, pages) }
    return total.map { max(1, ($0 + pageSize - 1) / pageSize) }
  }

  private func isWhole(_ page: Page<Message>, number: Int) -> Bool {
    number == 1 && (isLast(page, number: number) || page.elements.isEmpty)
  }

  private func isLast(_ page: Page<Message>, number: Int) -> Bool {
    if let pagination = page.pagination {
      if pagination.hasNextPage != nil || pagination.totalPages != nil {
        return pagination.isLast(number)
      }
    }
    return page.elements.count + page.problems.count < pageSize
  }

  private func older(than number: Int) -> Int { order == .oldestFirst ? number - 1 : number + 1 }
  private func newer(than number: Int) -> Int { order == .oldestFirst ? number + 1 : number - 1 }

  /// Adds a page's messages; answers whether it shared one with those read before.
  private mutating func add(_ page: Page<Message>, number: Int, known: Timeline) -> Bool {
    var overlaps = false
    for message in page.elements {
      // One whose place was a guess may stand among the known and belong behind a gap.
      let wasGuess = known.undated.contains(message.id) && message.createdAt != nil
      if known.contains(message.id), !possiblyAfterGap.contains(message.id), !wasGuess {
        findings.joins = true
      }
      if !seen.insert(message.id).inserted { overlaps = true }
      findings.messages.append(message)
    }
    if !page.problems.isEmpty { isUncertain = true }
    findMissing(in: page, number: number, known: known)
    arrived.removeAll()
    return overlaps
  }

  private mutating func findMissing(in page: Page<Message>, number: Int, known: Timeline) {
    guard page.problems.isEmpty, page.elements.allSatisfy({ $0.createdAt != nil }) else { return }
    guard learned != .unknown || isWhole(page, number: number) else { return }
    let times = page.elements.map(\.time)
    let isNewestPage =
      order == .oldestFirst ? isLast(page, number: number) : number == 1
    let isOldestPage = order == .oldestFirst ? number == 1 : isLast(page, number: number)
    if times.isEmpty, !(isNewestPage && isOldestPage) { return }
    let low = isOldestPage ? Date.distantPast : times.min() ?? .distantPast
    let high = isNewestPage ? Date.distantFuture : times.max() ?? .distantFuture
    let held = Set(page.elements.map(\.id))
    for message in known.newestFirst {
      // Equal times may be ordered otherwise at the server: only what is strictly inside is missed.
      guard message.time > low else { break }
      // One without its own date is placed by a guess.
      if message.createdAt != nil, message.time < high, !held.contains(message.id),
        !arrived.contains(message.id)
      {
        findings.missing.insert(message.id)
      }
    }
  }

  private mutating func next(after page: Page<Message>, number: Int, known: Timeline) -> Step {
    if goesBack, !findings.joins, !known.isEmpty, pagesRead < Self.longestBridge,
      let boundary = boundary(number)
    {
      // What is known ends on a page nearer to now. That this one is next to it no count can say:
      // one of the known may be gone from the server.
      return .fetch(page: boundary)
    }
    if order == .oldestFirst, !goesBack, !isLast(page, number: number), number >= firstPage {
      // The history grew since its length was heard, or that was not known.
      firstPage = max(number + 1, lastPage(page) ?? 0)
      // What was read may lie behind a gap: a deletion moves messages to the page before, and none
      // that comes meanwhile shows it in the total.
      findings = Findings()
      seen = []
      previous = nil
      return .fetch(page: firstPage)
    }
    let atStart =
      order == .oldestFirst
      ? number <= 1 : isLast(page, number: number) || page.elements.isEmpty
    if atStart { findings.reachesStart = true }
    if atStart || reached(known) { return finish(known) }
    guard pagesRead < mostPages else {
      if aim == .compare, findings.isComplete, learned != .unknown, !isUncertain {
        findings.displaced = guessed(known)
      }
      findings.isComplete = false
      return finish(known)
    }
    return .fetch(page: older(than: number))
  }

  /// The page on the way from what was read to the newest; nil when there is none.
  private func boundary(_ number: Int) -> Int? {
    let page = newer(than: number)
    return page >= 1 && (order == .newestFirst || order == .oldestFirst) ? page : nil
  }

  /// It begins before what is known.
  private var goesBack: Bool { aim == .older || aim == .rest }

  private var mostPages: Int {
    switch aim {
    case .since: 100
    case .whole, .rest: .max
    case .compare, .older, .newest: Self.longestBridge
    }
  }

  private func reached(_ known: Timeline) -> Bool {
    switch aim {
    case .compare:
      known.isEmpty
        ? findings.messages.count >= min(Self.limit, pageSize) / 2
        : (findings.joins && !isShort(known) || coversPossiblyAfterGap(known))
          && guessed(known).isEmpty
          && !wasReadMeanwhile
    case .older:
      findings.joins && findings.messages.contains { !known.contains($0.id) } || known.isEmpty
    case .since(let date):
      // While it is not known which end page 1 is, what is newer may stand on any page.
      learned != .unknown
        && findings.messages.contains { $0.createdAt.map { $0 < date } ?? false }
    case .newest(let count): findings.messages.count >= count
    case .whole, .rest: false
    }
  }

  /// Who has read newer messages of mine has read that one, too, further back than the pages go.
  private var wasReadMeanwhile: Bool {
    guard let oldestUnread else { return false }
    return findings.messages.contains { $0.sender.id == oldestUnread.sender.id && $0.isRead }
      && !findings.messages.contains { $0 <= oldestUnread }
  }

  /// Nothing of what is known is joined to the newest, and the pages hold all of its time.
  private func coversPossiblyAfterGap(_ known: Timeline) -> Bool {
    guard known.count <= possiblyAfterGap.count, let oldest = known.oldest else { return false }
    return findings.messages.contains { $0 <= oldest }
  }

  /// More is known than the server has: what it deleted stands on a page further back.
  private func isShort(_ known: Timeline) -> Bool {
    guard knowsAll, let total else { return false }
    let news = findings.messages.filter { !known.contains($0.id) }.count
    return known.count - findings.missing.subtracting(seen).count + news > total
  }

  /// Known messages without a date of their own, whose place is a guess until a page shows them.
  private func guessed(_ known: Timeline) -> Set<MessageID> {
    known.undated.subtracting(seen).subtracting(arrivedMeanwhile)
  }

  private mutating func finish(_ known: Timeline) -> Step {
    if findings.hasShifted {
      findings.reachesStart = false
      findings.joins = false
    } else if known.isEmpty || findings.reachesStart || coversPossiblyAfterGap(known) {
      findings.joins = true
    }
    if findings.reachesStart, aim == .compare, !isUncertain {
      findings.missing.formUnion(guessed(known))
    }
    findings.isUncertain = isUncertain
    // What one page missed another may have held: it moved between the two.
    findings.missing.subtract(seen)
    return .done(findings)
  }
}
