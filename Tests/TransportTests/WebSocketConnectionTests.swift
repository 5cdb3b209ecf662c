// A WebSocket over real sockets, straight, through proxies and over TLS.

import Foundation
import LoopbackServer
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(5)))
struct WebSocketConnectionTests {
  private func connect(
    _ root: String, cookies: CookieJar = CookieJar(), proxy: ProxySettings = .none,
    caFile: String? = nil, _ change: (inout NetworkConfiguration) -> Void = { _ in }
  ) async throws -> WebSocketConnection {
    var configuration = NetworkConfiguration(
      userAgent: "furrow/test", proxy: proxy, caFile: caFile)
    change(&configuration)
    return try await WebSocketConnection.connect(
      to: try WebAddress(root + "/socket.io/?EIO=4"), cookies: cookies,
      configuration: configuration)
  }

  /// Messages until there are `count` of them, or the end.
  private func receive(
    _ count: Int, from connection: WebSocketConnection
  ) async -> [WebSocketMessage] {
    var all: [WebSocketMessage] = []
    while all.count < count, case .messages(let some)? = await connection.receive() { all += some }
    return all
  }

  private func end(of connection: WebSocketConnection) async -> WebSocketEnd? {
    while let event = await connection.receive() {
      if case .ended(let end) = event { return end }
    }
    return nil
  }

