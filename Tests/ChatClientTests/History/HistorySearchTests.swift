import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// Finding a place by the numbers of pages, in either order, with few requests.
@Suite struct HistorySearchTests {
  /// Messages 0 to `count`, a minute apart, as a server pages them.
  private struct Pages {
    var count: Int
    var order: PageOrder
    let size = 50

    func message(_ number: Int) -> Message {
      Message(
        id: MessageID("m\(1_000_000 + number)"),
        createdAt: Bench.start.addingTimeInterval(60 * Double(number)))
    }

    func page(_ number: Int) -> Page<Message> {
      let pages = (count + size - 1) / size
      let range =
        order == .oldestFirst
        ? (number - 1) * size..<min(count, number * size)
        : max(0, count - number * size)..<max(0, count - (number - 1) * size)
      return Page(
        elements: range.map(message),
        pagination: Pagination(
          currentPage: number, totalPages: pages, totalItems: count, itemsPerPage: size,
          hasNextPage: number < pages))
    }

    /// What is found, and with how many requests.
    func find(
      _ aim: HistorySearch.Aim, newerCount: Int? = nil, known: Timeline = Timeline()
    ) -> (found: HistorySearch.Findings, requests: Int) {
      var search = HistorySearch(
        aim, order: order, newerCount: newerCount, total: count, pageSize: size)
      var (step, requests) = (search.start, 0)
      while case .fetch(let number) = step, requests < 100 {
        requests += 1
        step = search.handlePage(page(number), known: known)
      }
      guard case .done(let found) = step else { return (.init(), requests) }
      return (found, requests)
    }
  }

  /// Of 100 messages 29 are newer: it is the 71st, or from the other end the 30th.
  @Test(arguments: [(PageOrder.oldestFirst, 8), (.newestFirst, 3)])
  func thePageThatIsAskedForFirstHoldsThePlace(_ order: PageOrder, _ page: Int) {
    let search = HistorySearch(
      .date(Bench.start), order: order, newerCount: 29, total: 100, pageSize: 10)
    #expect(search.start == .fetch(page: page))
  }

  @Test(
    arguments: [PageOrder.newestFirst, .oldestFirst],
    [0, 1, 49, 50, 51, 1234, 99_949, 99_950, 99_998, 99_999])
  func aDateIsFoundWithTwelveRequestsAtTheMost(_ order: PageOrder, _ number: Int) {
    let pages = Pages(count: 100_000, order: order)
    let date = pages.message(number).time.addingTimeInterval(-1)
    let (found, requests) = pages.find(.date(date))
    #expect(requests <= HistorySearch.mostPages && found.isFound)
    #expect(found.messages.first { $0.time >= date }?.id == pages.message(number).id)
  }

  @Test(arguments: [PageOrder.newestFirst, .oldestFirst])
  func theStartIsOnePage(_ order: PageOrder) {
    let (found, requests) = Pages(count: 100_000, order: order).find(.start)
    #expect(requests == 1 && found.reachesStart)
    #expect(found.messages.first?.id == "m1000000")
  }

  @Test(arguments: [PageOrder.newestFirst, .oldestFirst], [1, 49, 50, 51, 777, 2_000, 4_998])
  func whatIsBesideAMessageIsFoundFromWhereItShouldBe(_ order: PageOrder, _ number: Int) {
    let pages = Pages(count: 5_000, order: order)
    let place = MessagePlace(pages.message(number))
    for error in [0, 3, -3, 60, -60] {
      let newerCount = max(0, 4_999 - number + error)
      let (before, some) = pages.find(.before(place), newerCount: newerCount)
      let (after, others) = pages.find(.after(place), newerCount: newerCount)
      #expect(before.isFound && before.messages.contains { $0.id == pages.message(number - 1).id })
      #expect(after.isFound && after.messages.contains { $0.id == pages.message(number + 1).id })
      #expect(some <= 4 && others <= 4)
      for found in [before, after] {
        #expect(
          zip(found.messages, found.messages.dropFirst()).allSatisfy {
            $1.time.timeIntervalSince($0.time) == 60
          })
      }
    }
  }

  @Test(arguments: [PageOrder.newestFirst, .oldestFirst])
  func howManyMessagesAreNewerThanWhatWasFoundIsCounted(_ order: PageOrder) throws {
    let pages = Pages(count: 1000, order: order)
    var search = HistorySearch(
      .date(pages.message(400).time), order: order, newerCount: nil, total: 1000,
      pageSize: pages.size)
    var step = search.start
    while case .fetch(let number) = step {
      step = search.handlePage(pages.page(number), known: Timeline())
    }
    guard case .done(let found) = step else { return }
    let newest = try #require(found.messages.last)
    let number = try #require((0..<1000).first { pages.message($0).id == newest.id })
    #expect(search.newerCount(besides: found) == 999 - number)
  }

  @Test func whatThePagesShouldHoldAndDoNotIsMissing() {
    let pages = Pages(count: 100, order: .newestFirst)
    var known = Timeline()
    _ = known.merge((60..<90).map(pages.message))
    var deleted = pages.message(70)
    deleted.createdAt?.addTimeInterval(5)
    _ = known.merge([
      Message(id: "gone", createdAt: deleted.createdAt),
      Message(id: "a guess", deliveredAt: deleted.createdAt),
    ])
    let place = MessagePlace(pages.message(60))
    let (found, _) = pages.find(.before(place), newerCount: 39, known: known)
    #expect(found.missing == ["gone"])
  }
}
