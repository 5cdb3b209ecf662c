import ChatClient
import ChatModel
import Foundation
import JSON
import LoopbackServer
import SocketIO
import Testing
import Transport

@testable import ChatConnection

/// A server that sends the client away, or does not answer.
@Suite(.timeLimit(.minutes(5)))
struct LinkRefusalTests {
  @Test func aServerThatSendsUsAwayIsLeftAlone() async throws {
    let server = TestServer { connection in
      guard connection.openSession() != nil else { return }
      connection.say(#"40{"sid":"x"}"#)
      connection.say("41")
      connection.waitForEnd()
    }
    let link = try webSocketLink(server)
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
    let link = try webSocketLink(server)
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
    let link = try webSocketLink(server)
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
    let link = try webSocketLink(server)
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
    let link = try webSocketLink(server) { configuration in
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
}
