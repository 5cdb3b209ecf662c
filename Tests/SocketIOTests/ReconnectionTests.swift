// When a link that was lost comes back, and when it stays away.

import JSON
import Testing

@testable import SocketIO

@Suite struct ReconnectionTests {
  @Test(arguments: [
    (0, 0.0, 500), (0, 0.5, 1000), (0, 0.999, 1499), (1, 0.0, 1000), (1, 0.5, 2000),
    (2, 0.0, 2000), (2, 0.5, 4000), (2, 0.999, 5000), (3, 0.0, 4000), (3, 0.5, 5000),
    (4, 0.0, 5000), (60, 0.0, 5000), (.max, 0.9, 5000), (-1, 0.5, 1000),
  ])
  func theDelayDoublesAndIsCappedAfterTheJitter(attempt: Int, chance: Double, expected: Int) {
    #expect(RetryDelay.delay(attempt: attempt, chance: chance) == .milliseconds(expected))
  }

  @Test func aLostTransportIsRetriedWithoutEndAndTheDelaysStartAnewOnceConnected() throws {
    var halves = JoinedHalves(.webSocketOnly)
    halves.join()
    halves.isDown = true
    halves.cut()
    #expect(halves.losses == [.transport(.closed(code: 1006))])
    var waits: [Duration] = []
    for attempt in 1...30 {
      guard case .waiting(let until, attempt, _) = halves.client.state else {
        Issue.record("attempt \(attempt): \(halves.client.state)")
        return
      }
      waits.append(halves.now.duration(to: until))
      halves.pass(halves.now.duration(to: until))
    }
    #expect((Duration.milliseconds(500)...(.milliseconds(1500))).contains(waits[0]))
    #expect((Duration.milliseconds(1000)...(.milliseconds(3000))).contains(waits[1]))
    #expect((Duration.milliseconds(2000)...(.milliseconds(5000))).contains(waits[2]))
    #expect((Duration.milliseconds(4000)...(.milliseconds(5000))).contains(waits[3]))
    #expect(waits[4...].allSatisfy { $0 == .seconds(5) })
    #expect(halves.losses.count == 1, "a namespace is lost once")

    halves.isDown = false
    halves.pass(.seconds(5))
    #expect(halves.connections.count == 2)
    halves.pass(.seconds(10))
    halves.cut()
    guard case .waiting(let until, 1, _) = halves.client.state else {
      Issue.record("\(halves.client.state)")
      return
    }
    #expect(halves.now.duration(to: until) <= .milliseconds(1500))
  }

  @Test func seedsSpreadTheDelays() {
    let untils = (0..<20).map { seed in
      var halves = JoinedHalves(seed: UInt64(seed))
      halves.join()
      halves.cut()
      return halves.client.nextDeadline
    }
    #expect(Set(untils).count > 10)
  }

