import JSON
import Testing

@testable import SocketIO

/// What the server owes each Socket.IO packet, one rule a test.
@Suite struct ServerNamespaceTests {
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
