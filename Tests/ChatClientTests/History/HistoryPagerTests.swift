import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// What pages prove of each other, and of messages whose place is a guess (rows 4, 11, 12 and 20).
@Suite struct HistoryPagerTests {
  private func message(_ number: Int, isDated: Bool = true) -> Message {
    let date = Bench.start.addingTimeInterval(Double(number))
    return Message(
      id: MessageID("m\(number)"), deliveredAt: date, createdAt: isDated ? date : nil)
  }

  /// A page of a server that puts three on each.
  private func page(_ number: Int, _ numbers: [Int], of total: Int) -> Page<Message> {
    Page(
      elements: numbers.map { message($0) },
      pagination: Pagination(
        currentPage: number, totalPages: (total + 2) / 3, totalItems: total, itemsPerPage: 3))
  }

  private func timeline(_ messages: [Message]) -> Timeline {
    var timeline = Timeline()
    _ = timeline.merge(messages)
    return timeline
  }

  private func walk(
    _ aim: HistoryPager.Aim, _ order: PageOrder, known: Timeline, total: Int?
  ) -> HistoryPager {
    HistoryPager(aim, order: order, knownCount: known.count, total: total, pageSize: 3)
  }

  @Test func olderMessagesAreAskedForOnThePageThatHoldsTheOneBeforeTheOldestKnown() {
    for (order, pages) in [
      (PageOrder.oldestFirst, [3, 3, 2, 2, 2, 1]), (.newestFirst, [1, 1, 2, 2, 2, 3]),
    ] {
      for (count, page) in zip(1...6, pages) {
        let known = timeline((10 - count...9).map { message($0) })
        let walk = walk(.older, order, known: known, total: 9)
        #expect(walk.start == .fetch(page: page), "\(count) of nine, \(order)")
      }
    }
  }

  /// One of the known was deleted and another message arrived: the total says nothing changed.
  @Test func aPageIsNotJoinedToTheKnownOnesWithoutSharingOneWithThem() {
    let known = timeline([3, 4, 5, 6, 7, 8].map { message($0) })
    var walk = walk(.older, .newestFirst, known: known, total: 8)
    #expect(walk.start == .fetch(page: 3))
    #expect(walk.handlePage(page(3, [1], of: 8), number: 3, known: known) == .fetch(page: 2))
    guard
      case .done(let findings) = walk.handlePage(
        page(2, [2, 3, 4], of: 8), number: 2, known: known)
    else { Issue.record("the walk is not over"); return }
    #expect(findings.joins)
    #expect(Set(findings.messages.map(\.id)).isSuperset(of: ["m1", "m2"]))
  }

  /// The third was deleted and the seventh came between the two pages: the fourth is on the first now.
  @Test func aPageThatWasReadBeforeANewerOneIsReadAgainAfterIt() {
    let known = Timeline()
    var walk = walk(.newest(6), .oldestFirst, known: known, total: nil)
    #expect(walk.handlePage(page(1, [1, 2, 3], of: 6), number: 1, known: known) == .fetch(page: 2))
    #expect(walk.handlePage(page(2, [5, 6, 7], of: 6), number: 2, known: known) == .fetch(page: 1))
    guard
      case .done(let findings) = walk.handlePage(
        page(1, [1, 2, 4], of: 6), number: 1, known: known)
    else { Issue.record("the walk is not over"); return }
    #expect(Set(findings.messages.map(\.id)) == ["m1", "m2", "m4", "m5", "m6", "m7"])
  }

