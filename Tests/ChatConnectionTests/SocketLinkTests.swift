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

extension TestConnection {
  /// Opens a session over a WebSocket and reads the CONNECT; nil when the client goes.
  func openSession(
    _ request: TestRequest? = nil, pingInterval: Int = 25000, pingTimeout: Int = 60000,
    maxPayload: Int = 1_000_000
  ) -> String? {
    guard openWebSocket(request) != nil else { return nil }
    say(
      #"0{"sid":"s1","upgrades":[],"pingInterval":\#(pingInterval),"pingTimeout":\#(pingTimeout),"#
        + #""maxPayload":\#(maxPayload)}"#)
    return hear()
  }

  func say(_ text: String) { write(frame(text)) }

  /// The next text frame.
  func hear() -> String? {
    while let (opcode, payload) = readFrame() {
      if opcode == 1 { return String(decoding: payload, as: UTF8.self) }
      if opcode == 8 { return nil }
    }
    return nil
  }
}

/// Reads a link's events one at a time.
struct Watcher {
  private var iterator: AsyncStream<[LiveEvent]>.Iterator
  private var batch: ArraySlice<LiveEvent> = []

  init(_ link: SocketLink) { iterator = link.events.makeAsyncIterator() }

  mutating func next() async -> LiveEvent? {
    while batch.isEmpty {
      guard let more = await iterator.next() else { return nil }
      batch = more[...]
    }
    return batch.popFirst()
  }

  /// The first event that is wanted; those before it are dropped.
  mutating func first(_ isWanted: (LiveEvent) -> Bool) async -> LiveEvent? {
    while let event = await next() {
      if isWanted(event) { return event }
    }
    return nil
  }

  /// The next `count` events.
  mutating func next(_ count: Int) async -> [LiveEvent] {
    var events: [LiveEvent] = []
    while events.count < count, let event = await next() { events.append(event) }
    return events
  }
}

@Suite(.timeLimit(.minutes(5)))
struct SocketLinkTests {
  private func link(
    _ server: TestServer, headers: [HTTPHeader] = [], showsWireOf account: String? = nil,
    _ change: (inout SocketClient.Configuration) -> Void = { _ in }
  ) throws -> SocketLink {
    var configuration = SocketClient.Configuration()
    configuration.policy = .webSocketOnly
    configuration.connectTimeLimit = .seconds(60)
    change(&configuration)
    return SocketLink(
      server: try WebAddress(server.root + "/api/v1"), client: makeClient(),
      configuration: configuration, headers: headers, showsWireOf: account)
  }

  private func isConnected(_ event: LiveEvent) -> Bool {
    if case .connected = event { true } else { false }
  }

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
    let link = try link(server)
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
    let link = try link(server)
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
    let link = try link(server)
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
    let link = try link(server)
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
    let link = try link(server)
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
    let link = try link(server)
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

