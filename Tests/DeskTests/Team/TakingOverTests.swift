import ChatModel
import Foundation
import Testing

@testable import Desk

@Suite struct TakingOverTests {
  private func give(_ id: String, to agent: String, from: String, _ bench: inout Bench) {
    var summary = bench.summary(id, waits: 50, isMine: agent == Bench.me.rawValue)
    summary.conversation.agent = .known(bench.person(agent, agent, .support))
    bench.client(
      .reassigned(
        ConversationID(id), from: bench.person(from, "Ravi", .support),
        to: bench.person(agent, "Meera", .admin)),
      .conversations([summary]))
  }

  @Test func aChatIsTakenOverAfterAYesAndTheReplyOpensAndUGivesItBack() throws {
    var bench = Bench.withTeam()
    bench.press("4")
    while bench.state.list.cursor != "grace" { bench.press("j") }
    bench.press("T")
    let question = try #require(bench.state.overlay as? Question)
    #expect(question.question == "Take Grace over from Ravi?")
    #expect(question.detail.contains("u gives it back to Ravi"))
    #expect(bench.take() == [.client(.lookAt("grace"))])
    bench.press("y")
    bench.wait(1)
    #expect(bench.take() == [.client(.reassign("grace", to: Bench.me))])
    give("grace", to: Bench.me.rawValue, from: "agent-ravi", &bench)
    #expect(bench.state.openID == "grace" && bench.state.focus == .composer)
    #expect(bench.take().contains(.client(.open("grace"))))
    bench.press("Esc")
    bench.press("u")
    bench.wait(1)
    guard case .client(.takeBack(let reversal))? = bench.take().last else {
      Issue.record("nothing is taken back")
      return
    }
    #expect(reversal.conversationID == "grace")
  }

  @Test func aChatThatIsWatchedGoesOnInTheSamePlace() {
    var bench = Bench.withTeam()
    bench.press("4")
    while bench.state.list.cursor != "grace" { bench.press("j") }
    bench.press("W")
    #expect(bench.state.messages.leavesNoTrace)
    bench.press("T y")
    bench.wait(1)
    _ = bench.take()
    give("grace", to: Bench.me.rawValue, from: "agent-ravi", &bench)
    #expect(bench.take().contains(.client(.open("grace"))), "it is joined now")
    #expect(!bench.state.messages.leavesNoTrace && bench.state.focus == .composer)
    #expect(bench.state.writingProblem == nil)
  }

  @Test func whatWasWatchedIsWatchedAgainOnceItIsGivenBack() throws {
    var bench = Bench.withTeam()
    bench.press("4")
    while bench.state.list.cursor != "grace" { bench.press("j") }
    bench.press("W T y")
    bench.wait(1)
    give("grace", to: Bench.me.rawValue, from: "agent-ravi", &bench)
    bench.press("Esc u")
    guard case .client(.takeBack(let reversal))? = bench.take().last else {
      Issue.record("nothing is taken back")
      return
    }
    bench.client(.takenBack(reversal, problem: nil))
    #expect(bench.state.messages.leavesNoTrace)
    #expect(bench.take().contains(.client(.watch("grace"))))
  }

  @Test func whatIsMineOrOnlyForAdminsIsRefused() {
    var bench = Bench.withTeam()
    bench.press("1 T")
    #expect(bench.said == "Own is yours already; i writes.")
    var agent = Bench()
    agent.seed()
    agent.press("T")
    #expect(agent.said == "Only an admin takes a conversation over.")
    #expect(agent.state.overlay == nil)
  }

  @Test func whatNobodyHasCannotBeGivenBackAndThatIsSaid() throws {
    var bench = Bench.withTeam()
    bench.press("7 T")
    let question = try #require(bench.state.overlay as? Question)
    #expect(question.detail.contains("cannot be given back"))
  }
}

@Suite struct WatchingWithoutTraceTests {
  @Test func nothingIsJoinedMarkedReadOrTold() {
    var bench = Bench()
    bench.seed()
    bench.run(.focusGained)
    bench.press("W")
    bench.wait(1)
    #expect(bench.take() == [.client(.watch("lakshmi"))])
    #expect(bench.state.focus == .messages)
    bench.timeline([bench.message("m1"), bench.message("m2")])
    bench.paint(["m1", "m2"])
    bench.wait(60)
    bench.press("Tab")
    bench.type("hello")
    bench.wait(2)
    let told = bench.take().filter { effect in
      switch effect {
      case .client(.seen), .client(.markAllRead), .client(.typed), .client(.open): true
      default: false
      }
    }
    #expect(told.isEmpty)
    #expect(bench.state.writingProblem?.contains("watched without a trace") == true)
  }

  @Test func severalAreWatchedBySwitchingBetweenThem() {
    var bench = Bench.withTeam()
    bench.press("4 W")
    bench.wait(1)
    #expect(bench.take().last == .client(.watch("thomas")))
    bench.press("Esc Esc j W")
    bench.wait(1)
    #expect(bench.take() == [.client(.close("thomas")), .client(.watch("grace"))])
  }

  @Test func whatIsOpenIsLeftAndEnterOpensItLikeAnyOther() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Esc")
    _ = bench.take()
    bench.press("W")
    bench.wait(1)
    #expect(bench.take() == [.client(.watch("lakshmi"))])
    bench.press("Esc Enter")
    bench.wait(1)
    #expect(bench.take() == [.client(.open("lakshmi"))])
    #expect(bench.state.focus == .composer)
  }

  @Test func aWordThatBeginsWithThatLetterWatchesNothing() {
    var bench = Bench()
    bench.seed()
    bench.type("Water", every: 0.1)
    bench.wait(2)
    #expect(bench.state.openID == nil)
    #expect(bench.take().isEmpty)
    bench.press("Enter Esc")
    _ = bench.take()
    bench.wait(2)
    bench.type("Water", every: 0.1)
    bench.wait(2)
    #expect(!bench.state.messages.leavesNoTrace)
    #expect(bench.take().isEmpty)
  }
}