  @Test func aHintFromTheNetworkRetriesAtOnce() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.join()
    halves.cut()
    halves.tell(.retryNow)
    #expect(halves.connections.count == 2)
    halves.tell(.retryNow)
    #expect(halves.openedSessions == 2, "a link that is online is left alone")
  }

  @Test(arguments: [TransportPolicy.webSocketOnly, .pollingOnly])
  func aLinkThatOnlySeemsToBeUpIsOpenedAnewAtOnce(policy: TransportPolicy) {
    var halves = JoinedHalves(policy)
    halves.join()
    halves.tell(.renew)
    #expect(halves.openedSessions == 2)
    #expect(halves.client.state == .online(policy == .pollingOnly ? .polling : .webSocket))
  }

  @Test(arguments: [TransportPolicy.webSocketOnly, .pollingOnly])
  func aServerThatClosesTheSessionIsCalledAgain(policy: TransportPolicy) {
    var halves = JoinedHalves(policy)
    halves.join()
    halves.tellServer(.close)
    #expect(halves.losses.count == 1)
    halves.pass(.seconds(2))
    #expect(halves.connections.count == 2)
  }

  @Test func engineCloseOverAWebSocketIsAClose() {
    var client = SocketClient(seed: 1)
    client.open()
    let outputs = client.receive("6", "1", "42[\"late\"]")
    #expect(outputs.contains(.perform(.closeWebSocket(ChannelID(1)))))
    guard case .waiting(_, _, .closedByServer) = client.state else {
      Issue.record("\(client.state)")
      return
    }
    #expect(!outputs.contains { if case .event = $0 { true } else { false } })
  }

  @Test func anOpeningHasTwentySeconds() {
    for policy in [TransportPolicy.webSocketOnly, .pollingOnly, .automatic] {
      var halves = JoinedHalves(policy)
      halves.isSilent = true
      halves.join()
      halves.pass(.milliseconds(19_999))
      guard case .opening = halves.client.state else {
        Issue.record("\(halves.client.state)")
        continue
      }
      halves.pass(.milliseconds(1))
      guard case .waiting(_, 1, .openTimedOut) = halves.client.state else {
        Issue.record("\(halves.client.state)")
        continue
      }
    }
  }

  @Test(arguments: [TransportPolicy.webSocketOnly, .pollingOnly])
  func theReplyToConnectHasTenSeconds(policy: TransportPolicy) {
    var halves = JoinedHalves(policy)
    halves.admit = { _, _ in .ignore }
    halves.join()
    #expect(halves.client.state == .joining(policy == .pollingOnly ? .polling : .webSocket))
    halves.pass(.milliseconds(9_999))
    #expect(halves.openedSessions == 1)
    halves.pass(.milliseconds(1))
    guard case .waiting(_, 1, .connectTimedOut) = halves.client.state else {
      Issue.record("\(halves.client.state)")
      return
    }
    halves.admit = { _, _ in .accept(pid: nil) }
    halves.pass(.seconds(2))
    #expect(halves.connections.count == 1)
    #expect(halves.sessions.count == 1, "the useless session was closed")
  }

  @Test func everyNamespaceComesBackWithTheSignInGivenLast() {
    var server = ServerConfiguration()
    server.namespaces = ["/", "/custom"]
    var halves = JoinedHalves(.webSocketOnly, server: server)
    halves.join(auth: #"{"a":1}"#)
    halves.join("/custom", auth: #"{"b":1}"#)
    halves.join(auth: #"{"a":2}"#)
    halves.cut()
    halves.pass(.seconds(2))
    #expect(halves.auths == [#"{"a":1}"#, #"{"b":1}"#, #"{"a":2}"#, #"{"b":1}"#])
    #expect(halves.connections.map(\.namespace) == ["/", "/custom", "/", "/custom"])
  }

  @Test func leavingWhileWaitingEndsTheWait() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.join()
    halves.cut()
    halves.tell(.leave(namespace: "/"))
    #expect(halves.client.state == .idle)
    #expect(halves.client.nextDeadline == nil)
  }

  @Test func joiningAnewCountsFromZero() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.isDown = true
    halves.join()
    halves.pass(.seconds(60))
    halves.tell(.disconnect)
    halves.isSilent = true
    halves.join()
    #expect(halves.client.state == .opening(.webSocket, attempt: 0))
  }

  @Test func wordsOfAnEarlierTransportAreIgnored() {
    var client = SocketClient(seed: 1)
    client.open()
    _ = client.handle(
      .report(.webSocketClosed(ChannelID(1), .closed(code: nil))), at: JoinedHalves.start)
    _ = client.handle(.retryNow, at: JoinedHalves.start)
    let state = client.state
    for report: LinkReport in [
      .received(ChannelID(1), [.text("abc")]), .webSocketClosed(ChannelID(1), .failed("x")),
      .answered(ChannelID(1), status: 400, body: []), .requestFailed(ChannelID(9), .failed("x")),
      .webSocketOpened(ChannelID(7)),
    ] {
      #expect(client.handle(.report(report), at: JoinedHalves.start).isEmpty)
    }
    #expect(client.state == state)
  }
}

extension SocketClient {
  /// Connects by WebSocket, with the id 1.
  mutating func open(maxPayload: Int = 1_000_000) {
    let now = JoinedHalves.start
    _ = handle(.join(namespace: "/", auth: nil), at: now)
    _ = handle(.report(.webSocketOpened(ChannelID(1))), at: now)
    _ = receive(
      #"0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":\#(maxPayload)}"#
    )
    _ = receive(#"40{"sid":"x"}"#)
  }

  mutating func receive(_ frames: String..., at now: Instant = JoinedHalves.start) -> [Output] {
    handle(.report(.received(ChannelID(1), frames.map { .text($0) })), at: now)
  }
}
