// What the server owes each request and frame, one rule a test.

import JSON
import Testing

@testable import SocketIO

/// A session with its clock and the outputs it gave.
private struct RawServer {
  var session: SocketServerSession
  var now = JoinedHalves.start
  var outputs: [SocketServerSession.Output]
  private var lastChannel = 0

  init(_ webSocket: Bool = false, _ change: (inout ServerConfiguration) -> Void = { _ in }) {
    var configuration = ServerConfiguration()
    configuration.pingInterval = .milliseconds(300)
    configuration.pingTimeout = .milliseconds(200)
    configuration.namespaces = ["/", "/custom"]
    change(&configuration)
    (session, outputs) = SocketServerSession.open(
      sid: "s", by: webSocket ? .webSocket(ChannelID(0)) : .polling(ChannelID(0)),
      configuration: configuration, at: now)
  }

  mutating func tell(_ inputs: SocketServerSession.Input...) {
    outputs = session.handle(inputs, at: now)
  }

  mutating func pass(_ milliseconds: Int) {
    now = now.advanced(by: .milliseconds(milliseconds))
    tell(.tick)
  }

  /// Starts a GET; its answer, when it comes at once, is in `replies`.
  mutating func get() -> ChannelID {
    lastChannel += 1
    tell(.report(.poll(ChannelID(lastChannel))))
    return ChannelID(lastChannel)
  }

  mutating func post(_ body: String) -> String? {
    lastChannel += 1
    tell(.report(.post(ChannelID(lastChannel), body: Array(body.utf8))))
    return reply(to: ChannelID(lastChannel))
  }

  mutating func webSocket() -> ChannelID {
    lastChannel += 1
    tell(.report(.webSocketOpened(ChannelID(lastChannel))))
    return ChannelID(lastChannel)
  }

  mutating func send(_ channel: ChannelID = ChannelID(0), _ frames: String...) {
    tell(.report(.received(channel, frames.map { .text($0) })))
  }

  /// Joins `/` and forgets what was said about it.
  mutating func join() {
    send(ChannelID(0), "40")
    tell(.accept(namespace: "/", sid: "x", pid: nil))
  }

  /// "200 body" of an answer among the last outputs.
  func reply(to channel: ChannelID) -> String? {
    for case .perform(.reply(channel, let reply)) in outputs {
      return reply.status == 200 ? "200 " + text(reply.body) : "\(reply.status)"
    }
    return nil
  }

  /// The frames sent among the last outputs.
  var sent: [String] {
    outputs.flatMap { output -> [String] in
      guard case .perform(.sendFrames(_, let frames)) = output else { return [] }
      return texts(frames)
    }
  }

  var closed: [ChannelID] {
    outputs.compactMap {
      guard case .perform(.closeWebSocket(let channel, _)) = $0 else { return nil }
      return channel
    }
  }

