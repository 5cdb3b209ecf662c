import ChatModel
import Foundation
import SplitMix
import Testing
import TextGrid

@testable import Desk

struct AlertTests {
  private static let again: TimeInterval = 5 * 60

  private func bench(quiet: String? = nil, again: TimeInterval? = AlertTests.again) -> Bench {
    var configuration = DeskConfiguration(notifies: true)
    configuration.quietHours = quiet.flatMap { QuietHours($0) }
    configuration.alertsAgain = again
    var bench = Bench(configuration)
    bench.run(.focusGained)
    bench.client(
      .conversations([bench.summary("sita", waits: 5), bench.summary("lakshmi")]),
      .listFreshness(isComplete: true, at: bench.now))
    _ = bench.take()
    return bench
  }

  private func notified(_ bench: inout Bench) -> [String] {
    bench.take().compactMap { if case .notify(_, let body) = $0 { body } else { nil } }
  }

  // MARK: Quiet hours

  @Test func quietHoursAreReadAndAnythingElseIsNot() throws {
    let night = try #require(QuietHours("22:00-06:00"))
    let day = Date(timeIntervalSince1970: 0)
    let times: [(Double, Bool)] = [(21.9, false), (22, true), (0, true), (5.9, true), (6, false)]
    for (hour, isQuiet) in times {
      #expect(night.contains(day + hour * 3600, in: .gmt) == isQuiet, "\(hour)")
    }
    #expect(night.end(after: day + 23 * 3600 + 61, in: .gmt) == day + 30 * 3600)
    let noon = try #require(QuietHours("12:00 - 13:30"))
    #expect(noon.contains(day + 13 * 3600, in: .gmt) && !noon.contains(day, in: .gmt))
    for text in [
      "", "22:00", "22-06", "25:00-06:00", "22:00-22:00", "22:0-06:00", "a-b", "-1:00-2:00",
    ] {
      #expect(QuietHours(text) == nil, "\(text)")
    }
  }

  @Test func inTheQuietHoursNothingRingsAndTheCountGoesOn() {
    // It is 14:32.
    var bench = bench(quiet: "14:00-15:00")
    bench.client(.conversations([bench.summary("sita", waits: 6, unread: 1, words: "help")]))
    #expect(bench.effects == [.setTitle("(1) furrow")])
    bench.client(.becameMine("lakshmi", from: nil))
    #expect(bench.take() == [])
    #expect(bench.said == "Lakshmi is now yours.")
  }

  // MARK: Long waits

  @Test func whoComesToWaitTooLongIsToldAndAgainUntilSeen() {
    var bench = bench()
    bench.client(.conversations([bench.summary("sita", waits: 5, unread: 1)]))
    _ = bench.take()
    bench.wait(25 * 60 - 2)
    #expect(notified(&bench) == [])
    bench.wait(4)
    #expect(notified(&bench) == ["Sita has waited 30 min."])
    #expect(bench.said == "Sita has waited 30 min.")
    bench.wait(Self.again)
    #expect(notified(&bench) == ["Sita has waited 35 min."])
    bench.press("w")
    _ = bench.take()
    bench.wait(Self.again * 4)
    #expect(notified(&bench) == [])
  }

  @Test func severalAreToldInOneSentenceLongestFirst() {
    var bench = bench()
    bench.client(
      .conversations([
        bench.summary("sita", waits: 5, unread: 1), bench.summary("lakshmi", waits: 6, unread: 2),
      ]))
    _ = bench.take()
    bench.wait(24 * 60 + 2)
    #expect(notified(&bench) == ["Lakshmi has waited 30 min."])
    bench.wait(Self.again)
    #expect(notified(&bench).count == 2)
  }

  @Test func whatHasWaitedForLongAtTheStartIsNotToldAtOnce() {
    var configuration = DeskConfiguration(notifies: true)
    configuration.alertsAgain = Self.again
    var bench = Bench(configuration)
    bench.client(.conversations([bench.summary("lakshmi", waits: 90, unread: 1)]))
    #expect(notified(&bench) == [])
    bench.wait(Self.again + 1)
    #expect(notified(&bench) == ["Lakshmi has waited 95 min."])
  }

