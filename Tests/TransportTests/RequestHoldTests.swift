// A server that wants to be left alone (row 30), in seconds and as a date, and what is still sent.

import Foundation
import LoopbackServer
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(5))) struct RequestHoldTests {
  private static let now = 1_760_000_000  // Thu, 09 Oct 2025 08:53:20 GMT

  private func wait(_ text: String?, status: Int = 429, date: String? = nil) -> Duration? {
    var headers: [HTTPHeader] = []
    if let text { headers.append(HTTPHeader("retry-after", text)) }
    if let date { headers.append(HTTPHeader("Date", date)) }
    return RequestHold.wait(status: status, headers: headers, now: Self.now)
  }

  @Test(arguments: [
    ("120", 120_000), ("1", 1000), ("0.5", 500), ("3600", 3_600_000), ("7200", 3_600_000),
    ("99999999999999999999999999", 3_600_000), ("Thu, 09 Oct 2025 08:54:20 GMT", 60_000),
    ("Thursday, 09-Oct-25 08:54:20 GMT", 60_000), ("Thu Oct  9 08:54:20 2025", 60_000),
    ("Fri, 31 Dec 9999 23:59:59 GMT", 3_600_000),
  ])
  func secondsAndDatesAreReadAndBounded(text: String, milliseconds: Int) {
    #expect(wait(text) == .milliseconds(milliseconds))
    #expect(wait(text, status: 503) == .milliseconds(milliseconds))
  }

  @Test(arguments: [
    "0", "-5", "", "soon", "1e9", "0x10", ".", "1.2.3", "Thu, 09 Oct 2025 08:53:20 GMT",
    "Thu, 09 Oct 2025 08:52:20 GMT", "١٢٠", String(repeating: "x", count: 5000),
  ])
  func whatAsksForNothingIsNothing(text: String) {
    #expect(wait(text) == nil)
  }

  @Test func onlyTheseTwoAnswersAskAndOnlyWithTheHeader() {
    #expect(wait("120", status: 200) == nil)
    #expect(wait("120", status: 500) == nil)
    #expect(wait(nil) == nil)
  }

  @Test func aDateIsJudgedByTheServersClock() {
    let date = "Thu, 09 Oct 2025 10:00:00 GMT"
    #expect(wait("Thu, 09 Oct 2025 10:00:30 GMT", date: date) == .seconds(30))
    #expect(wait("Thu, 09 Oct 2025 09:59:59 GMT", date: date) == nil)
  }

  @Test func aShorterWaitTakesNothingBackAndOthersAreNotMeant() throws {
    let hold = RequestHold()
    let (one, other) = (
      try WebAddress("http://a.example").origin, try WebAddress("https://a.example").origin
    )
    hold.note(status: 429, headers: [HTTPHeader("Retry-After", "600")], from: one)
    hold.note(status: 429, headers: [HTTPHeader("Retry-After", "1")], from: one)
    let end = try #require(hold.end(of: one))
    #expect(ContinuousClock.now.duration(to: end) > .seconds(590))
    #expect(hold.end(of: other) == nil)
  }

  private func makeClient() -> HTTPClient {
    HTTPClient(configuration: NetworkConfiguration(userAgent: "furrow/test"))
  }

  private func isHeldBack(_ error: TransportError?) -> Bool {
    if case .heldBack = error { true } else { false }
  }

  @Test func nothingGoesToThatOriginButWhatBelongsToAnOpenSession() async throws {
    let seen = Log<String>()
    let server = TestServer { request in
      seen.append(request.target)
      return request.target == "/first" ? answer(429, ["Retry-After: 600"]) : answer(200)
    }
    let other = TestServer { _ in answer(200) }
    let client = makeClient()
    let first = try await client.send(HTTPRequest("GET", WebAddress(server.root + "/first")))
    #expect(first.status == 429)
    let address = try WebAddress(server.root + "/later")
    let directory = try TestDirectory()
    let (rest, media) = (
      await #expect(throws: TransportError.self) {
        try await client.send(HTTPRequest("POST", address, body: .bytes([1])))
      },
      await #expect(throws: TransportError.self) {
        try await client.download(
          HTTPRequest("GET", address), to: directory.file("media"), limit: 1000)
      }
    )
    let socket = await #expect(throws: TransportError.self) {
      try await WebSocketConnection.connect(
        to: address, cookies: client.cookies, hold: client.hold,
        configuration: client.configuration)
    }
    #expect(isHeldBack(rest) && isHeldBack(media) && isHeldBack(socket))
    _ = try await client.send(HTTPRequest("GET", WebAddress(other.root + "/")))
    _ = try await client.send(
      HTTPRequest("GET", WebAddress(server.root + "/poll"), isOfOpenSession: true))
    #expect(seen.all == ["/first", "/poll"])
  }

  @Test func aWebSocketsRefusalCountsForEverything() async throws {
    let seen = Log<String>()
    let server = TestServer { request in
      seen.append(request.target)
      return answer(503, ["Retry-After: 60", "Connection: close"])
    }
    let client = makeClient()
    let address = try WebAddress(server.root + "/socket")
    await #expect(throws: TransportError.upgradeRefused(status: 503, body: [])) {
      try await WebSocketConnection.connect(
        to: address, cookies: client.cookies, hold: client.hold,
        configuration: client.configuration)
    }
    let rest = await #expect(throws: TransportError.self) {
      try await client.send(HTTPRequest("GET", WebAddress(server.root + "/rest")))
    }
    #expect(isHeldBack(rest))
    #expect(seen.all == ["/socket"])
  }

  @Test func aRedirectDoesNotLeadToAnOriginThatWantsToBeLeftAlone() async throws {
    let busy = TestServer { _ in answer(429, ["Retry-After: 60"]) }
    let target = busy.root + "/"
    let server = TestServer { _ in answer(302, ["Location: \(target)"]) }
    let client = makeClient()
    _ = try await client.send(HTTPRequest("GET", WebAddress(target)))
    let error = await #expect(throws: TransportError.self) {
      try await client.download(
        HTTPRequest("GET", WebAddress(server.root + "/")),
        to: NSTemporaryDirectory() + "held-\(UUID().uuidString)", limit: 10)
    }
    #expect(isHeldBack(error))
  }
}
