package import ChatModel
package import Foundation

/// Reads what is missing of one conversation, for who has no engine: first from the newest message to
/// what is here, then from there to the start. After each page it says what is to be written, so that
/// whoever is interrupted goes on there.
///
///     newest pages ─▶ joined to what is here ─▶ before what is here ─▶ … ─▶ the start, or old enough
package struct HistorySweep: Sendable {
  /// How many messages are asked for in a page.
  package static let pageSize = 100

  private let id: ConversationID
  private let known: Timeline
  /// Older ones are not wanted.
  private let since: Date?
  /// Messages of an older piece that is here: what comes after it is read from there.
  private let older: Set<MessageID>
  private var pager: HistoryPager
  private var oldest: MessagePlace?
  private var isJoined = false
  private var pagesWithoutNews = 0
  private var seen: Set<MessageID> = []

  /// The page to fetch; nil when nothing is left to read.
  package private(set) var page: Int?
  /// An older piece was met: the next sweep begins before that.
  package private(set) var hasMet = false
  /// The pages shifted under every attempt: it is worth another one.
  package private(set) var isUncertain = false
  /// Messages that were not here, as far as it looked.
  package private(set) var newCount = 0

  /// Reads from the newest message to what is here.
  ///
  /// - Parameter newest: the newest messages that are here without a gap, ascending; none at first
  package init(_ id: ConversationID, comparing newest: [Message]) {
    self.id = id
    known = Self.timeline(newest)
    since = nil
    older = []
    pager = HistoryPager(
      .compare, order: .unknown, knownCount: newest.count, total: nil, pageSize: Self.pageSize)
    page = Self.page(of: pager.start)
  }

  /// Reads all that is older than what is here.
  ///
  /// - Parameters:
  ///   - oldest: the oldest messages that are joined to the newest, ascending, at least one
  ///   - count: how many are joined to the newest
  ///   - older: messages of the next older piece that is here
  ///   - before: a sweep of the same conversation, which knows how its pages are numbered
  package init(
    _ id: ConversationID, before oldest: [Message], count: Int, meeting older: Set<MessageID>,
    since: Date?, after before: HistorySweep
  ) {
    self.id = id
    known = Self.timeline(oldest)
    self.since = since
    self.older = older
    self.oldest = oldest.first.map(MessagePlace.init)
    // Of one page alone nobody knows how others are numbered: as most servers do.
    let order = before.pager.learned == .unknown ? .newestFirst : before.pager.learned
    pager = HistoryPager(
      .rest, order: order, knownCount: count,
      total: before.pager.lastTotal ?? before.pager.mostTotal,
      pageSize: before.pager.pageSize)
    page = Self.page(of: pager.start)
  }

  private static func timeline(_ messages: [Message]) -> Timeline {
    var timeline = Timeline()
    _ = timeline.merge(messages)
    return timeline
  }

  private static func page(of step: HistoryPager.Step) -> Int? {
    if case .fetch(let page) = step { page } else { nil }
  }

  /// Takes the page that was asked for.
  ///
  /// - Parameter now: by the local clock
  package mutating func handlePage(
    _ answer: Page<Message>, number: Int, now: Date
  ) -> [HistoryChange] {
    let step = pager.handlePage(answer, number: number, known: known)
    page = Self.page(of: step)
    return pager.aim == .rest
      ? handleOlder(answer, step) : handleNewest(step, now: now)
  }

  private mutating func handleNewest(
    _ step: HistoryPager.Step, now: Date
  ) -> [HistoryChange] {
    // Until it is known where a page belongs nothing is said of it.
    guard case .done(let findings) = step else { return [] }
    isUncertain = findings.hasShifted
    let places = findings.messages.map(MessagePlace.init)
    let reached = known.oldest.map(MessagePlace.init)
    let beyond = places.filter { place in reached.map { $0 < place } ?? true }
    newCount = Set(beyond.map(\.id)).count { !known.contains($0) }
    guard let first = places.min(), let last = places.max(), !findings.hasShifted else {
      return findings.messages.map { .message($0, in: id) }
    }
    return findings.messages.map { .message($0, in: id) } + [
      .coverage(
        id,
        Coverage(
          oldest: first.id, newest: last.id, reachesStart: findings.reachesStart, comparedAt: now))
    ]
  }

  private mutating func handleOlder(
    _ answer: Page<Message>, _ step: HistoryPager.Step
  ) -> [HistoryChange] {
    let messages = pager.takeMessages()
    var reachesStart = false
    if case .done(let findings) = step { reachesStart = findings.reachesStart }
    isJoined = isJoined || messages.contains { known.contains($0.id) }
    let fresh = messages.filter { !known.contains($0.id) && seen.insert($0.id).inserted }
    // What is newer is here, though not among those that are known.
    let reached = known.oldest.map(MessagePlace.init)
    newCount += fresh.count { message in reached.map { MessagePlace(message) < $0 } ?? true }
    pagesWithoutNews = fresh.isEmpty ? pagesWithoutNews + 1 : 0
    if let first = messages.map(MessagePlace.init).min() { oldest = min(oldest ?? first, first) }
    hasMet = isJoined && messages.contains { older.contains($0.id) }
    let isEnough =
      isJoined && since.map { date in messages.contains { $0.time < date } } ?? false
    // A server that goes on for ever without anything new is left.
    if hasMet || isEnough || pagesWithoutNews > HistoryPager.longestBridge { page = nil }
    var changes = fresh.map { HistoryChange.message($0, in: id) }
    if isJoined, let oldest, let anchor = known.oldest {
      changes.append(
        .run(
          id, HistoryRun(oldest: oldest.id, newest: anchor.id, reachesStart: reachesStart)))
    }
    return changes
  }
}
