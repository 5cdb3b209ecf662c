// What follows a redirect, and what stays behind.

import Foundation
import LoopbackServer
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(5)))
struct RedirectTests {
  private func request(_ method: String = "GET") throws -> HTTPRequest {
    HTTPRequest(
      method, try WebAddress("http://api.example/start"),
      headers: [HTTPHeader("Content-Type", "application/json")], authorization: "Bearer secret",
      body: method == "GET" ? .none : .bytes([1]))
  }

  private func next(
    _ status: Int, _ location: String?, _ method: String = "GET"
  ) throws -> HTTPRequest? {
    switch try Redirect.after(
      status: status, location: location, to: try request(method), mayLeave: true)
    {
    case .none: nil
    case .follow(let next): next
    }
  }

  @Test func theTokenStaysWithItsOrigin() throws {
    for same in ["/other", "http://api.example:80/x", "http://API.example/x", "//api.example/x"] {
      #expect(try next(302, same)?.authorization == "Bearer secret", "\(same)")
    }
    for other in [
      "https://api.example/x", "http://api.example:81/x", "http://evil.example/",
      "//api.example.evil/x", "http://sub.api.example/",
    ] {
      let followed = try #require(try next(302, other))
      #expect(followed.authorization == nil, "\(other)")
    }
  }

  @Test func headersForOneOriginStayThere() throws {
    var request = try request("GET")
    request.originHeaders = [HTTPHeader("X-Key", "secret")]
    func headers(after location: String) throws -> [HTTPHeader]? {
      guard
        case .follow(let next) = try Redirect.after(
          status: 302, location: location, to: request, mayLeave: true)
      else { return nil }
      return next.originHeaders
    }
    #expect(try headers(after: "/other") == [HTTPHeader("X-Key", "secret")])
    #expect(try headers(after: "http://evil.example/") == [])
  }

  @Test func aLocationThatIsNoWebAddressIsAnError() {
    for bad in ["file:///etc/passwd", "ftp://api.example/", "http://user:pass@api.example/"] {
      #expect(throws: TransportError.self, "\(bad)") { try next(302, bad) }
    }
  }

  @Test func contentIsNeverSentToAnotherOrigin() throws {
    let elsewhere = Origin(scheme: .http, host: "evil.example", port: 80)
    let here = Origin(scheme: .http, host: "api.example", port: 80)
    for status in [301, 302, 307, 308] {
      #expect(throws: TransportError.redirectRefused(from: here, to: elsewhere)) {
        try next(status, "http://evil.example/", "POST")
      }
      #expect(try next(status, "/other", "POST")?.method == "POST")
    }
    let seeOther = try #require(try next(303, "http://evil.example/", "POST"))
    #expect(seeOther.method == "GET")
    #expect(seeOther.headers.isEmpty)
    guard case .none = seeOther.body else {
      Issue.record("the content went along")
      return
    }
  }

  @Test func onlyARedirectWithALocationIsFollowed() throws {
    #expect(try next(304, "/x") == nil)
    #expect(try next(200, "/x") == nil)
    #expect(try next(302, nil) == nil)
  }

  @Test func aCallThatIsSentToAnotherOriginIsRefusedAndAsksNothingThere() async throws {
    let seen = Log<String>()
    let other = TestServer { request in
      seen.append(request.target)
      return answer(200, [], "{}")
    }
    let server = TestServer { _ in
      answer(302, ["Location: http://localhost:\(other.port)/api/v1/chat/conversations"])
    }
    let from = try WebAddress(server.root).origin
    let to = Origin(scheme: .http, host: "localhost", port: UInt16(other.port))
    let refused = TransportError.redirectRefused(from: from, to: to)
    await #expect(throws: refused) { try await makeClient().send(get(server.root + "/api")) }
    #expect(seen.all.isEmpty)
    #expect("\(refused)".contains("\(from) sends us to \(to)"))
  }

  @Test func overTheWireTheOtherOriginSeesNeitherTokenNorCookies() async throws {
    let seen = Log<TestRequest>()
    let other = TestServer { request in
      seen.append(request)
      return answer(200, [], "picture")
    }
    // The same host under another name: the port alone would not keep a cookie back.
    let server = TestServer { request in
      if request.target == "/media" {
        return answer(302, ["Location: http://localhost:\(other.port)/file"])
      }
      return answer(307, ["Location: /media", "Set-Cookie: sticky=1"])
    }
    var request = try get(server.root + "/start")
    request.authorization = "Bearer secret"
    let file = NSTemporaryDirectory() + "media-\(UUID().uuidString)"
    defer { unlink(file) }
    let response = try await makeClient().download(request, to: file, limit: 100)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "picture")
    #expect(response.address.origin.host == "localhost")
    let arrived = try #require(seen.all.first)
    #expect(arrived.target == "/file")
    #expect(arrived.headers["authorization"] == nil)
    #expect(arrived.headers["cookie"] == nil)
  }

  @Test func aCircleOfRedirectsEnds() async throws {
    let seen = Log<String>()
    let server = TestServer { request in
      seen.append(request.target)
      return answer(302, ["Location: /again"])
    }
    await #expect(throws: TransportError.tooManyRedirects) {
      try await makeClient().send(get(server.root))
    }
    #expect(seen.all.count == 6)
  }
}
