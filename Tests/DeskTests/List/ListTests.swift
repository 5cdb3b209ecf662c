import ChatModel
import Foundation
import SplitMix
import Testing

@testable import Desk

@Suite struct ListTests {
  @Test func whoWaitsLongestStandsOnTopAndMineIsTheFirstView() {
    var bench = Bench()
    bench.seed()
    #expect(bench.rows == ["lakshmi", "ramesh", "sita", "harpreet"])
    #expect(bench.state.list.cursor == "lakshmi")
    #expect(bench.state.list.counts[.all] == 5)
    #expect(bench.state.list.counts[.waiting] == 3)
    #expect(bench.state.list.counts[.unread] == 2)
    #expect(bench.state.list.longestWaiting == "lakshmi")
    #expect(bench.state.list.unreadTotal == 3)
  }

  @Test func theCursorMovesByLineByPageAndToTheEnds() {
    var bench = Bench()
    bench.client(
      .conversations((0..<50).map { bench.summary("c\($0 + 100)", waits: 100 - Double($0)) }))
    bench.press("j j")
    #expect(bench.state.list.cursor == "c102")
    bench.press("k")
    #expect(bench.state.list.cursor == "c101")
    bench.press("PgDn")
    #expect(bench.state.list.cursor == "c115")
    #expect(bench.state.list.window(rows: 15) == 1..<16)
    bench.press("G")
    #expect(bench.state.list.cursor == "c149")
    bench.press("g g")
    #expect(bench.state.list.cursor == "c100")
    bench.press("Ctrl+D")
    #expect(bench.state.list.cursor == "c107")
    bench.press("End Up Home")
    #expect(bench.state.list.cursor == "c100")
  }

  @Test func noRowMovesUnderACursorThatWasJustMovedAndArrivalsAreCounted() {
    var bench = Bench()
    bench.seed()
    bench.press("j")
    bench.client(
      .conversations([bench.summary("abdul", waits: 80), bench.summary("harpreet", waits: 1)]))
    #expect(bench.rows == ["lakshmi", "ramesh", "sita", "harpreet"])
    #expect(bench.state.list.arrived == 2)
    bench.press(".")
    #expect(bench.rows == ["abdul", "lakshmi", "ramesh", "sita", "harpreet"])
    #expect(bench.state.list.cursor == "ramesh")
    #expect(bench.state.list.arrived == 0)
  }

  @Test func afterSomeSecondsOfRestTheRowsFoldInByThemselves() {
    var bench = Bench()
    bench.seed()
    bench.press("j")
    bench.client(.conversations([bench.summary("abdul", waits: 80)]))
    #expect(bench.rows.first == "lakshmi")
    bench.wait(ListPane.cursorCalm)
    #expect(bench.rows.first == "abdul")
    #expect(bench.state.list.cursor == "ramesh")
  }

  @Test func whileOneWritesTheListIsFreeToMove() {
    var bench = Bench()
    bench.seed()
    bench.press("j Enter")
    bench.client(.conversations([bench.summary("abdul", waits: 80)]))
    #expect(bench.rows.first == "abdul")
  }

  @Test func whatTheServerNoLongerShowsGoesAtOnceAndTheCursorStaysOnItsLine() {
    var bench = Bench()
    bench.seed()
    bench.press("j")
    bench.client(.conversationsRemoved(["ramesh"]))
    #expect(bench.rows == ["lakshmi", "sita", "harpreet"])
    #expect(bench.state.list.cursor == "sita")
  }

  @Test func untilItIsUsedTheCursorStaysOnTop() {
    var bench = Bench()
    bench.seed()
    bench.client(.conversations([bench.summary("abdul", waits: 80)]))
    #expect(bench.state.list.cursor == "abdul")
  }

  @Test func theNumbersChooseTheView() {
    var bench = Bench()
    bench.seed()
    bench.press("2")
    #expect(bench.rows == ["lakshmi", "ramesh", "sita"])
    bench.press("3")
    #expect(bench.rows == ["lakshmi", "ramesh"])
    bench.press("4")
    #expect(bench.rows == ["gurpreet", "lakshmi", "ramesh", "sita", "harpreet"])
    bench.press("5")
    #expect(bench.rows.isEmpty)
    #expect(bench.take() == [.client(.fetchStatistics)])
    #expect(bench.state.statistics.isFetching)
    bench.client(
      .statistics(Statistics(totalConversations: 5, activeConversations: 5, totalMessages: 9)))
    #expect(!bench.state.statistics.isFetching)
    bench.press("1")
    #expect(bench.rows == ["lakshmi", "ramesh", "sita", "harpreet"])
  }

