// What a server's answer means: data of the API, a refusal in its own words (either shape of row 1),
// or something that is not of this API at all, such as a proxy's page, which is never shown.

import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences
import Transport

/// One answer to a REST call, read once.
struct ServerAnswer {
  let status: Int
  /// The server's clock when it answered.
  let time: Date?
  /// The document, when the body is JSON.
  private let document: JSONValue?
  private let isEmpty: Bool
  /// Whether a body that is not JSON begins as JSON does.
  private let beginsAsJSON: Bool
  /// How the body is encoded, such as "gzip"; nil where it is as it is.
  private let encoding: String?
  private let tellOddities: ([UnexpectedShape]) -> Void

  /// - Parameter tellOddities: told of what was passed over in the data, when there is such (row 28).
  init(
    _ response: HTTPResponse,
    tellOddities: @escaping ([UnexpectedShape]) -> Void = { _ in }
  ) {
    self.tellOddities = tellOddities
    status = response.status
    time = response.time.map { Date(timeIntervalSince1970: TimeInterval($0)) }
    isEmpty = response.body.isEmpty
    let first = response.body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    beginsAsJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    document = try? JSONValue(parsing: response.body)
    encoding = response.headers.value("Content-Encoding").flatMap { value in
      value.lowercased() == "identity" ? nil : Self.clean(value)
    }
  }

  /// Why this answer is not what was asked for; nil when it is.
  var failure: APIError? {
    guard (200..<300).contains(status) else { return refusal }
    // A refusal that calls itself well.
    if let document, let reader = try? JSONReader(document), reader.bool("success") == false {
      return .rejected(status: status, words)
    }
    if document != nil || isEmpty { return nil }
    if let encoding {
      return .notThisAPI(
        said(
          """
          The answer is encoded as \(encoding), which was not asked for. Those who run the \
          server, or the proxy before it, have to turn that off.
          """))
    }
    if beginsAsJSON {
      return .notThisAPI(
        said(
          """
          The answer's JSON breaks off or is malformed. Try again; if it stays so, tell those \
          who run the server.
          """))
    }
    return .notThisAPI(
      said(
        """
        The answer is a page and not data: this is not the chat API, or a proxy or a sign-in \
        page of the network stands before it. Check the address.
        """))
  }

  /// What an answer other than 2xx means.
  var refusal: APIError {
    switch status {
    case 401: return .notSignedIn(words)
    case 403: return .notAllowed(words)
    case 404, 405:
      guard let message else {
        return .noSuchCall(said("This server has no such call (\(statusLine)); check the address."))
      }
      return status == 404 ? .notFound(message) : .rejected(status: status, message)
    case 407:
      return .unreachable(
        said("The proxy wants a name and password; write them into its address."),
        mayHaveArrived: false)
    case 408, 425, 429:
      return .unreachable(
        said("The server is too busy (\(message ?? statusLine)); try again later."),
        // Proxies say 408 of requests that they passed on whole, too.
        mayHaveArrived: status == 408)
    case 400..<500: return .rejected(status: status, words)
    case 500...: return .serverFailed(status: status, words)
    default:
      return .notThisAPI(said("The server answered \(statusLine), which this API never does."))
    }
  }

  /// The server's own message, else the status line (row 1).
  private var words: String { message ?? said("The server answered \(statusLine).") }

  /// `502 Bad Gateway`.
  var statusLine: String { Self.statusLine(status) }

  static func statusLine(_ status: Int) -> String {
    reasons[status].map { "\(status) \($0)" } ?? "\(status)"
  }

  /// The message of either shape, with the details that come with it.
  private var message: String? {
    guard let document else { return nil }
    let error = document["error"]
    let candidates = [document["message"], error?["message"], error]
    guard let message = candidates.lazy.compactMap({ $0?.stringValue }).compactMap(Self.clean).first
    else { return nil }
    let details = (error?["errors"] ?? document["errors"])?.arrayValue ?? []
    let named = details.prefix(3).compactMap { detail in
      (detail.stringValue ?? detail["message"]?.stringValue ?? detail["msg"]?.stringValue)
        .flatMap(Self.clean)
    }.filter { !message.contains($0) }
    return named.isEmpty ? message : "\(message) (\(named.joined(separator: "; ")))"
  }

