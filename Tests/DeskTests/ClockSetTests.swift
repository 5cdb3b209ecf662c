import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// The local clock is set by a day: what counts seconds goes on counting, what was named by the clock
/// comes by the clock.
@Suite struct ClockSetTests {
  private static let day: TimeInterval = 86_400

  private func bench() -> Bench {
    var bench = Bench(DeskConfiguration(notifies: true))
    bench.seed()
    bench.run(.focusGained)
    _ = bench.take()
    return bench
  }

  private func set(_ bench: inout Bench, by step: TimeInterval) {
    bench.now += step
    bench.run(.clockSet(by: step))
  }

  @Test(arguments: [day, -day]) func aWaitIsAsLongAsItWasAndNobodyIsAlarmed(step: TimeInterval) {
    var bench = bench()
    let summary = bench.summary("sita", waits: 6)
    let before = bench.state.waited(summary, now: bench.now)
    set(&bench, by: step)
    #expect(bench.state.waited(summary, now: bench.now) == before)
    bench.wait(5)
    #expect(bench.take().isEmpty)
    // The next answer of the server tells the same.
    bench.client(.clockSkew(-step))
    #expect(bench.state.waited(summary, now: bench.now) == before.map { $0 + 5 })
  }

  @Test(arguments: [day, -day]) func typingEndsAfterItsSecondsAndNotBefore(step: TimeInterval) {
    var bench = bench()
    bench.client(.typing("sita", "farmer-sita", name: "Sita", until: bench.now + 4))
    set(&bench, by: step)
    #expect(bench.state.typing(in: "sita", now: bench.now) == ["Sita"])
    #expect(bench.deadline.map { $0 <= bench.now + 4 } == true)
    bench.wait(5)
    #expect(bench.state.typists.isEmpty)
  }

  @Test(arguments: [day, -day]) func theNextAttemptIsAsFarAwayAsItWas(step: TimeInterval) {
    var bench = bench()
    bench.client(.link(.offline(reason: "no route", retryAt: bench.now + 7)))
    set(&bench, by: step)
    #expect(bench.state.secondsToRetry(now: bench.now) == 7)
    bench.wait(3)
    #expect(bench.state.secondsToRetry(now: bench.now) == 4)
  }

  @Test(arguments: [day, -day]) func aSentenceStaysForItsSeconds(step: TimeInterval) {
    var bench = bench()
    bench.client(.notice(Notice(.info, "done")))
    let said = bench.state.log.entries.last?.at
    set(&bench, by: step)
    #expect(bench.said == "done")
    bench.wait(11)
    #expect(bench.said == nil)
    #expect(bench.state.log.entries.last?.at == said, "the log keeps what the clock said then")
  }

  @Test(arguments: [day, -day]) func whoIsThereStaysThereForAMinute(step: TimeInterval) {
    var bench = Bench()
    bench.seed()
    bench.press("j")
    set(&bench, by: step)
    #expect(bench.state.isThere(bench.now))
    bench.wait(61)
    #expect(!bench.state.isThere(bench.now))
  }

  @Test func whatWasPutOffUntilAMomentComesWhenTheClockSaysSo() {
    var bench = bench()
    let until = bench.now + 2 * 3600
    bench.client(
      .local([LocalChange(.snooze("lakshmi"), .snooze(Snooze(until: until, since: bench.now)))]))
    set(&bench, by: -Self.day)
    bench.wait(60)
    #expect(bench.state.local.snooze(of: "lakshmi") != nil)
    #expect(!bench.take().contains(.bell))
    set(&bench, by: Self.day + 2 * 3600)
    #expect(bench.take().contains(.client(.keep(LocalChange(.snooze("lakshmi"), nil)))))
  }

  @Test func aMessageThatWasThereWhenItWasPutOffIsNoNews() {
    var bench = bench()
    bench.client(.conversations([bench.summary("lakshmi", waits: 47)]))
    let last = MessageID("last-lakshmi")
    let snooze = Snooze(until: nil, since: bench.now, lastMessage: last)
    bench.client(.local([LocalChange(.snooze("lakshmi"), .snooze(snooze))]))
    set(&bench, by: Self.day)
    bench.wait(60)
    #expect(bench.state.local.snooze(of: "lakshmi") != nil)
  }

  @Test(arguments: [day, -day]) func eachIdentityIsToldAndItsDeadlineCountedAnew(step: TimeInterval)
  {
    let start = Date(timeIntervalSince1970: 1_763_476_320)
    var desks = DeskAccounts(
      [("work", DeskConfiguration()), ("home", DeskConfiguration())],
      size: .init(columns: 80, rows: 24))
    let (work, home) = (AccountID(index: 0), AccountID(index: 1))
    _ = desks.handle([AccountAction(.focusGained)], now: start)
    for (account, after) in [(work, 9.0), (home, 5)] {
      let link = ClientEvent.link(.offline(reason: "no route", retryAt: start + after))
      _ = desks.handle([AccountAction(.client(link), to: account)], now: start)
    }
    let effects = desks.handle([AccountAction(.clockSet(by: step))], now: start + step)
    #expect(desks.desk(of: work).secondsToRetry(now: start + step) == 9)
    #expect(desks.desk(of: home).secondsToRetry(now: start + step) == 5)
    let deadline = effects.compactMap {
      if case .setDeadline(let date) = $0.effect { date } else { nil as Date? }
    }.last
    #expect(deadline.map { (0...9).contains($0.timeIntervalSince(start + step)) } == true)
  }
}
