import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct SnoozingTests {
  private func bench(_ configuration: DeskConfiguration = DeskConfiguration()) -> Bench {
    var bench = Bench(configuration)
    bench.seed()
    return bench
  }

  private func snooze(_ words: String, _ bench: inout Bench) {
    bench.press("z")
    bench.wait(1)
    bench.type(words)
    bench.wait(1)
    bench.press("Enter")
  }

  @Test func aSnoozedConversationIsOutOfTheWaitingTheNextAndTheOldest() {
    var bench = bench()
    #expect(bench.state.list.longestWaiting == "lakshmi")
    #expect(bench.state.list.counts[.waiting] == 3)
    snooze("2h", &bench)
    let until = bench.state.local.snooze(of: "lakshmi")?.until
    #expect(until.map { abs($0.timeIntervalSince(bench.now) - 7200) < 2 } == true)
    #expect(bench.state.list.longestWaiting == "ramesh")
    #expect(bench.state.list.counts[.waiting] == 2)
    bench.press("w")
    bench.wait(1)
    #expect(bench.state.openID == "ramesh")
    bench.press("Esc 2")
    bench.wait(6)
    #expect(bench.rows == ["ramesh", "sita"])
  }

  @Test func itComesBackLoudlyWhenItsTimeHasCome() {
    var configuration = DeskConfiguration()
    configuration.notifies = true
    var bench = bench(configuration)
    snooze("2h", &bench)
    bench.wait(7190)
    bench.run(.focusGained)
    _ = bench.take()
    bench.wait(11)
    let effects = bench.take()
    #expect(effects.contains(.bell))
    #expect(effects.contains { if case .notify = $0 { true } else { false } })
    #expect(effects.contains(.client(.keep(LocalChange(.snooze("lakshmi"), nil)))))
    #expect(bench.said?.hasPrefix("Lakshmi is back: you snoozed it on") == true)
    #expect(bench.state.list.longestWaiting == "lakshmi")
  }

  @Test func whereNobodyIsTheDeskThatSomebodySitsAtGoesFirst() {
    var bench = bench()
    snooze("2h", &bench)
    bench.run(.focusLost)
    bench.wait(7190)
    _ = bench.take()
    bench.wait(11)
    #expect(!bench.take().contains(.bell))
    // The other desk has taken it off meanwhile.
    bench.client(.local([LocalChange(.snooze("lakshmi"), nil)]))
    bench.wait(60)
    #expect(!bench.take().contains(.bell))
  }

  /// Two desks of one person, which hear of each other's changes.
  @Test(arguments: [0.0, 60_000])
  func ofTwoDesksWhereNobodyIsTheLeaderAloneRings(asleepFor sleep: Double) {
    var desks = [bench(), bench()]
    let until = desks[0].now + 7200
    let snooze = Snooze(until: until, since: desks[0].now)
    for index in 0...1 {
      desks[index].client(.local([LocalChange(.snooze("lakshmi"), .snooze(snooze))]))
      desks[index].run(.focusLost)
      _ = desks[index].take()
    }
    desks[0].client(.leads)
    var rings = [0, 0]
    // The one that does not lead is always asked first.
    for second in [7199 + sleep] + Array(repeating: 1.0, count: 30) {
      for index in [1, 0] {
        if second > 1 {
          desks[index].now += second
          desks[index].run(.deadline)
        } else {
          desks[index].wait(second)
        }
        for effect in desks[index].take() {
          if effect == .bell { rings[index] += 1 }
          if case .client(.keep(let change)) = effect { desks[1 - index].client(.local([change])) }
        }
      }
    }
    #expect(rings == [1, 0])
  }

  @Test func whereTheLeaderSaysNothingAnotherDeskRings() {
    var bench = bench()
    snooze("2h", &bench)
    bench.run(.focusLost)
    bench.wait(7195)
    _ = bench.take()
    bench.wait(8)
    #expect(!bench.take().contains(.bell))
    bench.wait(12)
    #expect(bench.take().contains(.bell))
  }

  @Test func untilTheyWriteEndsWithTheFarmersNextMessage() {
    var bench = bench()
    bench.press("z")
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.local.snooze(of: "lakshmi") == bench.state.local.snoozed["lakshmi"])
    #expect(bench.state.local.snooze(of: "lakshmi")?.until == nil)
    bench.run(.focusGained)
    bench.wait(86_400)
    #expect(bench.state.local.snooze(of: "lakshmi") != nil)
    _ = bench.take()
    var summary = bench.summary("lakshmi", waits: 47.2, unread: 2)
    summary.conversation.lastMessage = .known(
      Message(
        id: "new", sender: .known(Participant(id: "farmer-lakshmi")), content: "hello?",
        createdAt: bench.now))
    bench.client(.conversations([summary]))
    #expect(bench.state.local.snooze(of: "lakshmi") == nil)
    #expect(bench.take().contains(.bell))
    #expect(bench.said?.contains("they have written") == true)
  }

  @Test func whoWritesBeforeTheTimeIsUpIsBackAtOnce() {
    var bench = bench()
    snooze("tomorrow 14:00", &bench)
    #expect(bench.state.local.snooze(of: "lakshmi")?.until != nil)
    bench.run(.focusGained)
    bench.wait(60)
    var summary = bench.summary("lakshmi", waits: 0.1)
    // A colleague has answered something already.
    summary.conversation.lastMessage = .known(
      Message(id: "new", content: "one moment", createdAt: bench.now))
    bench.client(.conversations([summary]))
    #expect(bench.state.local.snooze(of: "lakshmi") == nil)
    #expect(bench.said?.contains("is back: they have written") == true)
  }

  @Test func aDateThatDoesNotExistIsSaidAndNothingIsSnoozed() {
    var bench = bench()
    snooze("31 feb", &bench)
    #expect((bench.state.overlay as? SnoozePicker)?.picker.hint?.contains("no such day") == true)
    #expect(bench.said?.contains("There is no such day as “31 feb”.") == true)
    #expect(bench.state.local.snoozed.isEmpty)
  }

  @Test func takingBackGoesThroughSnoozesAndMarksStepByStep() {
    var bench = bench()
    snooze("2h", &bench)
    bench.press("U")
    bench.wait(1)
    // The row of who is put off has given way to the next.
    #expect(bench.state.local.isMarkedUnread("ramesh"))
    bench.press("u")
    bench.wait(1)
    #expect(!bench.state.local.isMarkedUnread("ramesh"))
    #expect(bench.state.local.snooze(of: "lakshmi") != nil)
    bench.press("u")
    bench.wait(1)
    #expect(bench.state.local.snoozed.isEmpty)
    #expect(bench.state.list.longestWaiting == "lakshmi")
  }

  @Test func aMarkOfMineCountsAsUnreadUntilItIsOpened() {
    var bench = bench()
    bench.press("j j U")
    #expect(bench.state.list.cursor == "sita")
    #expect(bench.state.list.counts[.unread] == 3)
    bench.press("Enter")
    #expect(!bench.state.local.isMarkedUnread("sita"))
    #expect(bench.state.list.counts[.unread] == 2)
  }

  @Test func theNextUnreadIsAlsoOneThatWasMarked() {
    var bench = Bench()
    bench.client(
      .conversations([bench.summary("a", waits: 9), bench.summary("b", waits: 8)]),
      .listFreshness(isComplete: true, at: bench.now))
    bench.press("j U k")
    bench.press("]")
    bench.wait(1)
    #expect(bench.state.openID == "b")
  }

  // MARK: Positions

  private func position(_ effects: [Effect]) -> [LocalRecord?] {
    effects.compactMap { effect in
      if case .client(.keep(let change)) = effect, case .position = change.key {
        .some(change.record)
      } else {
        nil
      }
    }
  }

  @Test func aConversationIsShownWhereItWasLeft() {
    var bench = writing()
    let messages = (0..<50).map { bench.message("m\($0)", ago: Double(60 - $0), isRead: true) }
    bench.client(.conversations([bench.summary("lakshmi", waits: 47.2)]))
    bench.timeline(messages)
    bench.press("PgUp")
    let place = ScrollPosition.anchored(.message("m7"), line: 2)
    bench.paint(["m7", "m8"], at: place)
    _ = bench.take()
    bench.press("Ctrl+N")
    #expect(position(bench.take()) == [.position(KeptPosition(message: "m7", line: 2))])
    bench.press("Ctrl+P")
    bench.timeline(messages)
    #expect(bench.state.messages.position == place)
    // At the end there is nothing to keep.
    bench.press("PgDn")
    bench.paint(["m49"], at: .follow)
    _ = bench.take()
    bench.press("Ctrl+N")
    #expect(position(bench.take()) == [nil])
  }

  @Test func aPlaceThatIsNotThereIsAskedForAndUnreadMessagesComeFirst() {
    var bench = Bench()
    bench.client(
      .local([
        LocalChange(.position("a"), .position(KeptPosition(message: "old", line: 0))),
        LocalChange(.position("b"), .position(KeptPosition(message: "old", line: 0))),
      ]),
      .conversations([bench.summary("a"), bench.summary("b", unread: 1)]),
      .listFreshness(isComplete: true, at: bench.now))
    bench.press("Enter")
    let opened = bench.state.openID
    bench.timeline([bench.message("m1")], in: opened ?? "")
    let other: ConversationID = opened == "a" ? "b" : "a"
    let first = bench.take()
    bench.press(opened == "a" ? "Ctrl+N" : "Ctrl+P")
    if bench.state.openID != other { bench.press("Ctrl+P") }
    bench.timeline([bench.message("m2")], in: other)
    let all = first + bench.take()
    #expect(all.contains(.client(.jump("a", to: .message("old")))))
    #expect(!all.contains(.client(.jump("b", to: .message("old")))))
  }
}
