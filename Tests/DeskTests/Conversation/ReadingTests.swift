import ChatModel
import Foundation
import SplitMix
import Testing
import TextGrid

@testable import Desk

/// Read means seen, and scrolling.
@Suite struct ReadingTests {
  private func reading() -> Bench {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.timeline([
      bench.message("m1", ago: 9, isRead: true), bench.message("m2", from: "agent-meera", ago: 8),
      bench.message("m3", ago: 7), bench.message("m4", ago: 6),
    ])
    _ = bench.take()
    return bench
  }

  @Test func whatWasOnTheScreenOfSomebodyWhoIsThereIsReportedOnce() {
    var bench = reading()
    bench.paint(["m1", "m2", "m3", "m4"])
    #expect(bench.take() == [.client(.markAllRead("lakshmi"))])
    bench.paint(["m1", "m2", "m3", "m4"])
    #expect(bench.take().isEmpty)
  }

  @Test func whatWasNotOnTheScreenIsNotRead() {
    var bench = reading()
    bench.paint(["m3"])
    #expect(bench.take() == [.client(.seen("lakshmi", ["m3"]))])
  }

  @Test func nothingIsReadWhileTheTerminalHasNotTheFocus() {
    var bench = reading()
    bench.run(.focusLost)
    bench.paint(["m3", "m4"])
    #expect(bench.take().isEmpty)
    bench.run(.focusGained)
    #expect(bench.take() == [.client(.markAllRead("lakshmi"))])
  }

  @Test func whereTheFocusIsUnknownAKeyWithinTheLastMinuteCounts() {
    var bench = reading()
    bench.wait(61)
    bench.paint(["m3", "m4"])
    #expect(bench.take().isEmpty)
    bench.press("PgUp")
    #expect(bench.take() == [.client(.markAllRead("lakshmi"))])
  }

  // MARK: Many unread

  /// A conversation with 200 unread messages, of which the newest 50 have come.
  private func opening(_ unread: Int = 200) -> Bench {
    var bench = Bench()
    bench.client(
      .conversations([bench.summary("lakshmi", waits: 300, unread: unread)]),
      .listFreshness(isComplete: true, at: bench.now))
    bench.press("Enter")
    bench.timeline(page(150..<200))
    _ = bench.take()
    return bench
  }

  private func page(_ numbers: Range<Int>) -> [Message] {
    let bench = Bench()
    return numbers.map { bench.message("m\($0)", ago: Double(1000 - $0), isRead: $0 < 0) }
  }

  @Test func openingManyUnreadStandsAtTheFirstOfThem() {
    var bench = opening()
    #expect(bench.state.messages.position == .anchored(.message("m150"), line: .min))
    bench.paint(["m150", "m151"], at: .anchored(.message("m150"), line: -2), above: 0)
    #expect(bench.take() == [.client(.loadOlder("lakshmi"))], "the rest is fetched before")
    bench.timeline(page(-20..<150), reachesStart: true)
    #expect(bench.state.timeline?.newSince == "m0")
    #expect(bench.state.messages.position == .anchored(.message("m0"), line: .min))
    bench.paint(["m0", "m1"], at: .anchored(.message("m0"), line: -2))
    #expect(bench.take() == [.client(.seen("lakshmi", ["m0", "m1"]))])
  }

  @Test func allIsMarkedReadOnlyOnceTheNewestWasOnTheScreen() {
    var bench = opening(50)
    bench.paint(["m150"], at: .anchored(.message("m150"), line: -2))
    #expect(bench.take() == [.client(.seen("lakshmi", ["m150"]))])
    bench.press("Esc Tab G")
    bench.paint(["m198", "m199"])
    #expect(bench.take() == [.client(.markAllRead("lakshmi"))])
    bench.timeline([bench.message("m200", ago: 0)])
    bench.paint(["m199", "m200"])
    #expect(bench.take() == [.client(.seen("lakshmi", ["m200"]))], "later ones one by one")
  }

  @Test func whoHasMovedIsNotMovedBackToTheDivider() {
    var bench = opening()
    bench.press("Esc Tab G")
    bench.timeline(page(-20..<150), reachesStart: true)
    #expect(bench.state.messages.position == .follow)
    #expect(bench.state.timeline?.newSince == "m0")
  }

  @Test func theDividerIsNotSoughtBehindWhatIsRead() {
    var bench = opening(80)
    bench.timeline(page(-20..<0) + page(120..<150))
    #expect(bench.state.timeline?.newSince == "m120")
    bench.paint(["m120"], at: .anchored(.message("m120"), line: -2))
    #expect(bench.take().contains(.client(.seen("lakshmi", ["m120"]))))
  }

  @Test func withoutAnythingUnreadAllIsMarkedAtOnce() {
    var bench = Bench()
    bench.client(.conversations([bench.summary("lakshmi", waits: 3)]))
    bench.press("Enter")
    bench.timeline([bench.message("m1", isRead: true)])
    #expect(bench.take().contains(.client(.markAllRead("lakshmi"))))
  }

