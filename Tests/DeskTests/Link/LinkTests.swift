import ChatModel
import Foundation
import Testing

@testable import Desk

/// A link that is down and a person who is there.
struct LinkTests {
  private func offlineBench(retryIn seconds: TimeInterval?) -> Bench {
    var bench = Bench()
    let retryAt = seconds.map { bench.now + $0 }
    bench.client(.link(.offline(reason: "the server does not answer", retryAt: retryAt)))
    bench.effects = []
    return bench
  }

  @Test func aKeyMakesTheLinkTryAtOnce() {
    var bench = offlineBench(retryIn: 5)
    bench.press("j")
    #expect(bench.effects.contains(.client(.reconnect)))
  }

  @Test func fastTypingDoesNotStormADeadServer() {
    var bench = offlineBench(retryIn: 60)
    bench.type("jjjjjjjjjjjj", every: 0.5)  // six seconds of keys
    #expect(bench.effects.count { $0 == .client(.reconnect) } == 2)
  }

  @Test func aLinkThatIsUpOrMustStayDownIsLeftAlone() {
    var up = Bench()
    up.press("j")
    #expect(!up.effects.contains(.client(.reconnect)))
    var refused = offlineBench(retryIn: nil)
    refused.press("j")
    #expect(!refused.effects.contains(.client(.reconnect)))
  }

  // MARK: Sent away (row 29)

  private func sentAwayBench() -> Bench {
    var bench = Bench()
    bench.client(.link(.sentAway(retryAt: bench.now + 300)))
    return bench
  }

  @Test func whoIsSentAwayIsToldSoWithTheKeyThatConnects() {
    var bench = sentAwayBench()
    #expect(bench.said?.contains("sent this desk away") == true)
    #expect(bench.said?.contains("Ctrl+R connects") == true)
    bench.seed()
    bench.press("Enter")
    #expect(bench.said?.contains("F5 connects") == true)
    bench.client(.link(.connecting), .link(.online(.websocket)))
    #expect(bench.said == "The link is back.")
  }

  @Test func aKeyBringsTheLinkBackOnlyAMinuteLater() {
    var bench = sentAwayBench()
    bench.effects = []
    bench.now += 58
    bench.press("j")  // half a second later
    #expect(!bench.effects.contains(.client(.reconnect)))
    bench.now += 1
    bench.press("j j j j")
    #expect(bench.effects.count { $0 == .client(.reconnect) } == 1)
    // Sent away again, the minute begins anew.
    bench.client(.link(.connecting), .link(.sentAway(retryAt: bench.now + 300)))
    bench.effects = []
    bench.now += 50
    bench.press("j")
    #expect(!bench.effects.contains(.client(.reconnect)))
    bench.now += 60
    bench.press("j")
    #expect(bench.effects.contains(.client(.reconnect)))
  }

  @Test(arguments: [("F5", ClientCommand.refresh), (":reconnect", .reconnect)])
  func theRefreshKeyAndTheCommandConnectAtOnce(how: String, command: ClientCommand) {
    var bench = sentAwayBench()
    bench.effects = []
    if how.hasPrefix(":") {
      bench.press(":")
      bench.type(String(how.dropFirst()))
      bench.wait(0.5)
      bench.press("Enter")
    } else {
      bench.press(how)
    }
    #expect(bench.effects.contains(.client(command)))
  }

  @Test func beingSentAwayAgainAndAgainIsSaidOnceAnAbsence() {
    var bench = sentAwayBench()
    let told = bench.state.log.entries.count
    bench.client(.link(.connecting), .link(.sentAway(retryAt: bench.now + 300)))
    #expect(bench.state.log.entries.count == told)
  }

  // MARK: What was asked for is answered

  @Test func anAttemptThatWasAskedForIsFollowedByWhatCameOfIt() {
    var bench = offlineBench(retryIn: nil)
    bench.run(.perform(.reconnect))
    #expect(bench.said == "Trying the link.")
    bench.client(
      .link(.connecting), .link(.offline(reason: "no route.", retryAt: bench.now + 2)))
    #expect(bench.said == "The link is still down: no route.")
    bench.client(.link(.connecting), .link(.online(.websocket)))
    #expect(bench.said == "The link is back.")
    bench.run(.perform(.reconnect))
    bench.client(.link(.connecting), .link(.online(.websocket)))
    #expect(bench.said == "The link is up.")
  }

  @Test func aRefreshIsFollowedByWhatCameOfIt() {
    var bench = Bench()
    bench.press("F5")
    #expect(bench.said == "Refreshing.")
    bench.wait(120)
    #expect(bench.said == "Refreshing.", "as long as it lasts")
    bench.client(.refreshed(new: 2))
    #expect(bench.said == "Refreshed: 2 new.")
    bench.press("F5")
    bench.client(.refreshed(new: 0))
    #expect(bench.said == "Nothing new.")
    bench.press("F5")
    bench.client(.refreshFailed(reason: "the network is away"))
    #expect(bench.said == "Not refreshed: the network is away.")
    bench.wait(60)
    #expect(bench.said == nil)
    bench.client(.refreshed(new: 5))
    #expect(bench.said == nil, "what nobody asked for")
  }

  @Test func whatARefreshFoundIsNotOverwrittenByItsEnd() {
    var bench = Bench()
    bench.seed()
    bench.press("F5")
    bench.client(.takenFromMe("lakshmi", to: nil), .refreshed(new: 1))
    #expect(bench.said == "Lakshmi was taken from you.")
  }

  // Row 30.
  @Test func aServerThatWantsToBeLeftAloneIsToldWithItsTime() {
    var bench = Bench()
    bench.client(.heldBack(until: bench.now + 90))
    #expect(
      bench.said
        == "The server wants to be left alone until 14:33:30; what you write is kept.")
  }
}
