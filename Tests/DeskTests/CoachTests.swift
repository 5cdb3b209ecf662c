import ChatModel
import Foundation
import Testing

@testable import Desk

@Suite struct CoachTests {
  private func demo() -> Bench {
    var bench = Bench(DeskConfiguration(coach: true))
    bench.seed()
    return bench
  }

  private var coachAtTheEnd: String {
    "`s r` resolves · `?` shows every key · `furrow demo --as admin`"
  }

  @Test func theFirstMinuteGoesAsItIsPlanned() {
    var bench = demo()
    #expect(bench.state.coach?.text == "Lakshmi has waited 47 min. Enter opens.")
    bench.press("Enter")
    #expect(bench.state.coach?.text == "Type. Enter sends.")
    bench.timeline([bench.message("m1", ago: 47)])
    bench.type("namaste")
    bench.press("Enter")
    bench.client(.accepted(request: 1, ["e1"]))
    #expect(bench.state.coach?.text == nil)
    bench.timeline([bench.message("m2", ago: 0)])
    #expect(bench.state.coach?.text == "`Esc`, `w`: who waits next?")
    bench.press("Esc w")
    #expect(bench.state.openID == "ramesh")
    #expect(bench.state.coach?.text == nil)
    bench.client(.link(.offline(reason: "cut", retryAt: bench.now + 6)))
    #expect(bench.state.coach?.text == "The demo has cut the link, as planned. Keep writing.")
    bench.client(.outbox([bench.entry("e2", to: "ramesh", "still here")]))
    bench.client(.link(.online(.websocket)))
    #expect(bench.state.coach?.text == "The demo has cut the link, as planned. Keep writing.")
    bench.client(.outbox([bench.entry("e2", to: "ramesh", "still here", .sent("m9"))]))
    #expect(bench.state.coach?.text == "The link is back, 1 sent: 0 lost, 0 doubled.")
    bench.wait(7)
    #expect(bench.state.coach?.text == coachAtTheEnd)
    bench.press("Esc Esc")
    #expect(bench.state.coach?.text == nil)
    bench.press("w")
    #expect(bench.state.coach?.text == nil)
  }

  @Test func aDoubledMessageIsNotPraised() {
    var bench = demo()
    bench.press("Enter")
    bench.timeline([bench.message("m1", ago: 47)])
    bench.client(
      .link(.offline(reason: "cut", retryAt: nil)), .outbox([bench.entry("e2", "twice")]))
    bench.timeline([
      bench.message("m8", from: "agent-meera", ago: 0, "twice"),
      bench.message("m9", from: "agent-meera", ago: 0, "twice"),
    ])
    bench.client(
      .link(.online(.websocket)), .outbox([bench.entry("e2", "twice", .sent("m8"))]))
    #expect(bench.state.coach?.text == "The link is back, 1 sent: 0 lost, 1 doubled.")
  }

  @Test func aFailedMessageLeavesTheCoachSilentAboutTheResult() {
    var bench = demo()
    bench.press("Enter")
    bench.client(
      .link(.offline(reason: "cut", retryAt: nil)), .outbox([bench.entry("e2", "x")]),
      .link(.online(.websocket)), .outbox([bench.entry("e2", "x", .failed("no"))]))
    #expect(bench.state.coach?.text == "The demo has cut the link, as planned. Keep writing.")
  }

  @Test func escInTheComposerLeavesItAndKeepsTheCoach() {
    var bench = demo()
    bench.press("Enter Esc")
    #expect(bench.state.coach?.text == "Type. Enter sends.")
    bench.press("Esc")
    #expect(bench.state.coach?.text == nil)
  }

  @Test func theCoachSpeaksOfWhoseRowEnterOpens() {
    var bench = Bench(DeskConfiguration(coach: true))
    var unassigned = bench.summary("nobody", waits: 90.5, isMine: false)
    unassigned.conversation.agent = .none
    bench.client(.conversations([unassigned, bench.summary("sita", waits: 6.5)]))
    #expect(bench.state.coach?.text == "Sita has waited 6 min. Enter opens.")
  }

  @Test func thereIsNoCoachOutsideTheDemo() {
    #expect(Bench().state.coach == nil)
  }

  @Test func theCoachNamesTheKeysThatAreBound() {
    let (map, _) = Keymap.customized(changes: ["list": ["Enter": "", "x": "open"]])
    var bench = Bench(DeskConfiguration(coach: true, keymap: map))
    bench.seed()
    #expect(bench.state.coach?.text == "Lakshmi has waited 47 min. x opens.")
  }

  @Test func longWaitsAreToldInHoursAndDays() {
    for (minutes, words) in [(59.5, "59 min"), (421, "7 h"), (50 * 60, "2 days")] {
      var bench = Bench(DeskConfiguration(coach: true))
      bench.client(.conversations([bench.summary("sushila", waits: minutes)]))
      #expect(bench.state.coach?.text == "Sushila has waited \(words). Enter opens.")
    }
  }

  @Test func whoOnlyWatchesIsToldWhatAnAdminDoes() {
    var bench = Bench(DeskConfiguration(coach: true), role: .admin)
    bench.client(.conversations([bench.summary("gurpreet", waits: 90, isMine: false)]))
    bench.press("Enter")
    #expect(
      bench.state.coach?.text
        == "You only watch. `a` gives it to an agent · `s` status · `5` statistics")
  }
}
