import JSON
import Testing

@testable import SocketIO

/// What the server owes each request and frame, one rule a test.
@Suite struct ServerRulesTests {
  // MARK: Handshake and polling

  @Test func upgradesAreOfferedWhilePollingOnly() {
    let polling = RawServer()
    #expect(
      polling.reply(to: ChannelID(0))
        == #"200 0{"sid":"s","upgrades":["websocket"],"pingInterval":300,"pingTimeout":200,"#
        + #""maxPayload":1000000}"#)
    #expect(RawServer(true).sent.first?.contains(#""upgrades":[]"#) == true)
  }

  @Test func packetsOfOnePostAreAnsweredTogether() {
    var server = RawServer()
    #expect(server.post("40") == "200 ok")
    #expect(server.outputs.contains(.connectRequested(namespace: "/", auth: nil)))
    server.tell(
      .accept(namespace: "/", sid: "x", pid: nil),
      .emit(namespace: "/", .event("a"), acknowledgement: nil),
      .emit(namespace: "/", .event("b"), acknowledgement: nil))
    let get = server.get()
    #expect(server.reply(to: get) == "200 40{\"sid\":\"x\"}\u{1e}42[\"a\"]\u{1e}42[\"b\"]")

    let waiting = server.get()
    #expect(server.reply(to: waiting) == nil)
    server.tell(
      .emit(namespace: "/", .event("c"), acknowledgement: nil),
      .emit(namespace: "/", .event("d"), acknowledgement: nil))
    #expect(server.reply(to: waiting) == "200 42[\"c\"]\u{1e}42[\"d\"]")
  }

  @Test func aSecondGetEndsTheSession() {
    var server = RawServer()
    let first = server.get()
    let second = server.get()
    #expect(server.reply(to: first) == "200 1")
    #expect(server.reply(to: second) == "400")
    #expect(server.end == .overlappingPolls)
    let third = server.get()
    #expect(server.reply(to: third) == "400")
    #expect(server.post("2") == "400")
  }

  @Test func anAbortedGetEndsTheSession() {
    var server = RawServer()
    let get = server.get()
    server.tell(.report(.pollAborted(ChannelID(99))))
    #expect(server.end == nil)
    server.tell(.report(.pollAborted(get)))
    #expect(server.end == .pollAborted)
    #expect(server.session.nextDeadline == nil)
  }

  @Test(arguments: ["abc", "", "7", "b!", "2", "0{}", "4\u{1e}"])
  func aBodyThatIsNoPacketEndsTheSession(body: String) {
    var server = RawServer()
    #expect(server.post(body) == "400")
    #expect(server.end == .malformed)
    let get = server.get()
    #expect(server.reply(to: get) == "400")
  }

  @Test func closingByPostEndsAWaitingGetWithNoop() {
    var server = RawServer()
    let get = server.get()
    #expect(server.post("1") == "200 ok")
    #expect(server.reply(to: get) == "200 6")
    #expect(server.end == .clientClosed)
    let late = server.get()
    #expect(server.reply(to: late) == "400")
  }

  @Test func whatFollowsACloseInTheSamePostIsNotHeard() {
    var server = RawServer()
    #expect(server.post("1\u{1e}40") == "200 ok")
    #expect(server.outputs.last == .ended(.clientClosed))
    #expect(!server.outputs.contains(.connectRequested(namespace: "/", auth: nil)))
  }

  @Test func aBodyOverMaxPayloadIsRefusedAndTheSessionLives() {
    var server = RawServer { $0.maxPayload = 10 }
    #expect(server.post(#"40{"a":123}"#) == "413")
    #expect(server.end == nil)
    #expect(server.post(#"40{"a":12}"#) == "200 ok")
  }

  @Test func moreThanTheAllowedPacketsInAPostAreRefused() {
    var server = RawServer { $0.packetsPerPost = 2 }
    #expect(server.post("6\u{1e}6") == "200 ok")
    #expect(server.post("6\u{1e}6\u{1e}6") == "400")
  }

  /// A python-engineio client ends the connection over a longer answer.
  @Test func anAnswerCarriesSixteenPacketsAtMostAndTheRestGoesWithTheNext() {
    var server = RawServer()
    _ = server.post("40")
    server.tell(.accept(namespace: "/", sid: "x", pid: nil))
    for _ in 1...20 {
      server.tell(.emit(namespace: "/", .event("a"), acknowledgement: nil))
    }
    let counts = (1...2).map { _ in
      let request = server.get()
      return server.reply(to: request)?.split(separator: "\u{1e}").count
    }
    #expect(counts == [16, 5])
  }

  // MARK: WebSocket

  @Test(arguments: ["abc", "", "9", "2", "0{}"])
  func aFrameThatIsNoPacketEndsTheSession(frame: String) {
    var server = RawServer(true)
    server.send(ChannelID(0), frame)
    #expect(server.end == .malformed)
    #expect(server.closed == [ChannelID(0)])
  }

