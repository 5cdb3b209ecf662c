import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct BulkTests {
  /// A desk with so many conversations of mine, named by their numbers.
  private func bench(_ count: Int) -> Bench {
    var bench = Bench()
    bench.client(
      .conversations(
        (0..<count).map { bench.summary("f\($0 + 10)", waits: Double(100 - $0)) }),
      .listFreshness(isComplete: true, at: bench.now))
    _ = bench.take()
    return bench
  }

  private func asked(_ bench: inout Bench) -> (ids: [ConversationID], change: ManyChange)? {
    for case .client(.changeMany(let ids, let change, _)) in bench.take() { return (ids, change) }
    return nil
  }

  private func back(_ bench: inout Bench) -> (reversals: [Reversal], request: Int)? {
    for case .client(.takeBackMany(let reversals, let request)) in bench.take() {
      return (reversals, request)
    }
    return nil
  }

  @Test func spaceMarksARowAndGoesOn() {
    var bench = bench(5)
    bench.press("Space Space j Space")
    #expect(bench.state.marked == ["f10", "f11", "f13"])
    bench.press("k Space")
    #expect(bench.state.marked == ["f10", "f11"])
    bench.press("Esc")
    #expect(bench.state.marked.isEmpty)
  }

  @Test func aRangeIsMarkedFromOneEndToTheOther() {
    var bench = bench(9)
    bench.press("j v j j j v")
    #expect(bench.state.marked == ["f11", "f12", "f13", "f14"])
  }

  @Test func theStatusOfAllThatIsMarkedIsSetAfterAQuestionThatNamesThem() throws {
    var bench = bench(5)
    bench.press("Space Space s r")
    let prompt = try #require(bench.state.overlay as? BulkPrompt)
    #expect(prompt.names == ["F10", "F11"])
    #expect(prompt.visible == 2)
    #expect(!prompt.asksForNumber)
    #expect(asked(&bench) == nil)
    bench.press("y")
    bench.wait(1)
    let request = asked(&bench)
    #expect(request?.ids == ["f10", "f11"])
    #expect(request?.change == .status(.resolved))
  }

  @Test func moreThanTenAskForTheirNumber() throws {
    var bench = bench(14)
    bench.press("v G v s c")
    let prompt = try #require(bench.state.overlay as? BulkPrompt)
    #expect(prompt.asksForNumber)
    #expect(prompt.ids.count == 14)
    bench.press("Enter")
    #expect(bench.said == "Type 14 to change them all.")
    bench.press("1 3 Enter")
    #expect(asked(&bench)?.ids.count == nil, "another number")
    #expect(bench.state.overlay is BulkPrompt)
    bench.press("Backspace 4 Enter")
    #expect(asked(&bench)?.ids.count == 14)
  }

  @Test func whatBecameOfEachIsSaidAndWhatFailedStaysMarked() {
    var bench = bench(4)
    bench.press("Space Space Space Space s r y")
    bench.wait(1)
    #expect(asked(&bench)?.ids.count == 4)
    bench.client(
      .many(1, "f10", .changed(from: .open)), .many(1, "f11", .failed("Conversation not found.")))
    #expect(bench.said?.hasPrefix("2 of 4 are resolved…") == true)
    bench.client(
      .many(1, "f12", .changed(from: .waiting)), .many(1, "f13", .notTried("the link is lost")))
    #expect(bench.said == "2 are now resolved. 1 failed, 1 not tried: L says which.")
    let log = bench.state.log.entries.map(\.text)
    #expect(log.contains("F11: not changed, Conversation not found."))
    #expect(log.contains("F13: not tried, the link is lost."))
    #expect(bench.state.marked == ["f11", "f13"])
  }

  @Test func whatFailedStaysInTheStatusLineWhateverBecomesOfTheLink() {
    var bench = bench(4)
    bench.press("Space Space s r y")
    bench.wait(1)
    bench.client(
      .many(1, "f10", .changed(from: .open)), .many(1, "f11", .notTried("the link is lost")))
    let outcome = "1 is now resolved. 1 not tried: L says which."
    bench.client(.link(.offline(reason: "the server does not answer", retryAt: nil)))
    #expect(bench.said == outcome)
    bench.wait(60)
    bench.client(.link(.connecting), .link(.online(.websocket)))
    #expect(bench.said == outcome)
    #expect(bench.state.log.entries.contains { $0.text.hasPrefix("The link is down") })
    bench.press("j ?")
    bench.press("Esc")
    bench.press("s r")
    bench.wait(1)
    #expect(bench.said != outcome, "something else is said")
  }

  @Test func namesThatHaveNoRoomAreReachedByPages() throws {
    var bench = bench(40)
    bench.press("v G v s c Down")
    let page = bench.state.metrics.overlayRows
    #expect((bench.state.overlay as? BulkPrompt)?.top == min(page - 1, 40 - page))
    for _ in 0..<10 { bench.press("Down") }
    #expect((bench.state.overlay as? BulkPrompt)?.top == 40 - page)
    for _ in 0..<10 { bench.press("Up") }
    #expect((bench.state.overlay as? BulkPrompt)?.top == 0)
  }

  @Test func allOfItIsOneStepBack() throws {
    var bench = bench(3)
    bench.press("Space Space Space s r y")
    bench.wait(1)
    bench.client(
      .many(1, "f10", .changed(from: .open)), .many(1, "f11", .changed(from: .waiting)),
      .many(1, "f12", .changed(from: .open)))
    #expect(bench.said == "3 are now resolved.  u takes all of it back")
    bench.client(
      .conversations(["f10", "f11", "f12"].map { bench.summary($0, status: .resolved) }))
    _ = bench.take()
    bench.press("u")
    let (steps, request) = try #require(back(&bench))
    #expect(steps.map(\.conversationID) == ["f10", "f11", "f12"])
    #expect(steps.map(\.change).first == .status(from: .open, to: .resolved))
    bench.client(.many(request, "f10", .changed(from: .resolved)))
    #expect(bench.said?.hasPrefix("1 of 3 are taken back…") == true)
    bench.press("u")
    #expect(bench.said?.hasPrefix("A change of many is still under way") == true)
    bench.client(
      .many(request, "f11", .failed("F11 has written since")),
      .many(request, "f12", .changed(from: .resolved)))
    #expect(bench.said == "Taken back: 2 of 3, not F11. L says why.")
    bench.wait(4)
    bench.press("u")
    #expect(bench.said == "There is nothing to take back.")
  }

  @Test func whatMayHaveBeenDoneIsTakenBackBeforeAnythingOlderIs() throws {
    var bench = bench(3)
    bench.press("Space Space s r y")
    bench.wait(1)
    bench.client(.many(1, "f10", .changed(from: .open)), .many(1, "f11", .changed(from: .open)))
    _ = bench.take()
    bench.press("Esc G Space k Space s c y")
    bench.wait(1)
    let second = try #require(asked(&bench))
    for id in second.ids { bench.client(.many(2, id, .unknown("the link is lost"))) }
    _ = bench.take()
    bench.wait(4)
    bench.press("u")
    bench.wait(1)
    let (steps, _) = try #require(back(&bench))
    #expect(Set(steps.map(\.conversationID)) == Set(second.ids))
    #expect(
      steps.allSatisfy { if case .status(_, to: .closed) = $0.change { true } else { false } })
  }

  @Test func whatCouldNotBeAskedForIsTriedAgainByTheNextStepBack() throws {
    var bench = bench(3)
    bench.press("Space Space Space s r y")
    bench.wait(1)
    bench.client(
      .many(1, "f10", .changed(from: .open)), .many(1, "f11", .changed(from: .waiting)),
      .many(1, "f12", .changed(from: .open)))
    bench.client(
      .conversations(["f10", "f11", "f12"].map { bench.summary($0, status: .resolved) }))
    _ = bench.take()
    bench.press("u")
    bench.wait(1)
    let (_, request) = try #require(back(&bench))
    bench.client(
      .many(request, "f10", .changed(from: .resolved)),
      .many(request, "f11", .unknown("the link is lost")),
      .many(request, "f12", .notTried("the link is lost")))
    #expect(bench.said == "Taken back: 1 of 3, not F11, F12; u tries 2 again. L says why.")
    bench.wait(4)
    bench.press("u")
    bench.wait(1)
    #expect(back(&bench)?.reversals.map(\.conversationID) == ["f11", "f12"])
  }

  @Test func aStepBackOfManyThatALetterOfAWordAskedForIsNotBegun() {
    var bench = bench(2)
    bench.press("Space Space s r y")
    bench.wait(1)
    bench.client(.many(1, "f10", .changed(from: .open)), .many(1, "f11", .changed(from: .open)))
    _ = bench.take()
    bench.wait(4)
    bench.type("und")
    bench.wait(2)
    #expect(back(&bench) == nil && bench.state.bulk == nil)
    bench.wait(4)
    bench.press("u")
    bench.wait(1)
    #expect(back(&bench)?.reversals.count == 2, "the step is still there")
  }

  @Test func ofWhatWasUnderWayWhenTheDeskSleptNobodyKnows() {
    var bench = bench(3)
    bench.press("Space Space Space s r y")
    bench.wait(1)
    bench.client(.many(1, "f10", .changed(from: .open)))
    bench.run(.resumed)
    #expect(bench.state.bulk == nil)
    #expect(bench.said == "1 is now resolved. 2 not known: L says which.")
  }

  @Test func ofManyThatWereSnoozedOnlyWhatIsStillSoIsTakenBack() {
    var bench = bench(4)
    bench.press("Space Space Space z")
    bench.wait(1)
    bench.press("Enter")
    bench.wait(6)
    // Another desk has put one off anew.
    let other = Snooze(until: bench.now + 9000, since: bench.now)
    bench.client(.local([LocalChange(.snooze("f11"), .snooze(other))]))
    bench.press("u")
    bench.wait(1)
    #expect(bench.state.local.snoozed == ["f11": other])
    #expect(bench.said == "Taken back: 2 of 3. Changed since, and left so: F11.")
  }

  @Test func whatIsNotMineStaysOutOfAReadingOfManyAndIsCounted() throws {
    var bench = bench(3)
    bench.client(.conversations([bench.summary("theirs", isMine: false)]))
    bench.press("4")
    bench.wait(6)
    bench.press("v G v")
    #expect(bench.state.marked.count == 4)
    bench.run(.perform(.markRead))
    let prompt = try #require(bench.state.overlay as? BulkPrompt)
    #expect(prompt.ids.count == 3 && prompt.left == 1 && prompt.visible == 3)
  }

  @Test func escapeStopsAndQuittingAsks() {
    var bench = bench(3)
    bench.press("Space Space s r y")
    bench.wait(1)
    _ = bench.take()
    bench.press("q")
    #expect(
      (bench.state.overlay as? Question)?.detail.contains("2 of 2 are not changed yet") == true)
    bench.press("n Esc")
    #expect(bench.take().contains(.client(.stopMany)))
  }

  @Test func manyAreSnoozedAndMarkedUnreadInOneStep() {
    var bench = bench(4)
    bench.press("Space Space z")
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.local.snoozed.keys.sorted() == ["f10", "f11"])
    #expect(bench.state.marked.isEmpty)
    bench.wait(6)
    bench.press("u")
    bench.wait(1)
    #expect(bench.state.local.snoozed.isEmpty)
    bench.press("Space Space U")
    bench.wait(1)
    #expect(bench.state.list.counts[.unread] == 2)
  }

  @Test func overAMenuNoKeyOfThePanesIsNamed() {
    var bench = bench(4)
    bench.press("Space Space")
    #expect(bench.said?.contains("drops the marks") == true)
    bench.press("s")
    #expect(bench.state.overlay != nil && bench.said == nil)
    bench.press("Esc")
    #expect(bench.said?.contains("drops the marks") == true)
  }

  @Test func markedRowsAreMarkedReadWithoutBeingOpened() {
    var bench = bench(4)
    bench.press("Space Space")
    bench.run(.perform(.markRead))
    bench.press("y")
    bench.wait(1)
    #expect(asked(&bench)?.change == .read)
    #expect(bench.state.openID == nil)
  }
}
