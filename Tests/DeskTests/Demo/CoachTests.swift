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

  private static let last = "resolves · `%` shows every key · `furrow demo --as admin`"
  /// At the end, where letters are commands and where they are text.
  private let coachAtTheEnd = "`s r` " + last.replacing("%", with: "?")
  private let coachAtTheEndInTheComposer = "`F6 r` " + last.replacing("%", with: "F1")

  @Test func theFirstMinuteGoesAsItIsPlanned() {
    var bench = demo()
    #expect(bench.state.coachText == "Lakshmi has waited 47 min. Enter opens.")
    bench.press("Enter")
    #expect(bench.state.coachText == "Type. Enter sends.")
    bench.timeline([bench.message("m1", ago: 47)])
    bench.type("namaste")
    bench.press("Enter")
    bench.client(.accepted(request: 1, ["e1"]))
    #expect(bench.state.coachText == nil)
    bench.timeline([bench.message("m2", ago: 0)])
    #expect(bench.state.coachText == "`Esc`, `w`: who waits next?")
    bench.press("Esc w")
    #expect(bench.state.openID == "ramesh")
    #expect(bench.state.coachText == nil)
    bench.client(.link(.offline(reason: "cut", retryAt: bench.now + 6)))
    #expect(bench.state.coachText == "The demo has cut the link, as planned. Keep writing.")
    bench.client(.outbox([bench.entry("e2", to: "ramesh", "still here")]))
    bench.client(.link(.online(.websocket)))
    #expect(bench.state.coachText == "The link is back; what was written meanwhile goes out.")
    bench.client(.outbox([bench.entry("e2", to: "ramesh", "still here", .sent("m9"))]))
    #expect(bench.state.coachText == "The link is back, 1 sent: 0 lost, 0 doubled.")
    bench.wait(7)
    #expect(bench.state.coachText == coachAtTheEndInTheComposer)
    bench.press("Esc")
    #expect(bench.state.coachText == coachAtTheEnd)
    bench.press("Esc")
    #expect(bench.state.coachText == nil)
    bench.press("w")
    #expect(bench.state.coachText == nil)
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
    #expect(bench.state.coachText == "The link is back, 1 sent: 0 lost, 1 doubled.")
  }

  @Test func aFailedMessageLeavesTheCoachSilentAboutTheResult() {
    var bench = demo()
    bench.press("Enter")
    bench.client(
      .link(.offline(reason: "cut", retryAt: nil)), .outbox([bench.entry("e2", "x")]),
      .link(.online(.websocket)), .outbox([bench.entry("e2", "x", .failed("no"))]))
    #expect(bench.state.coachText == "The link is back; what was written meanwhile goes out.")
  }

  @Test func escInTheComposerLeavesItAndKeepsTheCoach() {
    var bench = demo()
    bench.press("Enter Esc")
    #expect(bench.state.coachText == "`i` writes a reply.")
    bench.press("Esc")
    #expect(bench.state.coachText == nil)
  }

  @Test func theCoachSpeaksOfWhoseRowEnterOpens() {
    var bench = Bench(DeskConfiguration(coach: true))
    var unassigned = bench.summary("nobody", waits: 90.5, isMine: false)
    unassigned.conversation.agent = .none
    bench.client(.conversations([unassigned, bench.summary("sita", waits: 6.5)]))
    #expect(bench.state.coachText == "Sita has waited 6 min. Enter opens.")
  }

  @Test func theCoachTellsOnlyKeysThatWorkWhereTheKeysGo() {
    var bench = demo()
    bench.press("/")
    #expect(bench.state.coachText == nil)
    bench.type("nobody")
    bench.press("Enter")
    #expect(bench.rows.isEmpty && bench.state.coachText == nil)
    bench.press("Esc ?")
    #expect(bench.state.coachText == nil)
    bench.press("Esc Enter")
    bench.timeline([bench.message("m1", ago: 47)])
    bench.type("namaste")
    bench.press("Enter")
    bench.client(.accepted(request: 1, ["e1"]))
    bench.timeline([bench.message("m2", ago: 0)])
    #expect(bench.state.coachText == "`Esc`, `w`: who waits next?")
    bench.press("Esc")
    #expect(bench.state.coachText == "`w`: who waits next?")
    bench.press(":")
    #expect(bench.state.coachText == nil)
  }

  @Test func oneLineSpeaksOfTheStagedCut() {
    var bench = demo()
    bench.press("Enter")
    bench.timeline([bench.message("m1", ago: 47)])
    bench.wait(20)
    let before = bench.said
    bench.client(.link(.offline(reason: "cut", retryAt: nil)))
    #expect(bench.said == before)
    #expect(bench.state.log.entries.last?.text.hasPrefix("The link is down") == true)
    bench.client(.link(.online(.websocket)))
    #expect(bench.said == before)
    #expect(bench.state.log.entries.last?.text == "The link is back.")
    #expect(bench.state.coachText == "The link is back: 0 lost, 0 doubled.")
    // Whoever has sent the coach away is told as ever.
    bench.press("Esc Esc")
    bench.client(.link(.offline(reason: "cut", retryAt: nil)))
    #expect(bench.said?.hasPrefix("The link is down") == true)
  }

  @Test func aFarmerIsNotToldToLookForWhoWaits() {
    var bench = Bench(DeskConfiguration(coach: true), role: .user)
    bench.client(.conversations([bench.summary("lakshmi")]))
    #expect(bench.state.openID == "lakshmi")
    bench.run(.perform(.reply))
    #expect(bench.state.coachText == "Type. Enter sends.")
    bench.timeline([bench.message("m1", ago: 47)])
    bench.type("namaste")
    bench.press("Enter")
    bench.client(.accepted(request: 1, ["e1"]))
    bench.timeline([bench.message("m2", from: "agent-ravi", ago: 0)])
    #expect(bench.state.coachText == nil)
  }

  @Test func anAdminIsToldWhoHasTooMuch() {
    var bench = Bench(DeskConfiguration(coach: true), role: .admin)
    bench.client(
      .conversations([
        bench.summary("sushila", waits: 420), bench.summary("a", waits: 3, isMine: false),
        bench.summary("b", isMine: false),
        bench.summary("c", isMine: false, status: .resolved),
      ]))
    #expect(
      bench.state.coachText
        == "Ravi has 2 chats, more than anybody. `6` shows the team · `B` proposes who takes what.")
    bench.client(.conversations([bench.summary("d")]))
    #expect(bench.state.coachText == "Sushila has waited 7 h. Enter opens.")
  }

  @Test func thereIsNoCoachOutsideTheDemo() {
    #expect(Bench().state.coach == nil)
  }

  @Test func theCoachNamesTheKeysThatAreBound() {
    let (map, _) = Keymap.customized(changes: ["list": ["Enter": "", "x": "open"]])
    var bench = Bench(DeskConfiguration(coach: true, keymap: map))
    bench.seed()
    #expect(bench.state.coachText == "Lakshmi has waited 47 min. x opens.")
  }

  @Test func longWaitsAreToldInHoursAndDays() {
    for (minutes, words) in [(59.5, "59 min"), (421, "7 h"), (50 * 60, "2 days")] {
      var bench = Bench(DeskConfiguration(coach: true))
      bench.client(.conversations([bench.summary("sushila", waits: minutes)]))
      #expect(bench.state.coachText == "Sushila has waited \(words). Enter opens.")
    }
  }

  @Test func anAgentWhoOnlyWatchesIsPromisedNothingThatAnAdminDoes() {
    var bench = Bench(DeskConfiguration(coach: true))
    bench.seed()
    bench.press("4")
    bench.run(.clicked(.listRow("gurpreet")))
    #expect(bench.state.coachText == "You only watch. `w`: who waits longest?")
  }

  @Test func theLastWordsNameARoleThatIsNotOnesOwn() {
    func last(_ role: Role) -> String? {
      var coach = Coach()
      let now = Date(timeIntervalSince1970: 0)
      for input in [Coach.Input.linkLost, .linkReturned, .linkBack(sent: 1, lost: 0, doubled: 0)] {
        coach.handle(input, at: now)
      }
      coach.handle(.time, at: now.addingTimeInterval(60))
      return coach.text(in: .list, keymap: DeskConfiguration().keymap, role: role)
    }
    #expect(last(.support)?.hasSuffix("`furrow demo --as admin`") == true)
    #expect(last(.admin)?.hasSuffix("`furrow demo --as farmer`") == true)
  }

  @Test func whoOnlyWatchesIsToldWhatAnAdminDoes() {
    var bench = Bench(DeskConfiguration(coach: true), role: .admin)
    bench.client(.conversations([bench.summary("gurpreet", waits: 90, isMine: false)]))
    bench.press("Enter")
    #expect(
      bench.state.coachText
        == "A colleague's chat: `a` gives it away · `s` status · `5` statistics")
  }
}