  @Test func aServerThatSendsUsAwayIsLeftAlone() async throws {
    let server = TestServer { connection in
      guard connection.openSession() != nil else { return }
      connection.say(#"40{"sid":"x"}"#)
      connection.say("41")
      connection.waitForEnd()
    }
    let link = try link(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(
      await watcher.next(2) == [.connecting, .connected(.websocket, recovered: false)])
    guard case .sentAway(let retryAt) = await watcher.next() else {
      Issue.record("not told")
      return
    }
    #expect(retryAt.timeIntervalSinceNow > 140 && retryAt.timeIntervalSinceNow < 451)
    #expect(server.connectionCount == 1)
  }

  // Row 29.
  @Test func aServerThatSendsUsAwayBeforeItLetUsInIsTold() async throws {
    let server = TestServer { connection in
      guard connection.openSession() != nil else { return }
      connection.say("41")
      connection.waitForEnd()
    }
    let link = try link(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.next() == .connecting)
    guard case .sentAway = await watcher.next() else {
      Issue.record("not told")
      return
    }
    link.retryNow()
    #expect(await watcher.next() == .connecting, "whoever wants the link gets it")
  }

  // Row 29: also in one read, and also when CONNECT was never answered.
  @Test(arguments: [(#"40{"sid":"x"}"#, true), ("6", false)])
  func whatCameInOneReadWithTheEndCounts(first: String, isLetIn: Bool) async throws {
    let server = TestServer { connection in
      guard connection.openSession() != nil else { return }
      connection.write(frame(first) + frame(#"42["last:words",1]"#) + frame("41") + frame("1"))
      connection.waitForEnd()
    }
    let link = try link(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.next() == .connecting)
    if isLetIn { #expect(await watcher.next() == .connected(.websocket, recovered: false)) }
    #expect(await watcher.next() == .event(name: "last:words", arguments: [1]))
    guard case .sentAway = await watcher.next() else {
      Issue.record("not told")
      return
    }
  }

  // Row 33.
  @Test func eventsWithNumbersForNamesArriveAndOnesWithoutAPayloadDoNoHarm() async throws {
    let server = TestServer { connection in
      guard connection.openSession() != nil else { return }
      for packet in [#"40{"sid":"x"}"#, "42", #"42[7,"seven"]"#, #"42[1.50,{}]"#] {
        connection.say(packet)
      }
      connection.waitForEnd()
    }
    let link = try link(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(
      await watcher.next(4).suffix(2) == [
        .event(name: "7", arguments: ["seven"]), .event(name: "1.5", arguments: [[:]]),
      ])
  }

  // Row 30.
  @Test(arguments: [TransportPolicy.automatic, .webSocketOnly, .pollingOnly])
  func aServerThatWantsToBeLeftAloneIsToldWithItsTimeAndNotAskedAgain(
    policy: TransportPolicy
  ) async throws {
    let seen = Log<String>()
    let server = TestServer { request in
      seen.append(request.target)
      return answer(503, ["Retry-After: 600", "Connection: close"], "busy")
    }
    let client = makeClient()
    var configuration = SocketClient.Configuration()
    configuration.policy = policy
    let link = SocketLink(
      server: try WebAddress(server.root), client: client, configuration: configuration)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.next() == .connecting)
    guard case .disconnected(let reason, let retryAt?) = await watcher.next() else {
      Issue.record("not told")
      return
    }
    #expect(reason.hasPrefix("The server wants to be left alone until "), "\(reason)")
    #expect(retryAt.timeIntervalSinceNow > 590)
    link.retryNow()
    // REST of the same origin waits with it, and says so without asking.
    let api = HTTPChatAPI(
      base: try WebAddress(server.root + "/api/v1"), token: "secret", client: client)
    await #expect(throws: APIError.self) { try await api.statistics() }
    #expect(seen.all.count == 1)
    await link.close()
  }

  /// What a server may do instead of answering the opening over HTTP.
  enum Silence: String, CaseIterable, Sendable {
    case nothing, halfAHeader, aHeadWithoutItsBody, aSessionWithoutAHandshake
  }

  // An opening that gets no answer ends when the machine says, whatever the transport does.
  @Test(arguments: Silence.allCases, [TransportPolicy.automatic, .webSocketOnly, .pollingOnly])
  func anOpeningThatGetsNoAnswerEnds(silence: Silence, policy: TransportPolicy) async throws {
    let server = TestServer { connection in
      guard let request = connection.readRequest() else { return }
      let isWebSocket = request.headers["upgrade"] != nil
      switch silence {
      case .nothing: break
      case .halfAHeader: connection.write("HTTP/1.1 200 OK\r\nContent-Ty")
      case .aHeadWithoutItsBody:
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n0{\"sid")
      case .aSessionWithoutAHandshake:
        if isWebSocket {
          connection.openWebSocket(request)
        } else {
          connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        }
      }
      connection.waitForEnd()
    }
    let link = try link(server) { configuration in
      configuration.policy = policy
      configuration.webSocketPatience = .milliseconds(300)
      configuration.openTimeLimit = .milliseconds(800)
    }
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.next() == .connecting)
    guard case .disconnected(let reason, _?) = await watcher.next() else {
      Issue.record("not given up")
      return
    }
    #expect(reason == "The server took too long to open a connection.")
    await link.close()
  }

  // A TLS handshake that never ends is an opening like any other.
  @Test(arguments: [TransportPolicy.automatic, .webSocketOnly, .pollingOnly])
  func aTLSHandshakeThatNeverEndsIsGivenUp(policy: TransportPolicy) async throws {
    let server = TestServer { $0.waitForEnd() }
    var configuration = SocketClient.Configuration()
    configuration.policy = policy
    configuration.webSocketPatience = .milliseconds(150)
    configuration.openTimeLimit = .milliseconds(400)
    let link = SocketLink(
      server: try WebAddress("https://127.0.0.1:\(server.port)"), client: makeClient(),
      configuration: configuration)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.next() == .connecting)
    guard
      case .disconnected("The server took too long to open a connection.", _?) =
        await watcher.next()
    else {
      Issue.record("not given up")
      return
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
    let link = try link(server)
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
    let link = try link(server)
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
    let link = try link(server)
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
    let link = try link(TestServer { _ in answer(500) })
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
    let link = try link(server, showsWireOf: "farm")
    var watcher = Watcher(link)
    link.connect(token: "top-secret")
    var lines: [String] = []
    while lines.count < 6, let event = await watcher.next() {
      guard case .wire(let record) = event else { continue }
      lines.append("\(record.direction.rawValue) \(record.layer.rawValue) \(record.name)")
      #expect(!record.text.contains("top-secret"))
      #expect(record.account == "farm")
    }
    #expect(
      lines == [
        "out http GET /socket.io/?EIO=4&transport=websocket",
        "in http GET /socket.io/?EIO=4&transport=websocket", "in ws open", "out ws connect",
        "in ws connect", "in ws event",
      ])
  }
}

@Suite(.timeLimit(.minutes(5)))
struct PollingLinkTests {
  /// A server that polls, sets a cookie, and opens WebSockets only where `upgrades` says so.
  private final class Server: Sendable {
    let seen = Log<TestRequest>()
    let said = Log<String>()
    let http: TestServer

    /// - Parameters:
    ///   - events: what the first GETs bring, one after the other; the next ones wait.
    ///   - unanswered: a POST after whose reading the connection ends.
    init(upgrades: Bool, events: [String], unanswered: String? = nil) {
      let (seen, said) = (seen, said)
      let polls = Log<Void>()
      let offered = upgrades ? #"["websocket"]"# : "[]"
      http = TestServer { connection in
        while let request = connection.readRequest() {
          seen.append(request)
          let body = String(decoding: request.body, as: UTF8.self)
          if request.target.contains("transport=websocket") {
            guard upgrades, request.target.contains("sid=s1") else {
              connection.write(answer(400, ["Connection: close"], "no"))
              return
            }
            connection.openWebSocket(request)
            while let frame = connection.hear() {
              said.append(frame)
              if frame == "2probe" { connection.say("3probe") }
              if frame == "5" { connection.say(#"42["upgraded"]"#) }
            }
            return
          } else if request.method == "POST" {
            body.split(separator: "\u{1e}").forEach { said.append(String($0)) }
            if body == unanswered { return }
            connection.write(answer(200, [], "ok"))
          } else if !request.target.contains("sid=") {
            connection.write(
              answer(
                200, ["Set-Cookie: sticky=node1; Path=/"],
                #"0{"sid":"s1","upgrades":\#(offered),"pingInterval":25000,"pingTimeout":60000,"#
                  + #""maxPayload":1000000}"#))
          } else if polls.all.count < events.count {
            polls.append(())
            connection.write(answer(200, [], events[polls.all.count - 1]))
          } else {
            // The probe ends a GET that waits, so that the upgrade can go on.
            while !said.all.contains("2probe") { usleep(1000) }
            connection.write(answer(200, [], "6"))
          }
        }
      }
    }
  }

  private func link(
    _ server: Server, headers: [HTTPHeader] = [], query: [EngineParameter] = []
  ) throws -> SocketLink {
    var configuration = SocketClient.Configuration()
    configuration.query = query
    configuration.webSocketPatience = .milliseconds(500)
    // No limit that a busy machine could reach.
    configuration.connectTimeLimit = .seconds(60)
    configuration.probeTimeLimit = .seconds(60)
    return SocketLink(
      server: try WebAddress(server.http.root), client: makeClient(), configuration: configuration,
      headers: headers)
  }

  @Test func whereNoWebSocketOpensTheEventsComeByPolling() async throws {
    let server = Server(upgrades: false, events: [#"40{"sid":"x"}"#, "42[\"a\"]\u{1e}42[\"b\"]"])
    let link = try link(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(
      await watcher.next(4) == [
        .connecting, .connected(.polling, recovered: false), .event(name: "a", arguments: []),
        .event(name: "b", arguments: []),
      ])
    link.emit(.raw("c", []), id: EmissionID(rawValue: 1), acknowledged: false)
    #expect(await watcher.next() == .handedOver(EmissionID(rawValue: 1)))
    await link.close()
    #expect(server.said.all.prefix(2) == [#"40{"token":"secret"}"#, #"42["c"]"#])
    let later = server.seen.all.filter { $0.target.contains("sid=") }
    #expect(!later.isEmpty)
    #expect(later.allSatisfy { $0.headers["cookie"] == "sticky=node1" })
    #expect(
      later.filter { $0.method == "POST" }
        .allSatisfy { $0.headers["content-type"] == "text/plain;charset=UTF-8" })
  }

  @Test func aPostThatIsMetBySilenceIsNotSentAgainUnasked() async throws {
    let server = Server(
      upgrades: false, events: [#"40{"sid":"x"}"#], unanswered: #"42["message:send"]"#)
    let link = try link(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.next(2) == [.connecting, .connected(.polling, recovered: false)])
    link.emit(.raw("before", []), id: EmissionID(rawValue: 1), acknowledged: false)
    #expect(await watcher.next() == .handedOver(EmissionID(rawValue: 1)))
    link.emit(.raw("message:send", []), id: EmissionID(rawValue: 2), acknowledged: false)
    _ = await watcher.first { if case .disconnected = $0 { true } else { false } }
    await link.close()
    #expect(server.said.all.count { $0 == #"42["message:send"]"# } == 1)
  }

  @Test func headersAndParametersOfItsOwnGoWithEveryRequest() async throws {
    let server = Server(upgrades: true, events: [#"40{"sid":"x"}"#])
    let farm = try #require(EngineParameter(name: "farm", value: "a&b=ü"))
    let empty = try #require(EngineParameter(name: "x y", value: ""))
    let link = try link(server, headers: [HTTPHeader("X-Key", "k 1")], query: [farm, empty])
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.first { $0 == .upgraded(.websocket) } != nil)
    let seen = server.seen.all
    #expect(seen.contains { $0.method == "POST" })
    #expect(seen.contains { $0.target.contains("websocket&sid=s1") })
    for request in seen {
      #expect(request.headers["x-key"] == "k 1", "\(request.target)")
      #expect(request.target.hasSuffix("&farm=a%26b%3D%C3%BC&x%20y="), "\(request.target)")
    }
    await link.close()
  }

  @Test func anOfferedUpgradeIsTaken() async throws {
    let server = Server(upgrades: true, events: [#"40{"sid":"x"}"#])
    let link = try link(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(
      await watcher.next(4) == [
        .connecting, .connected(.polling, recovered: false), .upgraded(.websocket),
        .event(name: "upgraded", arguments: []),
      ])
    let upgrade = try #require(
      server.seen.all.last { $0.target.contains("transport=websocket") })
    #expect(upgrade.headers["cookie"] == "sticky=node1")
    await link.close()
  }
}