  @Test func aPaneInTheListsPlaceHasNoRowsAndTheListComesBackWithItsView() {
    var bench = Bench()
    bench.seed()
    bench.press("4 5")
    #expect(bench.state.main == .statistics && bench.state.view == .pane(.statistics))
    _ = bench.take()
    bench.press("j Enter")
    #expect(bench.take().isEmpty, "no agent is named yet")
    bench.press("/ Ctrl+R")
    #expect(bench.state.list.filter == nil, "there is nothing to filter")
    #expect(bench.take() == [.client(.refresh)], "which brings the numbers, too")
    #expect(bench.state.list.cursor == nil && bench.state.openID == nil)
    bench.press("4")
    #expect(bench.state.view == .list(.all) && bench.rows.count == 5)
  }

  @Test func ofThoseWhoWaitEquallyLongTheSameOneIsNamedEveryTime() {
    var bench = Bench()
    bench.client(.conversations([bench.summary("quiet")]))
    bench.client(.conversations("hbfdaceg".map { bench.summary(String($0), waits: 10) }))
    #expect(bench.state.list.longestWaiting == "a")
  }

  @Test func theNumbersAreFetchedAnewAsLongAsSomebodyLooksAtThem() {
    var bench = Bench()
    bench.seed()
    func fetches() -> Int { bench.take().count { $0 == .client(.fetchStatistics) } }
    bench.run(.focusGained)
    bench.press("5")
    bench.client(
      .statistics(Statistics(totalConversations: 5, activeConversations: 5, totalMessages: 9)))
    _ = bench.take()
    bench.wait(150)
    #expect(fetches() == 2)
    bench.client(.link(.offline(reason: "no network", retryAt: nil)))
    bench.wait(150)
    #expect(fetches() == 0, "nothing is asked over a link that is down")
    bench.client(.link(.online(.websocket)))
    #expect(fetches() == 1)
    bench.run(.focusLost)
    bench.wait(300)
    #expect(fetches() == 0, "nobody looks")
    bench.press("4")
    bench.run(.focusGained)
    bench.wait(300)
    #expect(fetches() == 0)
  }

  @Test func theNumbersHintAtNoKeyOfAConversation() {
    var bench = Bench(role: .admin)
    bench.seed()
    bench.press("5")
    let hints = bench.state.hints.map(\.command)
    #expect(Set(hints).isDisjoint(with: [.reassign, .status, .reply, .filter, .longestWaiting]))
    #expect(hints.first == .open)
    #expect(bench.state.hints.first?.label == "their chats")
  }

  @Test func everyViewHasANumberOfItsOwnAndACommand() {
    #expect(NumberedView.all.map(\.number) == [1, 2, 3, 4, 5, 6, 7])
    #expect(Set(NumberedView.all.map(\.name)).count == NumberedView.all.count)
    #expect(NumberedView.all.allSatisfy { $0.command != nil })
  }

  @Test func anAdminsWaitingViewShowsEverybodys() {
    var bench = Bench(role: .admin)
    bench.seed()
    #expect(bench.state.list.view == .all)
    bench.press("2")
    #expect(bench.rows.first == "gurpreet")
    #expect(bench.state.list.longestWaiting == "gurpreet")
  }

  @Test func theWaitsThatAreCountedAreTheRowsOfTheirView() {
    var (agent, admin) = (Bench(), Bench(role: .admin))
    var unassigned = agent.summary("nobody", waits: 300, isMine: false)
    unassigned.conversation.agent = .none
    for waiting in [unassigned, agent.summary("sita", waits: 6), agent.summary("ramesh")] {
      agent.client(.conversations([waiting]))
      admin.client(.conversations([waiting]))
    }
    for bench in [agent, admin] {
      #expect(bench.state.list.counts[.waiting] == 2)
      #expect(bench.state.list.longestWaiting == "nobody")
    }
    agent.client(.conversations([agent.summary("sita")]))
    #expect(agent.state.list.counts[.waiting] == 1)
    agent.press("2")
    #expect(agent.rows == ["nobody"])
  }

