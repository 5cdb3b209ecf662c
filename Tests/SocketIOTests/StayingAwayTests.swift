// A server that sends us away (row 29), one that closes, and a link that only seems to be there
// (row 31): who comes back, and when.

import Testing

@testable import SocketIO

@Suite struct StayingAwayTests {
  private static let handshake =
    #"{"sid":"s","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#

  /// The instant until which nobody's wish but the server's keeps us away; nil when that is not so.
  private func absence(_ client: SocketClient) -> ContinuousClock.Instant? {
    guard case .waiting(let until, _, .serverDisconnected) = client.state else { return nil }
    return until
  }

  @Test(arguments: [(0.0, 150_000), (0.5, 300_000), (0.999, 449_700), (7, 450_000)])
  func anAbsenceLastsFiveMinutesAndUpToHalfMoreOrLess(chance: Double, expected: Int) {
    #expect(RetryDelay.absence(chance: chance) == .milliseconds(expected))
  }

  @Test(arguments: [TransportPolicy.webSocketOnly, .pollingOnly, .automatic])
  func untouchedItTriesOnceAfterMinutesAndThenAgainAsLong(policy: TransportPolicy) throws {
    var halves = JoinedHalves(policy)
    halves.join()
    for absences in 1...4 {
      halves.tellServer(.disconnect(namespace: "/"))
      let until = try #require(absence(halves.client))
      let wait = halves.now.duration(to: until)
      #expect((Duration.seconds(150)...(.seconds(450))).contains(wait))
      halves.pass(wait - .milliseconds(1))
      #expect(halves.openedSessions == absences, "no storm")
      halves.pass(.milliseconds(1))
      #expect(halves.connections.count == absences + 1)
    }
  }

  @Test func anAttemptThatNobodyAskedForAndThatFailsIsMadeAgainAfterAsLong() throws {
    var halves = JoinedHalves(.webSocketOnly)
    halves.join()
    halves.tellServer(.disconnect(namespace: "/"))
    halves.isDown = true
    halves.clearNews()
    halves.pass(.seconds(3600))
    let attempts = halves.work.count { if case .openWebSocket = $0 { true } else { false } }
    #expect((7...24).contains(attempts), "\(attempts) attempts in an hour")
    halves.isDown = false
    halves.pass(.seconds(450))
    #expect(halves.connections.count == 1)
    // The link stands: what is lost from now on is an ordinary loss.
    halves.cut()
    halves.pass(.seconds(2))
    #expect(halves.connections.count == 2)
  }

