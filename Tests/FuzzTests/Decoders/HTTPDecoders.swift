import Foundation
import JSON
import NIOCore
import NIOEmbedded
import NIOHTTP1
import SandboxCore
import Transport

@testable import SandboxHTTP
@testable import furrow

/// What a sandbox is sent over HTTP, and addresses.
extension FuzzDecoder {
  static let http = [requests, multipartForm, multipartType, addresses]

  private static func request(_ line: String, _ headers: String = "", _ body: String = "") -> String
  {
    "\(line) HTTP/1.1\r\nHost: desk:5\r\n\(headers)\r\n\(body)"
  }

  private static let requests = FuzzDecoder(
    "http-requests",
    words: [
      "GET ", "POST ", "PATCH ", "DELETE ", "HEAD ", "OPTIONS ", " HTTP/1.1\r\n", "\r\n",
      "\r\n\r\n",
      "Host: a\r\n", "Content-Length: ", "Transfer-Encoding: chunked\r\n",
      "Expect: 100-continue\r\n",
      "Upgrade: websocket\r\n", "Connection: close\r\n", "Range: bytes=", "/api/v1/chat/",
      "conversations",
      "messages", "support/stats", "users/login", "%2F", "%", "?page=", "&limit=", "0\r\n\r\n",
      "5\r\n",
      "http://a/", "{\"status\":\"open\"}", "/socket.io/?EIO=4&transport=polling",
    ],
    seeds: [
      request("GET /api/v1/chat/conversations?page=1&limit=20&status=open"),
      request("POST /api/v1/chat/messages", "Content-Length: 13\r\n", #"{"content":1}"#),
      request(
        "PATCH /api/v1/chat/conversations/c1/status", "Content-Length: 17\r\n",
        #"{"status":"open"}"#),
      request(
        "POST /api/v1/chat/support/reassign", "Transfer-Encoding: chunked\r\n",
        "2\r\n{}\r\n0\r\n\r\n"),
      request(
        "GET /socket.io/?EIO=4&transport=websocket", "Upgrade: websocket\r\nConnection: Upgrade\r\n"
      ),
      request("GET http://desk/media/a.jpg", "Range: bytes=-5\r\n"),
    ], longest: 800
  ) { input in
    let channel = EmbeddedChannel()
    defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
    var hash = 0
    do {
      try channel.pipeline.syncOperations.addHandler(
        ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes)))
      try channel.writeInbound(ByteBuffer(bytes: input))
    } catch {
      hash = kind(refused: error)
    }
    var found: Request?
    var body: [UInt8] = []
    while let part = try? channel.readInbound(as: HTTPServerRequestPart.self) {
      switch part {
      case .head(let head):
        body = []
        _ = WebSocketHandshake.answer(to: head)
        do {
          let request = try Request(head)
          try law(request.origin.map { Request.isHost(String($0.dropFirst(7))) } ?? true, "no host")
          hash = kind(hash, 1, "\(request.route)".utf8.count)
          found = request
        } catch let fault as HTTPFault {
          hash = kind(hash, kind(refused: fault))
          found = nil
        }
      case .body(let bytes): body += bytes.readableBytesView
      case .end:
        guard let request = found else { continue }
        switch CallReading(request, body) {
        case .call(let call): hash = kind(hash, kind(refused: Call(call)))
        case .notJSON: hash = kind(hash, 2)
        case .unknown: hash = kind(hash, 3)
        }
      }
    }
    return hash
  }

  /// A call whose kind is asked for: the first letters of its name tell it.
  private struct Call: Error, CustomStringConvertible {
    let description: String
    init(_ call: SandboxCall) { description = String("\(call)".prefix(12)) }
  }

  private static let forms = [
    "--cut\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nimage\r\n"
      + "--cut\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a\\\"b.png\"\r\n"
      + "Content-Type: image/png\r\n\r\n\r\n--cu\r\n--cut--\r\n",
    "preamble\r\n--cut \t\r\nContent-Disposition: form-data; name=a; filename*=UTF-8''%e2%82%ac.jpg\r\n\r\n\r\n--cut--",
  ]

