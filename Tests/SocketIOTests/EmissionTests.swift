// What is sent: kept or not while offline, counted, answered, in pieces that the server takes.

import JSON
import Testing

@testable import SocketIO

@Suite struct EmissionTests {
  @Test func bufferedEmissionsGoOutAfterConnectAndBeforeAnythingNew() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.emit("nobody", id: 0, delivery: .buffered)
    #expect(halves.news == [.notSent(emission: 0, .notConnected)], "no such namespace is wanted")
    halves.admit = { _, _ in .ignore }
    halves.join()
    halves.emit("first", id: 1, delivery: .buffered)
    halves.emit("typing", id: 2)
    halves.emit("second", id: 3, delivery: .buffered)
    #expect(halves.news.contains(.notSent(emission: 2, .notConnected)))
    #expect(halves.handedOver.isEmpty)
    halves.tellServer(
      .emit(namespace: "/", .event("x"), acknowledgement: nil),
      .accept(namespace: "/", sid: "x", pid: nil))
    halves.emit("new", id: 4)
    #expect(halves.serverEvents == [#"["first"]"#, #"["second"]"#, #"["new"]"#])
    #expect(halves.handedOver == [1, 3, 4])
  }

  @Test func aBufferSurvivesReconnectsButNotLeaving() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.join()
    halves.cut()
    halves.emit("kept", id: 1, delivery: .buffered)
    halves.pass(.seconds(2))
    #expect(halves.serverEvents == [#"["kept"]"#])
    halves.cut()
    halves.emit("kept", id: 2, delivery: .buffered)
    halves.tell(.disconnect)
    #expect(halves.news.contains(.notSent(emission: 2, .notConnected)))
  }

  @Test func eventsBeforeConnectsReplyAreDeliveredAfterIt() {
    var client = SocketClient(seed: 1)
    let now = JoinedHalves.start
    _ = client.handle(.join(namespace: "/", auth: nil), at: now)
    _ = client.handle(.report(.webSocketOpened(ChannelID(1))), at: now)
    _ = client.receive(#"0{"sid":"s","pingInterval":25000,"pingTimeout":20000}"#)
    _ = client.handle(.emit(Emission(id: 1, payload: .event("mine"), delivery: .buffered)), at: now)
    #expect(client.receive(#"42["early",1]"#, #"42/other,["stray"]"#).isEmpty)
    let outputs = client.receive(#"40{"sid":"x"}"#, #"42["late"]"#)
    let told = outputs.compactMap { output -> String? in
      switch output {
      case .connected: "connected"
      case .event(let event): event.name
      case .perform(.sendFrames(_, let frames)): texts(frames).joined()
      default: nil
      }
    }
    #expect(told == ["connected", "early", #"42["mine"]"#, "late"])
  }

  @Test(arguments: [TransportPolicy.webSocketOnly, .pollingOnly])
  func anAcknowledgementFindsItsEmission(policy: TransportPolicy) {
    var halves = JoinedHalves(policy)
    halves.join()
    halves.emit("ask", "1", id: 11, acknowledged: true)
    halves.emit("ask", "2", id: 12, acknowledged: true)
    let answers = halves.news.compactMap { output -> String? in
      guard case .acknowledged(let id, let answer) = output else { return nil }
      return "\(id) \(JSONValue.array(answer.arguments).encoded)"
    }
    #expect(answers == ["11 [1]", "12 [2]"])
  }

  @Test func acknowledgementsPendingAtADisconnectFailAndTheCounterRunsOn() {
    var client = SocketClient(seed: 1)
    client.open()
    let now = JoinedHalves.start
    let ask = { (id: Int) in
      SocketClient.Input.emit(
        Emission(id: id, payload: .event("ask"), wantsAcknowledgement: true))
    }
    #expect(sent(client.handle(ask(10), at: now)) == [#"420["ask"]"#])
    #expect(sent(client.handle(ask(11), at: now)) == [#"421["ask"]"#])
    #expect(client.receive("430[]").count == 1)
    let lost = client.handle(
      .report(.webSocketClosed(ChannelID(1), .closed(code: nil))), at: now)
    #expect(lost.contains(.acknowledgementFailed(emission: 11, .disconnected)))
    #expect(!lost.contains(.acknowledgementFailed(emission: 10, .disconnected)))

    _ = client.handle(.retryNow, at: now)
    let channel = ChannelID(2)
    _ = client.handle(
      .report(
        .received(
          channel,
          [
            .text(#"0{"sid":"t","pingInterval":25000,"pingTimeout":20000}"#),
            .text(#"40{"sid":"y"}"#),
          ])), at: now)
    #expect(sent(client.handle(ask(12), at: now)) == [#"422["ask"]"#])
    let stale = client.handle(
      .report(.received(channel, [.text("431[]"), .text("3999[]")])), at: now)
    #expect(stale.isEmpty)
  }

  @Test(arguments: [TransportPolicy.webSocketOnly, .pollingOnly])
  func anAcknowledgementThatIsLateIsGivenUpAndDropped(policy: TransportPolicy) {
    var halves = JoinedHalves(policy)
    halves.join()
    halves.emit("silence", id: 1, acknowledged: true)
    halves.emit("silence", id: 2, acknowledged: true, within: .seconds(3))
    halves.emit("silence", id: 3, acknowledged: true, within: .seconds(2))
    halves.emit("ask", "7", id: 4, acknowledged: true, within: .seconds(1))
    halves.pass(.milliseconds(1999))
    #expect(halves.acknowledgements == ["4 [7]"], "in time, and told once")
    halves.pass(.milliseconds(1))
    #expect(halves.acknowledgements == ["4 [7]", "3 timedOut"])
    halves.pass(.seconds(5))
    #expect(halves.acknowledgements == ["4 [7]", "3 timedOut", "2 timedOut"])
    for id in [1, 2] {
      halves.tellServer(.acknowledge(namespace: "/", id: id, .acknowledgement([.json("0")])))
    }
    halves.tellServer(.acknowledge(namespace: "/", id: 0, .acknowledgement([.json("1")])))
    #expect(
      halves.acknowledgements == ["4 [7]", "3 timedOut", "2 timedOut", "1 [1]"],
      "who named no limit waits on, and what is late is dropped")
    halves.cut()
    #expect(halves.acknowledgements.count == 4, "nothing is told twice")
  }

  @Test func theLimitOfABufferedEmissionBeginsWhenItLeaves() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.admit = { _, _ in .ignore }
    halves.join()
    halves.emit(
      "silence", id: 1, acknowledged: true, within: .seconds(2), delivery: .buffered)
    halves.pass(.seconds(4))
    #expect(halves.acknowledgements.isEmpty)
    halves.tellServer(.accept(namespace: "/", sid: "x", pid: nil))
    halves.pass(.milliseconds(1999))
    #expect(halves.handedOver == [1] && halves.acknowledgements.isEmpty)
    halves.pass(.milliseconds(1))
    #expect(halves.acknowledgements == ["1 timedOut"])
  }

  @Test func theServersQuestionsAreAnswered() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.join()
    halves.tellServer(.emit(namespace: "/", .event("ask", [.json("1")]), acknowledgement: 5))
    guard case .event(let event)? = halves.news.last, let id = event.acknowledgementID else {
      Issue.record("\(halves.news)")
      return
    }
    halves.tell(
      .acknowledge(namespace: "/", id: id, .acknowledgement([.binary([1]), .json("true")])))
    let answer = SocketAcknowledgement(
      namespace: "/", arguments: [["_placeholder": true, "num": 0], true], attachments: [[1]])
    #expect(halves.serverNews.last == .acknowledged(5, answer))
  }

  @Test(arguments: [TransportPolicy.webSocketOnly, .pollingOnly])
  func binaryTravelsBothWays(policy: TransportPolicy) {
    var halves = JoinedHalves(policy)
    halves.join()
    let attachment = (0...255).map { UInt8($0) }
    let payload = SocketPayload.event("echo", [.binary(attachment), .json("1"), .binary([])])
    halves.tell(
      .emit(Emission(id: 3, payload: payload, wantsAcknowledgement: true)))
    guard
      let event = halves.news.lazy.compactMap({
        if case .event(let event) = $0 { event } else { nil }
      })
      .first,
      let answer = halves.news.lazy.compactMap({ output -> SocketAcknowledgement? in
        guard case .acknowledged(3, let answer) = output else { return nil }
        return answer
      }).first
    else {
      Issue.record("\(halves.news)")
      return
    }
    #expect(event.attachments == [attachment, []])
    #expect(event.arguments.map(placeholder) == [0, nil, 1])
    #expect(answer.attachments == [attachment, []])
    #expect(halves.handedOver == [3])
  }

  @Test func aMalformedPacketEndsTheConnection() {
    for frames in [["4abc"], ["42{}"], [#"451-["a"]"#, #"42["b"]"#], [#"4511-["a"]"#], ["9"]] {
      var client = SocketClient(seed: 1)
      client.open()
      let outputs = client.handle(
        .report(.received(ChannelID(1), frames.map { .text($0) } + [.text(#"42["late"]"#)])),
        at: JoinedHalves.start)
      #expect(outputs.contains(.perform(.closeWebSocket(ChannelID(1)))))
      guard case .waiting(_, _, .malformed) = client.state else {
        Issue.record("\(frames): \(client.state)")
        continue
      }
      #expect(!outputs.contains { if case .event = $0 { true } else { false } })
    }
  }

  @Test func nothingIsSentAfterTheCloseThatAMalformedPacketBrings() {
    var client = SocketClient(seed: 1)
    client.open()
    let work = client.receive("4abc", "2").compactMap { output -> LinkWork? in
      if case .perform(let work) = output { work } else { nil }
    }
    #expect(work == [.sendFrames(ChannelID(1), [.text("3")]), .closeWebSocket(ChannelID(1))])
  }

  @Test func whatTheServerWouldNotTakeIsNotSent() {
    var client = SocketClient(seed: 1)
    client.open(maxPayload: 20)
    let now = JoinedHalves.start
    let fits = SocketPayload(json: Array(#"["a","0123456789"]"#.utf8))
    #expect(sent(client.handle(.emit(Emission(id: 1, payload: fits)), at: now)).count == 1)
    let large = SocketPayload(json: Array(#"["a","0123456789a"]"#.utf8))
    #expect(
      client.handle(.emit(Emission(id: 2, payload: large, wantsAcknowledgement: true)), at: now)
        == [.notSent(emission: 2, .tooLarge(limit: 20))])
    let many = SocketPayload.event("a", (0..<11).map { _ in .binary([]) })
    #expect(
      client.handle(.emit(Emission(id: 3, payload: many)), at: now)
        == [.notSent(emission: 3, .tooManyAttachments)])
  }

  @Test func postsStayWithinSixteenPacketsAndMaxPayload() {
    var server = ServerConfiguration()
    server.packetsPerPost = 16
    server.maxPayload = 200
    var halves = JoinedHalves(.pollingOnly, server: server)
    halves.admit = { _, _ in .ignore }
    halves.join()
    for number in 0..<100 {
      let filler = String(repeating: "x", count: number)
      halves.emit("echo", "\(number)", "\"\(filler)\"", id: number, delivery: .buffered)
    }
    // The carrier checks every POST; the server would end the session for one too large.
    halves.tellServer(.accept(namespace: "/", sid: "x", pid: nil))
    #expect(halves.handedOver == Array(0..<100))
    #expect(halves.serverEvents.count == 100)
    #expect(halves.events.count == 100)
    let posts = halves.work.count { if case .post = $0 { true } else { false } }
    #expect(posts > 100 / 16)
    #expect(halves.losses.isEmpty)
  }

  @Test func aFailedPostIsALossAndWhatWaitedBehindItWasNotSent() {
    var configuration = SocketClient.Configuration()
    configuration.policy = .pollingOnly
    var client = SocketClient(configuration: configuration, seed: 1)
    let now = JoinedHalves.start
    _ = client.handle(.join(namespace: "/", auth: nil), at: now)
    let body = #"0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000}"#
    let opened = client.handle(
      .report(.answered(ChannelID(1), status: 200, body: Array(body.utf8))), at: now)
    #expect(
      opened.contains(
        .perform(.get(ChannelID(3), target: "/socket.io/?EIO=4&transport=polling&sid=s"))) == false)
    _ = client.handle(
      .report(.answered(ChannelID(3), status: 200, body: Array("ok".utf8))), at: now)
    _ = client.handle(
      .report(.answered(ChannelID(2), status: 200, body: Array(#"40{"sid":"x"}"#.utf8))), at: now)
    #expect(client.state == .online(.polling))
    let first = client.handle(.emit(Emission(id: 1, payload: .event("a"))), at: now)
    #expect(first.contains(.handedOver([1])))
    let second = client.handle(.emit(Emission(id: 2, payload: .event("b"))), at: now)
    #expect(second.isEmpty)
    guard case .perform(.post(let channel, _, _))? = first.first else {
      Issue.record("\(first)")
      return
    }
    let failed = client.handle(.report(.requestFailed(channel, .failed("reset"))), at: now)
    #expect(failed.contains(.notSent(emission: 2, .notConnected)))
    #expect(!failed.contains(.notSent(emission: 1, .notConnected)), "nobody knows about it")
  }

  private func sent(_ outputs: [SocketClient.Output]) -> [String] {
    outputs.flatMap { output -> [String] in
      guard case .perform(.sendFrames(_, let frames)) = output else { return [] }
      return texts(frames)
    }
  }
}
