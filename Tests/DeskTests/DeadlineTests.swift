import ChatModel
import Foundation
import Testing

@testable import Desk

/// The desk sleeps until something shown changes by itself.
@Suite struct DeadlineTests {
  @Test func anIdleDeskAsksForNothing() {
    var bench = Bench()
    bench.client(.conversations([bench.summary("harpreet")]))
    bench.run(.focusGained)
    bench.wait(30)
    #expect(bench.deadline == nil)
  }

  @Test func aWaitWakesTheDeskWhenItShowsAnotherMinute() {
    var bench = Bench()
    bench.run(.focusGained)
    bench.client(.conversations([bench.summary("lakshmi", waits: 47.2)]))
    #expect(bench.deadline == bench.now + 48)
    bench.client(.conversations([bench.summary("lakshmi", waits: 61)]))
    #expect(bench.deadline == bench.now + 59 * 60)
  }

  @Test func theWaitIsCountedByTheServersClock() {
    var bench = Bench()
    bench.client(.conversations([bench.summary("lakshmi", waits: 10)]), .clockSkew(120))
    let summary = bench.summary("lakshmi", waits: 10)
    #expect(bench.state.waited(summary, now: bench.now)?.rounded() == 720)
    #expect(bench.state.urgency(summary, now: bench.now) == .warn)
    #expect(bench.state.urgency(bench.summary("x", waits: 31), now: bench.now) == .late)
    #expect(bench.state.urgency(bench.summary("x"), now: bench.now) == .none)
  }

  @Test func theCountdownTicksBySecondsUntilTheNextAttempt() {
    var bench = Bench()
    bench.run(.focusGained)
    bench.client(.link(.offline(reason: "no route", retryAt: bench.now + 2.5)))
    #expect(bench.state.secondsToRetry(now: bench.now) == 3)
    #expect(bench.deadline == bench.now + 0.5)
    bench.wait(0.5)
    #expect(bench.state.secondsToRetry(now: bench.now) == 2)
    #expect(bench.deadline == bench.now + 1)
  }

  @Test func theLinksLossIsSaidOnceHoweverManyAttemptsFail() {
    var bench = Bench()
    for _ in 0..<3 {
      bench.client(.link(.connecting), .link(.offline(reason: "no route", retryAt: bench.now + 5)))
    }
    #expect(bench.state.log.entries.count == 1)
    bench.client(.link(.connecting), .link(.online(.polling)))
    #expect(bench.said == "The link is back.")
    #expect(bench.state.link == .online(.polling))
  }

  @Test func typingEndsByItselfWhenNobodySaysSo() {
    var bench = Bench()
    bench.seed()
    bench.client(.typing("sita", "farmer-sita", name: "Sita", until: bench.now + 4))
    #expect(bench.state.typing(in: "sita", now: bench.now) == ["Sita"])
    bench.wait(5)
    #expect(bench.state.typists.isEmpty)
    bench.client(.typing("sita", "farmer-sita", name: nil, until: bench.now + 4))
    #expect(bench.state.typing(in: "sita", now: bench.now) == ["Sita"])
    bench.client(.stoppedTyping("sita", "farmer-sita"))
    #expect(bench.state.typists.isEmpty)
    bench.client(.typing("sita", Bench.me, name: "Meera", until: bench.now + 4))
    #expect(bench.state.typists.isEmpty)
  }

  @Test func aSentenceStandsAsLongAsItTakesToRead() {
    var bench = Bench()
    let long = String(repeating: "word ", count: 18)
    for (text, seconds) in [("done", 4.0), (long, 7.5), (long + long + long, 10)] {
      bench.client(.notice(Notice(.info, text)))
      bench.wait(seconds - 0.2)
      #expect(bench.said != nil, "\(seconds)")
      bench.wait(0.4)
      #expect(bench.said == nil, "\(seconds)")
    }
    bench.client(.notice(Notice(.warning, "odd")))
    bench.wait(9)
    #expect(bench.said == "odd", "what warns may be looked for")
  }

  @Test func aSentenceGrowsOldAndAFailureStays() {
    var bench = Bench()
    bench.client(.notice(Notice(.info, "done")))
    bench.wait(11)
    #expect(bench.said == nil)
    bench.client(.notice(Notice(.failure, "broken")))
    bench.wait(60)
    #expect(bench.said == "broken")
    #expect(bench.state.log.entries.count == 2)
  }

  @Test func theClockIsWoundOnlyWhenItIsShown() {
    var bench = Bench()
    bench.run(.focusGained)
    bench.now += 12
    bench.state.metrics.showsClock = true
    bench.run(.presented(Presented(metrics: bench.state.metrics)))
    #expect(bench.deadline == bench.now + 48)
  }

  @Test func theTitleCountsAsTheTopRowDoes() {
    var bench = Bench()
    bench.client(.conversations([bench.summary("a", unread: 3), bench.summary("b", unread: 1)]))
    #expect(bench.effects == [.setTitle("(2) furrow")])
    bench.client(.conversations([bench.summary("a"), bench.summary("b")]))
    #expect(bench.effects.last == .setTitle("furrow"))
  }

  @Test func aNewMessageForMeRingsUnlessItIsBeforeMyEyes() {
    var bench = Bench(DeskConfiguration(notifies: true))
    bench.seed()
    bench.run(.focusGained)
    bench.client(.conversations([bench.summary("sita", waits: 6, unread: 1, words: "help")]))
    #expect(bench.take() == [.bell, .notify(title: "Sita", body: "help")])
    bench.press("w")
    _ = bench.take()
    bench.client(.conversations([bench.summary("lakshmi", waits: 47, unread: 2)]))
    #expect(bench.take().isEmpty)
    bench.run(.focusLost)
    bench.client(.conversations([bench.summary("lakshmi", waits: 47, unread: 3)]))
    #expect(bench.take().first == .bell)
    bench.client(.conversations([bench.summary("gurpreet", isMine: false, unread: 3)]))
    #expect(bench.take().isEmpty)
  }

  @Test func theFirstListDoesNotRing() {
    var bench = Bench()
    bench.client(.conversations([bench.summary("a", unread: 3)]))
    #expect(bench.take().isEmpty)
  }
}