  @Test(arguments: [ConversationStatus.resolved, .closed])
  func aSettledConversationWaitsOnlyWhereTheClientSaysSo(_ status: ConversationStatus) {
    var bench = Bench()
    bench.client(
      .conversations([
        bench.summary("settled", status: status), bench.summary("open", waits: 1),
      ]))
    #expect(bench.rows == ["open", "settled"])
    #expect(bench.state.list.counts[.waiting] == 1)
    bench.press("w")
    #expect(bench.state.openID == "open")
    bench.client(.conversations([bench.summary("settled", waits: 2, status: status)]))
    #expect(bench.state.list.counts[.waiting] == 2)
    #expect(bench.state.list.longestWaiting == "settled")
    bench.press("Esc")
    bench.press("w")
    #expect(bench.state.openID == "settled")
  }

  /// Whoever waits longest of the view in force is opened; where nobody waits there, of my own; an
  /// admin goes on to all others.
  @Test(arguments: [Role.support, .admin])
  func whoIsTurnedToNextWaitsLongestOfTheViewInForce(_ role: Role) {
    var generator = SplitMix64(seed: 9)
    for _ in 0..<60 {
      var bench = Bench(role: role)
      var summaries: [ConversationSummary] = []
      for number in 0..<12 {
        let wait = generator.next() % 3 == 0 ? nil : Double(generator.next() % 900)
        let status: ConversationStatus =
          [.open, .waiting, .resolved, .closed][Int(generator.next() % 4)]
        var summary = bench.summary(
          "c\(number)", waits: wait, isMine: generator.next() % 3 != 0, status: status)
        if !summary.isMine, generator.next() % 2 == 0 { summary.conversation.agent = .none }
        summaries.append(summary)
      }
      bench.client(.conversations(summaries))
      for key in ["1", "3", "4", "2"] { bench.press(key) }
      #expect(bench.state.list.counts[.waiting] ?? 0 == bench.rows.count)
      let waiting = bench.state.list.order
      #expect(bench.state.list.longestWaiting == waiting.first)
      bench.press("\(generator.next() % 4 + 1)")
      let shown = waiting.first { bench.state.list.order.contains($0) }
      let own = waiting.first { bench.state.conversations[$0]?.isMine == true }
      bench.press("w")
      #expect(bench.state.openID == shown ?? own ?? (role == .admin ? waiting.first : nil))
    }
  }

  @Test func theLongestWaitIsKnownAfterEveryChange() {
    var bench = Bench()
    bench.seed()
    bench.client(.conversations([bench.summary("lakshmi")]))
    #expect(bench.state.list.longestWaiting == "ramesh")
    bench.client(.conversationsRemoved(["ramesh"]))
    #expect(bench.state.list.longestWaiting == "sita")
    bench.client(.conversations([bench.summary("sita")]))
    #expect(bench.state.list.longestWaiting == nil)
  }

