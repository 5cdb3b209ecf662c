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
    bench.press("j j j j j j j j j j j j")  // six seconds of keys
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
}
