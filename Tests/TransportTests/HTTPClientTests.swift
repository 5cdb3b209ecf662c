// The client against a real socket: what goes over the wire, and what each failure is called.

import Foundation
import LoopbackServer
import Testing

@testable import Transport

/// What every test of the client starts from.
func makeClient(
  proxy: ProxySettings = .none, caFile: String? = nil,
  _ change: (inout NetworkConfiguration) -> Void = { _ in }
) -> HTTPClient {
  var configuration = NetworkConfiguration(
    userAgent: "furrow/test", proxy: proxy, caFile: caFile)
  change(&configuration)
  return HTTPClient(configuration: configuration)
}

func get(_ text: String) throws -> HTTPRequest { HTTPRequest("GET", try WebAddress(text)) }

@Suite(.timeLimit(.minutes(5)))
struct HTTPClientTests {
  @Test func aRequestArrivesAsItWasWrittenAndNothingIsAdded() async throws {
    let seen = Log<TestRequest>()
    let server = TestServer { request in
      seen.append(request)
      return answer(201, ["X-Kind: test"], "done")
    }
    var request = HTTPRequest(
      "PATCH", try WebAddress(server.root + "/a/b?c=d"),
      headers: [HTTPHeader("Content-Type", "application/json")], authorization: "Bearer secret")
    request.body = .bytes(Array(repeating: 120, count: 2 << 20))
    let response = try await makeClient().send(request)
    #expect(response.status == 201)
    #expect(response.header("x-kind") == "test")
    #expect(response.body == Array("done".utf8))
    let arrived = try #require(seen.all.first)
    #expect(arrived.method == "PATCH")
    #expect(arrived.target == "/a/b?c=d")
    #expect(arrived.body.count == 2 << 20)
    #expect(
      arrived.headers == [
        "host": "127.0.0.1:\(server.port)", "user-agent": "furrow/test", "accept": "*/*",
        "content-type": "application/json", "authorization": "Bearer secret",
        "content-length": "\(2 << 20)",
      ])
  }

  @Test(arguments: ["POST", "PATCH", "DELETE", "HEAD"])
  func aRequestWithoutContentIsNoForm(method: String) async throws {
    let seen = Log<TestRequest>()
    let server = TestServer { request in
      seen.append(request)
      return "HTTP/1.1 204 No Content\r\n\r\n"
    }
    let response = try await makeClient().send(HTTPRequest(method, try WebAddress(server.root)))
    #expect(response.status == 204)
    let arrived = try #require(seen.all.first)
    #expect(arrived.method == method)
    #expect(arrived.headers["content-type"] == nil)
    #expect(arrived.body.isEmpty)
  }

  @Test(arguments: ["POST", "PATCH", "PUT", "DELETE"])
  func connectionsAreReusedUnlessARequestMustGoOutOnce(method: String) async throws {
    let server = TestServer { _ in answer(200) }
    let client = makeClient()
    for _ in 0..<5 { _ = try await client.send(get(server.root)) }
    #expect(server.connectionCount == 1)
    _ = try await client.send(HTTPRequest(method, try WebAddress(server.root)))
    #expect(server.connectionCount == 2)
  }

  @Test(arguments: ["POST", "PATCH", "PUT", "DELETE"])
  func whatMayHaveChangedSomethingIsNotRepeatedOnAnotherConnection(method: String) async throws {
    let seen = Log<String>()
    let server = TestServer { connection in
      while let request = connection.readRequest() {
        seen.append(request.method)
        guard request.method == "GET" else { return connection.close() }
        connection.write(answer(200))
      }
    }
    let client = makeClient()
    _ = try await client.send(get(server.root))
    await #expect(throws: TransportError.connectionLost) {
      try await client.send(HTTPRequest(method, try WebAddress(server.root)))
    }
    #expect(seen.all == ["GET", method])
  }

  @Test func aHundredRequestsAtOnceAreAllAnswered() async throws {
    let server = TestServer { answer(200, [], $0.target) }
    let client = makeClient()
    let bodies = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<100 {
        group.addTask {
          String(
            decoding: try await client.send(get(server.root + "/\(number)")).body, as: UTF8.self)
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(bodies == Set((0..<100).map { "/\($0)" }))
  }

  @Test func anAnswerOverTheLimitIsRefusedBeforeAndWhileItComes() async throws {
    let told = TestServer { _ in answer(200, [], String(repeating: "x", count: 101)) }
    let untold = TestServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 101))
    }
    for server in [told, untold] {
      await #expect(throws: TransportError.bodyTooLarge(limit: 100)) {
        try await makeClient { $0.bodyLimit = 100 }.send(get(server.root))
      }
      #expect(try await makeClient { $0.bodyLimit = 101 }.send(get(server.root)).body.count == 101)
    }
  }

  @Test func aSilentServerTimesOutWhileWeWait() async throws {
    let server = TestServer { $0.waitForEnd() }
    await #expect(throws: TransportError.timedOut(.waiting)) {
      try await makeClient { $0.requestTimeout = .milliseconds(150) }.send(get(server.root))
    }
    var request = try get(server.root)
    request.timeout = .milliseconds(150)
    await #expect(throws: TransportError.timedOut(.waiting)) {
      try await makeClient().send(request)
    }
  }

  @Test func aClosedPortAndAnUnknownNameAreToldApart() async throws {
    let port = TestSocket.closedPort()
    await #expect(
      throws: TransportError.connectionRefused(
        Origin(scheme: .http, host: "127.0.0.1", port: port))
    ) { try await makeClient().send(get("http://127.0.0.1:\(port)")) }
    await #expect(throws: TransportError.cannotResolve(host: "nobody.invalid")) {
      try await makeClient().send(get("http://nobody.invalid/"))
    }
  }

  @Test func aConnectionCutInTheMiddleOfAnAnswerIsLost() async throws {
    let server = TestServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
    }
    await #expect(throws: TransportError.connectionLost) {
      try await makeClient().send(get(server.root))
    }
    for head in ["HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Type: appl", "HTTP/1.1 200"] {
      let breaking = TestServer { connection in
        _ = connection.readRequest()
        connection.write(head)
      }
      await #expect(throws: TransportError.connectionLost, "\(head)") {
        try await makeClient().send(get(breaking.root))
      }
    }
    let mute = TestServer { _ = $0.readRequest() }
    await #expect(throws: TransportError.connectionLost) {
      try await makeClient().send(get(mute.root))
    }
  }

  @Test func whatIsNoHTTPIsAViolation() async throws {
    let server = TestServer { connection in
      _ = connection.readRequest()
      connection.write("SSH-2.0-OpenSSH_9.2\r\n\r\n")
    }
    let error = await #expect(throws: TransportError.self) {
      try await makeClient().send(get(server.root))
    }
    guard case .protocolViolation = error else {
      Issue.record("unexpected: \(String(describing: error))")
      return
    }
  }

  @Test func cancellingTheTaskBreaksTheExchangeOff() async throws {
    let (arrived, sayArrived) = AsyncStream.makeStream(of: String.self)
    let server = TestServer { connection in
      _ = connection.readRequest()
      sayArrived.yield("request")
      connection.waitForEnd()
      sayArrived.yield("end")
    }
    let client = makeClient()
    let task = Task { try await client.send(get(server.root)) }
    var news = arrived.makeAsyncIterator()
    #expect(await news.next() == "request")
    task.cancel()
    await #expect(throws: TransportError.cancelled) { try await task.value }
    #expect(await news.next() == "end")
  }

  /// What the history does not hold is sent again: it must not arrive after all.
  @Test func whatWaitsInTheSystemOfARequestGivenUpNeverArrives() async throws {
    let (news, say) = AsyncStream.makeStream(of: Bool.self)
    let go = DispatchSemaphore(value: 0)
    let server = TestServer { connection in
      _ = connection.readHead()
      say.yield(false)
      go.wait()
      say.yield(connection.waitForEnd())
    }
    let client = makeClient()
    let body = HTTPRequest.Body.bytes(Array(repeating: 65, count: 8 << 20))
    let request = HTTPRequest("POST", try WebAddress(server.root), body: body, timeout: nil)
    let task = Task { try await client.send(request) }
    var iterator = news.makeAsyncIterator()
    #expect(await iterator.next() == false)
    task.cancel()
    await #expect(throws: TransportError.cancelled) { try await task.value }
    go.signal()
    #expect(await iterator.next() == true)
  }

  @Test func aClientThatGoesEndsWhatIsInFlight() async throws {
    let (arrived, sayArrived) = AsyncStream.makeStream(of: Void.self)
    let server = TestServer { connection in
      _ = connection.readRequest()
      sayArrived.yield()
      connection.waitForEnd()
    }
    let loop = CurlLoop()
    let reply = Reply<Result<Transfer.Answer, TransportError>>()
    loop.start(
      try Transfer(
        try get(server.root), configuration: NetworkConfiguration(userAgent: "x"), cookie: nil,
        timeout: nil, stallTimeout: nil, sink: MemorySink(limit: 10), progress: nil
      ) { reply.give($0) })
    var news = arrived.makeAsyncIterator()
    await news.next()
    loop.stop()
    guard case .failure(.cancelled) = await reply.value else {
      Issue.record("not cancelled")
      return
    }
  }

  @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\u{0}b"])
  func aTokenWithALineBreakNeverReachesTheWire(token: String) async throws {
    let server = TestServer { _ in answer(200) }
    var request = try get(server.root)
    request.authorization = token
    await #expect(throws: TransportError.malformedHeader(name: "Authorization")) {
      try await makeClient().send(request)
    }
    #expect(server.connectionCount == 0)
  }
}