  /// Of mine the second was not read when it was last seen, and the eighth is.
  @Test func whoReadWhatIsNewerIsAskedWhetherTheyReadWhatIsOlder() {
    func mine(_ number: Int, isRead: Bool) -> Message {
      var message = message(number)
      (message.sender, message.isRead) = (.known(Participant(bareID: "meera")), isRead)
      return message
    }
    let known = timeline([message(1), mine(2, isRead: false)] + (3...8).map { message($0) })
    for isRead in [true, false] {
      var walk = walk(.compare, .newestFirst, known: known, total: 9)
      walk.oldestUnread = known["m2"]
      var first = page(1, [7, 8], of: 9)
      first.elements.append(mine(9, isRead: isRead))
      guard case .fetch(page: 2) = walk.handlePage(first, number: 1, known: known) else {
        #expect(!isRead)
        continue
      }
      #expect(isRead)
      #expect(
        walk.handlePage(page(2, [4, 5, 6], of: 9), number: 2, known: known) == .fetch(page: 3))
      guard case .done = walk.handlePage(page(3, [1, 2, 3], of: 9), number: 3, known: known) else {
        Issue.record("the walk is not over")
        return
      }
    }
  }

  /// By the guess the seventh to ninth stand before what was read last, and the sixth is not known.
  @Test func aMessageWhosePlaceWasAGuessJoinsNothing() {
    let known = timeline(
      [4, 5].map { message($0) } + [7, 8, 9].map { message($0, isDated: false) })
    var walk = walk(.compare, .newestFirst, known: known, total: 9)
    #expect(walk.handlePage(page(1, [7, 8, 9], of: 9), number: 1, known: known) == .fetch(page: 2))
    guard
      case .done(let findings) = walk.handlePage(
        page(2, [4, 5, 6], of: 9), number: 2, known: known)
    else { Issue.record("the walk is not over"); return }
    #expect(findings.joins)
    #expect(findings.messages.contains { $0.id == "m6" })
  }

  @Test func aPageIsTurnedBackToWhenTheTotalChangedAndItSharesNothingWithTheOneBefore() {
    let known = timeline([1].map { message($0) })
    var walk = walk(.compare, .newestFirst, known: known, total: nil)
    #expect(walk.handlePage(page(1, [7, 8, 9], of: 9), number: 1, known: known) == .fetch(page: 2))
    // The seventh, eighth or ninth was deleted: the sixth is on the first page now.
    #expect(walk.handlePage(page(2, [3, 4, 5], of: 8), number: 2, known: known) == .fetch(page: 1))
  }

  /// The tenth moved to the first page when the seventh was deleted: neither of the two holds it.
  @Test func theFirstTwoPagesAreReadAgainWhenTheTotalChangedBetweenThem() {
    let known = Timeline()
    var walk = walk(.compare, .unknown, known: known, total: nil)
    #expect(walk.handlePage(page(1, [7, 8, 9], of: 5), number: 1, known: known) == .fetch(page: 2))
    #expect(walk.handlePage(page(2, [11], of: 4), number: 2, known: known) == .fetch(page: 1))
    #expect(
      walk.handlePage(page(1, [8, 9, 10], of: 4), number: 1, known: known) == .fetch(page: 2))
    guard case .done(let findings) = walk.handlePage(page(2, [11], of: 4), number: 2, known: known)
    else { Issue.record("the walk is not over"); return }
    #expect(walk.learned == .oldestFirst)
    #expect(findings.messages.map(\.id) == ["m11"])
  }

  /// The times of the first two pages do not tell them apart; what is looked for is on the last.
  @Test func whatIsAskedSinceAMomentIsReadToItsEndWhileTheOrderIsUnknown() {
    func page(_ number: Int, _ times: [(Int, Int)]) -> Page<Message> {
      Page(
        elements: times.map { id, time in
          let date = Bench.start.addingTimeInterval(Double(time))
          return Message(id: MessageID("m\(id)"), deliveredAt: date, createdAt: date)
        },
        pagination: Pagination(
          currentPage: number, totalPages: 3, totalItems: 7, itemsPerPage: 3))
    }
    let since = Bench.start.addingTimeInterval(4)
    var walk = walk(.since(since), .unknown, known: Timeline(), total: nil)
    let none = Timeline()
    #expect(
      walk.handlePage(page(1, [(1, 1), (2, 2), (3, 5)]), number: 1, known: none) == .fetch(page: 2))
    #expect(
      walk.handlePage(page(2, [(4, 5), (5, 5), (6, 5)]), number: 2, known: none) == .fetch(page: 3))
    guard case .done(let findings) = walk.handlePage(page(3, [(7, 6)]), number: 3, known: none)
    else { Issue.record("the walk is not over"); return }
    #expect(findings.messages.contains { $0.id == "m7" })
    #expect(findings.isComplete)
  }

  @Test func afterAJumpToTheNewestPageNothingIsTurnedBackTo() {
    let known = timeline([1, 2, 3].map { message($0) })
    var walk = walk(.compare, .oldestFirst, known: known, total: nil)
    #expect(
      walk.handlePage(page(1, [1, 2, 3], of: 10), number: 1, known: known) == .fetch(page: 4))
    #expect(walk.handlePage(page(4, [10, 11], of: 11), number: 4, known: known) == .fetch(page: 3))
  }

  @Test func aMessageWithoutADateIsLookedForUntilAPageShowsIt() {
    let known = timeline([message(7), message(8), message(20, isDated: false)])
    var walk = walk(.compare, .newestFirst, known: known, total: nil)
    #expect(
      walk.handlePage(page(1, [7, 8, 9], of: 23), number: 1, known: known) == .fetch(page: 2))
    guard
      case .done(let findings) = walk.handlePage(
        page(2, [20, 5, 6], of: 23), number: 2, known: known)
    else { Issue.record("the walk is not over"); return }
    #expect(findings.missing.isEmpty)
  }

  @Test func aMessageWithoutADateThatNoPageHoldsWasDeleted() {
    let known = timeline([message(2), message(3), message(20, isDated: false)])
    var walk = walk(.compare, .newestFirst, known: known, total: nil)
    guard
      case .done(let findings) = walk.handlePage(
        page(1, [1, 2, 3], of: 3), number: 1, known: known)
    else { Issue.record("the walk is not over"); return }
    #expect(findings.missing == ["m20"])
  }

  @Test func aMessageWithoutADateThatTheNewestPagesDoNotHoldIsOlderThanThey() {
    let known = timeline([message(27), message(28), message(99, isDated: false)])
    var walk = walk(.compare, .newestFirst, known: known, total: nil)
    var step = walk.start
    for number in 1...HistoryPager.longestBridge {
      let newest = 30 - 3 * (number - 1)
      step = walk.handlePage(
        page(number, [newest - 2, newest - 1, newest], of: 30), number: number, known: known)
    }
    guard case .done(let findings) = step else { Issue.record("the walk is not over"); return }
    #expect(findings.displaced == ["m99"])
    #expect(findings.missing.isEmpty)
  }

  @Test func aMessageConfirmedWhileThePageWasUnderWayIsNotTakenForDeleted() {
    let known = timeline([message(2), message(3), message(20, isDated: false)])
    var walk = walk(.compare, .newestFirst, known: known, total: nil)
    walk.noteArrival("m20")
    guard
      case .done(let findings) = walk.handlePage(
        page(1, [1, 2, 3], of: 3), number: 1, known: known)
    else { Issue.record("the walk is not over"); return }
    #expect(findings.missing.isEmpty)
  }

  /// What stood on neither page was on the other each time: it is not gone, and nothing is joined.
  @Test(arguments: [PageOrder.unknown, .oldestFirst, .newestFirst])
  func pagesThatShiftUnderEveryAttemptProveNothing(_ order: PageOrder) {
    let known = timeline([message(2), message(3), message(20, isDated: false)])
    var walk = walk(.compare, order, known: known, total: order == .oldestFirst ? 4 : nil)
    walk.knowsAll = true
    var step = walk.start
    var reads = 0
    while case .fetch(let number) = step, reads < 50 {
      let first = 100 + 10 * reads
      step = walk.handlePage(
        page(number, [first, first + 1], of: 4 + reads % 2), number: number, known: known)
      reads += 1
    }
    guard case .done(let findings) = step else { Issue.record("the walk is not over"); return }
    #expect(reads <= 2 * HistoryPager.longestBridge)
    #expect(findings.hasShifted)
    #expect(!findings.missing.contains("m20") && findings.displaced.isEmpty)
    #expect(!findings.joins && !findings.reachesStart)
  }

  @Test func aPageWithSomethingUnreadableDeletesNoMessageWithoutADate() {
    let known = timeline([message(2), message(3), message(20, isDated: false)])
    var walk = walk(.compare, .newestFirst, known: known, total: nil)
    var page = page(1, [2, 3], of: 3)
    page.problems = [UnexpectedShape(path: "data[2]", problem: "is not an object")]
    guard case .done(let findings) = walk.handlePage(page, number: 1, known: known)
    else { Issue.record("the walk is not over"); return }
    #expect(findings.missing.isEmpty)
  }
}
