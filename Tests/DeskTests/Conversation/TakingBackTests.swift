import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct TakingBackTests {
  /// What was asked of the client with one press of the key.
  private func press(_ bench: inout Bench) -> Reversal? {
    _ = bench.take()
    bench.press("u")
    guard case .client(.takeBack(let reversal))? = bench.take().first else { return nil }
    return reversal
  }

  private func set(
    _ id: String, _ from: ConversationStatus, _ to: ConversationStatus, _ bench: inout Bench
  ) {
    bench.client(
      .conversations([bench.summary(id, status: to)]),
      .statusSet(ConversationID(id), from: from, to: to))
  }

  @Test func eachPressGoesOneStepFurtherBackAndNoneForward() throws {
    var bench = Bench()
    bench.seed()
    set("lakshmi", .open, .waiting, &bench)
    set("lakshmi", .waiting, .resolved, &bench)
    set("sita", .open, .closed, &bench)
    let first = try #require(press(&bench))
    #expect(first.conversationID == "sita")
    #expect(first.change == .status(from: .open, to: .closed))
    #expect(bench.said == "Sita: back to open…")
    bench.client(
      .conversations([bench.summary("sita", status: .open)]), .takenBack(first, problem: nil))
    #expect(bench.said == "Taken back: Sita is open again.")
    let second = try #require(press(&bench))
    #expect(second.change == .status(from: .waiting, to: .resolved))
    bench.client(
      .conversations([bench.summary("lakshmi", status: .waiting)]),
      .takenBack(second, problem: nil))
    let third = try #require(press(&bench))
    #expect(third.change == .status(from: .open, to: .waiting))
    bench.client(
      .conversations([bench.summary("lakshmi", status: .open)]), .takenBack(third, problem: nil))
    bench.wait(4)
    #expect(press(&bench) == nil)
    #expect(bench.said == "There is nothing to take back.")
  }

  @Test func aStepThatIsRefusedIsConsumedAndSaid() throws {
    var bench = Bench()
    bench.seed()
    set("sita", .open, .closed, &bench)
    set("lakshmi", .open, .resolved, &bench)
    let first = try #require(press(&bench))
    bench.client(.takenBack(first, problem: "Lakshmi has written since"))
    #expect(bench.said == "Not taken back, Lakshmi has written since: Lakshmi, “resolved”.")
    #expect(try #require(press(&bench)).conversationID == "sita")
  }

  @Test func whatIsKnownToHaveChangedSinceIsRefusedWithoutAsking() {
    var bench = Bench()
    bench.seed()
    set("lakshmi", .open, .resolved, &bench)
    bench.client(.conversations([bench.summary("lakshmi", status: .waiting)]))
    bench.wait(4)
    #expect(press(&bench) == nil)
    #expect(bench.said == "Not taken back, it has been changed since: Lakshmi, “resolved”.")
  }

  @Test func aStepIsNotTakenWhileTheOneBeforeIsUnderWay() throws {
    var bench = Bench()
    bench.seed()
    set("lakshmi", .open, .waiting, &bench)
    set("lakshmi", .waiting, .resolved, &bench)
    bench.wait(4)
    let first = try #require(press(&bench))
    #expect(press(&bench) == nil)
    #expect(bench.said == "The last step is still being taken back.")
    bench.client(
      .conversations([bench.summary("lakshmi", status: .waiting)]),
      .takenBack(first, problem: nil))
    #expect(try #require(press(&bench)).change == .status(from: .open, to: .waiting))
  }

  @Test func aStepThatNobodyCouldTryStays() throws {
    var bench = Bench()
    bench.seed()
    set("sita", .open, .closed, &bench)
    let first = try #require(press(&bench))
    bench.client(.takeBackFailed(first, reason: "the network is down", mayBeDone: false))
    #expect(bench.said == "Not taken back, u tries again: Sita, “closed”: the network is down.")
    // What failed here may have got through.
    bench.client(.conversations([bench.summary("sita", status: .open)]))
    #expect(press(&bench) == first)
    bench.client(.takenBack(first, problem: nil))
    #expect(bench.said == "Taken back: Sita is open again.")
  }

  @Test func aStepThatAnEndedClientWasAskedForStays() throws {
    var bench = Bench()
    bench.seed()
    set("sita", .open, .closed, &bench)
    let first = try #require(press(&bench))
    bench.press("Ctrl+Z")
    bench.run(.resumed)
    #expect(press(&bench) == first)
  }

  @Test func withoutASignInNothingIsTakenBackAndNothingForgotten() throws {
    var bench = Bench()
    bench.seed()
    set("sita", .open, .closed, &bench)
    bench.client(.signInNeeded(reason: "the token expired"))
    bench.press("Esc")
    bench.wait(4)
    #expect(press(&bench) == nil)
    #expect(bench.said == "Nothing is taken back before Ctrl+X s signs in.")
    bench.client(.identified(Claims(userID: Bench.me, role: .support)))
    #expect(press(&bench) != nil)
  }

  @Test func thatNothingIsLeftIsSaidBesideTheLastConfirmation() throws {
    var bench = Bench()
    bench.seed()
    set("sita", .open, .closed, &bench)
    let step = try #require(press(&bench))
    bench.client(.takenBack(step, problem: nil))
    for _ in 0..<2 {
      bench.run(.key(.character("u")))
      #expect(bench.said == "Nothing more to take back. Last: Taken back: Sita is open again.")
      bench.wait(1)
    }
  }

  @Test func aMoveGoesBackToWhoHadItAndWhatNobodyHadIsSaidBefore() throws {
    var bench = Bench(role: .admin)
    bench.seed()
    let (ravi, kiran) = (bench.person("agent-ravi", "Ravi"), bench.person("agent-kiran", "Kiran"))
    bench.client(.reassigned("gurpreet", from: kiran, to: ravi))
    #expect(bench.said == "Gurpreet now belongs to Ravi.  u takes it back")
    let reversal = try #require(press(&bench))
    #expect(reversal.change == .agent(from: kiran, to: ravi))
    bench.client(.takenBack(reversal, problem: nil))
    #expect(bench.said == "Taken back: Gurpreet belongs to Kiran again.")
    var free = bench.summary("nobodys", waits: 200, isMine: false)
    free.conversation.agent = .absent
    bench.client(.conversations([free]))
    bench.run(.clicked(.listRow("nobodys")))
    bench.press("F4")
    guard let picker = (bench.state.overlay as? AgentPicker)?.picker else {
      Issue.record("no picker")
      return
    }
    #expect(picker.title.contains("for good"))
  }

  @Test func aDiscardedReplyComesBackToItsConversation() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.type("a long answer")
    bench.press("Ctrl+C Ctrl+N Esc")
    bench.wait(4)
    bench.press("u")
    #expect(bench.state.composers["lakshmi"]?.editor.text == "a long answer")
    #expect(bench.said == "The discarded reply to Lakshmi is back.")
    #expect(
      bench.take().contains { effect in
        if case .client(.saveDraft("lakshmi", let draft)) = effect {
          draft.text == "a long answer"
        } else {
          false
        }
      })
  }

  @Test func aHundredStepsAreKept() {
    var history = UndoHistory()
    for number in 0..<150 {
      history.note(.draft(ConversationID("c\(number)"), Draft(text: "x", editedAt: .distantPast)))
    }
    var count = 0
    while history.takeLast() != nil { count += 1 }
    #expect(count == 100)
  }
}
