// Each REST call on the wire: method, path, body, token, and what becomes of the answer.

import ChatClient
import ChatModel
import Foundation
import JSON
import LoopbackServer
import Synchronization
import Testing
import Transport

@testable import ChatConnection

/// A client with short patience, for one test.
func makeClient() -> HTTPClient {
  var configuration = NetworkConfiguration(userAgent: "furrow/test")
  configuration.requestTimeout = .seconds(60)
  return HTTPClient(configuration: configuration)
}

@Suite(.timeLimit(.minutes(5)))
struct HTTPChatAPITests {
  private func api(
    _ server: TestServer, wire: WireBook? = nil,
    oddities: (@Sendable (String, [UnexpectedShape]) -> Void)? = nil
  ) throws -> HTTPChatAPI {
    HTTPChatAPI(
      base: try WebAddress(server.root + "/api/v1"), token: "secret", client: makeClient(),
      wire: wire.map { WireTap(of: "farm", in: $0) }, oddities: oddities)
  }

  /// A server that answers everything alike, and what it was asked.
  private func server(
    _ status: Int = 200, _ body: String = #"{"message":"ok"}"#, headers: [String] = []
  ) -> (TestServer, Log<TestRequest>) {
    let seen = Log<TestRequest>()
    let server = TestServer { request in
      seen.append(request)
      return answer(status, headers, body)
    }
    return (server, seen)
  }

  private func text(_ request: TestRequest?) -> String {
    guard let request else { return "" }
    return "\(request.method) \(request.target) \(String(decoding: request.body, as: UTF8.self))"
      .trimmingCharacters(in: .whitespaces)
  }

  // Rows 27 and 28.
  @Test func anOddAnswerIsReadAndWhatIsOddAboutItTold() async throws {
    let (server, _) = server(
      200,
      "\u{FEFF}"
        + #"{"data":[{"_id":"m1","content":"photo \ud83d","createdAt":""},{"content":"x"},"#
        + #"{"_id":"m2","content":"second","isRead":"true"}],"pagination":{"currentPage":"1"}}"#)
    let told = Log<String>()
    let api = try api(
      server, oddities: { call, found in for oddity in found { told.append("\(call) \(oddity)") } })
    let page = try await api.messages("671234567890abcdef123456", page: 1, limit: 50).value
    #expect(page.elements.map(\.content) == ["photo \u{FFFD}", "second"])
    #expect(page.elements.last?.isRead == true)
    #expect(page.problems.count == 1)
    #expect(
      told.all == [
        "GET chat/messages/ID pagination.currentPage is a string, read as a whole number",
        "GET chat/messages/ID data[0].createdAt is an empty string, not an ISO 8601 time",
        "GET chat/messages/ID data[1]._id is missing",
        "GET chat/messages/ID data[2].isRead is a string, read as a boolean",
      ])
  }

