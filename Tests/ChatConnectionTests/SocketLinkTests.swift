// The live link against a server played by hand: every frame is the test's own.

import ChatClient
import ChatModel
import Foundation
import JSON
import LoopbackServer
import SocketIO
import Testing
import Transport

@testable import ChatConnection

@Suite(.timeLimit(.minutes(5)))
struct SocketLinkTests {
  @Test func eventsComeAndGoOverAWebSocket() async throws {
    let heard = Log<String?>()
    let server = TestServer { connection in
      heard.append(connection.openSession())
      connection.say(#"40{"sid":"x"}"#)
      connection.say(#"42["user:online",{"userId":"u1"},7]"#)
      heard.append(connection.hear())
      connection.say(#"430[{"ok":true}]"#)
      connection.waitForEnd()
    }
    let link = try webSocketLink(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(
      await watcher.next(3) == [
        .connecting, .connected(.websocket, recovered: false),
        .event(name: "user:online", arguments: [["userId": "u1"], 7]),
      ])
    link.emit(.join("c1"), id: EmissionID(rawValue: 5), acknowledged: true)
    #expect(
      await watcher.next(2) == [
        .handedOver(EmissionID(rawValue: 5)),
        .acknowledged(EmissionID(rawValue: 5), [["ok": true]]),
      ])
    #expect(
      heard.all == [
        #"40{"token":"secret"}"#, #"420["conversation:join",{"conversationId":"c1"}]"#,
      ])
  }

  @Test func aRefusalWaitsForAnotherToken() async throws {
    let server = TestServer { connection in
      guard connection.openSession() != #"40{"token":"good"}"# else {
        connection.say(#"40{"sid":"x"}"#)
        connection.waitForEnd()
        return
      }
      connection.say(#"44{"message":"Authentication error: Invalid token"}"#)
      guard connection.hear() == #"40{"token":"good"}"# else { return }
      connection.say(#"40{"sid":"x"}"#)
      connection.waitForEnd()
    }
    let link = try webSocketLink(server)
    var watcher = Watcher(link)
    link.connect(token: "old")
    let refused = LiveEvent.refused(
      reason: "Authentication error: Invalid token", isSignIn: true)
    #expect(await watcher.next(2) == [.connecting, refused])
    link.connect(token: "good")
    #expect(await watcher.first(isConnected) != nil)
  }

  @Test func anotherTokenReconnectsAsSomebodyElse() async throws {
    let heard = Log<String?>()
    let server = TestServer { connection in
      heard.append(connection.openSession())
      connection.say(#"40{"sid":"x"}"#)
      while let frame = connection.hear() { heard.append(frame) }
    }
    let link = try webSocketLink(server)
    var watcher = Watcher(link)
    link.connect(token: "one")
    #expect(await watcher.first(isConnected) != nil)
    link.connect(token: "two")
    #expect(await watcher.first(isConnected) != nil)
    #expect(heard.all.contains(#"40{"token":"two"}"#))
    // The old session's end is our own doing and no news.
    link.emit(.leave("c1"), id: EmissionID(rawValue: 1), acknowledged: false)
    #expect(await watcher.next() == .handedOver(EmissionID(rawValue: 1)))
  }

  @Test func aLostLinkComesBackAndKeepsNothing() async throws {
    let (cut, sayCut) = AsyncStream.makeStream(of: TestConnection.self)
    let server = TestServer { connection in
      guard connection.openSession() != nil else { return }
      connection.say(#"40{"sid":"x"}"#)
      sayCut.yield(connection)
      connection.waitForEnd()
    }
    let link = try webSocketLink(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.first(isConnected) != nil)
    for await connection in cut {
      connection.end()
      break
    }
    guard case .disconnected(_, let retryAt?) = await watcher.next() else {
      Issue.record("no retry is planned")
      return
    }
    #expect(retryAt > Date() && retryAt < Date(timeIntervalSinceNow: 5))
    link.emit(.join("c1"), id: EmissionID(rawValue: 1), acknowledged: false)
    #expect(await watcher.next() == .dropped(EmissionID(rawValue: 1)))
    link.retryNow()
    #expect(
      await watcher.next(2) == [.connecting, .connected(.websocket, recovered: false)])
  }

  @Test func anEventLongerThanTheServerTakesIsUnsendableAndNamesTheLimit() async throws {
    let server = TestServer { connection in
      guard connection.openSession(maxPayload: 200) != nil else { return }
      connection.say(#"40{"sid":"x"}"#)
      connection.waitForEnd()
    }
    let link = try webSocketLink(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.first(isConnected) != nil)
    let letter = OutgoingMessage(
      conversationID: "c1", content: .text(String(repeating: "x", count: 300)), tempID: "t")
    link.emit(.send(letter), id: EmissionID(rawValue: 1), acknowledged: true)
    link.emit(.join("c1"), id: EmissionID(rawValue: 2), acknowledged: false)
    #expect(
      await watcher.next(2) == [
        .unsendable(
          EmissionID(rawValue: 1),
          reason: "it is longer than this server takes: 200 bytes at most"),
        .handedOver(EmissionID(rawValue: 2)),
      ])
  }

  @Test func anAcknowledgementThatDoesNotComeIsGivenUp() async throws {
    let heard = Log<String?>()
    let server = TestServer { connection in
      guard connection.openSession() != nil else { return }
      connection.say(#"40{"sid":"x"}"#)
      heard.append(connection.hear())
      heard.append(connection.hear())
      // Too late for the first.
      connection.say(#"430["late"]"#)
      connection.say(#"431["there"]"#)
      connection.waitForEnd()
    }
    let link = try webSocketLink(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.first(isConnected) != nil)
    let (first, second) = (EmissionID(rawValue: 1), EmissionID(rawValue: 2))
    link.emit(.raw("a", []), id: first, acknowledged: true, within: .milliseconds(20))
    #expect(
      await watcher.next(2) == [.handedOver(first), .unacknowledged(first, timedOut: true)])
    link.emit(.raw("b", []), id: second, acknowledged: true)
    #expect(
      await watcher.next(2) == [.handedOver(second), .acknowledged(second, ["there"])])
    #expect(heard.all == [#"420["a"]"#, #"421["b"]"#])
  }

  @Test func aServerThatIsNotThereIsTriedAgain() async throws {
    let port = TestSocket.closedPort()
    let link = SocketLink(
      server: try WebAddress("http://127.0.0.1:\(port)"), client: makeClient())
    var watcher = Watcher(link)
    link.connect(token: "secret")
    for _ in 0..<2 {
      #expect(await watcher.next() == .connecting)
      guard case .disconnected(let reason, _?) = await watcher.next() else {
        Issue.record("no retry is planned")
        return
      }
      #expect(reason.contains("Nothing listens"))
    }
    await link.close()
  }

  // Row 16.
  @Test func aSilentServerIsGivenUpAfterItsOwnTimings() async throws {
    let server = TestServer { connection in
      guard connection.openSession(pingInterval: 100, pingTimeout: 100) != nil else { return }
      connection.say(#"40{"sid":"x"}"#)
      connection.say("2")
      connection.waitForEnd()
    }
    let link = try webSocketLink(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    let started = ContinuousClock.now
    guard
      case .disconnected("The server has fallen silent.", _?) = await watcher.first({
        if case .disconnected = $0 { true } else { false }
      })
    else {
      Issue.record("not given up")
      return
    }
    #expect(ContinuousClock.now - started >= .milliseconds(200))
  }

  @Test func aFloodArrivesWholeAndInOrder() async throws {
    let count = 20_000
    let server = TestServer { connection in
      guard connection.openSession() != nil else { return }
      connection.say(#"40{"sid":"x"}"#)
      connection.write((0..<count).flatMap { frame(#"42["n",\#($0)]"#) })
      connection.waitForEnd()
    }
    let link = try webSocketLink(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.first(isConnected) != nil)
    let events = await watcher.next(count)
    #expect(events == (0..<count).map { .event(name: "n", arguments: [.integer($0)]) })
  }

  @Test func closingLetsWhatWasHandedOverLeave() async throws {
    let heard = Log<String?>()
    let (ended, sayEnded) = AsyncStream.makeStream(of: Void.self)
    let server = TestServer { connection in
      _ = connection.openSession()
      connection.say(#"40{"sid":"x"}"#)
      while let frame = connection.hear() { heard.append(frame) }
      sayEnded.yield()
    }
    let link = try webSocketLink(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.first(isConnected) != nil)
    for number in 0..<100 {
      link.emit(
        .raw("n", [.integer(number)]), id: EmissionID(rawValue: number), acknowledged: false)
    }
    await link.close()
    for await _ in ended { break }
    #expect(heard.all.prefix(100) == (0..<100).map { #"42["n",\#($0)]"# }[...])
    #expect(await watcher.first { _ in false } == nil)
    link.emit(.join("c"), id: EmissionID(rawValue: 1), acknowledged: false)
    link.connect(token: "again")
    await link.close()
  }

  @Test func closingALinkThatWasNeverOpenedReturns() async throws {
    let link = try webSocketLink(TestServer { _ in answer(500) })
    await link.close()
    var watcher = Watcher(link)
    #expect(await watcher.next() == nil)
  }

  @Test func theWireIsShownWithoutTheToken() async throws {
    let server = TestServer { connection in
      _ = connection.openSession()
      connection.say(#"40{"sid":"x"}"#)
      connection.say(#"42["e","top-secret"]"#)
      connection.waitForEnd()
    }
    let link = try webSocketLink(server, wire: WireBook())
    var watcher = Watcher(link)
    link.connect(token: "top-secret")
    var lines: [String] = []
    while lines.count < 6, let event = await watcher.next() {
      guard case .wire(let record, let relation) = event else { continue }
      lines.append(
        "\(record.number) \(record.direction.rawValue) \(record.layer.rawValue) \(record.name) "
          + (relation.answers.map { "\($0)" } ?? "-"))
      #expect(!WireWriter(masking: nil).line(record).contains("top-secret"))
      #expect(record.identity == "farm")
      if record.number > 2 { #expect(record.session != nil) }
    }
    #expect(
      lines == [
        "1 out ws open -", "2 in ws opened 1", "3 in eio open -", "4 out sio connect -",
        "5 in sio connect 4", "6 in sio e -",
      ])
  }

  @Test func anEventWithAttachmentsIsOneRecord() async throws {
    let server = TestServer { connection in
      _ = connection.openSession()
      connection.say(#"40{"sid":"x"}"#)
      connection.say(#"451-7["e",{"_placeholder":true,"num":0}]"#)
      connection.write(frame(2, [1, 2, 3]))
      connection.waitForEnd()
    }
    let link = try webSocketLink(server, wire: WireBook())
    var watcher = Watcher(link)
    link.connect(token: "top-secret")
    let event = await watcher.first { event in
      if case .wire(let record, _) = event { record.event == "e" } else { false }
    }
    guard case .wire(let record, _)? = event else { return }
    #expect(record.attachments == [[1, 2, 3]])
    #expect(record.packetID == 7)
    #expect(record.bytes == #"451-7["e",{"_placeholder":true,"num":0}]"#.utf8.count + 3)
  }

  @Test func whatATesterAsksForGoesToItsNamespaceWithItsAttachments() async throws {
    let heard = Log<String?>()
    let server = TestServer { connection in
      heard.append(connection.openSession())
      connection.say(#"40/admin,{"sid":"x"}"#)
      heard.append(connection.hear())
      connection.say(#"42/admin,["heard"]"#)
      connection.waitForEnd()
    }
    var configuration = SocketClient.Configuration()
    configuration.policy = .webSocketOnly
    let link = SocketLink(
      server: try WebAddress(server.root), client: makeClient(), configuration: configuration,
      namespace: "/admin", auth: .document(["key": 1]))
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.first(isConnected) != nil)
    link.emit(
      .raw("e", [["_placeholder": true, "num": 1]], attachments: [[7], [8]]),
      id: EmissionID(rawValue: 1), acknowledged: false)
    #expect(await watcher.next() == .handedOver(EmissionID(rawValue: 1)))
    #expect(await watcher.next() == .event(name: "heard", arguments: []))
    #expect(
      heard.all == [
        #"40/admin,{"key":1}"#,
        #"452-/admin,["e",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]"#,
      ])
  }
}
