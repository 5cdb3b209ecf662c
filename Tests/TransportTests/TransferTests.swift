// Files on their way out and in.

import Foundation
import LoopbackServer
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(5)))
struct TransferTests {
  // MARK: Uploads

  private func upload(_ server: TestServer, _ path: String) throws -> HTTPRequest {
    HTTPRequest(
      "POST", try WebAddress(server.root + "/media"), authorization: "Bearer secret",
      body: .multipart([
        MultipartPart(field: "type", .text("image")),
        MultipartPart(
          field: "media", .file(path: path, name: "a \"b\".png", contentType: "image/png")),
      ]))
  }

  @Test func aFormCarriesItsFieldsAndFilesAndTellsItsProgress() async throws {
    let directory = try TestDirectory()
    let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
    let path = try directory.write("picture", content)
    let seen = Log<TestRequest>()
    let server = TestServer { request in
      seen.append(request)
      return answer(201)
    }
    let progress = Log<TransferProgress>()
    let response = try await makeClient().send(upload(server, path)) { progress.append($0) }
    #expect(response.status == 201)
    let arrived = try #require(seen.all.first)
    #expect(arrived.headers["content-type"]?.hasPrefix("multipart/form-data; boundary=") == true)
    #expect(arrived.headers["expect"] == nil)
    let body = String(decoding: arrived.body, as: Unicode.ASCII.self)
    #expect(body.contains("name=\"type\"\r\n\r\nimage\r\n"))
    #expect(body.contains("name=\"media\"; filename=\"a %22b%22.png\"\r\n"))
    #expect(body.contains("Content-Type: image/png\r\n"))
    #expect(Data(arrived.body).range(of: Data(content)) != nil)
    #expect(
      progress.all.last
        == TransferProgress(
          done: Int64(arrived.body.count), total: Int64(arrived.body.count)))
    #expect(zip(progress.all, progress.all.dropFirst()).allSatisfy { $0.done < $1.done })
  }

  @Test func aFileThatCannotBeReadIsNamedBeforeAnythingIsSent() async throws {
    let directory = try TestDirectory()
    let server = TestServer { _ in answer(201) }
    await #expect(
      throws: TransportError.fileUnreadable(
        path: directory.file("none"), reason: "No such file or directory")
    ) { try await makeClient().send(upload(server, directory.file("none"))) }
    await #expect(
      throws: TransportError.fileUnreadable(path: directory.path, reason: "not a regular file")
    ) { try await makeClient().send(upload(server, directory.path)) }
    #expect(server.connectionCount == 0)
  }

  @Test func anUploadThatNobodyTakesInStalls() async throws {
    let directory = try TestDirectory()
    let path = try directory.write("big", Array(repeating: 7, count: 20 << 20))
    let done = DispatchSemaphore(value: 0)
    defer { done.signal() }
    let server = TestServer { (_: TestConnection) in done.wait() }
    await #expect(throws: TransportError.stalled(.milliseconds(200))) {
      try await makeClient { $0.stallTimeout = .milliseconds(200) }.send(upload(server, path))
    }
  }

  @Test func anUploadCanBeCancelledInTheMiddle() async throws {
    let directory = try TestDirectory()
    let path = try directory.write("big", Array(repeating: 7, count: 20 << 20))
    let done = DispatchSemaphore(value: 0)
    defer { done.signal() }
    let server = TestServer { (_: TestConnection) in done.wait() }
    let (moved, sayMoved) = AsyncStream.makeStream(of: Void.self)
    let client = makeClient()
    let request = try upload(server, path)
    let task = Task { try await client.send(request) { _ in sayMoved.yield() } }
    for await _ in moved { break }
    task.cancel()
    await #expect(throws: TransportError.cancelled) { try await task.value }
  }

  @Test func anAnswerInTheMiddleOfAnUploadIsHeard() async throws {
    let directory = try TestDirectory()
    let path = try directory.write("big", Array(repeating: 7, count: 4 << 20))
    let server = TestServer { connection in
      _ = connection.readHead()
      connection.write(answer(413, ["Connection: close"], "too large"))
      connection.waitForEnd()
    }
    let response = try await makeClient().send(upload(server, path))
    #expect(response.status == 413)
    #expect(response.body == Array("too large".utf8))
  }

  // MARK: Downloads

  private let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

  /// Gives `content`, or what `Range` asks of it; `cut` bytes the first time.
  private func mediaServer(
    cutFirstAfter cut: Int? = nil, understandsRange: Bool = true, seen: Log<TestRequest>
  ) -> TestServer {
    let content = content
    return TestServer { connection in
      guard let request = connection.readRequest() else { return }
      let isFirst = seen.all.isEmpty
      seen.append(request)
      let range = request.headers["range"]?.dropFirst("bytes=".count).dropLast()
      if understandsRange, let first = range.flatMap({ Int($0) }) {
        guard first < content.count else {
          connection.write(answer(416, ["Content-Range: bytes */\(content.count)"]))
          return
        }
        let rest = Array(content[first...])
        connection.write(
          "HTTP/1.1 206 Partial\r\nContent-Length: \(rest.count)\r\n"
            + "Content-Range: bytes \(first)-\(content.count - 1)/\(content.count)\r\n\r\n")
        connection.write(rest)
      } else {
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(content.count)\r\n\r\n")
        connection.write(isFirst ? Array(content.prefix(cut ?? content.count)) : content)
      }
    }
  }

  @Test func aDownloadEndsUnderItsNameAndTellsItsProgress() async throws {
    let directory = try TestDirectory()
    let server = mediaServer(seen: Log())
    let progress = Log<TransferProgress>()
    let response = try await makeClient().download(
      get(server.root), to: directory.file("x.png"), limit: 200_000
    ) { progress.append($0) }
    #expect(response.status == 200)
    #expect(directory.contents("x.png") == content)
    #expect(directory.names == ["x.png"])
    #expect(progress.all.last == TransferProgress(done: 200_000, total: 200_000))
  }

  @Test(arguments: [true, false])
  func aBrokenDownloadGoesOnWhereItStopped(understandsRange: Bool) async throws {
    let directory = try TestDirectory()
    let seen = Log<TestRequest>()
    let server = mediaServer(
      cutFirstAfter: 70_000, understandsRange: understandsRange, seen: seen)
    let client = makeClient()
    await #expect(throws: TransportError.connectionLost) {
      try await client.download(get(server.root), to: directory.file("x"), limit: 1 << 20)
    }
    #expect(directory.names == ["x.part"])
    let response = try await client.download(
      get(server.root), to: directory.file("x"), limit: 1 << 20)
    #expect(response.status == (understandsRange ? 206 : 200))
    #expect(seen.all.last?.headers["range"] == "bytes=70000-")
    #expect(directory.contents("x") == content)
    #expect(directory.names == ["x"])
  }

  @Test func aPartThatIsNoBeginningIsThrownAway() async throws {
    let directory = try TestDirectory()
    _ = try directory.write("x.part", Array(repeating: 0, count: 300_000))
    let server = mediaServer(seen: Log())
    let response = try await makeClient().download(
      get(server.root), to: directory.file("x"), limit: 1 << 20)
    #expect(response.status == 200)
    #expect(directory.contents("x") == content)
  }

  @Test func aPartFromAnotherPlaceThanAskedForIsRefused() async throws {
    let directory = try TestDirectory()
    _ = try directory.write("x.part", Array(content.prefix(10)))
    let server = TestServer { _ in
      answer(206, ["Content-Range: bytes 5-8/200"], "four")
    }
    await #expect(throws: TransportError.self) {
      try await makeClient().download(get(server.root), to: directory.file("x"), limit: 1 << 20)
    }
    #expect(directory.contents("x.part") == Array(content.prefix(10)))
  }

  @Test func aFileOverTheLimitIsNotTaken() async throws {
    let directory = try TestDirectory()
    let untold = TestServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 200_000))
    }
    for server in [mediaServer(seen: Log()), untold] {
      await #expect(throws: TransportError.bodyTooLarge(limit: 199_999)) {
        try await makeClient().download(
          get(server.root), to: directory.file("x"), limit: 199_999)
      }
      #expect(!directory.names.contains("x"))
    }
  }

  @Test func anotherAnswerThanAFileLeavesNone() async throws {
    let directory = try TestDirectory()
    let server = TestServer { _ in answer(404, [], "gone") }
    let response = try await makeClient().download(
      get(server.root), to: directory.file("x"), limit: 1 << 20)
    #expect(response.status == 404)
    #expect(response.body == Array("gone".utf8))
    #expect(directory.names.isEmpty)
  }

  @Test func aDownloadThatStandsStillIsGivenUpAndKept() async throws {
    let directory = try TestDirectory()
    let server = TestServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun")
      connection.waitForEnd()
    }
    await #expect(throws: TransportError.stalled(.milliseconds(200))) {
      try await makeClient { $0.stallTimeout = .milliseconds(200) }
        .download(get(server.root), to: directory.file("x"), limit: 1 << 20)
    }
    #expect(directory.contents("x.part") == Array("begun".utf8))
  }

  @Test func aDirectoryThatIsNotThereIsNamed() async throws {
    let directory = try TestDirectory()
    let path = directory.file("no/x")
    await #expect(
      throws: TransportError.fileUnwritable(
        path: path, reason: "No such file or directory", full: false)
    ) { try await makeClient().download(get("http://127.0.0.1:1/"), to: path, limit: 1) }
  }

  @Test(
    arguments: [
      ("bytes 0-0/1", 0, 0, 1), ("bytes 5-9/*", 5, 9, nil), ("BYTES 5-9/10", 5, 9, 10),
    ] as [(String, Int64, Int64, Int64?)])
  func aContentRangeIsRead(text: String, first: Int64, last: Int64, total: Int64?) {
    let range = ContentRange(text)
    #expect(range?.first == first)
    #expect(range?.last == last)
    #expect(range?.total == total)
  }

  @Test(arguments: [
    "", "bytes", "bytes */5", "bytes 5-4/9", "bytes 0-9/9", "bytes -1-4/9", "items 0-1/2",
    "bytes 0-99999999999999999999/*", "bytes 0-1/2/3",
  ])
  func aSenselessContentRangeIsNone(text: String) { #expect(ContentRange(text) == nil) }
}
