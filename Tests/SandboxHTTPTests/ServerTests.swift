import ChatModel
import Foundation
import SandboxCore
import Testing

@testable import SandboxHTTP

/// The sandbox over sockets: what it lets a connection do, and for how long.
@Suite struct ServerTests {
  private static let list = Running.list
  private static let send = Running.send

  // MARK: Malformed HTTP

  @Test func whatHTTPForbidsIsAnsweredAndTheConnectionEnds() async throws {
    try await serve { running in
      // A line end is one character.
      let send = running.head(Self.send).dropLast()
      let list = running.head(Self.list).dropLast()
      let long = String(repeating: "a", count: 70_000)
      let many = (0..<10_000).map { "X-\($0): a\r\n" }.joined()
      let chunked = send + "Transfer-Encoding: chunked\r\n"
      let cases: [(String, Int)] = [
        ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505), ("GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400), ("GET /\r\n\r\n", 400),
        ("BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501),
        ("\r\nBREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501),
        ("BREW / HTTP/2.0\r\nHost: x\r\n\r\n", 400), ("BR\u{1}W / HTTP/1.1\r\n\r\n", 400),
        ("get / HTTP/1.1\r\nHost: x\r\n\r\n", 400), ("GET / HTTP/1.1\nHost: x\n\n", 400),
        (send + "Content-Length: -5\r\n\r\nhello", 400),
        (send + "Content-Length: 0x5\r\n\r\nhello", 400),
        (send + "Content-Length: 99999999999999999999\r\n\r\nhello", 400),
        (send + "Content-Length: 9999999999\r\n\r\nhello", 413),
        (send + "Content-Length: 5, 5\r\n\r\nhello", 400),
        (send + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400),
        (send + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (chunked + "Content-Length: 5\r\n\r\n0\r\n\r\n", 400),
        (chunked + "\r\nzz\r\nhello\r\n0\r\n\r\n", 400), (chunked + "\r\n-5\r\nhello\r\n", 400),
        (chunked + "\r\nfffffffffffffffff\r\nhello\r\n", 400), (chunked + "\r\n2\r\nhiXX", 400),
        (chunked + "\r\n2;\(long)", 431), (chunked + "\r\n1\r\na\r\n2;a=\(long)", 431),
        (send + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        (list + "X : a\r\n\r\n", 400), (list + "X\r\n\r\n", 400), (list + ": a\r\n\r\n", 400),
        (list + "X: \(long)\r\n\r\n", 431), ("GET /\(long) HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (list + many + "\r\n", 431), ("GET / HTTP/1.1\r\n\r\n", 400),
        (list + "Host: other\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\"><script>\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: user@a/b\r\n\r\n", 400),
      ]
      for (bytes, status) in cases {
        let client = try RawClient(running.server)
        client.send(bytes)
        #expect(client.lastStatus() == status, "\(bytes.prefix(200).debugDescription)")
      }
    }
  }

  @Test func whatStoodBeforeAMalformedRequestIsAnsweredFirst() async throws {
    try await serve { running in
      let client = try RawClient(running.server)
      client.send(running.head(Self.list) + running.head(Self.list) + "\u{16}\u{3}\r\n\r\n")
      let all = String(decoding: try #require(client.rest()), as: UTF8.self)
      #expect(all.components(separatedBy: "HTTP/1.1 200").count == 3)
      #expect(all.components(separatedBy: "HTTP/1.1 400").count == 2)
    }
  }

  @Test func aTokenIsJudgedBeforeABodyIsRead() async throws {
    try await serve { running in
      for path in ["media", "messages", "conversations", "support/reassign"] {
        let client = try RawClient(running.server)
        client.send(
          running.head(
            "POST /api/v1/chat/\(path)",
            "Content-Type: multipart/form-data; boundary=b\r\nExpect: 100-continue\r\n"
              + "Content-Length: 1000\r\n", token: "x.y.z"))
        // Nothing of the body is sent: the answer cannot have waited for it.
        let all = String(decoding: try #require(client.rest()), as: UTF8.self)
        #expect(all.hasPrefix("HTTP/1.1 401"), "\(path)")
        #expect(all.contains("\r\nWWW-Authenticate: Bearer"), "\(path)")
      }
    }
  }

  @Test func aBodyThatDoesNotTellItsLengthIsCutAtItsLimit() async throws {
    try await serve { running in
      let cases = [
        ("GET /api/v1/chat/conversations", 64 << 10), ("POST /api/v1/users/login", 16 << 10),
        ("POST /api/v1/chat/messages", 1 << 20), ("POST /api/v1/chat/media", 64 << 10),
      ]
      let kilobyte = "400\r\n" + String(repeating: " ", count: 1 << 10) + "\r\n"
      for (line, limit) in cases {
        // As much as the limit is taken, whatever is then made of it.
        let within = try RawClient(running.server)
        let more = "Transfer-Encoding: chunked\r\nConnection: close\r\n"
        within.send(running.head(line, more))
        within.send(String(repeating: kilobyte, count: limit >> 10) + "0\r\n\r\n")
        #expect([200, 400].contains(within.lastStatus()), "\(line)")
        let beyond = try RawClient(running.server)
        beyond.send(running.head(line, more))
        beyond.send(String(repeating: kilobyte, count: (limit >> 10) + 1))
        #expect(beyond.lastStatus() == 413, "\(line)")
      }
    }
  }

  // MARK: Time

  @Test func aHeadHasATimeLimit() async throws {
    try await serve({ $0.limits.head = .milliseconds(200) }) { running in
      let client = try RawClient(running.server)
      client.send("GET / HTTP/1.1\r\nHost")
      #expect(client.lastStatus() == 408)
    }
  }

  @Test func aHeadThatBeganTogetherWithAnotherRequestHasATimeLimit() async throws {
    try await serve({ $0.limits.head = .milliseconds(200) }) { running in
      let chunked = "Transfer-Encoding: chunked\r\n"
      let first = [
        running.head(Self.list), running.head(Self.send, "Content-Length: 2\r\n") + "{}",
        running.head(Self.send, chunked) + "2\r\n{}\r\n0\r\n\r\n",
      ]
      for request in first {
        let client = try RawClient(running.server)
        client.send(request + "GET / HT")
        let all = String(decoding: try #require(client.rest()), as: UTF8.self)
        #expect(all.contains("HTTP/1.1 408"), "\(request)")
      }
    }
  }

  @Test func aConnectionMayRestBehindAnyRequest() async throws {
    let change: @Sendable (inout SandboxServerOptions) -> Void = {
      $0.limits.idle = .milliseconds(200)
    }
    try await serve(change) { running in
      let chunked = "Transfer-Encoding: chunked\r\n"
      let first = [
        running.head(Self.list), running.head(Self.send, "Content-Length: 2\r\n") + "{}",
        running.head(Self.send, chunked) + "2\r\n{}\r\n0\r\n\r\n",
      ]
      for request in first {
        let client = try RawClient(running.server)
        client.send(request)
        let all = String(decoding: try #require(client.rest()), as: UTF8.self)
        #expect(!all.contains("HTTP/1.1 408"), "\(request)")
      }
    }
  }

  @Test func aBodyMustMoveOn() async throws {
    try await serve({ $0.limits.stall = .milliseconds(200) }) { running in
      for type in ["application/json", "multipart/form-data; boundary=b"] {
        let client = try RawClient(running.server)
        let path = type.hasPrefix("a") ? "messages" : "media"
        client.send(
          running.head(
            "POST /api/v1/chat/\(path)", "Content-Type: \(type)\r\nContent-Length: 90\r\n"))
        client.send("--b\r\n")
        #expect(client.lastStatus() == 408, "\(path)")
      }
    }
  }

  @Test func aBodyMayMoveOnInSmallSteps() async throws {
    #expect(ConnectionLimits().leastMoved == 64)
    #expect(ConnectionLimits().stall == .seconds(30))
    try await serve({ $0.limits.stall = .seconds(2) }) { running in
      let client = try RawClient(running.server)
      let more = "Content-Type: application/json\r\nContent-Length: 384\r\nConnection: close\r\n"
      client.send(running.head("POST /api/v1/chat/messages", more))
      // Longer in all than it may stand still.
      for _ in 0..<6 {
        Thread.sleep(forTimeInterval: 0.5)
        client.send(String(repeating: " ", count: 64))
      }
      #expect(client.lastStatus() == 400)
    }
  }

  @Test func aConnectionThatSaysNothingIsClosed() async throws {
    try await serve({ $0.limits.head = .milliseconds(200) }) { running in
      let silent = try RawClient(running.server)
      #expect(silent.rest() == [])
    }
    try await serve({ $0.limits.idle = .milliseconds(200) }) { running in
      let client = try RawClient(running.server)
      client.send(running.head(Self.list))
      #expect(client.lastStatus() == 200)
    }
  }

  // MARK: Many

  @Test(arguments: [
    (64, 40), (128, 96), (256, 208), (1024, 960), (1 << 20, (1 << 20) - 64), (8, 4),
  ])
  func mostDescriptorsAreForConnections(_ all: Int, _ share: Int) {
    #expect(AcceptGate.share(of: all) == share)
  }

  @Test func newConnectionsWaitAtTheLimitUntilOthersLeave() async throws {
    try await serve({ $0.limits.connections = 3 }) { running in
      var held: [RawClient] = []
      let ask = running.head("HEAD /api/v1/chat/conversations")
      for _ in 0..<3 {
        let client = try RawClient(running.server)
        client.send(ask)
        #expect(client.text(upTo: "\r\n\r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
        held.append(client)
      }
      let fourth = try RawClient(running.server)
      fourth.send(running.head(Self.list))
      for _ in 0..<20 {
        // Who is inside is served many times over, and who waits is not.
        held[0].send(ask)
        #expect(held[0].text(upTo: "\r\n\r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
      }
      #expect(!fourth.hasHeard)
      held.removeFirst()
      #expect(fourth.text(upTo: "\r\n") == "HTTP/1.1 200 OK\r\n")
    }
  }

  @Test func othersAreServedWhileAnUploadComes() async throws {
    try await serve { running in
      let upload = try RawClient(running.server)
      let form =
        "--b\r\nContent-Disposition: form-data; name=type\r\n\r\nimage\r\n--b\r\n"
        + "Content-Disposition: form-data; name=media; filename=a\r\nContent-Type: image/png\r\n\r\n"
      let end = "\r\n--b--\r\n"
      let size = 10 << 20
      upload.send(
        running.head(
          "POST /api/v1/chat/media/",
          "Content-Type: multipart/form-data; boundary=b\r\n"
            + "Content-Length: \(form.utf8.count + size + end.utf8.count)\r\n"))
      upload.send(form)
      let piece = Array(repeatElement(Array("\r\n--".utf8), count: 1 << 16).joined())
      for _ in 0..<(size / piece.count) {
        #expect(upload.send(piece))
        let other = try RawClient(running.server)
        other.send(running.head(Self.list, "Connection: close\r\n"))
        #expect(other.lastStatus() == 200)
      }
      upload.send(end)
      #expect(upload.text(upTo: "\r\n") == "HTTP/1.1 201 Created\r\n")
    }
  }

  // MARK: What is asked for

  /// Whoever waits for the rest would wait for ever.
  @Test func anAnswerWhoseFileHasBecomeShorterEndsTheConnection() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "furrow-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await serve(dataFile: "\(folder)/data") { running in
      let form =
        "--b\r\nContent-Disposition: form-data; name=type\r\n\r\nimage\r\n--b\r\n"
        + "Content-Disposition: form-data; name=media; filename=a\r\nContent-Type: image/png\r\n\r\n"
        + "0123456789\r\n--b--\r\n"
      let more =
        "Content-Type: multipart/form-data; boundary=b\r\nConnection: close\r\n"
        + "Content-Length: \(form.utf8.count)\r\n"
      let upload = try RawClient(running.server)
      upload.send(running.head("POST /api/v1/chat/media", more) + form)
      let answer = String(decoding: try #require(upload.rest()), as: UTF8.self)
      let path = try #require(answer.firstMatch(of: /"url":"[a-z]+:\/\/[^\/"]*([^"]*)"/)?.1)
      let media = "\(folder)/data.media"
      for name in try FileManager.default.contentsOfDirectory(atPath: media) {
        #expect(truncate("\(media)/\(name)", 3) == 0)
      }
      let reader = try RawClient(running.server)
      reader.send(running.head("GET \(path)"))
      let rest = try #require(reader.rest())
      #expect(String(decoding: rest, as: UTF8.self).hasSuffix("\r\n\r\n012"))
    }
  }

  @Test func headIsGetWithoutABody() async throws {
    try await serve { running in
      let client = try RawClient(running.server)
      client.send(running.head("HEAD /api/v1/chat/conversations/", "Connection: close\r\n"))
      let all = String(decoding: try #require(client.rest()), as: UTF8.self)
      #expect(all.hasPrefix("HTTP/1.1 200 OK") && all.hasSuffix("\r\n\r\n"))
      #expect(all.contains("\r\nContent-Length: ") && !all.contains("\r\nContent-Length: 0"))
    }
  }

  /// Which origin an answer lets in.
  private func allowed(_ running: Running, _ method: String, _ origin: String) -> String? {
    guard let client = try? RawClient(running.server) else { return nil }
    client.send(
      running.head(
        "\(method) /api/v1/chat/conversations",
        "Origin: \(origin)\r\nAccess-Control-Request-Method: GET\r\nConnection: close\r\n"))
    let all = String(decoding: client.rest() ?? [], as: UTF8.self)
    #expect(all.hasPrefix(method == "OPTIONS" ? "HTTP/1.1 204" : "HTTP/1.1 200"))
    #expect(all.contains("\r\nVary: Origin\r\n"))
    return all.firstMatch(of: /\r\nAccess-Control-Allow-Origin: (.*)\r\n/).map { String($0.1) }
  }

  @Test func pagesOfAllowedOriginsAreLetIn() async throws {
    try await serve { running in
      for method in ["OPTIONS", "GET"] {
        for origin in ["http://localhost:3000", "https://127.0.0.1", "http://[::1]:8"] {
          #expect(allowed(running, method, origin) == origin)
        }
        for origin in ["http://localhost.evil.example", "http://evil.example", "null"] {
          #expect(allowed(running, method, origin) == nil)
        }
      }
    }
    let known = try #require(CrossOrigin(allowing: ["https://desk.example"]))
    try await serve({ $0.crossOrigin = known }) { running in
      #expect(allowed(running, "GET", "https://desk.example") == "https://desk.example")
      #expect(allowed(running, "GET", "http://localhost:3000") == nil)
    }
    #expect(CrossOrigin(allowing: ["desk.example"]) == nil)
    #expect(CrossOrigin(allowing: ["https://desk.example/path"]) == nil)
  }

  @Test func aRequestThatWantsAnotherProtocolDoesNotLeaveTheConnectionDeaf() async throws {
    try await serve { running in
      let client = try RawClient(running.server)
      client.send(running.head(Self.list, "Upgrade: h2c\r\nConnection: upgrade\r\n"))
      #expect(client.lastStatus() == 200)
    }
  }
}