  @Test func changesOneByOneGiveTheOrderOfAllAtOnce() {
    var generator = SplitMix64(seed: 3)
    var bench = Bench()
    var known: [ConversationID: ConversationSummary] = [:]
    for _ in 0..<600 {
      let id = "c\(generator.next() % 40)"
      if generator.next() % 10 == 0 {
        known[ConversationID(id)] = nil
        bench.client(.conversationsRemoved([ConversationID(id)]))
      } else {
        let wait = generator.next() % 3 == 0 ? nil : Double(generator.next() % 90)
        let summary = bench.summary(
          id, waits: wait, isMine: generator.next() % 4 != 0,
          unread: Int(generator.next() % 3), quietFor: Double(generator.next() % 50))
        known[summary.id] = summary
        bench.client(.conversations([summary]))
      }
    }
    var fresh = Bench()
    fresh.client(.conversations(Array(known.values)))
    #expect(bench.state.list.order == fresh.state.list.order)
    #expect(
      bench.state.list.counts.filter { $0.value > 0 }
        == fresh.state.list.counts.filter { $0.value > 0 })
    #expect(bench.state.list.unreadTotal == fresh.state.list.unreadTotal)
    #expect(
      bench.state.list.longestWaiting.flatMap { known[$0]?.wait?.since }
        == fresh.state.list.longestWaiting.flatMap { known[$0]?.wait?.since })
  }

  @Test func theFilterLooksAtNamesPhonesAndLastWords() {
    var bench = Bench()
    bench.client(
      .conversations([
        bench.summary("a", name: "Lakshmi", waits: 5, phone: "+919876598210"),
        bench.summary("b", name: "सीता देवी", waits: 4, words: "Wheat LEAF is yellow"),
        bench.summary("c", name: "Ramesh", waits: 3),
      ]))
    bench.press("/")
    bench.type("leaf")
    #expect(bench.rows == ["b"])
    #expect(bench.state.list.cursor == "b")
    bench.press("Ctrl+U")
    #expect(bench.rows == ["a", "b", "c"])
    bench.type("98210")
    #expect(bench.rows == ["a"])
    bench.press("Ctrl+U")
    bench.type("सीता")
    #expect(bench.rows == ["b"])
    bench.press("Enter")
    #expect(bench.state.list.filter?.isEditing == false)
    #expect(bench.rows == ["b"])
    bench.press("Esc")
    #expect(bench.state.list.filter == nil)
    #expect(bench.rows == ["a", "b", "c"])
  }

  @Test func theFilterSeesWhatHasChangedSinceItWasTyped() {
    var bench = Bench()
    bench.client(.conversations([bench.summary("a", waits: 5), bench.summary("b", waits: 4)]))
    bench.press("/")
    bench.type("leaf")
    #expect(bench.rows.isEmpty)
    bench.now += 6
    bench.client(.conversations([bench.summary("b", waits: 4, words: "a leaf")]))
    #expect(bench.rows == ["b"])
  }

  @Test func textTypedIntoTheListIsRecognisedAndDoesNothing() {
    var bench = Bench()
    bench.seed()
    bench.type("hello there")
    #expect(bench.said?.hasPrefix("That looks like text") == true)
    #expect(bench.said?.contains("Lakshmi") == true)
    #expect(bench.take().isEmpty)
    #expect(bench.state.overlay == nil)
    #expect(bench.state.openID == nil)
    bench.now += 2
    bench.press("j")
    #expect(bench.state.list.cursor == "ramesh")
  }

  @Test func fastMovingIsNotTakenForText() {
    var bench = Bench()
    bench.seed()
    bench.type("jjkjjkggGkkj")
    #expect(bench.said == nil)
    #expect(bench.state.list.cursor == "sita")
  }

  @Test func thousandsOfConversationsAreRankedChangeByChange() {
    var bench = Bench()
    bench.client(
      .conversations((0..<5000).map { bench.summary("c\($0)", waits: Double($0 % 700) + 0.5) }))
    // Ranked, and not there: to look at everything anew would throw it out.
    let ghost = Ranking.Rank(group: 2, time: 0, id: "ghost")
    _ = bench.state.list.ranking.place("ghost", at: ghost)
    for round in 0..<100 {
      bench.client(.conversations([bench.summary("c\(round)", waits: 1000 + Double(round))]))
      #expect(bench.rows.first == "c\(round)")
    }
    #expect(bench.state.list.ranking.sorted.last == ghost)
    #expect(bench.state.list.ranking.sorted.count == 5001)
  }

  @Test func aRowMovesAloneAmongThousands() {
    var bench = Bench()
    bench.client(
      .conversations((0..<5000).map { bench.summary("c\($0)", waits: Double($0 % 700) + 0.5) }))
    // No row of the ranking: to take over all rows anew would throw it out.
    bench.state.list.order.append("ghost")
    for round in 0..<100 {
      bench.client(.conversations([bench.summary("c\(round * 7)", waits: Double(round % 9) * 80)]))
    }
    #expect(bench.state.list.order.last == "ghost")
    #expect(bench.state.list.order.dropLast() == bench.state.list.ranking.sorted.map(\.id)[...])
  }

  @Test func aPlaceAmongThousandsIsFoundWithAFewComparisons() {
    final class Tally {
      var comparisons = 0
    }
    struct Counted: Comparable {
      var number: Int
      var tally: Tally

      static func == (a: Self, b: Self) -> Bool { a.number == b.number }
      static func < (a: Self, b: Self) -> Bool {
        a.tally.comparisons += 1
        return a.number < b.number
      }
    }
    let tally = Tally()
    var array = SortedArray(
      sorting: (0..<5000).reversed().map { Counted(number: 2 * $0, tally: tally) })
    for number in [-1, 1, 4999, 9997, 10_001] {
      tally.comparisons = 0
      array.insert(Counted(number: number, tally: tally))
      #expect(tally.comparisons <= 13, "\(number)")
    }
    tally.comparisons = 0
    array.remove(Counted(number: 4998, tally: tally))
    array.remove(Counted(number: 5001, tally: tally))
    #expect(tally.comparisons <= 26)
    let wanted = Set((0..<5000).map { 2 * $0 } + [-1, 1, 4999, 9997, 10_001]).subtracting([4998])
    #expect(array.elements.map(\.number) == wanted.sorted())
  }
}
