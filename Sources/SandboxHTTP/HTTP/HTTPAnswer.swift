// An answer to one HTTP request, before it becomes bytes.

import JSON
import NIOHTTP1
import SandboxCore
import SocketIO

/// Status, headers and body of an answer.
struct HTTPAnswer: Equatable {
  var status: Int
  var contentType: String?
  var headers: [String: String] = [:]
  var body: Body

  enum Body: Equatable {
    case bytes([UInt8])
    case file(path: String, Range<Int>)

    /// In bytes.
    var count: Int {
      switch self {
      case .bytes(let bytes): bytes.count
      case .file(_, let range): range.count
      }
    }
  }

  init(status: Int, contentType: String?, headers: [String: String] = [:], body: Body) {
    self.status = status
    self.contentType = contentType
    self.headers = headers
    self.body = body
  }

  init(status: Int, contentType: String?, headers: [String: String] = [:], body: [UInt8]) {
    self.init(status: status, contentType: contentType, headers: headers, body: .bytes(body))
  }

  init(_ reply: HTTPReply) {
    self.init(status: reply.status, contentType: reply.contentType, body: reply.body)
  }

  init(_ response: SandboxResponse) {
    self.init(
      status: response.status, contentType: "application/json; charset=utf-8",
      // RFC 9110, 11.6.1: a 401 says what would be taken instead.
      headers: response.status == 401 ? ["WWW-Authenticate": "Bearer realm=\"furrow\""] : [:],
      body: response.body.encodedBytes)
  }

  init(_ error: SandboxError) { self.init(SandboxResponse(error)) }

  /// What a server says of a path it does not know: no JSON, so that a client can tell a missing
  /// call from a missing record (row 20).
  static func noSuchRoute(_ method: String, _ path: String) -> HTTPAnswer {
    let shown = path.prefix(200).filter {
      $0.isASCII && ($0.isLetter || $0.isNumber || "/-_.".contains($0))
    }
    return HTTPAnswer(
      status: 404, contentType: "text/html; charset=utf-8",
      body: Array("<!DOCTYPE html>\n<pre>Cannot \(method) \(shown)</pre>\n".utf8))
  }

  static let notJSON = HTTPAnswer(
    SandboxError(status: 400, message: "The request body is not valid JSON"))

  /// The head for the wire. The `Date` header lets clients learn the clocks' difference.
  func head(version: HTTPVersion, keepAlive: Bool, date: String) -> HTTPResponseHead {
    var head = HTTPResponseHead(version: version, status: .init(statusCode: status))
    if let contentType { head.headers.add(name: "Content-Type", value: contentType) }
    if status != 204 { head.headers.add(name: "Content-Length", value: String(body.count)) }
    head.headers.add(name: "Date", value: date)
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
      head.headers.add(name: name, value: value)
    }
    if !keepAlive { head.headers.add(name: "Connection", value: "close") }
    return head
  }
}
