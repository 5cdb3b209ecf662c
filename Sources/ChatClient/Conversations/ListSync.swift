import ChatModel
import Foundation

/// When the list of conversations is fetched again, and its pages on their way (row 8: the server
/// announces nothing of it).
///
/// ```
/// waiting ── due ──▶ refreshing: my pages, and all pages for Support ── both ended ──▶ waiting
///    ▲                   │
///    └── a page failed ──┘
/// ```
/// Each of the two lists waits for one page at a time; the end waits for both. An admin's two lists are
/// the same, and one is read. Who wants the list while it is under way waits for another one after it.
///
/// A list that comes in the order of its changes is read as far as it holds news. Now and then all of it
/// is read all the same: not everything that happens to a conversation is a change to every server.
struct ListSync: Sendable {
  enum Step: Sendable {
    case fetch(ConversationQuery)
    /// Both lists are read.
    case completed(ListRefresh)
    /// The other list is not read yet, or this page belongs to a list that was given up.
    case wait
  }

  private var schedule: RefreshSchedule
  private var refresh: ListRefresh?
  private(set) var completedAt: Date?
  /// A refresh failed and none has succeeded since.
  private var isBroken = false
  /// When what unreadable events may have changed was or will be fetched, by `Moment.uptime`.
  private var refetchAt: TimeInterval?
  /// The server does not give me the list of all conversations.
  private var isRefusedAll = false
  /// Of each list, by `ConversationQuery.all`, as all of it was read last.
  private var shapes: [Bool: ListPager.Shape] = [:]
  /// Refreshes since all pages were read; nil: all are to be read the next time.
  private var partsSinceWhole: Int?

  /// So many refreshes may end early one after another.
  private static let mostParts = 9

  init(_ timing: SyncTiming) {
    schedule = RefreshSchedule(base: timing.listRefresh, slowest: timing.slowestRefresh)
  }

  // MARK: When

  /// By `Moment.uptime`; nil while a refresh is under way.
  var due: TimeInterval? { refresh == nil ? schedule.due : nil }
  func isDue(at now: TimeInterval) -> Bool { schedule.isDue(at: now) }

  /// - Parameter isWhole: something happened that may have left no trace in the order of the list.
  mutating func hurry(at time: TimeInterval, isWhole: Bool = true) {
    if isWhole { readWhole() }
    schedule.hurry(at: time)
  }

  /// Another token may see more.
  mutating func askAgainForAll() {
    isRefusedAll = false
    readWhole()
  }

  /// The next refresh reads all pages, whatever they can hold.
  mutating func readWhole() { partsSinceWhole = nil }

  /// An event could not be read (row 28): what it may have changed is fetched at once, and however
  /// many of them come, not more often than `pace`. nil when a planned one covers it.
  mutating func refetch(at now: TimeInterval, pace: TimeInterval) -> TimeInterval? {
    guard refetchAt.map({ $0 <= now }) ?? true else { return nil }
    let time = max(now, refetchAt.map { $0 + pace } ?? 0)
    refetchAt = time
    hurry(at: time)
    return time
  }

  // MARK: Refreshing

  /// Begins one; answers with the first pages to fetch, none while one is under way.
  mutating func begin(
    as role: Role?, sequence: Int, known: Set<ConversationID>
  ) -> [ConversationQuery] {
    schedule.began()
    guard refresh == nil else {
      // What its pages told already may be older than the reason for asking.
      refresh?.isWantedAgain = true
      return []
    }
    let wantsAll = role?.isStaff == true && !isRefusedAll
    let wantsMine = role != .admin || !wantsAll
    let parts = partsSinceWhole.flatMap { $0 < Self.mostParts ? $0 + 1 : nil }
    partsSinceWhole = parts ?? 0
    func pager(all: Bool) -> ListPager { ListPager(expecting: parts == nil ? nil : shapes[all]) }
    refresh = ListRefresh(
      mine: pager(all: false), all: wantsAll ? pager(all: true) : nil, isMineDone: !wantsMine,
      sequence: sequence, known: known)
    return (wantsMine ? [false] : []).map { Self.query(all: $0, page: 1) }
      + (wantsAll ? [Self.query(all: true, page: 1)] : [])
  }

