// The client's side of the heartbeat: the server pings, and a link without pings is dead.

import Testing

@testable import SocketIO

@Suite struct HeartbeatTests {
  @Test(arguments: [TransportPolicy.webSocketOnly, .pollingOnly])
  func aQuietLinkLivesOnItsPings(policy: TransportPolicy) {
    var halves = JoinedHalves(policy)
    halves.join()
    halves.pass(.seconds(3600))
    #expect(halves.openedSessions == 1)
    #expect(halves.losses.isEmpty)
  }

  @Test func timingsBelowASecondWork() {
    var server = ServerConfiguration()
    server.pingInterval = .milliseconds(30)
    server.pingTimeout = .milliseconds(20)
    for policy in [TransportPolicy.webSocketOnly, .pollingOnly] {
      var halves = JoinedHalves(policy, server: server)
      halves.join()
      halves.pass(.seconds(3))
      #expect(halves.losses.isEmpty)
      halves.isSilent = true
      halves.pass(.milliseconds(51))
      #expect(halves.losses == [.heartbeat])
    }
  }

  @Test func aLinkWithoutPingsIsDeadAfterIntervalAndTimeout() {
    var client = SocketClient(seed: 1)
    client.open()
    let end = JoinedHalves.start.advanced(by: .seconds(45))
    #expect(client.nextDeadline == end)
    // Other packets do not count.
    _ = client.receive("42[\"a\"]", "6", at: JoinedHalves.start.advanced(by: .seconds(44)))
    #expect(client.handle(.tick, at: end.advanced(by: .milliseconds(-1))).isEmpty)
    let outputs = client.handle(.tick, at: end)
    #expect(outputs.contains(.perform(.closeWebSocket(ChannelID(1)))))
    guard case .waiting(let until, 1, .heartbeat) = client.state else {
      Issue.record("\(client.state)")
      return
    }
    #expect(outputs.contains(.disconnected(namespace: "/", .heartbeat, retryAt: until)))
  }

  @Test func aPingIsAnsweredAndMovesTheEnd() {
    var client = SocketClient(seed: 1)
    client.open()
    let later = JoinedHalves.start.advanced(by: .seconds(25))
    #expect(
      client.receive("2", at: later) == [.perform(.sendFrames(ChannelID(1), [.text("3")]))])
    #expect(client.nextDeadline == later.advanced(by: .seconds(45)))
  }

  @Test func aComputerThatSleptDoesNotSendIntoTheVoid() {
    var client = SocketClient(seed: 1)
    client.open()
    let woken = JoinedHalves.start.advanced(by: .seconds(4000))
    let emission = Emission(id: 5, payload: .event("a"), wantsAcknowledgement: true)
    let outputs = client.handle(.emit(emission), at: woken)
    #expect(outputs.contains(.notSent(emission: 5, .notConnected)))
    #expect(!outputs.contains(.handedOver([5])))
    #expect(
      !outputs.contains(.acknowledgementFailed(emission: 5, .disconnected)), "it is told once")
    #expect(outputs.contains(.perform(.closeWebSocket(ChannelID(1)))))
    #expect(
      !outputs.contains { if case .perform(.sendFrames) = $0 { true } else { false } })
  }
}