  var end: SessionEnd? {
    for case .ended(let reason) in outputs { return reason }
    return nil
  }
}

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

  // MARK: Socket.IO

  @Test func connectAnswersWithTheSidAlone() {
    var server = RawServer(true)
    server.send(ChannelID(0), #"40{"token":"t"}"#)
    #expect(
      server.outputs == [.connectRequested(namespace: "/", auth: ["token": "t"])])
    server.tell(.accept(namespace: "/", sid: "x", pid: nil))
    #expect(server.sent == [#"40{"sid":"x"}"#])

    server.send(ChannelID(0), "40/custom,")
    server.tell(.accept(namespace: "/custom", sid: "y", pid: "p"))
    #expect(server.sent == [#"40/custom,{"sid":"y","pid":"p"}"#])
  }

  @Test func anUnknownNamespaceIsInvalid() {
    var server = RawServer(true)
    server.send(ChannelID(0), "40/random")
    #expect(server.sent == [#"44/random,{"message":"Invalid namespace"}"#])
    #expect(server.end == nil)
  }

  @Test func aRefusalCarriesMessageAndData() {
    var server = RawServer(true)
    server.send(ChannelID(0), "40")
    server.tell(.refuse(namespace: "/", message: "no \"way\"", data: Array("[1]".utf8)))
    #expect(server.sent == [#"44{"message":"no \"way\"","data":[1]}"#])
    server.send(ChannelID(0), "40")
    #expect(server.outputs == [.connectRequested(namespace: "/", auth: nil)], "it may try again")
  }

  @Test func aClientThatNeverConnectsIsClosed() {
    var server = RawServer(true) { $0.connectTimeLimit = .milliseconds(50) }
    server.pass(50)
    #expect(server.end == .connectTimedOut)
    #expect(server.closed == [ChannelID(0)])

    var polling = RawServer { $0.connectTimeLimit = .milliseconds(50) }
    let get = polling.get()
    polling.pass(50)
    #expect(polling.reply(to: get) == "200 1")

    var joined = RawServer(true) { $0.connectTimeLimit = .milliseconds(50) }
    joined.join()
    joined.pass(50)
    #expect(joined.end == nil)
  }

  @Test func leavingANamespaceLeavesTheRest() {
    var server = RawServer(true)
    server.join()
    server.send(ChannelID(0), "40/custom")
    server.tell(.accept(namespace: "/custom", sid: "y", pid: nil))
    server.send(ChannelID(0), "41/custom", #"42["a"]"#)
    #expect(
      server.outputs == [
        .disconnected(namespace: "/custom", .clientClosed),
        .event(SocketEvent(namespace: "/", name: "a")),
      ])
    server.send(ChannelID(0), "41")
    #expect(server.outputs == [.disconnected(namespace: "/", .clientClosed)])
    server.pass(300)
    #expect(server.sent == ["2"], "the session below lives on")
  }

  @Test(arguments: [
    "4abc", "42{}", #"42abc["a"]"#, "42", #"42["a",]"#, "40", #"42/custom,["a"]"#, "41/custom",
    #"44{"message":"x"}"#, #"4511-["a"]"#,
  ])
  func malformedPacketsCloseTheSession(frame: String) {
    var server = RawServer(true)
    server.join()
    server.send(ChannelID(0), frame, #"42["later"]"#)
    #expect(
      server.outputs == [
        .perform(.closeWebSocket(ChannelID(0), code: 1002)),
        .disconnected(namespace: "/", .malformed), .ended(.malformed),
      ])
  }

  @Test(arguments: ["4abc", "42{}", "x", "2"])
  func whatWasAskedBeforeAFaultIsAnsweredBeforeTheEnd(fault: String) {
    for waits in [false, true] {
      var server = RawServer()
      #expect(server.post("40") == "200 ok")
      server.tell(.accept(namespace: "/", sid: "x", pid: nil))
      var get = server.get()
      #expect(server.reply(to: get) == "200 40{\"sid\":\"x\"}")
      if waits { get = server.get() }
      let answer = server.post("42[\"ask\"]\u{1e}\(fault)\u{1e}42[\"later\"]")
      #expect(answer == (fault.hasPrefix("4") ? "200 ok" : "400"))
      #expect(server.outputs.last == .settle)
      #expect(server.end == nil)
      server.tell(.emit(namespace: "/", .event("error"), acknowledgement: nil))
      #expect(server.reply(to: get) == nil, "the end goes with it")
      server.tell(.settled)
      #expect(server.outputs.contains(.disconnected(namespace: "/", .malformed)))
      if !waits { get = server.get() }
      #expect(server.reply(to: get) == "200 42[\"error\"]\u{1e}1")
      #expect(server.end == .malformed)
    }
  }

  @Test func acknowledgementsGoBothWays() {
    var server = RawServer(true)
    server.join()
    server.send(ChannelID(0), #"4212["ask",1]"#)
    server.tell(.acknowledge(namespace: "/", id: 12, .acknowledgement([.json("1")])))
    #expect(server.sent == ["4312[1]"])

    server.tell(
      .emit(namespace: "/", .event("ask"), acknowledgement: 70),
      .emit(namespace: "/", .event("ask"), acknowledgement: 71))
    #expect(server.sent == [#"420["ask"]"#, #"421["ask"]"#])
    server.send(ChannelID(0), "431[true]", "431[true]", "4399[]")
    #expect(
      server.outputs == [
        .acknowledged(71, SocketAcknowledgement(namespace: "/", arguments: [true]))
      ])
    server.tell(.disconnect(namespace: "/"))
    #expect(server.sent == ["41"])
    #expect(server.outputs.contains(.acknowledgementFailed(70)))
    server.tell(.emit(namespace: "/", .event("ask"), acknowledgement: 72))
    #expect(server.outputs == [.acknowledgementFailed(72)])
  }

  @Test func binaryGoesBothWays() {
    var server = RawServer(true)
    server.join()
    server.tell(
      .report(
        .received(
          ChannelID(0),
          [.text(#"451-3["up",{"_placeholder":true,"num":0}]"#), .binary([1, 2])])))
    #expect(
      server.outputs == [
        .event(
          SocketEvent(
            namespace: "/", name: "up", arguments: [["_placeholder": true, "num": 0]],
            acknowledgementID: 3, attachments: [[1, 2]]))
      ])
    server.tell(.acknowledge(namespace: "/", id: 3, .acknowledgement([.binary([9])])))
    #expect(server.sent == [#"461-3[{"_placeholder":true,"num":0}]"#, "[9]"])
    server.tell(.emit(namespace: "/", .event("down", [.binary([7])]), acknowledgement: nil))
    #expect(server.sent == [#"451-["down",{"_placeholder":true,"num":0}]"#, "[7]"])
  }

  @Test func closingFromTheServerSaysWhatWasStillToBeSaid() {
    var server = RawServer(true)
    server.send(ChannelID(0), "40")
    server.tell(.refuse(namespace: "/", message: "no", data: nil), .close)
    #expect(server.sent == [#"44{"message":"no"}"#])
    #expect(server.end == .serverClosed)

    var polling = RawServer()
    _ = polling.post("40")
    let get = polling.get()
    polling.tell(.refuse(namespace: "/", message: "no", data: nil), .close)
    #expect(polling.reply(to: get) == "200 44{\"message\":\"no\"}\u{1e}1")
  }

  @Test func whatIsLeftAtTheEndWaitsForAGet() {
    var server = RawServer { $0.packetsPerAnswer = 2 }
    _ = server.post("40")
    server.tell(.accept(namespace: "/", sid: "x", pid: nil))
    server.tell(
      .emit(namespace: "/", .event("a"), acknowledgement: nil),
      .emit(namespace: "/", .event("b"), acknowledgement: nil), .close)
    // Its people are told at once; the rest waits.
    #expect(server.outputs == [.disconnected(namespace: "/", .serverClosed)])
    #expect(server.post("40") == "400")
    let first = server.get()
    #expect(server.reply(to: first) == "200 40{\"sid\":\"x\"}\u{1e}42[\"a\"]")
    #expect(server.end == nil)
    let second = server.get()
    #expect(server.reply(to: second) == "200 42[\"b\"]\u{1e}1")
    #expect(server.end == .serverClosed)
  }

  @Test func whatIsLeftAtTheEndWaitsNoLongerThanAPong() {
    var server = RawServer()
    _ = server.post("40")
    server.tell(.accept(namespace: "/", sid: "x", pid: nil), .close)
    #expect(server.session.nextDeadline == server.now.advanced(by: .milliseconds(200)))
    server.pass(199)
    #expect(server.end == nil)
    server.pass(1)
    #expect(server.end == .serverClosed)
    #expect(server.session.nextDeadline == nil)
  }

  @Test func aReaderThatFetchesTooSlowlyIsCut() {
    var server = RawServer { $0.queueLimit = 100 }
    _ = server.post("40")
    server.tell(.accept(namespace: "/", sid: "x", pid: nil))
    for _ in 0..<10 where server.end == nil {
      server.tell(.emit(namespace: "/", .event("something"), acknowledgement: nil))
    }
    #expect(server.end == .tooSlow)
    #expect(server.outputs.first == .disconnected(namespace: "/", .tooSlow))
  }
}
