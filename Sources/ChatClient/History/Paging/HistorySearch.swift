import ChatModel
import Foundation

/// Finds a place in a history whose pages are numbered from either end (row 11), by bisecting their
/// numbers: what is beside a message, at a date, at the start.
///
/// ```
/// page ─▶ newer than the place ─▶ ┐
///         older than the place ─▶ ┴─ a page between ─▶ … ─▶ it holds the place ─▶ done
///         the place is between two neighbouring pages of one length of the history ─▶ done
/// ```
struct HistorySearch: Sendable {
  enum Aim: Hashable, Sendable {
    /// What is next to a message, on one of its sides, and the message with it.
    case before(MessagePlace)
    case after(MessagePlace)
    /// The first message at or after it.
    case date(Date)
    case start
  }

  enum Step: Hashable, Sendable {
    case fetch(page: Int)
    case done(Findings)
  }

  struct Findings: Hashable, Sendable {
    /// One run without a gap, ascending.
    var messages: [Message] = []
    /// Nothing older, or nothing newer, exists.
    var reachesStart = false
    var reachesNewest = false
    /// Of the messages that were known those that stand no longer where a page should have them
    /// (row 20).
    var missing: Set<MessageID> = []
    /// The place was found, and not only what was nearest to it after so many pages.
    var isFound = true
  }

  /// No more pages than these are asked for.
  static let mostPages = 12

  let aim: Aim
  private let isNewestFirst: Bool
  private var pageSize: Int
  private var total: Int?
  /// The last page, where the server says which that is.
  private var last: Int?
  /// Pages read while the history had one length.
  private var pages: [Int: [Message]] = [:]
  /// Pages that lie behind and before the place, the nearest ones; none where those are beyond the
  /// ends.
  private var newer: Int?
  private var older: Int?
  private var requests = 0
  private var next: Int
  private var missing: Set<MessageID> = []
  private var seen: Set<MessageID> = []
  /// What came over the live link meanwhile: no page needs to hold it.
  private var arrived: Set<MessageID> = []

  /// - Parameters:
  ///   - newerCount: how many messages are newer than the place, as far as anybody knows
  ///   - total: how many there are, as the server last said
  init(_ aim: Aim, order: PageOrder, newerCount: Int?, total: Int?, pageSize: Int) {
    self.aim = aim
    isNewestFirst = order != .oldestFirst
    self.pageSize = max(1, pageSize)
    self.total = total
    last = total.map { max(1, ($0 + max(1, pageSize) - 1) / max(1, pageSize)) }
    next = 1
    next = firstPage(newerCount)
  }

  private func firstPage(_ newerCount: Int?) -> Int {
    if aim == .start { return isNewestFirst ? last ?? 1 : 1 }
    guard let newerCount else { return max(1, ((last ?? 1) + 1) / 2) }
    guard !isNewestFirst else { return min(last ?? .max, newerCount / pageSize + 1) }
    return max(1, min(last ?? .max, ((total ?? 0) - newerCount - 1) / pageSize + 1))
  }

  var start: Step { .fetch(page: next) }
  /// How many messages the server said there are.
  var lastTotal: Int? { total }

  mutating func noteArrival(_ id: MessageID) { arrived.insert(id) }

  /// How many messages are newer than the last one found, as far as the pages say.
  func newerCount(besides findings: Findings) -> Int? {
    guard let newest = findings.messages.last?.id else { return nil }
    for (number, messages) in pages {
      guard let index = messages.firstIndex(where: { $0.id == newest }) else { continue }
      let behind = messages.count - 1 - index
      if isNewestFirst { return (number - 1) * pageSize + behind }
      return total.map { max(0, $0 - (number - 1) * pageSize - index - 1) }
    }
    return nil
  }

  // MARK: A page

  mutating func handlePage(_ page: Page<Message>, known: Timeline) -> Step {
    requests += 1
    let number = next
    if let size = page.pagination?.itemsPerPage, size > 0, page.pagination?.isLast(number) == false
    {
      pageSize = size
    }
    let before = total
    total = page.pagination?.totalItems ?? total
    last = page.pagination?.totalPages ?? last
    if before != total { shift() }
    let messages = page.placed.sorted()
    pages[number] = messages
    seen.formUnion(messages.map(\.id))
    if page.problems.isEmpty { findMissing(messages, known) }
    arrived.removeAll()
    if messages.isEmpty, number > 1, page.problems.isEmpty { last = min(last ?? .max, number - 1) }
    return judge(number, messages)
  }

