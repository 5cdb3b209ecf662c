// What an answer means, without a server: every status, both error shapes, pages and nonsense.

import ChatClient
import ChatModel
import Foundation
import SocketIO
import Testing
import Transport

@testable import ChatConnection

struct ServerAnswerTests {
  private let origin = Origin(scheme: .https, host: "chat.example", port: 443)

  private func answer(
    _ status: Int, _ body: String, headers: [HTTPHeader] = []
  ) throws -> ServerAnswer {
    ServerAnswer(
      HTTPResponse(
        status: status, headers: headers, body: Array(body.utf8),
        address: try WebAddress("https://chat.example/x")))
  }

  @Test(arguments: [
    (#"{"success":false,"message":"No such farmer"}"#, "No such farmer"),
    (#"{"error":{"message":"No such farmer","errors":[]}}"#, "No such farmer"),
    (#"{"error":"No such farmer"}"#, "No such farmer"),
    (
      #"{"error":{"message":"Validation failed","errors":["status is required",{"msg":"bad id"}]}}"#,
      "Validation failed (status is required; bad id)"
    ),
    (#"{"message":"a\u001b[31mred\nb"}"#, "a [31mred b"),
    ("", "The server answered 400 Bad Request."),
    ("{}", "The server answered 400 Bad Request."),
    ("[1,2]", "The server answered 400 Bad Request."),
    (#"{"message":{"a":1}}"#, "The server answered 400 Bad Request."),
    (#"{"message":""}"#, "The server answered 400 Bad Request."),
    (#"{"message":" <html><body>"}"#, "The server answered 400 Bad Request."),
    ("<html><h1>nginx</h1>", "The server answered 400 Bad Request."),
  ])
  func theMessageOfEitherShapeIsShownAndNeverAPage(body: String, words: String) throws {
    #expect(try answer(400, body).failure == .rejected(status: 400, words))
  }

  @Test func aRefusalThatCallsItselfWellIsARefusal() throws {
    let refusal = try answer(200, #"{"success":false,"message":"Not yours"}"#)
    #expect(refusal.failure == .rejected(status: 200, "Not yours"))
    #expect(try answer(200, #"{"success":true}"#).failure == nil)
  }

  @Test func eachStatusHasItsMeaning() throws {
    let body = #"{"message":"words"}"#
    let meanings: [(Int, APIError)] = [
      (401, .notSignedIn("words")), (403, .notAllowed("words")), (404, .notFound("words")),
      (405, .rejected(status: 405, "words")), (413, .rejected(status: 413, "words")),
      (422, .rejected(status: 422, "words")), (500, .serverFailed(status: 500, "words")),
      (503, .serverFailed(status: 503, "words")),
      (
        429,
        .unreachable("The server is too busy (words); try again later.", mayHaveArrived: false)
      ),
      (408, .unreachable("The server is too busy (words); try again later.", mayHaveArrived: true)),
    ]
    for (status, meaning) in meanings { #expect(try answer(status, body).failure == meaning) }
  }

  // Row 20.
  @Test func aMissingCallIsToldFromAMissingRecord() throws {
    guard case .noSuchCall = try answer(404, "<pre>Cannot DELETE /x</pre>").failure else {
      Issue.record("not noSuchCall")
      return
    }
    #expect(
      try answer(404, #"{"message":"Message not found"}"#).failure == .notFound("Message not found")
    )
  }

  @Test func aPageWhereDataWereExpectedIsNotThisAPI() throws {
    guard case .notThisAPI(let words) = try answer(200, "<html>Sign in to WiFi</html>").failure
    else {
      Issue.record("accepted")
      return
    }
    #expect(!words.contains("WiFi"))
    #expect(try answer(204, "").failure == nil)
    #expect(try answer(200, #"{"message":"ok"}"#).failure == nil)
  }

  @Test func anEncodingThatNobodyAskedForIsNamed() throws {
    let gzip = [HTTPHeader("Content-Encoding", "gzip")]
    guard case .notThisAPI(let words) = try answer(200, "\u{1F}\u{8}", headers: gzip).failure else {
      Issue.record("accepted")
      return
    }
    #expect(words.contains("encoded as gzip"))
    #expect(try answer(200, "{}", headers: gzip).failure == nil)
  }

  @Test func dataOfTheWrongShapeNameTheirPlace() throws {
    let wrong = try answer(200, #"{"data":{"status":"open"}}"#)
    #expect(throws: APIError.notThisAPI("The answer is not of this API: data._id is missing.")) {
      try wrong.value("data", Conversation.init(json:path:noting:))
    }
    #expect(throws: APIError.self) {
      try answer(204, "").value("data", Conversation.init(json:path:noting:))
    }
  }

  // Row 28.
  @Test func anUploadedFileWithoutAnIDHidesNoOther() throws {
    let body = #"{"data":[{"_id":"a"},{"_id":""},{"name":"x"},{"_id":"b"}]}"#
    #expect(try answer(201, body).media.map(\.id) == ["a", "b"])
  }

  // Row 9.
  @Test func anUploadsDataAreAnArrayOrAnObject() throws {
    #expect(
      try answer(201, #"{"data":[{"_id":"a"},{"_id":"b"}]}"#).media.map(\.id) == ["a", "b"])
    #expect(try answer(201, #"{"data":{"_id":"a"}}"#).media.map(\.id) == ["a"])
    #expect(throws: APIError.self) { try answer(201, #"{"data":[{"name":"x"}]}"#).media }
  }

  @Test func aChangeStandsEvenWhenItsAnswerCannotBeRead() throws {
    #expect(try answer(200, #"{"data":{"_id":"c"}}"#).changed("c")?.id == "c")
    for body in [
      #"{"message":"done"}"#, #"{"data":"c"}"#, #"{"data":{"x":1}}"#, #"{"data":{"_id":"d"}}"#, "",
    ] { #expect(try answer(200, body).changed("c") == nil, "\(body)") }
  }

  @Test func theServersClockIsReadUnlessACacheAnswers() throws {
    let date = HTTPHeader("Date", "Fri, 24 Oct 2025 10:30:00 GMT")
    #expect(
      try answer(200, "{}", headers: [date]).time == Date(timeIntervalSince1970: 1_761_301_800))
    #expect(try answer(200, "{}", headers: [date, HTTPHeader("Age", "60")]).time == nil)
    #expect(try answer(200, "{}", headers: [HTTPHeader("Date", "yesterday")]).time == nil)
  }

  @Test func aFailedConnectionSaysWhetherTheRequestMayHaveArrived() {
    for error: TransportError in [
      .timedOut(.waiting), .timedOut(.transferring), .connectionLost, .stalled(.seconds(1)),
    ] { #expect(APIError(error) == .unreachable(error.description, mayHaveArrived: true)) }
    for error: TransportError in [
      .timedOut(.connecting), .timedOut(.resolving), .timedOut(.securing),
      .connectionRefused(origin), .cannotResolve(host: "x"), .tls(.wrongHost),
      .proxy(.status(407)), .malformedHeader(name: "Authorization"),
    ] { #expect(APIError(error) == .unreachable(error.description, mayHaveArrived: false)) }
    #expect(APIError(.cancelled) == .cancelled)
    let file = TransportError.fileUnreadable(path: "/x", reason: "no")
    #expect(APIError(file) == .localFile(file.description))
  }
}