  @Test func whoIsAnsweredOrNeverToBeToldIsNotTold() {
    var answered = bench()
    answered.client(.conversations([answered.summary("sita", waits: 5, unread: 1)]))
    answered.client(.conversations([answered.summary("sita")]))
    _ = answered.take()
    answered.wait(3600)
    #expect(notified(&answered) == [])
    var never = bench(again: nil)
    never.client(.conversations([never.summary("sita", waits: 5, unread: 1)]))
    _ = never.take()
    never.wait(3600)
    #expect(notified(&never) == [])
  }

  @Test func aWaitThatBecomesTooLongInTheQuietHoursIsToldAtTheirEnd() {
    // Too long at 14:57.
    var bench = bench(quiet: "14:50-15:20")
    bench.client(.conversations([bench.summary("sita", waits: 5, unread: 1)]))
    _ = bench.take()
    bench.wait(47 * 60)
    #expect(notified(&bench) == [])
    bench.wait(2 * 60)
    #expect(notified(&bench) == ["Sita has waited 53 min."])
  }

  /// Who is to be told next is not looked for among all each time; it must come out the same.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func whoIsToldNextIsKnownWithoutLookingAtAll(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func pick(_ bound: UInt64) -> Int { Int(random.next() % bound) }
    var waits = LongWaits()
    var next: [ConversationID: Date] = [:]
    var silent: Set<ConversationID> = []
    var now = Date(timeIntervalSince1970: 1_700_000_000)
    for _ in 0..<400 {
      now += Double(pick(40))
      let id = ConversationID("c\(pick(12))")
      switch pick(6) {
      case 0:
        waits.forget(id)
        next[id] = nil
      case 1:
        waits.noteSeen(id)
        next[id] = nil
      case 2:
        silent.formSymmetricDifference([id])
        waits.noteSilence()
      case 3 where next[id] == nil:
        waits.forget(id)
        let due = now + Double(pick(100)) + 1
        waits.note(id, due: due, isNews: true, again: 60, now: now)
        next[id] = due
      default: break
      }
      let told = waits.take(at: now, again: 60) { silent.contains($0) }
      let due = next.filter { $0.value <= now && !silent.contains($0.key) }
      #expect(Set(told) == Set(due.keys))
      for id in told { next[id] = now + 60 }
      // It may be early, where it is of one who is silent, but never late and never past.
      let first = next.filter { !silent.contains($0.key) }.values.min()
      #expect(waits.earliest ?? .distantFuture <= first ?? .distantFuture)
      #expect(waits.earliest ?? .distantFuture > now)
    }
  }

  // MARK: Muting

  @Test(arguments: ["M y", ": m u t e Enter y"])
  func aMutedConversationDoesNotRingAndIsTakenBack(keys: String) {
    var bench = bench()
    bench.run(.clicked(.listRow("sita")))
    bench.press("Esc")
    bench.run(.clicked(.listRow("lakshmi")))
    bench.press("Esc")
    bench.state.list.cursor = "sita"
    _ = bench.take()
    bench.press(String(keys.dropLast(2)))
    #expect((bench.state.overlay as? Question)?.question == "Mute Sita?")
    bench.wait(1)
    bench.press("y")
    #expect(bench.state.local.isMuted("sita"))
    #expect(bench.said?.hasPrefix("Sita is muted on this computer.") == true)
    #expect(
      bench.take().contains {
        if case .client(.keep(let change)) = $0 { change.key == .mute("sita") } else { false }
      })
    bench.client(.conversations([bench.summary("sita", waits: 6, unread: 1)]))
    bench.wait(3600)
    #expect(!bench.take().contains(.bell))
    bench.press("u")
    bench.wait(1)
    #expect(!bench.state.local.isMuted("sita"))
  }

  @Test func aMutedConversationDoesNotHideTheRingOfAnother() {
    var bench = bench()
    bench.state.local.set(.mute("sita"), .mute(bench.now))
    bench.client(
      .conversations([
        bench.summary("lakshmi", waits: 1, unread: 1, words: "help"),
        bench.summary("sita", waits: 6, unread: 1),
      ]))
    #expect(notified(&bench) == ["help"])
  }
}