  @Test func messagesComeBackAsTheyWereSent() async throws {
    let server = TestServer { connection in
      connection.openWebSocket()
      connection.echo()
    }
    let connection = try await connect(server.root)
    let long = Array(repeating: UInt8(65), count: 300_000)
    connection.send(text: Array("नमस्ते".utf8))
    connection.send(binary: [0, 1, 2])
    connection.send(text: long)
    #expect(
      await receive(3, from: connection) == [
        .text(Array("नमस्ते".utf8)), .binary([0, 1, 2]), .text(long),
      ])
    connection.close()
    #expect(await connection.receive() == .ended(.closed(code: 1000, reason: "")))
    #expect(await connection.receive() == .ended(.closed(code: 1000, reason: "")))
  }

  @Test func cookiesGoAlongAndNewOnesAreKept() async throws {
    let seen = Log<TestRequest>()
    let server = TestServer { connection in
      guard let request = connection.readRequest() else { return }
      seen.append(request)
      connection.openWebSocket(request, ["Set-Cookie: node=2; Path=/"])
      connection.waitForEnd()
    }
    let cookies = CookieJar()
    let address = try WebAddress(server.root)
    cookies.store("sticky=1; Path=/", from: address, now: 0)
    _ = try await connect(server.root, cookies: cookies)
    let request = try #require(seen.all.first)
    #expect(request.target == "/socket.io/?EIO=4")
    #expect(request.headers["cookie"] == "sticky=1")
    #expect(request.headers["user-agent"] == "furrow/test")
    #expect(request.headers["sec-websocket-extensions"] == nil)
    #expect(cookies.header(for: address, now: 0) == "sticky=1; node=2")
  }

  @Test func anotherAnswerThan101IsGivenBack() async throws {
    let server = TestServer { connection in
      _ = connection.readRequest()
      connection.write(answer(502, ["Content-Type: text/html"], "<h1>Bad Gateway"))
      connection.waitForEnd()
    }
    await #expect(
      throws: TransportError.upgradeRefused(status: 502, body: Array("<h1>Bad Gateway".utf8))
    ) { try await connect(server.root) }
  }

  @Test func aWrongAcceptIsNotBelieved() async throws {
    let server = TestServer { connection in
      _ = connection.readRequest()
      connection.write(
        "HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: AAAA\r\n\r\n")
      connection.waitForEnd()
    }
    await #expect(throws: TransportError.protocolViolation("a wrong Sec-WebSocket-Accept")) {
      try await connect(server.root)
    }
  }

  @Test func theOpeningHasATimeLimitAndCanBeCancelled() async throws {
    let (arrived, sayArrived) = AsyncStream.makeStream(of: Void.self)
    let server = TestServer { connection in
      _ = connection.readRequest()
      sayArrived.yield()
      connection.waitForEnd()
    }
    await #expect(throws: TransportError.timedOut(.waiting)) {
      try await connect(server.root) { $0.connectTimeout = .milliseconds(200) }
    }
    var news = arrived.makeAsyncIterator()
    await news.next()
    let task = Task { try await connect(server.root) }
    await news.next()
    task.cancel()
    await #expect(throws: TransportError.cancelled) { try await task.value }
    await #expect(
      throws: TransportError.connectionRefused(
        Origin(scheme: .http, host: "127.0.0.1", port: 1))
    ) { try await connect("http://127.0.0.1:1") }
  }

  @Test func framesThatComeWithTheOpeningAreNotLost() async throws {
    let server = TestServer { connection in
      connection.openWebSocket(then: frame("0{}") + frame("40"))
      connection.waitForEnd()
    }
    let connection = try await connect(server.root)
    #expect(
      await receive(2, from: connection) == [.text(Array("0{}".utf8)), .text(Array("40".utf8))])
  }

  @Test func theServersGoodbyeIsPassedOn() async throws {
    let replies = Log<UInt8?>()
    let (answered, sayAnswered) = AsyncStream.makeStream(of: Void.self)
    let server = TestServer { connection in
      connection.openWebSocket(then: frame("last") + frame(8, [0x03, 0xE9] + Array("bye".utf8)))
      replies.append(connection.readFrame()?.opcode)
      sayAnswered.yield()
    }
    let connection = try await connect(server.root)
    #expect(await connection.receive() == .messages([.text(Array("last".utf8))]))
    #expect(await connection.receive() == .ended(.closed(code: 1001, reason: "bye")))
    for await _ in answered { break }
    #expect(replies.all == [8])
  }

  @Test func aCutConnectionIsLostAndNotClosed() async throws {
    let server = TestServer { connection in connection.openWebSocket(then: [0x81, 10, 65]) }
    let connection = try await connect(server.root)
    #expect(await end(of: connection) == .failed(.connectionLost))
    connection.send(text: [65])
    connection.close()
    #expect(await end(of: connection) == .failed(.connectionLost))
  }

  @Test func brokenRulesAndHugeMessagesEndIt() async throws {
    let rude = TestServer { connection in
      connection.openWebSocket(then: frame(1, [0xFF]))
      connection.waitForEnd()
    }
    let connection = try await connect(rude.root)
    guard case .failed(.protocolViolation) = await end(of: connection) else {
      Issue.record("not a violation")
      return
    }
    let huge = TestServer { connection in
      connection.openWebSocket(then: frame(1, Array(repeating: 65, count: 1001)))
      connection.waitForEnd()
    }
    let other = try await connect(huge.root) { $0.messageLimit = 1000 }
    #expect(await end(of: other) == .failed(.bodyTooLarge(limit: 1000)))
  }

  @Test func aServerThatDoesNotAnswerOurCloseIsLeft() async throws {
    let server = TestServer { connection in
      connection.openWebSocket()
      connection.waitForEnd()
    }
    let connection = try await connect(server.root)
    connection.close()
    #expect(await end(of: connection) == .closed(code: 1006, reason: ""))
  }

  @Test func aForgottenConnectionIsCut() async throws {
    let (ended, sayEnded) = AsyncStream.makeStream(of: Void.self)
    let server = TestServer { connection in
      connection.openWebSocket()
      connection.waitForEnd()
      sayEnded.yield()
    }
    var connection: WebSocketConnection? = try await connect(server.root)
    #expect(connection != nil)
    connection = nil
    for await _ in ended { break }
  }

  @Test func aConnectionIsResetUnlessTheServerLeavesItInTime() async throws {
    let (news, say) = AsyncStream.makeStream(of: Bool.self)
    let go = DispatchSemaphore(value: 0)
    let deaf = TestServer { connection in
      connection.openWebSocket()
      go.wait()
      say.yield(connection.waitForEnd())
    }
    let polite = TestServer { connection in
      connection.openWebSocket()
      connection.echo()
      say.yield(connection.waitForEnd())
    }
    var iterator = news.makeAsyncIterator()
    let given = try await connect(deaf.root)
    given.send(binary: Array(repeating: 65, count: 8 << 20))
    given.close()
    #expect(await end(of: given) == .closed(code: 1006, reason: ""))
    go.signal()
    #expect(await iterator.next() == true)
    let left = try await connect(polite.root)
    left.close()
    #expect(await end(of: left) == .closed(code: 1000, reason: ""))
    #expect(await iterator.next() == false)
  }

  @Test func aCancelledReceiverLeavesTheMessagesForTheNext() async throws {
    let go = DispatchSemaphore(value: 0)
    let server = TestServer { connection in
      connection.openWebSocket()
      go.wait()
      connection.write(frame("late"))
      connection.waitForEnd()
    }
    let connection = try await connect(server.root)
    let task = Task { await connection.receive() }
    task.cancel()
    #expect(await task.value == nil)
    go.signal()
    #expect(await connection.receive() == .messages([.text(Array("late".utf8))]))
  }

  @Test func aFloodWaitsForASlowReader() async throws {
    // 32 MB in 512 messages: more than the kernel's buffers and the inbox hold together.
    let payload = Array(repeating: UInt8(65), count: 64 << 10)
    let sent = Log<Int>()
    let server = TestServer { connection in
      connection.openWebSocket()
      for number in 0..<512 {
        connection.write(frame(2, payload))
        sent.append(number)
      }
      connection.write(frame(8, []))
      connection.waitForEnd()
    }
    let connection = try await connect(server.root)
    var count = 0
    var largest = 0
    while case .messages(let some)? = await connection.receive() {
      if count == 0 {
        // While nobody reads, the server gets stuck.
        var before = -1
        while sent.all.count != before {
          before = sent.all.count
          try await Task.sleep(for: .milliseconds(50))
        }
        #expect(before < 512)
      }
      count += some.count
      largest = max(largest, some.reduce(0) { $0 + $1.count })
    }
    #expect(count == 512)
    #expect(largest < 8 << 20)
  }

  @Test func itPassesThroughProxiesAndTLS() async throws {
    let server = TestServer { connection in
      connection.openWebSocket()
      connection.echo()
    }
    let authority = try TestAuthority()
    let relay = try authority.relay(to: server.port)
    let seen = Log<String>()
    let http = TestServer.proxy(to: server.port, seen: seen)
    let httpToTLS = TestServer.proxy(to: relay.port, seen: seen)
    let socks = TestServer.socks(to: server.port, seen: seen)
    func settings(_ text: String) -> ProxySettings {
      ProxySettings(explicit: text, environment: [:], sparesLoopback: false)
    }
    let connections = [
      try await connect(
        "http://chat.example", proxy: settings("http://127.0.0.1:\(http.port)")),
      try await connect(
        "https://localhost:8443", proxy: settings("http://127.0.0.1:\(httpToTLS.port)"),
        caFile: authority.caFile),
      try await connect(
        "http://chat.example:81", proxy: settings("socks5h://127.0.0.1:\(socks.port)")),
      try await connect("https://localhost:\(relay.port)", caFile: authority.caFile),
    ]
    #expect(
      seen.all == [
        "CONNECT chat.example:80 HTTP/1.1", "CONNECT localhost:8443 HTTP/1.1", "chat.example:81",
      ])
    let long = Array(repeating: UInt8(66), count: 200_000)
    for connection in connections {
      connection.send(text: long)
      #expect(await receive(1, from: connection) == [.text(long)])
    }
  }

  @Test func aProxyThatRefusesIsNotTheServer() async throws {
    let proxy = TestServer.proxy(to: 1, seen: Log(), refusal: 403)
    await #expect(throws: TransportError.proxy(.status(403))) {
      try await connect(
        "http://chat.example",
        proxy: ProxySettings(
          explicit: "127.0.0.1:\(proxy.port)", environment: [:], sparesLoopback: false))
    }
  }
}