  @Test func whatIsWatchedIsNeverRead() {
    var bench = Bench()
    bench.seed()
    bench.press("4 Enter")
    bench.timeline([bench.message("m1", from: "farmer-gurpreet")], in: "gurpreet")
    _ = bench.take()
    bench.paint(["m1"])
    #expect(bench.take().isEmpty)
  }

  @Test func presenceIsToldWhenItChanges() {
    var bench = Bench()
    bench.run(.focusGained)
    bench.effects = []
    bench.run(.focusLost)
    #expect(bench.effects == [.client(.setPresent(false))])
    bench.run(.focusLost)
    #expect(bench.effects == [.client(.setPresent(false))])
    bench.run(.focusGained)
    #expect(bench.effects.last == .client(.setPresent(true)))
  }

  @Test func withoutFocusEventsPresenceEndsAMinuteAfterTheLastKey() {
    var bench = Bench()
    bench.press("j")
    bench.effects = []
    bench.wait(59)
    #expect(bench.effects.isEmpty)
    bench.wait(2)
    #expect(bench.effects == [.client(.setPresent(false))])
  }

  @Test func olderMessagesAreAskedForNearTheTopAndOnceOnly() {
    var bench = reading()
    bench.paint(["m1"], above: 100)
    _ = bench.take()
    bench.paint(["m1"], above: 3)
    #expect(bench.take() == [.client(.loadOlder("lakshmi"))])
    bench.paint(["m1"], above: 3)
    #expect(bench.take().isEmpty)
    bench.timeline([bench.message("m0", ago: 20)])
    bench.paint(["m1"], above: 4)
    #expect(bench.take() == [.client(.loadOlder("lakshmi"))])
    bench.timeline([bench.message("m-", ago: 30)], reachesStart: true)
    bench.paint(["m1"], above: 5)
    #expect(bench.take().isEmpty)
  }

  @Test func scrollingIsWorkedOffByThePaintsWithoutLosingAKey() {
    var bench = reading()
    bench.press("Esc Tab PgUp PgUp")
    #expect(bench.state.focus == .messages)
    #expect(bench.state.messages.pendingLines == -28)
    bench.paint(["m1"], at: .anchored(.message("m1"), line: 0), applied: -28)
    #expect(bench.state.messages.pendingLines == 0)
    #expect(bench.state.messages.position == .anchored(.message("m1"), line: 0))
    bench.press("G")
    #expect(bench.state.messages.position == .follow)
    bench.press("PgDn")
    #expect(bench.state.messages.pendingLines == 0)
  }

  @Test func aKeyIsNotUndoneByTheReportOfTheFrameBeforeIt() {
    var bench = reading()
    bench.press("Esc Tab PgUp")
    bench.run(
      .key(.character("G")),
      .presented(
        Presented(
          conversationID: "lakshmi", visible: ["m1"],
          position: .anchored(.message("m1"), line: 0), appliedLines: -14, itemsAbove: 99)))
    #expect(bench.state.messages.position == .follow)
    #expect(bench.state.messages.pendingLines == 0)
  }

  @Test func whatComesWhileOneReadsAboveIsCountedAndMovesNothing() {
    var bench = reading()
    bench.press("PgUp")
    bench.paint(["m1"], at: .anchored(.message("m1"), line: 0), applied: -14)
    bench.timeline([bench.message("m5", ago: 1), bench.message("m6", from: "agent-meera", ago: 0)])
    #expect(bench.state.messages.newBelow == 1)
    #expect(bench.state.messages.position == .anchored(.message("m1"), line: 0))
    bench.paint(["m6"], at: .follow)
    #expect(bench.state.messages.newBelow == 0)
  }

  @Test func theSelectionWalksThroughTheMessagesAndIsRevealed() {
    var bench = reading()
    bench.press("Esc Tab k")
    #expect(bench.state.messages.selection == .message("m4"))
    bench.press("k")
    #expect(bench.state.messages.selection == .message("m3"))
    #expect(bench.state.messages.revealsSelection)
    bench.paint(["m3"])
    #expect(!bench.state.messages.revealsSelection)
    bench.press("j j")
    #expect(bench.state.messages.selection == nil)
    #expect(bench.state.messages.position == .follow)
  }

  @Test func theDividerStandsAboveWhatWasUnreadWhenItWasOpened() {
    var bench = Bench()
    bench.client(.conversations([bench.summary("lakshmi", waits: 9, unread: 2)]))
    bench.press("Enter")
    bench.timeline([bench.message("m1", ago: 9)], freshness: .cached(nil))
    bench.timeline([
      bench.message("m2", ago: 8), bench.message("m3", ago: 7),
      bench.message("m4", from: "agent-meera", ago: 6),
    ])
    #expect(bench.state.timeline?.newSince == "m2")
    bench.timeline([bench.message("m5", ago: 0)])
    #expect(bench.state.timeline?.newSince == "m2")
  }

