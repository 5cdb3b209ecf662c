import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct SignInTests {
  /// A token of a user, not signed by anyone.
  private func token(_ user: String, expires: Int = 4_000_000_000) -> String {
    let claims = Data("{\"id\":\"\(user)\",\"role\":\"Support\",\"exp\":\(expires)}".utf8)
    let text = claims.base64EncodedString().replacingOccurrences(of: "=", with: "")
    return "aaaa.\(text).bbbb"
  }

  @Test func aNewTokenIsAskedForAndPassedOnAndNothingIsLost() {
    var bench = Bench()
    bench.seed()
    bench.client(.signInNeeded(reason: "the token has expired"))
    guard let prompt = bench.state.overlay as? SignInPrompt else {
      Issue.record("no prompt")
      return
    }
    #expect(prompt.reason == "the token has expired")
    bench.run(.paste(token("agent-meera") + "\n"))
    bench.press("Enter")
    #expect(bench.take() == [.client(.useToken(token("agent-meera")))])
    bench.client(.identified(Claims(userID: "agent-meera", role: .support)))
    #expect(bench.state.signInNeeded == nil)
  }

  @Test func anAddressAndItsPasswordServeWhoHasNoToken() throws {
    var bench = Bench()
    bench.seed()
    bench.client(.signInNeeded(reason: "the token has expired"))
    bench.type("meera")
    #expect(try #require(bench.state.overlay as? SignInPrompt).isSecret, "it may become a token")
    bench.type("@example.org")
    #expect(try !#require(bench.state.overlay as? SignInPrompt).isSecret)
    bench.press("Enter")
    bench.type("sow 7 rows")
    #expect(try #require(bench.state.overlay as? SignInPrompt).isSecret)
    bench.press("Enter")
    #expect(bench.take() == [.signIn(email: "meera@example.org", password: "sow 7 rows")])
    bench.press("Enter")
    #expect(bench.take() == [], "it is asked once")
    bench.run(.signInFailed("The password is wrong."))
    #expect((bench.state.overlay as? SignInPrompt)?.problem == "The password is wrong.")
    bench.type("rice")
    bench.press("Enter")
    #expect(bench.take() == [.signIn(email: "meera@example.org", password: "rice")])
    bench.run(.signedIn(token("agent-meera")))
    #expect(bench.take() == [.client(.useToken(token("agent-meera")))])
    #expect(bench.state.overlay == nil)
  }

  @Test func aTokenOfSomebodyElseIsNotTakenFromAPasswordEither() {
    var bench = Bench()
    bench.seed()
    bench.client(.signInNeeded(reason: "expired"))
    bench.type("ravi@example.org")
    bench.press("Enter x Enter")
    _ = bench.take()
    bench.run(.signedIn(token("agent-ravi")))
    #expect(!bench.take().contains { if case .client(.useToken) = $0 { true } else { false } })
    let problem = (bench.state.overlay as? SignInPrompt)?.problem
    #expect(problem == "This token belongs to somebody else.")
  }

  @Test func whoIsWritingIsNotInterrupted() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.type("dear La")
    bench.client(.signInNeeded(reason: "revoked"))
    bench.type("kshmi")
    #expect(bench.state.overlay == nil)
    #expect(bench.state.composer?.editor.text == "dear Lakshmi")
    #expect(bench.said?.contains("Sign in again with Ctrl+X s; nothing is lost") == true)
    bench.press("Ctrl+X s")
    #expect(bench.state.overlay != nil)
  }

  @Test func whoIsAboutToWriteTheNextReplyDoesNotTypeItIntoThePrompt() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    #expect(bench.state.focus == .composer)
    bench.client(.signInNeeded(reason: "revoked"))
    bench.type("the next reply")
    #expect(bench.state.composer?.editor.text == "the next reply")
  }

  @Test(arguments: [
    LinkState.refused(reason: "Authentication error: Invalid token"),
    .offline(reason: "the server closed the connection", retryAt: nil),
  ])
  func whatToDoAboutASignInIsNotHiddenByTheLinkItCosts(_ link: LinkState) {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.type("dear La")
    bench.client(.signInNeeded(reason: "revoked"))
    bench.client(.link(link))
    #expect(bench.said?.hasPrefix("Sign in again with Ctrl+X s; nothing is lost") == true)
  }

  @Test func aTokenThatCannotDoIsNotPassedOn() {
    var bench = Bench()
    bench.client(.signInNeeded(reason: "expired"))
    for (text, problem) in [
      ("nonsense", "This is neither a token nor an e-mail address."),
      (token("agent-ravi"), "This token belongs to somebody else."),
      (token("agent-meera", expires: 1), "This token has expired."),
    ] {
      bench.run(.paste(text))
      bench.press("Enter")
      guard let prompt = bench.state.overlay as? SignInPrompt else {
        Issue.record("the prompt is gone")
        return
      }
      #expect(prompt.problem == problem)
      #expect(prompt.token.isEmpty)
    }
    #expect(!bench.take().contains { if case .client(.useToken) = $0 { true } else { false } })
  }

  @Test func whoeverRefreshesWithoutASignInIsAskedForOne() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter x")
    bench.client(.signInNeeded(reason: "Token expired"))
    #expect(bench.state.overlay == nil, "a reply is being written")
    bench.press("F5")
    guard bench.state.overlay is SignInPrompt else {
      Issue.record("nobody was asked")
      return
    }
    let effects = bench.take()
    #expect(!effects.contains(.client(.refresh)))
    #expect(effects.contains(.renewToken))
  }

  @Test func whoAsksForThePromptAfterARefusalMayHaveSignedInElsewhere() {
    var bench = Bench()
    bench.seed()
    bench.press("Ctrl+X s")
    #expect(!bench.take().contains(.renewToken), "the token in use is good")
    bench.press("Esc")
    bench.client(.signInNeeded(reason: "Token expired"))
    #expect(!bench.take().contains(.renewToken), "there was none a moment ago")
    bench.press("Esc Ctrl+X s")
    #expect(bench.take().contains(.renewToken))
  }

  @Test func withoutASignInEveryChangeNamesItselfAndTheWay() {
    var bench = Bench(role: .admin)
    bench.seed()
    bench.client(
      .agents([Agent(participant: bench.person("agent-kiran", "Kiran", .support))]),
      .signInNeeded(reason: "the token expired"))
    bench.press("Esc")
    bench.wait(12)
    #expect(bench.state.hints.first?.command == .signIn)
    while bench.state.list.cursor != "lakshmi" { bench.press("j") }
    _ = bench.take()
    bench.press("s r")
    bench.wait(1)
    #expect(bench.said == "Lakshmi was not set to resolved: Ctrl+X s signs in first.")
    bench.press("F4")
    bench.type("kiran")
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.said == "Lakshmi was not given to Kiran: Ctrl+X s signs in first.")
    let changes = bench.take().filter { effect in
      switch effect {
      case .client(.setStatus), .client(.reassign): true
      default: false
      }
    }
    #expect(changes.isEmpty)
  }

  @Test func theTimeLeftIsShownInTheLastHalfHour() {
    var bench = Bench()
    let expiry = bench.now + 45 * 60
    bench.client(
      .identified(Claims(userID: Bench.me, role: .support, expiresAt: expiry)))
    #expect(bench.state.signInMinutesLeft(now: bench.now) == nil)
    bench.wait(16 * 60)
    #expect(bench.state.signInMinutesLeft(now: bench.now) == 29)
    #expect(bench.state.signInDeadline(now: expiry - 1) == expiry)
    #expect(bench.state.signInDeadline(now: expiry) == nil, "there is no minute left to count")
  }

  @Test func myNameIsKnownFromWhateverToldIt() {
    var bench = Bench(role: .admin)
    #expect(bench.state.ownName == nil)
    let me = Participant(id: Bench.me, firstName: "Asha", lastName: "Rao")
    var mine = bench.summary("sita", waits: 5, isMine: false)
    mine.conversation.lastMessage = .known(
      Message(id: "m1", sender: .known(me), content: "hello", createdAt: bench.now))
    bench.client(.conversations([mine]))
    #expect(bench.state.ownName == "Asha Rao", "a last message of mine")

    bench = Bench(role: .admin)
    bench.client(
      .timeline(
        TimelineUpdate(
          conversationID: "elsewhere",
          messages: [Message(id: "m1", sender: .known(me), content: "", createdAt: bench.now)],
          extent: TimelineExtent())))
    #expect(bench.state.ownName == "Asha Rao", "a message of mine")

    bench = Bench(role: .admin)
    bench.client(.identified(Claims(userID: Bench.me, role: .admin, name: "Asha")))
    #expect(bench.state.ownName == "Asha", "the token")
    bench.client(.agents([Agent(participant: me)]))
    #expect(bench.state.ownName == "Asha Rao", "the list of agents")
  }
}
