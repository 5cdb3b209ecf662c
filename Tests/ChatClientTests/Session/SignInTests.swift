import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// Who I am, and going on with a new token without losing anything.
@Suite struct SignInTests {
  private static let mine = OpeningTests.mine

  private func needed(_ bench: Bench) -> [String] {
    bench.events.compactMap { if case .signInNeeded(let reason) = $0 { reason } else { nil } }
  }

  private func connects(_ bench: Bench) -> Int {
    bench.otherOutputs.filter { if case .connect = $0 { true } else { false } }.count
  }

  @Test func theIdentityIsToldFromTheTokenAlone() {
    let bench = OpeningTests.bench()
    #expect(bench.events.first == .identified(Claims(userID: "meera", role: .support)))
  }

  @Test func aMalformedTokenAsksForAnotherWithoutAnyRequest() {
    var bench = Bench()
    bench.input(.start(token: "rubbish"))
    bench.advance(600)
    #expect(needed(bench) == ["the token is not a JSON Web Token"])
    #expect(bench.calls.isEmpty)
    #expect(connects(bench) == 0)
    bench.perform(.useToken(Bench.token("meera")))
    #expect(!bench.calls.isEmpty)
    #expect(connects(bench) == 1)
  }

  @Test func anExpiredTokenShowsTheCacheAndAsksNothingOfTheServer() {
    let first = OpeningTests.bench()
    var bench = Bench(prefix: "u")
    bench.disk = first.disk
    bench.input(
      .start(token: Bench.token("meera", expires: Bench.start.addingTimeInterval(-60))))
    bench.perform(.open(Self.mine))
    bench.advance(600)
    #expect(bench.shown.count == 2)
    #expect(needed(bench).count == 1)
    #expect(bench.calls.isEmpty)
    #expect(connects(bench) == 0)
  }

  @Test func aRefusedTokenStopsAllWorkAndKeepsEverything() {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine))
    bench.server.failsEverything = .notSignedIn("jwt expired")
    bench.advance(31)
    #expect(needed(bench) == ["jwt expired"])
    bench.forget()
    bench.perform(.send(Self.mine, text: "kept", files: [], request: 1))
    bench.advance(600)
    #expect(bench.calls.isEmpty)
    #expect(bench.sends.isEmpty)
    #expect(bench.states == [.queued])
    bench.server.failsEverything = nil
    bench.perform(.useToken(Bench.token("meera")))
    bench.connect()
    #expect(bench.server.received.count == 1)
    #expect(bench.entries.first?.isPending == false)
    #expect(needed(bench).isEmpty)
  }

  /// Hours may have passed since the token was refused.
  @Test func afterANewSignInTheListAndWhatIsOpenAreReadAtOnce() {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine))
    bench.hear(.refused(reason: "Authentication error: Invalid token", isSignIn: true))
    bench.forget()
    bench.perform(.useToken(Bench.token("meera")))
    bench.advance(0.1)
    #expect(bench.calls.contains { if case .list = $0 { true } else { false } })
    #expect(!bench.asked(Self.mine).isEmpty)
  }

  @Test func whatIsNotPolledForWantOfASignInIsNotCalledPolled() {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine))
    bench.hear(.disconnected(reason: "gone", retryAt: nil))
    #expect(bench.extent(Self.mine)?.freshness == .polled)
    bench.hear(.refused(reason: "Authentication error: Invalid token", isSignIn: true))
    guard case .cached? = bench.extent(Self.mine)?.freshness else {
      Issue.record("\(String(describing: bench.extent(Self.mine)?.freshness))")
      return
    }
  }

  /// A desk that was suspended remembers another.
  @Test func theLinkIsToldAtTheStart() {
    var bench = Bench()
    bench.begin(online: false)
    #expect(bench.events.contains(.link(.connecting)))
  }

  @Test func aSendRefusedForItsTokenWaitsForTheNextOne() {
    var bench = OpeningTests.bench(online: false)
    bench.disconnect()
    bench.holdsCalls = { if case .send = $0 { true } else { false } }
    bench.perform(.send(Self.mine, text: "kept", files: [], request: 1))
    bench.advance(6)
    guard let (_, id) = bench.heldCalls.first else {
      Issue.record("not sent over REST")
      return
    }
    bench.input(.answered(id, .failed(.notSignedIn("revoked"))))
    #expect(bench.states == [.queued])
    bench.release()
    bench.server.received = []
    bench.perform(.useToken(Bench.token("meera")))
    bench.advance(6)
    #expect(bench.server.received.count == 1)
  }

  @Test func aLinkRefusedForItsTokenIsNoNetworkProblem() {
    var bench = OpeningTests.bench()
    bench.input(
      .live([.refused(reason: "Authentication error: Invalid token", isSignIn: true)]))
    #expect(needed(bench) == ["Authentication error: Invalid token"])
    #expect(
      bench.events.contains(.link(.refused(reason: "Authentication error: Invalid token"))))
  }

  @Test func anErrorEventAboutTheTokenIsAboutTheToken() {
    var bench = OpeningTests.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(.send(Self.mine, text: "x", files: [], request: 1))
    bench.hear(ScriptedServer.error("Authentication error: Token expired"))
    #expect(needed(bench).count == 1)
    #expect(bench.states == [.handedOver])
  }

  @Test func aTokenOfAnotherPersonIsRefusedInWords() {
    var bench = OpeningTests.bench()
    bench.server.failsEverything = .notSignedIn("revoked")
    bench.advance(61)
    bench.forget()
    bench.perform(.useToken(Bench.token("ravi")))
    #expect(
      bench.notices == [
        "Not signed in: that token belongs to ravi, and this is the desk of meera. Sign in as "
          + "meera, or start anew for the other."
      ])
    #expect(bench.calls.isEmpty)
  }

  @Test func aCommandWithoutSignInSaysSo() {
    var bench = OpeningTests.bench()
    bench.server.failsEverything = .notSignedIn("revoked")
    bench.advance(61)
    bench.forget()
    bench.perform(.setStatus(Self.mine, .closed))
    #expect(bench.notices == ["c-mine was not set to closed: a new sign-in is needed first."])
  }

  @Test func theTokenIsInNoEventAndNoNotice() {
    var bench = OpeningTests.bench()
    let token = Bench.token("ravi")
    bench.perform(.useToken(token), .useToken("bad.\(token).token"), .useToken("secret"))
    #expect(!"\(bench.events)".contains(token))
    #expect(!"\(bench.events)".contains("secret"))
  }

  @Test(arguments: [
    ("Authentication error: Token required", true),
    ("Authentication error: Invalid token", true), ("jwt expired", true), ("Unauthorized", true),
    ("Not authenticated", true), ("unauthorized.", true), ("Please sign in again", true),
    ("Unauthorized access to this conversation", false), ("Not authorized", false),
    ("Invalid namespace", false), ("server is full", false), ("Failed to send message", false),
    ("The author has left", false), ("Unknown token in message", false), ("", false),
  ])
  func theWordsOfANewSignInAreTheSameOnEveryWay(text: String, isSignIn: Bool) {
    #expect(SignInWords.occur(in: text) == isSignIn)
    var bench = Bench()
    bench.begin()
    bench.hear(ScriptedServer.error(text))
    #expect(needed(bench).isEmpty == !isSignIn)
  }
}