  @Test func whoeverWantsTheLinkGetsItAtOnceAndTheOrdinaryBackOffFromThenOn() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.join()
    halves.tellServer(.disconnect(namespace: "/"))
    halves.isDown = true
    halves.tell(.retryNow)
    guard case .waiting(let until, _, .transport) = halves.client.state else {
      Issue.record("\(halves.client.state)")
      return
    }
    #expect(halves.now.duration(to: until) <= .milliseconds(1500))
    halves.isDown = false
    halves.pass(.seconds(2))
    #expect(halves.connections.count == 2)
  }

  @Test func whoeverWantsItDuringTheAttemptAfterAnAbsenceGetsTheOrdinaryBackOff() throws {
    var client = SocketClient(seed: 1)
    client.open()
    _ = client.receive("41")
    let until = try #require(absence(client))
    let outputs = client.handle(.tick, at: until)
    let channel = try #require(
      outputs.lazy.compactMap { output -> ChannelID? in
        if case .perform(.openWebSocket(let channel, _)) = output { channel } else { nil }
      }.first)
    _ = client.handle(.retryNow, at: until)
    _ = client.handle(.report(.webSocketClosed(channel, .status(502))), at: until)
    var now = until
    while case .opening = client.state, let deadline = client.nextDeadline {
      now = deadline
      _ = client.handle(.tick, at: now)
    }
    guard case .waiting(let next, _, _) = client.state else {
      Issue.record("\(client.state)")
      return
    }
    #expect(now.duration(to: next) <= .milliseconds(1500))
  }

  @Test func anotherTokenEndsTheAbsence() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.join()
    halves.tellServer(.disconnect(namespace: "/"))
    halves.tell(.disconnect)
    halves.join(auth: #"{"token":"new"}"#)
    #expect(halves.connections.count == 2)
    halves.tellServer(.disconnect(namespace: "/"))
    halves.join()
    #expect(halves.connections.count == 3, "so does a join alone")
  }

  @Test func leavingWhileAwayEndsTheWait() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.join()
    halves.tellServer(.disconnect(namespace: "/"))
    halves.tell(.leave(namespace: "/"))
    #expect(halves.client.state == .idle)
    #expect(halves.client.nextDeadline == nil)
  }

  /// Bytes of a WebSocket in one read, with the handshake before them where nothing else is said.
  private func read(_ frames: String...) -> (SocketClient, [SocketClient.Output]) {
    var client = SocketClient(seed: 1)
    _ = client.handle(.join(namespace: "/", auth: nil), at: JoinedHalves.start)
    _ = client.handle(.report(.webSocketOpened(ChannelID(1))), at: JoinedHalves.start)
    let all = ["0" + Self.handshake] + frames
    let outputs = client.handle(
      .report(.received(ChannelID(1), all.map { .text($0) })), at: JoinedHalves.start)
    return (client, outputs)
  }

  /// The same over long-polling: one body.
  private func poll(_ packets: String...) -> (SocketClient, [SocketClient.Output]) {
    var configuration = SocketClient.Configuration()
    configuration.policy = .pollingOnly
    var client = SocketClient(configuration: configuration, seed: 1)
    _ = client.handle(.join(namespace: "/", auth: nil), at: JoinedHalves.start)
    let body = (["0" + Self.handshake] + packets).joined(separator: "\u{1e}")
    let outputs = client.handle(
      .report(.answered(ChannelID(1), status: 200, body: Array(body.utf8))),
      at: JoinedHalves.start)
    return (client, outputs)
  }

  private func events(_ outputs: [SocketClient.Output]) -> [String] {
    outputs.compactMap { if case .event(let event) = $0 { event.name } else { nil } }
  }

  private func isConnected(_ outputs: [SocketClient.Output]) -> Bool {
    outputs.contains { if case .connected = $0 { true } else { false } }
  }

  @Test func aDisconnectBeforeTheAnswerToConnectDoesNotLeaveConnectingForEver() {
    for (client, outputs) in [read("41"), poll("41")] {
      #expect(absence(client) != nil, "\(client.state)")
      #expect(!isConnected(outputs))
      #expect(outputs.last == .linkChanged(client.state))
    }
  }

  @Test func whatCameBeforeADisconnectInTheSameReadCounts() {
    let packets = [#"40{"sid":"x"}"#, #"42["a",1]"#, "41", #"42["late"]"#]
    for (client, outputs) in [
      read(packets[0], packets[1], packets[2], packets[3]),
      poll(packets[0], packets[1], packets[2], packets[3]),
    ] {
      #expect(isConnected(outputs))
      #expect(events(outputs) == ["a"])
      #expect(absence(client) != nil)
    }
    // Also when CONNECT was never answered.
    for (client, outputs) in [read(packets[1], "41"), poll(packets[1], "41")] {
      #expect(events(outputs) == ["a"])
      #expect(absence(client) != nil)
    }
  }

  @Test func aDisconnectIsNotOverruledByARefusalOrACloseBehindIt() {
    for rest in ["44{\"message\":\"no\"}", "1"] {
      for (client, outputs) in [
        read(#"40{"sid":"x"}"#, "41", rest), poll(#"40{"sid":"x"}"#, "41", rest),
        read("41", rest), poll("41", rest),
      ] {
        #expect(absence(client) != nil, "\(rest): \(client.state)")
        #expect(!outputs.contains { if case .refused = $0 { true } else { false } })
      }
    }
  }

  @Test func aConnectReplyAndAnEngineCloseInOneReadAreAConnectionThatWasLost() {
    for (client, outputs) in [
      read(#"40{"sid":"x"}"#, #"42["a"]"#, "1"), poll(#"40{"sid":"x"}"#, #"42["a"]"#, "1"),
    ] {
      #expect(isConnected(outputs))
      #expect(events(outputs) == ["a"])
      guard case .waiting(let until, _, .closedByServer) = client.state else {
        Issue.record("\(client.state)")
        continue
      }
      #expect(JoinedHalves.start.duration(to: until) <= .milliseconds(1500), "back-off")
    }
  }

  @Test func whatWaitedForAConnectionThatWasClosedInTheSameReadIsToldAsNotSent() {
    var client = SocketClient(seed: 1)
    _ = client.handle(.join(namespace: "/", auth: nil), at: JoinedHalves.start)
    _ = client.handle(
      .emit(Emission(id: 7, payload: .event("x"), delivery: .buffered)), at: JoinedHalves.start)
    _ = client.handle(.report(.webSocketOpened(ChannelID(1))), at: JoinedHalves.start)
    let outputs = client.receive("0" + Self.handshake, #"40{"sid":"x"}"#, "1")
    #expect(outputs.contains(.notSent(emission: 7, .notConnected)))
    #expect(!outputs.contains(.handedOver([7])))
  }

  @Test func aCloseWhileAPostIsInFlightIsALostLinkAndThePostIsInDoubt() {
    var (client, _) = poll(#"40{"sid":"x"}"#)
    // The GET is 2. CONNECT went in 3, which has not been answered: what is emitted waits behind it.
    _ = client.handle(.emit(Emission(id: 1, payload: .event("x"))), at: JoinedHalves.start)
    let posted = client.handle(
      .report(.answered(ChannelID(3), status: 200, body: Array("ok".utf8))),
      at: JoinedHalves.start)
    #expect(posted.contains(.handedOver([1])))
    let outputs = client.handle(
      .report(.answered(ChannelID(2), status: 200, body: Array("1".utf8))),
      at: JoinedHalves.start)
    #expect(!outputs.contains { if case .notSent = $0 { true } else { false } })
    guard case .waiting(_, _, .closedByServer) = client.state else {
      Issue.record("\(client.state)")
      return
    }
  }

  @Test(arguments: [false, true]) func aDisconnectDuringAProbeEndsTheProbeToo(answersProbe: Bool) {
    var client = SocketClient(seed: 1)
    let now = JoinedHalves.start
    _ = client.handle(.join(namespace: "/", auth: nil), at: now)
    _ = client.handle(.report(.webSocketClosed(ChannelID(1), .status(502))), at: now)
    let body = ["0" + Self.handshake, #"40{"sid":"x"}"#].joined(separator: "\u{1e}")
    _ = client.handle(
      .report(.answered(ChannelID(2), status: 200, body: Array(body.utf8))), at: now)
    guard client.state == .upgrading else {
      Issue.record("\(client.state)")
      return
    }
    // The probe is 3, CONNECT's POST 4 or 5, the GET the other.
    _ = client.handle(.report(.webSocketOpened(ChannelID(3))), at: now)
    if answersProbe {
      _ = client.handle(.report(.received(ChannelID(3), [.text("3probe")])), at: now)
    }
    let outputs = [ChannelID(4), ChannelID(5)].flatMap { channel in
      client.handle(.report(.answered(channel, status: 200, body: Array("41".utf8))), at: now)
    }
    #expect(outputs.contains(.perform(.closeWebSocket(ChannelID(3)))))
    #expect(absence(client) != nil, "\(client.state)")
    #expect(
      client.handle(.report(.received(ChannelID(3), [.text("3probe")])), at: now).isEmpty)
  }

  @Test func aNamespaceThatIsSentAwayLeavesTheOthersAloneAndComesBack() throws {
    var server = ServerConfiguration()
    server.namespaces = ["/", "/custom"]
    var halves = JoinedHalves(.webSocketOnly, server: server)
    halves.join()
    halves.join("/custom")
    halves.tellServer(.disconnect(namespace: "/custom"))
    #expect(halves.client.state == .online(.webSocket))
    guard
      case .disconnected("/custom", .serverDisconnected, let until?)? = halves.news.last(where: {
        if case .disconnected = $0 { true } else { false }
      })
    else {
      Issue.record("\(halves.news)")
      return
    }
    #expect((Duration.seconds(150)...(.seconds(450))).contains(halves.now.duration(to: until)))
    halves.pass(.seconds(450))
    #expect(halves.connections.map(\.namespace) == ["/", "/custom", "/custom"])
    #expect(halves.openedSessions == 1)
    // Of a namespace that was never wanted it means nothing.
    var client = SocketClient(seed: 1)
    client.open()
    #expect(client.receive("41/other,", "41/other").isEmpty)
    #expect(client.state == .online(.webSocket))
  }

  // MARK: The back-off (row 31)

  /// The waits after connections that each last `life`, and carry an event or none.
  private func waits(life: Duration, carries event: Bool) -> [Duration] {
    var halves = JoinedHalves(.webSocketOnly)
    halves.join()
    return (1...6).map { _ in
      halves.pass(life)
      if event { halves.tellServer(.emit(namespace: "/", .event("x"), acknowledgement: nil)) }
      halves.cut()
      guard case .waiting(let until, _, _) = halves.client.state else { return .zero }
      let wait = halves.now.duration(to: until)
      halves.pass(wait)
      return wait
    }
  }

  @Test func aLinkThatIsResetRightAfterEachConnectBacksOff() {
    #expect(waits(life: .zero, carries: false)[4...].allSatisfy { $0 == .seconds(5) })
    #expect(
      waits(life: .milliseconds(9_999), carries: false)[4...].allSatisfy { $0 == .seconds(5) })
  }

  @Test func aLinkThatLastedOrCarriedAnEventComesBackAtOnce() {
    #expect(waits(life: .seconds(10), carries: false).allSatisfy { $0 <= .milliseconds(1500) })
    #expect(waits(life: .zero, carries: true).allSatisfy { $0 <= .milliseconds(1500) })
  }

  // MARK: What the server asks for (row 30)

  @Test(arguments: [TransportPolicy.automatic, .webSocketOnly, .pollingOnly])
  func whileTheServerWantsToBeLeftAloneNothingIsOpened(policy: TransportPolicy) {
    var configuration = SocketClient.Configuration()
    configuration.policy = policy
    var client = SocketClient(configuration: configuration, seed: 1)
    let now = JoinedHalves.start
    let until = now.advanced(by: .seconds(120))
    _ = client.handle(.join(namespace: "/", auth: nil), at: now)
    let report: LinkReport =
      policy == .pollingOnly
      ? .requestFailed(ChannelID(1), .heldBack(until: until))
      : .webSocketClosed(ChannelID(1), .heldBack(until: until))
    func opens(_ outputs: [SocketClient.Output]) -> Bool {
      outputs.contains { if case .perform = $0 { true } else { false } }
    }
    #expect(!opens(client.handle(.report(report), at: now)))
    #expect(client.nextDeadline == until)
    let later = now.advanced(by: .seconds(119))
    #expect(!opens(client.handle(.retryNow, at: later)), "not even for somebody who asks")
    #expect(!opens(client.handle(.tick, at: later)))
    #expect(opens(client.handle(.tick, at: until)))
  }
}