  @Test func aFrameOverMaxPayloadIsClosedWith1009() {
    var server = RawServer(true) { $0.maxPayload = 3 }
    server.send(ChannelID(0), "4012")
    #expect(server.outputs.contains(.perform(.closeWebSocket(ChannelID(0), code: 1009))))
    #expect(server.end == .tooLarge)
  }

  @Test func closeOverAWebSocketCloses() {
    var server = RawServer(true)
    server.send(ChannelID(0), "1")
    #expect(server.end == .clientClosed)
    #expect(server.closed == [ChannelID(0)])
  }

  @Test func aLostWebSocketEndsTheSession() {
    var server = RawServer(true)
    server.join()
    server.tell(.report(.webSocketClosed(ChannelID(0))))
    #expect(
      server.outputs == [
        .disconnected(namespace: "/", .transportClosed), .ended(.transportClosed),
      ])
  }

  // MARK: Heartbeat

  @Test func withoutAPongTheSessionDiesOnTheDot() {
    var server = RawServer(true)
    #expect(server.session.nextDeadline == server.now.advanced(by: .milliseconds(300)))
    server.pass(299)
    #expect(server.sent.isEmpty)
    server.pass(1)
    #expect(server.sent == ["2"])
    server.pass(199)
    #expect(server.end == nil)
    server.pass(1)
    #expect(server.end == .heartbeat)
    #expect(server.closed == [ChannelID(0)])
  }

  @Test func theDeadlineDoesNotMoveWithAnOwnerThatLooksLate() {
    var server = RawServer(true)
    server.pass(400)
    #expect(server.session.nextDeadline == JoinedHalves.start.advanced(by: .milliseconds(500)))
    server.pass(100)
    #expect(server.end == .heartbeat)
  }

  @Test func aPongKeepsTheSessionAndOtherPacketsDoNot() {
    var server = RawServer(true)
    server.join()
    for _ in 0..<5 {
      server.pass(300)
      #expect(server.sent == ["2"])
      server.pass(100)
      server.send(ChannelID(0), "3")
    }
    server.pass(300)
    server.send(ChannelID(0), #"42["a"]"#, "6")
    server.pass(200)
    #expect(server.end == .heartbeat)
  }

  @Test func aPollOfADeadSessionIs400() {
    var server = RawServer()
    server.pass(300)
    let ping = server.get()
    #expect(server.reply(to: ping) == "200 2")
    let waiting = server.get()
    server.pass(200)
    #expect(server.reply(to: waiting) == "400")
    #expect(server.end == .heartbeat)
  }

  // MARK: Upgrade

  @Test func theProbeEndsAWaitingGetAndTheUpgradeTakesOver() {
    var server = RawServer()
    let get = server.get()
    let socket = server.webSocket()
    #expect(server.reply(to: get) == nil)
    server.send(socket, "2probe")
    #expect(server.sent == ["3probe"])
    #expect(server.reply(to: get) == "200 6")

    let crossing = server.get()
    #expect(server.reply(to: crossing) == nil)
    server.pass(100)
    #expect(server.reply(to: crossing) == "200 6")

    #expect(server.post("40") == "200 ok")
    server.tell(.accept(namespace: "/", sid: "x", pid: nil))
    server.send(socket, "5", #"42["a"]"#)
    #expect(server.sent == [#"40{"sid":"x"}"#])
    #expect(server.outputs.contains(.event(SocketEvent(namespace: "/", name: "a"))))

    let late = server.get()
    #expect(server.reply(to: late) == "400")
    #expect(server.post("2") == "400")
    let second = server.webSocket()
    #expect(server.closed == [second])
    #expect(server.end == nil)
    server.tell(.emit(namespace: "/", .event("b"), acknowledgement: nil))
    #expect(server.sent == [#"42["b"]"#], "the first WebSocket lives on")
  }

  @Test func aProbeThatGoesWrongLeavesTheSessionPolling() {
    for wrong in ["5", "2", "4x", "abc"] {
      var server = RawServer()
      let socket = server.webSocket()
      server.send(socket, wrong)
      #expect(server.closed == [socket])
      #expect(server.end == nil)
      let again = server.webSocket()
      #expect(server.closed.isEmpty)
      server.tell(.report(.webSocketClosed(again)))
      #expect(server.end == nil)
      #expect(server.post("6") == "200 ok")
    }
  }

  @Test func anUpgradeHasATimeLimit() {
    var server = RawServer {
      $0.upgradeTimeLimit = .milliseconds(150)
    }
    let socket = server.webSocket()
    server.send(socket, "2probe")
    server.pass(150)
    #expect(server.closed == [socket])
    #expect(server.end == nil)
  }
}