  private static func query(all: Bool, page: Int) -> ConversationQuery {
    ConversationQuery(all: all, page: page, limit: ListPager.limit)
  }

  /// The page is asked for by this request; nil when nothing may be asked, which ends the refresh.
  mutating func asked(_ query: ConversationQuery, by request: RequestID?) {
    refresh?.awaited[query.all] = request
    if request == nil { refresh = nil }
  }

  /// A page of a list that was given up would stand for pages that this one has not read.
  func awaits(_ request: RequestID, all: Bool) -> Bool { refresh?.awaited[all] == request }

  /// Live changes after this one may be missing in the pages.
  var sequence: Int { refresh?.sequence ?? 0 }

  mutating func handlePage(
    _ page: Page<Conversation>, number: Int, all: Bool, changed: Bool
  ) -> Step {
    guard refresh != nil else { return .wait }
    if changed { refresh?.changed = true }
    if !page.problems.isEmpty { refresh?.isComplete = false }
    let isQuiet = !changed && page.problems.isEmpty
    let step =
      all
      ? refresh?.all?.handlePage(page, number: number, isQuiet: isQuiet)
      : refresh?.mine.handlePage(page, number: number, isQuiet: isQuiet)
    switch step {
    case .fetch(let next): return .fetch(Self.query(all: all, page: next))
    case .done(let isComplete): return ended(all: all, isComplete: isComplete)
    case nil: return ended(all: all, isComplete: false)
    }
  }

  /// The server does not give me all conversations: mine are the list.
  mutating func allWasRefused() -> Step {
    isRefusedAll = true
    if refresh?.isMineDone == true, refresh?.mine.found.isEmpty == true {
      refresh?.all = nil
      refresh?.isMineDone = false
      return .fetch(Self.query(all: false, page: 1))
    }
    return ended(all: true, isComplete: true)
  }

  private mutating func ended(all: Bool, isComplete: Bool) -> Step {
    guard var current = refresh else { return .wait }
    if !isComplete {
      current.isComplete = false
      partsSinceWhole = nil
    }
    if let pager = all ? current.all : current.mine, !pager.isPartial {
      shapes[all] = isComplete ? pager.shape : nil
    }
    if all {
      // What was read of all conversations still counts as listed.
      current.mine.include(current.all)
      current.all = nil
    } else {
      current.isMineDone = true
    }
    guard current.isMineDone, current.all == nil else {
      refresh = current
      return .wait
    }
    refresh = nil
    return .completed(current)
  }

  /// The completed list has been taken over.
  mutating func completed(_ done: ListRefresh, isSentAway: Bool, isPresent: Bool, at now: Moment) {
    isBroken = false
    completedAt = now.date
    // Sent away, the list alone brings what is new.
    schedule.ended(
      changed: done.changed || isSentAway, isPresent: isPresent || isSentAway, at: now.uptime)
    if done.isWantedAgain { schedule.hurry(at: now.uptime) }
  }

  /// A page failed: the refresh is given up.
  mutating func failed(at now: TimeInterval) {
    refresh = nil
    partsSinceWhole = nil
    schedule.failed(at: now)
  }

  /// Answers whether that is the first failure since the list was whole.
  mutating func broke() -> Bool {
    guard !isBroken else { return false }
    isBroken = true
    return true
  }
}

/// The list on its way from the server.
struct ListRefresh: Sendable {
  var mine: ListPager
  var all: ListPager?
  /// The pages that the two wait for, by `ConversationQuery.all`.
  var awaited: [Bool: RequestID] = [:]
  var isMineDone: Bool
  var isComplete = true
  /// Live changes after this one are newer than the answers.
  var sequence: Int
  /// What was known before: only this can be missed.
  var known: Set<ConversationID>
  var changed = false
  /// Something called for another while this one was under way.
  var isWantedAgain = false

  /// All pages of both lists were read, and none was skipped for holding nothing new.
  var namesEverything: Bool { isComplete && !mine.isPartial }
}
