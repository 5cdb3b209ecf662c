// What is wrong with a request before anybody looks at what it asks for, and what it is answered.

import NIOHTTP1
import SandboxCore

/// A request that HTTP itself refuses. The connection ends with the answer.
enum HTTPFault: Error, Equatable {
  /// Not HTTP, or HTTP that can be read in two ways.
  case malformed
  case timeout
  case tooLarge
  case uriTooLong
  case headTooLarge
  case unknownCoding
  case unknownMethod
  case unknownVersion

  /// - Parameters:
  ///   - line: the request's first line, or what came of it.
  ///   - limit: the most bytes that it may have.
  init(_ error: HTTPParserError, requestLine line: [UInt8], limit: Int) {
    switch error {
    case .headerOverflow: self = line.count > limit ? .uriTooLong : .headTooLarge
    case .invalidVersion: self = Self.namesVersion(line) ? .unknownVersion : .malformed
    case .invalidMethod: self = Self.namesMethod(line) ? .unknownMethod : .malformed
    default: self = .malformed
    }
  }

  /// Whether the line, which may not have come whole, begins as a request does, so that the method
  /// alone is amiss.
  private static func namesMethod(_ line: [UInt8]) -> Bool {
    let text = String(decoding: line, as: UTF8.self)
    return text.wholeMatch(of: /[A-Z][A-Z-]*( [!-~]*( [!-~]*)?)?/) != nil
      || text.wholeMatch(of: /[A-Z][A-Z-]* [!-~]+ HTTP\/1\.[01]\r\n/) != nil
  }

  /// Whether the line ends as one of some version of HTTP does, so that the version alone is amiss.
  private static func namesVersion(_ line: [UInt8]) -> Bool {
    String(decoding: line.suffix(16), as: UTF8.self).firstMatch(of: /HTTP\/[0-9]\.[0-9]\r\n$/)
      != nil
  }

  /// The whole answer as it goes over the wire, with the end of the connection announced.
  func wire(date: String) -> [UInt8] {
    let answer = answer
    guard case .bytes(let body) = answer.body else { return [] }
    let head = answer.head(version: .http1_1, keepAlive: false, date: date)
    let lines = head.headers.map { "\($0.name): \($0.value)\r\n" }.joined()
    return Array("HTTP/1.1 \(head.status.code) \(head.status.reasonPhrase)\r\n\(lines)\r\n".utf8)
      + body
  }

  var answer: HTTPAnswer {
    let (status, message) =
      switch self {
      case .malformed: (400, "The request is not well-formed HTTP/1.1")
      case .timeout: (408, "The request did not come in time")
      case .tooLarge: (413, "request entity too large")
      case .uriTooLong: (414, "The address is too long")
      case .headTooLarge: (431, "The request's headers are too large")
      case .unknownCoding: (501, "This transfer coding is not known here")
      case .unknownMethod: (501, "This method is not known here")
      case .unknownVersion: (505, "Only HTTP/1.0 and HTTP/1.1 are spoken here")
      }
    return HTTPAnswer(SandboxResponse(SandboxError(status: status, message: message)))
  }
}