  /// A foreign sentence made fit to be shown: on one line, not endless, and not a page.
  static func clean(_ text: String) -> String? {
    let line = String(
      text.unicodeScalars.prefix(2000).map { scalar in
        scalar.properties.generalCategory == .control ? " " : Character(scalar)
      }
    ).split(separator: " ").joined(separator: " ")
    guard !line.isEmpty, !line.hasPrefix("<") else { return nil }
    return line.count > 300 ? line.prefix(299) + "…" : line
  }

  // MARK: Data

  /// The member `key`, decoded.
  func value<Value>(
    _ key: String, _ decode: (JSONValue, String, Oddities) throws(UnexpectedShape) -> Value
  ) throws(APIError) -> Value {
    try whole { json, oddities throws(UnexpectedShape) in
      try decode(try JSONReader(json).require(key), key, oddities)
    }
  }

  /// The whole document, decoded.
  func whole<Value>(
    _ decode: (JSONValue, Oddities) throws(UnexpectedShape) -> Value
  ) throws(APIError) -> Value {
    guard let document else {
      throw .notThisAPI(said("The answer is empty where data were expected."))
    }
    let oddities = Oddities()
    defer { if !oddities.found.isEmpty { tellOddities(oddities.found) } }
    do throws(UnexpectedShape) {
      return try decode(document, oddities)
    } catch {
      throw .notThisAPI(said("The answer is not of this API: \(error)."))
    }
  }

  /// The changed conversation, where the server sends it along: the change is made either way. A
  /// record of another one says nothing of it.
  func changed(_ id: ConversationID) -> Conversation? {
    let oddities = Oddities()
    defer { if !oddities.found.isEmpty { tellOddities(oddities.found) } }
    guard let document, let reader = try? JSONReader(document, noting: oddities),
      let data = reader.value("data")
    else { return nil }
    let found = reader.attempt { () throws(UnexpectedShape) in
      try Conversation(json: data, path: "data", noting: oddities)
    }
    guard let found, found.id != id else { return found }
    oddities.note(UnexpectedShape(path: "data._id", problem: "is not the one that was asked for"))
    return nil
  }

  /// The uploaded files: an array by the document, an object by its examples (row 9).
  var media: [Media] {
    get throws(APIError) {
      try value("data") { data, path, oddities throws(UnexpectedShape) in
        guard let elements = data.arrayValue else {
          return [try Media(json: data, path: path, noting: oddities)]
        }
        var media: [Media] = []
        var problems: [UnexpectedShape] = []
        for (index, element) in elements.enumerated() {
          do throws(UnexpectedShape) {
            media.append(try Media(json: element, path: "\(path)[\(index)]", noting: oddities))
          } catch {
            problems.append(error)
            oddities.note(error)
          }
        }
        // One that cannot be read hides none of the others.
        if media.isEmpty, let first = problems.first { throw first }
        return media
      }
    }
  }

  /// The token of a sign-in (row 23).
  var token: String {
    get throws(APIError) {
      let found = document?["token"]?.stringValue ?? document?["data"]?["token"]?.stringValue
      guard let found, !found.isEmpty else {
        throw .notThisAPI(said("The answer to the sign-in holds no token; check login_path."))
      }
      return found
    }
  }

  private static let reasons = [
    200: "OK", 201: "Created", 204: "No Content", 206: "Partial Content",
    300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other",
    304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request",
    401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required",
    408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required",
    413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
    422: "Unprocessable Content", 425: "Too Early", 426: "Upgrade Required",
    429: "Too Many Requests", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout", 511: "Network Authentication Required",
  ]
}
