// Addresses and origins: what counts as the same place.

import LoopbackServer
import Testing

@testable import Transport

struct AddressTests {
  @Test(arguments: [
    ("http://a.example", "http://a.example", "/"),
    ("http://a.example:80/x?y=z#part", "http://a.example", "/x"),
    ("HTTPS://A.Example:8443/x", "https://a.example:8443", "/x"),
    ("http://[::1]:5000/api/v1", "http://[::1]:5000", "/api/v1"),
    ("https://a.example/a b", "https://a.example", "/a%20b"),
  ])
  func anAddressHasAnOriginAndAPath(text: String, origin: String, path: String) throws {
    let address = try WebAddress(text)
    #expect(address.origin.description == origin)
    #expect(address.path == path)
  }

  @Test(arguments: [
    "", "a.example", "ftp://a.example/", "file:///etc/passwd", "http://",
    "http://user@a.example/", "http://user:pass@a.example/", "http://a.example:99999/",
    "http://a.example:0/", "javascript:alert(1)", "http://a b/",
  ])
  func whatCannotBeUsedIsRefused(text: String) {
    #expect(throws: TransportError.self) { try WebAddress(text) }
  }

  @Test func aPasswordIsNotRepeatedInTheError() {
    let error = #expect(throws: TransportError.self) {
      try WebAddress("http://user:hunter2@a.example/")
    }
    #expect(error?.description.contains("hunter2") == false)
  }

  @Test func aMediaAddressIsReadOnTheServersOwn() throws {
    let api = try WebAddress("https://chat.example:8443/api/v1/")
    #expect(
      try api.resolving("/uploads/x.jpg").text == "https://chat.example:8443/uploads/x.jpg")
    #expect(try api.resolving("x.jpg").text == "https://chat.example:8443/api/v1/x.jpg")
    #expect(try api.resolving("//cdn.example/x?a=b").text == "https://cdn.example/x?a=b")
    #expect(try api.resolving("http://localhost:5000/x").origin.isLoopback)
  }

  @Test func anIdCannotLeaveItsPlaceInAPath() throws {
    let api = try WebAddress("http://a.example")
    let id = WebAddress.encoded("../../users?x=1#y%2F")
    let address = try api.with(path: "/api/v1/chat/messages/\(id)", query: [("q", "a&b=ü")])
    #expect(
      address.text
        == "http://a.example/api/v1/chat/messages/..%2F..%2Fusers%3Fx%3D1%23y%252F?q=a%26b%3D%C3%BC"
    )
    #expect(WebAddress.encoded("..") == "%2E%2E")
  }

  @Test func adescriptionKeepsTheQueryToItself() throws {
    #expect(try WebAddress("http://a.example/x?token=secret").description == "http://a.example/x")
  }

  @Test func loopbackIsThisMachineOnly() {
    func origin(_ host: String) -> Origin { Origin(scheme: .http, host: host, port: 80) }
    for host in [
      "localhost", "LOCALHOST", "localhost.", "demo.localhost", "127.0.0.1", "127.9.9.9", "127.1",
      "[::1]", "[::ffff:127.0.0.1]",
    ] {
      #expect(origin(host).isLoopback, "\(host)")
    }
    for host in [
      "127.example", "127.0.0.1.example", "128.0.0.1", "notlocalhost", "0.0.0.0", "[::]", "[::2]",
      "",
    ] {
      #expect(!origin(host).isLoopback, "\(host)")
    }
  }
}

struct CookieJarTests {
  private let jar = CookieJar()

  private func address(_ text: String) throws -> WebAddress { try WebAddress(text) }

  @Test func aCookieGoesBackToItsHostOnly() throws {
    jar.store("sticky=a=b; HttpOnly", from: try address("http://a.example/x/y"), now: 0)
    #expect(jar.header(for: try address("http://a.example/x/z"), now: 0) == "sticky=a=b")
    #expect(jar.header(for: try address("http://a.example:99/x/z"), now: 0) == "sticky=a=b")
    #expect(jar.header(for: try address("http://b.example/x/z"), now: 0) == nil)
    #expect(jar.header(for: try address("http://sub.a.example/x/z"), now: 0) == nil)
  }

  @Test func aPathIsAWholeNumberOfSegments() throws {
    jar.store("a=1; Path=/api", from: try address("http://a.example/"), now: 0)
    jar.store("b=2; Path=/", from: try address("http://a.example/"), now: 0)
    #expect(jar.header(for: try address("http://a.example/api"), now: 0) == "a=1; b=2")
    #expect(jar.header(for: try address("http://a.example/api/v1"), now: 0) == "a=1; b=2")
    #expect(jar.header(for: try address("http://a.example/apix"), now: 0) == "b=2")
  }

  @Test func aCookieEndsWhenItsTimeIsOver() throws {
    let home = try address("http://a.example/")
    jar.store("a=1; Max-Age=10", from: home, now: 100)
    #expect(jar.header(for: home, now: 109) == "a=1")
    #expect(jar.header(for: home, now: 110) == nil)
    jar.store("b=1; Expires=Thu, 01 Jan 1970 00:01:40 GMT", from: home, now: 0)
    #expect(jar.header(for: home, now: 99) == "b=1")
    #expect(jar.header(for: home, now: 100) == nil)
    jar.store("c=1", from: home, now: 0)
    jar.store("c=; Max-Age=0", from: home, now: 0)
    #expect(jar.header(for: home, now: 0) == nil)
    jar.store("d=1; Max-Age=9223372036854775807", from: home, now: 100)
    #expect(jar.header(for: home, now: 100) == "d=1")
  }

  @Test func aSecureCookieWaitsForTLS() throws {
    jar.store("a=1; secure", from: try address("https://a.example/"), now: 0)
    #expect(jar.header(for: try address("http://a.example/"), now: 0) == nil)
    #expect(jar.header(for: try address("https://a.example/"), now: 0) == "a=1")
  }

  @Test func aNewValueReplacesTheOldAndAFloodIsBounded() throws {
    let home = try address("http://a.example/")
    jar.store("a=1", from: home, now: 0)
    jar.store("a=2", from: home, now: 0)
    #expect(jar.header(for: home, now: 0) == "a=2")
    for number in 0..<1000 { jar.store("c\(number)=1", from: home, now: 0) }
    #expect(jar.header(for: home, now: 0)?.split(separator: ";").count == 100)
  }

  @Test(arguments: ["", "novalue", "=1", "a=b\u{7}c\r\nX: y"])
  func whatIsNoCookieIsDropped(text: String) throws {
    jar.store(text, from: try address("http://a.example/"), now: 0)
    #expect(jar.header(for: try address("http://a.example/"), now: 0) == nil)
  }

  @Test func theSessionsCookieGoesWithLaterRequests() async throws {
    let seen = Log<String?>()
    let server = TestServer { request in
      seen.append(request.headers["cookie"])
      return answer(200, ["Set-Cookie: sticky=node2; Path=/"])
    }
    let client = makeClient()
    for _ in 0..<2 { _ = try await client.send(get(server.root)) }
    #expect(seen.all == [nil, "sticky=node2"])
  }
}