  /// Something came or went: pages of before need not be next to those of now.
  private mutating func shift() {
    pages = [:]
    (newer, older) = (nil, nil)
  }

  /// Equal times may be ordered otherwise at the server: only what is strictly inside is missed.
  private mutating func findMissing(_ page: [Message], _ known: Timeline) {
    guard page.allSatisfy({ $0.createdAt != nil }), let low = page.first, let high = page.last
    else { return }
    let held = Set(page.map(\.id))
    for message in known.messages where low.time < message.time && message.time < high.time {
      if message.createdAt != nil, !held.contains(message.id), !arrived.contains(message.id) {
        missing.insert(message.id)
      }
    }
  }

  private func isNewest(_ number: Int) -> Bool {
    isNewestFirst ? number <= 1 : last.map { number >= $0 } ?? false
  }

  private func isOldest(_ number: Int) -> Bool {
    isNewestFirst ? last.map { number >= $0 } ?? false : number <= 1
  }

  private func olderPage(than number: Int) -> Int { isNewestFirst ? number + 1 : number - 1 }

  /// Where the place is, as this page has it.
  private enum Side { case older, newer, here }

  private func side(_ messages: [Message]) -> Side {
    guard let low = messages.first, let high = messages.last else {
      // Pages beyond the end are empty.
      return isNewestFirst ? .newer : .older
    }
    switch aim {
    case .before(let place):
      // Its older neighbour is wanted, and the message itself or what follows it.
      if MessagePlace(high) < place, !messages.contains(where: { $0.id == place.id }) {
        return .newer
      }
      return MessagePlace(low) < place ? .here : .older
    case .after(let place):
      if place < MessagePlace(low), !messages.contains(where: { $0.id == place.id }) {
        return .older
      }
      return place < MessagePlace(high) ? .here : .newer
    case .date(let date):
      if high.time < date { return .newer }
      return low.time < date ? .here : .older
    case .start: return .older
    }
  }

  private mutating func judge(_ number: Int, _ messages: [Message]) -> Step {
    switch side(messages) {
    case .here: return finish([number])
    case .older:
      newer = number
      if !messages.isEmpty, isOldest(number) { return finish([number]) }
    case .newer:
      older = number
      if !messages.isEmpty, isNewest(number) { return finish([number]) }
    }
    if let newer, let older, olderPage(than: newer) == older {
      if let above = pages[newer], let below = pages[older], !above.isEmpty, !below.isEmpty {
        if case .date = aim { return finish([newer]) }
        return finish([older, newer])
      }
      // The one is beyond the end.
      if pages[newer]?.isEmpty == false { return finish([newer]) }
      if pages[older]?.isEmpty == false { return finish([older]) }
      return finish([])
    }
    guard requests < Self.mostPages else {
      return finish([newer ?? older ?? number], isFound: false)
    }
    next = probe(from: number)
    return .fetch(page: next)
  }

  /// The next page to look at: a neighbour while the place should be near, else the middle.
  private func probe(from number: Int) -> Int {
    let step = isNewestFirst ? 1 : -1
    switch (newer, older) {
    case (let newer?, let older?): return newer + (older - newer) / 2
    case (let newer?, nil):
      if aim == .start { return isNewestFirst ? last ?? number * 2 : 1 }
      // Nothing older was met yet: on in growing steps, up to the end.
      let beyond = newer + step * stride
      return isNewestFirst ? min(beyond, max(last ?? beyond, newer + 1)) : max(1, beyond)
    case (nil, let older?):
      let beyond = older - step * stride
      return isNewestFirst ? max(1, beyond) : min(beyond, max(last ?? beyond, older + 1))
    case (nil, nil): return number
    }
  }

  /// 1, 1, 2, 4, then a fourth of all.
  private var stride: Int {
    if case .date = aim { return max(1, (last ?? 8) / 4) }
    let growing = 1 << max(0, requests - 2)
    return requests < 5 ? growing : max(growing, (last ?? 0) / 4)
  }

  private func finish(_ numbers: [Int], isFound: Bool = true) -> Step {
    var findings = Findings(isFound: isFound)
    var held: Set<MessageID> = []
    for message in numbers.flatMap({ pages[$0] ?? [] }) where held.insert(message.id).inserted {
      findings.messages.append(message)
    }
    findings.messages.sort()
    findings.reachesStart = numbers.contains { isOldest($0) }
    findings.reachesNewest = numbers.contains { isNewest($0) }
    findings.missing = missing.subtracting(seen)
    return .done(findings)
  }
}