  private static let multipartForm = FuzzDecoder(
    "multipart-form",
    words: [
      "--cut", "--", "\r\n", "\r\n\r\n", "Content-Disposition: form-data; ", "name=\"a\"",
      "filename=\"b\"",
      "Content-Type: image/png", "Content-Transfer-Encoding: base64", ";", "\"", "\\",
      "name*=UTF-8''%",
    ], seeds: forms, longest: 800
  ) { input in
    let cut = input.isEmpty ? 0 : Int(input[input.count / 2]) * input.count / 256
    let whole = form([input[...]])
    let parts = form([input[..<cut], input[cut...]])
    try law(whole == parts, "cut at \(cut) it is another form: \(whole) and \(parts)")
    return kind(few(whole.count), kind(refused: Form(whole)))
  }

  /// What a form holds, with the bytes of each file joined; the last line says how it ended.
  private static func form(_ parts: [ArraySlice<UInt8>]) -> [String] {
    guard var reader = MultipartReader(contentType: "multipart/form-data; boundary=cut") else {
      return []
    }
    var pieces: [String] = []
    var bytes: [UInt8] = []
    func endBytes() {
      if !bytes.isEmpty { pieces.append("bytes \(bytes)") }
      bytes = []
    }
    do {
      for part in parts {
        for piece in try reader.read(part) {
          if case .bytes(let more) = piece {
            bytes += more
          } else {
            endBytes()
            pieces.append("\(piece)")
          }
        }
      }
      try reader.finish()
    } catch {
      // What came before a refusal depends on how it came.
      return ["refused: \(error)"]
    }
    endBytes()
    return pieces
  }

  private struct Form: Error, CustomStringConvertible {
    let description: String
    init(_ pieces: [String]) { description = pieces.map { String($0.prefix(8)) }.joined() }
  }

  private static let multipartType = FuzzDecoder(
    "multipart-type",
    words: [
      "multipart/form-data", "; boundary=", "\"", "\\\"", "=", ";", "charset=utf-8", " ", "\t",
    ],
    seeds: [#"multipart/form-data; boundary="cut \" here""#, "Multipart/Form-Data;boundary=a;x=y"]
  ) { input in
    guard let value = HeaderValue(text(input)) else { return 0 }
    return kind(
      1, few(value.parameters.count), MultipartReader(contentType: text(input)) == nil ? 0 : 1)
  }

  /// An address of a server, as a person writes it.
  private static let addresses = FuzzDecoder(
    "addresses",
    words: [
      "http://", "https://", "ws://", "[::1]", ":80", ":0", ":65536", "/api/v1", "/", "?", "#", "@",
      "%",
      "%00", "%2e%2e", "..", "xn--", "é", "\u{202E}", " ",
    ], seeds: ["http://localhost:4000", "https://chat.example/help/api/v1", "http://[::1]:80/"]
  ) { input in
    let words = text(input)
    var hash = 0
    do {
      let address = try ServerAddress(words)
      hash = kind(hash, 1, few(address.prefix.utf8.count))
      let again = try ServerAddress(address.base.absoluteString)
      try law(again == address, "\(address) is \(again) when it is written")
    } catch let failure as Failure {
      hash = kind(hash, 2, "\(failure.status)".utf8.count)
    }
    do {
      let address = try WebAddress(words)
      hash = kind(hash, 3, address.origin.scheme == .https ? 1 : 0)
      let again = try WebAddress(address.description)
      try law(again.origin == address.origin, "\(address) has another origin when it is written")
    } catch let error as TransportError {
      hash = kind(hash, kind(refused: Refusal(error)))
    }
    return hash
  }

  private struct Refusal: Error, CustomStringConvertible {
    let description: String
    init(_ error: TransportError) { description = String("\(error)".prefix(16)) }
  }
}