  @Test func noDividerStandsAboveWhatWasReadBecauseTheUnreadOnesAreNotThere() {
    var bench = Bench()
    bench.client(.conversations([bench.summary("lakshmi", waits: 9, unread: 1)]))
    bench.press("Enter")
    bench.timeline([bench.message("m1", ago: 9)], freshness: .cached(nil))
    #expect(bench.state.timeline?.newSince == nil)
    bench.timeline([bench.message("last-lakshmi", ago: 1)], freshness: .cached(nil))
    #expect(bench.state.timeline?.newSince == "last-lakshmi")
  }

  @Test func whatCameWhileNobodyWasThereStandsBelowADivider() {
    var bench = reading()
    bench.paint(["m3", "m4"])
    bench.run(.focusLost)
    bench.timeline([bench.message("m5", ago: 0)])
    #expect(bench.state.timeline?.newSince == "m5")
    bench.timeline([bench.message("m6", ago: 0)])
    #expect(bench.state.timeline?.newSince == "m5")
  }

  @Test func messagesAreInOrderWhateverTheOrderOfTheirComing() {
    var bench = reading()
    var generator = SplitMix64(seed: 11)
    let all = (0..<200).map { bench.message("x\($0 + 1000)", ago: Double(300 - $0)) }
    for chunk in stride(from: 0, to: 200, by: 20) {
      bench.timeline(all[chunk..<(chunk + 20)].shuffled(using: &generator))
      bench.timeline([all[Int(generator.next() % 200)]])
    }
    bench.timeline(all.shuffled(using: &generator))
    let shown = (0..<200).compactMap { bench.state.timeline?.item(at: $0)?.id }
    #expect(shown == all.map { .message($0.id) })
    for (index, message) in all.enumerated() {
      #expect(bench.state.timeline?.index(of: .message(message.id)) == index)
    }
  }

  @Test func aPageMayLieOnBothSidesOfWhatIsKnown() {
    var bench = reading()
    let all = (0..<90).map { bench.message("y\($0 + 100)", ago: Double(300 - $0)) }
    bench.timeline(Array(all[40..<50]), isReset: true)
    bench.timeline([all[0], all[45], all[60]])
    #expect(bench.state.timeline?.item(at: 0)?.id == .message("y100"))
    #expect(bench.state.timeline?.item(at: 11)?.id == .message("y160"))
    bench.timeline(Array(all[20..<80]))
    bench.timeline(all)
    let shown = (0..<90).compactMap { bench.state.timeline?.item(at: $0)?.id }
    #expect(shown == all.map { .message($0.id) })
  }

  @Test func whenWhatHeldThePlaceIsGoneTheEndIsShown() {
    var bench = reading()
    bench.paint(["m3"], at: .anchored(.message("m3"), line: 1))
    bench.timeline([bench.message("m9", ago: 0)], isReset: true)
    #expect(bench.state.messages.position == .follow)
    bench.client(.outbox([bench.entry("e1", "x", .failed("no"))]))
    bench.paint(["m9"], at: .anchored(.entry("e1"), line: 0))
    bench.client(.outboxDropped(["e1"]))
    #expect(bench.state.messages.position == .follow)
  }

  @Test func aRemovedMessageKeepsItsPlaceAndAResetForgets() {
    var bench = reading()
    bench.timeline([], removed: ["m3"])
    #expect(bench.state.timeline?.item(at: 2) == .removed(bench.message("m3", ago: 7)))
    bench.timeline([bench.message("m9")], isReset: true)
    #expect(bench.state.timeline?.count == 1)
  }

  @Test func anEntryGivesWayToItsMessageAndTheSelectionGoesWithIt() {
    var bench = reading()
    bench.client(.outbox([bench.entry("e1"), bench.entry("e2", "two")]))
    #expect(bench.state.timeline?.count == 6)
    bench.press("Esc Tab k k")
    #expect(bench.state.messages.selection == .entry("e1"))
    bench.client(.outbox([bench.entry("e1", "hello", .sent("m5"))]))
    #expect(bench.state.timeline?.count == 6)
    bench.timeline([bench.message("m5", from: "agent-meera", ago: 0, "hello")])
    #expect(bench.state.timeline?.count == 6)
    #expect(bench.state.messages.selection == .message("m5"))
    #expect(bench.state.outboxCount == 1)
    #expect(bench.state.timeline?.item(at: 5)?.id == .entry("e2"))
  }

  @Test func theUpdateOfAConversationThatIsNotOpenIsNobodysBusiness() {
    var bench = reading()
    bench.timeline([bench.message("other", from: "farmer-ramesh")], in: "ramesh")
    #expect(bench.state.timeline?.count == 4)
  }
}
