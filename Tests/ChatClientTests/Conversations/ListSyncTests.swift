import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// When the list is fetched, and when it is whole.
@Suite struct ListSyncTests {
  private func moment(_ uptime: TimeInterval) -> Moment {
    Moment(uptime: uptime, date: Bench.start.addingTimeInterval(uptime))
  }

  private func page(_ ids: [ConversationID], isLast: Bool = true) -> Page<Conversation> {
    Page(
      elements: ids.map { Conversation(id: $0) },
      pagination: Pagination(currentPage: 1, hasNextPage: !isLast))
  }

  /// A refresh whose first pages were asked for by the requests 1 (mine) and 2 (all).
  private func begun(isStaff: Bool) -> ListSync {
    var list = ListSync(SyncTiming())
    let queries = list.begin(as: isStaff ? .support : .user, sequence: 7, known: [])
    for query in queries { list.asked(query, by: RequestID(rawValue: query.all ? 2 : 1)) }
    return list
  }

  private func completed(_ step: ListSync.Step) -> ListRefresh? {
    if case .completed(let refresh) = step { refresh } else { nil }
  }

  @Test func staffWaitForBothListsAndAFarmerForOne() {
    var staff = begun(isStaff: true)
    #expect(staff.due == nil && staff.sequence == 7)
    let mine = staff.handlePage(page(["c1"]), number: 1, all: false, changed: false)
    #expect(completed(mine) == nil)
    let all = staff.handlePage(page(["c2"]), number: 1, all: true, changed: true)
    let refresh = completed(all)
    #expect(refresh?.mine.found.sorted() == ["c1", "c2"])
    #expect(refresh?.changed == true && refresh?.isComplete == true)
    var farmer = begun(isStaff: false)
    let own = farmer.handlePage(page(["c1"]), number: 1, all: false, changed: false)
    #expect(completed(own)?.mine.found.count == 1)
  }

  @Test func theNextPageIsAskedForInTheSameList() {
    var list = begun(isStaff: true)
    guard
      case .fetch(let query) = list.handlePage(
        page(["c1"], isLast: false), number: 1, all: true, changed: false)
    else {
      Issue.record("no page is asked for")
      return
    }
    #expect(query.all && query.page == 2)
  }

  @Test func onlyTheRequestThatIsWaitedForBringsAPage() {
    var list = begun(isStaff: true)
    #expect(list.awaits(RequestID(rawValue: 1), all: false))
    #expect(!list.awaits(RequestID(rawValue: 1), all: true))
    list.failed(at: 0)
    #expect(!list.awaits(RequestID(rawValue: 1), all: false))
  }

  @Test func whoIsRefusedTheListOfAllIsAskedForNoMoreUntilThereIsAnotherToken() {
    var list = begun(isStaff: true)
    let refused = list.allWasRefused()
    #expect(completed(refused) == nil)
    let mine = list.handlePage(page(["c1"]), number: 1, all: false, changed: false)
    #expect(completed(mine)?.isComplete == true)
    let second = list.begin(as: .support, sequence: 8, known: [])
    #expect(second.map(\.all) == [false])
    list.failed(at: 0)
    list.askAgainForAll()
    let third = list.begin(as: .support, sequence: 9, known: [])
    #expect(third.map(\.all) == [false, true])
  }

  @Test func whoWantsItMeanwhileGetsAnotherOneAfterIt() throws {
    var list = begun(isStaff: false)
    let again = list.begin(as: .user, sequence: 8, known: [])
    #expect(again.isEmpty)
    let step = list.handlePage(page(["c1"]), number: 1, all: false, changed: false)
    let refresh = try #require(completed(step))
    #expect(refresh.isWantedAgain)
    list.completed(refresh, isSentAway: false, isPresent: true, at: moment(50))
    #expect(list.due == 50 && list.completedAt == moment(50).date)
  }

  @Test func onePageWithoutPermissionEndsItAll() {
    var list = begun(isStaff: true)
    list.asked(ConversationQuery(all: true, page: 1, limit: 100), by: nil)
    let step = list.handlePage(page(["c1"]), number: 1, all: false, changed: false)
    #expect(completed(step) == nil)
    let next = list.begin(as: .user, sequence: 8, known: [])
    #expect(next.count == 1)
  }

  @Test func theFirstFailureIsNewsUntilTheListIsWholeAgain() throws {
    var list = begun(isStaff: false)
    list.failed(at: 0)
    #expect(list.due == 5)
    let (first, second) = (list.broke(), list.broke())
    #expect(first && !second)
    for query in list.begin(as: .user, sequence: 8, known: []) {
      list.asked(query, by: RequestID(rawValue: 3))
    }
    let step = list.handlePage(page(["c1"]), number: 1, all: false, changed: false)
    list.completed(
      try #require(completed(step)), isSentAway: false, isPresent: true, at: moment(9))
    let third = list.broke()
    #expect(third)
  }

  @Test func unreadableEventsCauseOneRefreshInAPace() {
    var list = ListSync(SyncTiming())
    let times = [0, 0.5, 1, 3.5, 3.6].map { list.refetch(at: $0, pace: 3) }
    #expect(times == [0, 3, nil, 6, nil])
  }
}