  @Test func everyCallIsTheDocuments() async throws {
    let (server, seen) = server(
      200, #"{"data":{"_id":"c1","totalConversations":1},"message":"ok"}"#)
    let api = try api(server)
    _ = try await api.openConversation()
    _ = try await api.conversation("c1")
    _ = try await api.send(
      OutgoingMessage(conversationID: "c1", content: .text("hi"), tempID: "t1"))
    _ = try await api.send(
      OutgoingMessage(conversationID: "c1", content: .media("m1", .image)))
    try await api.markAllRead("c1")
    _ = try await api.setStatus("c1", to: .resolved)
    _ = try await api.reassign("c1", to: "u2")
    _ = try await api.statistics()
    try await api.deleteMessage("m/../1")
    try await api.deleteConversation("c 1")
    #expect(
      seen.all.map(text) == [
        "POST /api/v1/chat/conversations",
        "GET /api/v1/chat/conversations/c1",
        #"POST /api/v1/chat/messages {"content":"hi","conversationId":"c1","messageType":"text","#
          + #""tempId":"t1"}"#,
        #"POST /api/v1/chat/messages {"conversationId":"c1","mediaId":"m1","messageType":"image"}"#,
        "PATCH /api/v1/chat/conversations/c1/read",
        #"PATCH /api/v1/chat/conversations/c1/status {"status":"resolved"}"#,
        #"POST /api/v1/chat/support/reassign {"conversationId":"c1","newSupportId":"u2"}"#,
        "GET /api/v1/chat/support/stats",
        "DELETE /api/v1/chat/messages/m%2F..%2F1",
        "DELETE /api/v1/chat/conversations/c%201",
      ])
    #expect(seen.all.allSatisfy { $0.headers["authorization"] == "Bearer secret" })
    #expect(
      seen.all.filter { !$0.body.isEmpty }
        .allSatisfy { $0.headers["content-type"] == "application/json" })
  }

  @Test func aListIsAskedForByItsFilters() async throws {
    let (server, seen) = server(
      200, #"{"data":[{"_id":"c1"}],"pagination":{"currentPage":1,"totalPages":3}}"#,
      headers: ["Date: Fri, 24 Oct 2025 10:30:00 GMT"])
    let api = try api(server)
    let mine = try await api.conversations(ConversationQuery(page: 2, limit: 50, status: .open))
    #expect(mine.value.elements.map(\.id) == ["c1"])
    #expect(mine.value.pagination?.totalPages == 3)
    #expect(mine.serverTime == Date(timeIntervalSince1970: 1_761_301_800))
    _ = try await api.conversations(ConversationQuery(all: true, assignedTo: "u&1"))
    _ = try await api.messages("c1", page: 1, limit: 20)
    #expect(
      seen.all.map(\.target) == [
        "/api/v1/chat/conversations?page=2&limit=50&status=open",
        "/api/v1/chat/support/conversations?page=1&limit=100&assignedTo=u%261",
        "/api/v1/chat/messages/c1?page=1&limit=20",
      ])
  }

  @Test func laterCallsCarryTheNewToken() async throws {
    let (server, seen) = server()
    let api = try api(server)
    try await api.markAllRead("c1")
    api.useToken("fresh")
    try await api.markAllRead("c1")
    #expect(seen.all.map { $0.headers["authorization"] } == ["Bearer secret", "Bearer fresh"])
  }

  // Row 23.
  @Test func signingInSendsNoTokenAndShowsNoSecret() async throws {
    let (server, seen) = server(
      200, #"{"token":"new.jwt.x","data":{"id":"u1"},"message":"ok"}"#)
    let wire = Log<WireRecord>()
    let book = WireBook()
    let listening = book.listen { record, _ in wire.append(record) }
    defer { listening.stop() }
    let api = try api(server, wire: book)
    let token = try await api.signIn(
      email: "a@b.example", password: "hunter2", path: "/users/login")
    #expect(token == "new.jwt.x")
    let request = try #require(seen.all.first)
    #expect(
      text(request)
        == #"POST /api/v1/users/login {"email":"a@b.example","password":"hunter2"}"#)
    #expect(request.headers["authorization"] == nil)
    #expect(wire.all.count == 2)
    let lines = wire.all.map { WireWriter(masking: nil).line($0) }
    #expect(!lines.contains { $0.contains("hunter2") || $0.contains("new.jwt") })
  }

  @Test func aSignInWithoutATokenIsNotThisAPI() async throws {
    let (server, _) = server()
    let api = try api(server)
    await #expect(
      throws: APIError.notThisAPI("The answer to the sign-in holds no token; check login_path.")
    ) { try await api.signIn(email: "a", password: "b", path: "users/login") }
  }

  @Test func theWireShowsRequestsWithoutTheToken() async throws {
    let (server, _) = server(
      200, #"{"message":"you are secret","token":"another"}"#,
      headers: ["Date: Tue, 18 Nov 2025 14:05:00 GMT", "Set-Cookie: sid=1"])
    let wire = Log<WireRecord>()
    let book = WireBook()
    let listening = book.listen { record, relation in
      #expect(relation.answers == record.answers)
      wire.append(record)
    }
    try await api(server, wire: book).markAllRead("c1")
    let (asked, answered) = (try #require(wire.all.first), try #require(wire.all.last))
    #expect(wire.all.map(\.number) == [1, 2])
    #expect(wire.all.allSatisfy { $0.identity == "farm" && $0.layer == .http })
    #expect(asked.direction == .outgoing && answered.direction == .incoming)
    #expect(asked.name == "PATCH /api/v1/chat/conversations/c1/read")
    #expect(asked.headers.contains(WireHeaderField("Authorization", "Bearer (token)")))
    #expect(answered.answers == 1)
    #expect(answered.status == 200)
    #expect(answered.data["message"] == "you are (token)")
    #expect(answered.data["token"] == "(token)")
    #expect(answered.headers.contains { $0.name == "Set-Cookie" && $0.value == "(token)" })
    // A whole second of the Date header, and what the exchange took.
    #expect(try #require(book.header.offset) < 0)
    #expect(try #require(book.header.within) >= 500_000)

    listening.stop()
    try await api(server, wire: book).markAllRead("c1")
    #expect(wire.all.count == 2)
  }

  @Test func theWireTellsOfARequestThatHasNoAnswer() async throws {
    let root = "http://127.0.0.1:\(TestSocket.closedPort())"
    let wire = Log<WireRecord>()
    let book = WireBook()
    let listening = book.listen { record, _ in wire.append(record) }
    defer { listening.stop() }
    let api = HTTPChatAPI(
      base: try WebAddress(root + "/api/v1"), token: "secret", client: makeClient(),
      wire: WireTap(of: "farm", in: book))
    await #expect(throws: APIError.self) { try await api.markAllRead("c1") }
    #expect(wire.all.map(\.answers) == [nil, 1])
    #expect(wire.all.last?.status == nil)
    #expect(wire.all.last?.data["error"]?.stringValue?.isEmpty == false)
  }

  @Test func anUploadSaysTheKindFirstAndTellsItsProgress() async throws {
    let directory = try TestDirectory()
    let path = try directory.write("x", Array(repeating: 9, count: 100_000))
    let (server, seen) = server(201, #"{"data":[{"_id":"m1"}]}"#)
    let progress = Log<Double>()
    let media = try await api(server).upload(
      [OutboxFile(path: path, name: "leaf.png", kind: .image, format: "image/png", size: 100_000)],
      as: .image
    ) { progress.append($0) }
    #expect(media.map(\.id) == ["m1"])
    let body = String(decoding: try #require(seen.all.first).body, as: UTF8.self)
    let kind = try #require(body.range(of: "name=\"type\"\r\n\r\nimage"))
    let file = try #require(body.range(of: "name=\"media\"; filename=\"leaf.png\""))
    #expect(kind.lowerBound < file.lowerBound)
    #expect(progress.all.last == 1)
    #expect(progress.all.allSatisfy { $0 > 0 && $0 <= 1 })
  }

  @Test func aFileThatIsGoneIsALocalMatter() async throws {
    let (server, seen) = server()
    let file = OutboxFile(path: "/no/file", name: "x", kind: .image, format: "image/png", size: 1)
    let api = try api(server)
    await #expect(
      throws: APIError.localFile("/no/file cannot be read: No such file or directory.")
    ) { try await api.upload([file], as: .image) { _ in } }
    #expect(seen.all.isEmpty)
  }

  // Row 22.
  @Test func mediaAreFetchedWithTheTokenFromTheAPIsOwnOriginOnly() async throws {
    let directory = try TestDirectory()
    let destination = URL(filePath: directory.file("leaf ü.png"))
    let (own, seenByOwn) = server(200, "picture")
    let (other, seenByOther) = server(200, "picture")
    let api = try api(own)
    try await api.download(Media(id: "m", url: "/uploads/x.png"), to: destination) { _ in }
    #expect(directory.contents("leaf ü.png") == Array("picture".utf8))
    #expect(seenByOwn.all.first?.target == "/uploads/x.png")
    #expect(seenByOwn.all.first?.headers["authorization"] == "Bearer secret")
    try await api.download(Media(id: "m", url: other.root + "/x.png"), to: destination) { _ in }
    #expect(seenByOther.all.first?.headers["authorization"] == nil)
    await #expect(throws: APIError.notFound("The server names no address of this file.")) {
      try await api.download(Media(id: "m"), to: destination) { _ in }
    }
  }

  @Test func aMissingMediaFileIsAnErrorWhereverItLies() async throws {
    let directory = try TestDirectory()
    let destination = URL(filePath: directory.file("x"))
    let (own, _) = server()
    let (other, _) = server(404, #"{"message":"No such file"}"#)
    let api = try api(own)
    await #expect(throws: APIError.notFound("No such file")) {
      try await api.download(Media(id: "m", url: other.root + "/x"), to: destination) { _ in }
    }
    #expect(directory.names.isEmpty)
  }

  @Test func aServerWithoutStatisticsIsNamedAsThat() async throws {
    let server = TestServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.write(answer(404, [], "Cannot GET /api/v1/chat/support/stats"))
    }
    let api = try api(server)
    await #expect(throws: APIError.notFound("this server has no statistics")) {
      try await api.statistics()
    }
  }

  @Test func aServerThatIsNotThereIsUnreachable() async throws {
    let port = TestSocket.closedPort()
    let api = HTTPChatAPI(
      base: try WebAddress("http://127.0.0.1:\(port)/api/v1"), token: nil, client: makeClient())
    await #expect(
      throws: APIError.unreachable(
        "Nothing listens at http://127.0.0.1:\(port); check the address and whether the server runs.",
        mayHaveArrived: false)
    ) { try await api.statistics() }
  }

  @Test func aMessageThatGotNoAnswerIsNotSentAgain() async throws {
    let seen = Log<String>()
    // It hangs up on the second request of a connection, as a server that restarts does.
    let server = TestServer { connection in
      guard let first = connection.readRequest() else { return }
      seen.append(first.method)
      if first.method == "POST" { return }
      connection.write(answer(200, [], #"{"message":"ok"}"#))
      if let second = connection.readRequest() { seen.append(second.method) }
    }
    let api = try api(server)
    try await api.markAllRead("c1")
    let error = await #expect(throws: APIError.self) {
      try await api.send(OutgoingMessage(conversationID: "c1", content: .text("hi")))
    }
    #expect(error?.mayHaveArrived == true)
    #expect(seen.all == ["PATCH", "POST"])
  }

  // Row 30.
  @Test(arguments: [(429, false), (503, true)])
  func aServerThatWantsToBeLeftAloneSaysUntilWhen(status: Int, mayHaveArrived: Bool) async throws {
    let (server, seen) = server(
      status, #"{"message":"slow down"}"#, headers: ["Retry-After: 120"])
    let api = try api(server)
    let first = await #expect(throws: APIError.self) { try await api.statistics() }
    let second = await #expect(throws: APIError.self) { try await api.conversation("c1") }
    guard case .heldBack(let until, mayHaveArrived)? = first, case .heldBack(until, false)? = second
    else {
      Issue.record("\(String(describing: first)), \(String(describing: second))")
      return
    }
    #expect((110...122).contains(until.timeIntervalSinceNow))
    #expect(
      first?.reason == "The server wants to be left alone until \(Timestamp.timeOfDay(until)).")
    #expect(seen.all.count == 1)
  }
}
