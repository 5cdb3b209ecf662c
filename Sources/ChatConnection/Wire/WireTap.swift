// Turns the requests and answers of one identity into records, with the tokens taken out.

import ChatModel
import JSON
import SocketIO
package import Transport

package struct WireTap: Sendable {
  /// What stands for a body that holds a password or a token.
  private static let secret: JSONValue = "(secret)"
  /// How much of a text that is no JSON is shown, in bytes: what a usual `maxPayload` lets through
  /// (row 16).
  private static let limit = 1 << 20

  package let identity: String
  package let book: WireBook

  /// - Parameter identity: whose wire it is, by the name of the profile; each record says it.
  package init(of identity: String, in book: WireBook) {
    self.identity = identity
    self.book = book
  }

  /// A request whose answer will be told, as far as anybody listens.
  package struct Exchange: Sendable {
    fileprivate var number: Int
    fileprivate var name: String
    fileprivate var session: String?
    fileprivate var token: String?
    fileprivate var isSecret: Bool
    fileprivate var isPolling: Bool
    fileprivate var asked: ContinuousClock.Instant
  }

  /// - Parameters:
  ///   - token: what signs in, where no header does
  ///   - session: of long-polling; its packets are told for themselves
  package func ask(
    _ request: HTTPRequest, isSecret: Bool = false, isPolling: Bool = false,
    session: String? = nil, token: String? = nil
  ) -> Exchange? {
    guard book.isOpen else { return nil }
    let bearer = request.bearerToken
    let token = bearer ?? token
    let name =
      "\(request.method) "
      + WireSecrets.masked(
        target: request.address.path + (request.address.query.map { "?" + $0 } ?? ""), token: token)
    var record = WireRecord(
      identity: identity, session: session, direction: .outgoing, layer: .http, name: name)
    record.headers = (request.headers + request.originHeaders).map {
      WireSecrets.masked(header: $0.name, $0.value, token: token)
    }
    if request.authorization != nil {
      record.headers.append(WireHeaderField("Authorization", "Bearer \(TokenMask.mask)"))
    }
    switch request.body {
    case .none: break
    case .bytes(let bytes):
      record.bytes = bytes.count
      if !isPolling { fill(&record, with: bytes, isSecret, token) }
    case .multipart(let parts):
      record.data = Self.form(parts)
      record.uploads = parts.compactMap { part in
        guard case .file(let path, let name, let format) = part.content else { return nil }
        return WireUpload(path: path, name: name, format: format)
      }
    }
    // Before it is told, so that the time that it takes is not shorter than it was.
    let asked = ContinuousClock.now
    return Exchange(
      number: book.note(record), name: name, session: session, token: token, isSecret: isSecret,
      isPolling: isPolling, asked: asked)
  }

  package func answer(_ response: HTTPResponse, to exchange: Exchange?) {
    guard let exchange, book.isOpen else { return }
    if let date = response.time { book.learn(date: date, asked: exchange.asked) }
    var record = answering(exchange)
    record.status = response.status
    record.bytes = response.body.count
    record.headers = response.headers.map {
      WireSecrets.masked(header: $0.name, $0.value, token: exchange.token)
    }
    if !exchange.isPolling || response.status != 200 {
      fill(&record, with: response.body, exchange.isSecret, exchange.token)
    }
    book.note(record)
  }

  /// No answer will come.
  package func fail(_ words: String, _ exchange: Exchange?) {
    guard let exchange, book.isOpen else { return }
    var record = answering(exchange)
    record.data = ["error": .string(words)]
    book.note(record)
  }

  private func answering(_ exchange: Exchange) -> WireRecord {
    WireRecord(
      identity: identity, session: exchange.session, direction: .incoming, layer: .http,
      name: exchange.name, answers: exchange.number)
  }

  private func fill(
    _ record: inout WireRecord, with body: [UInt8], _ isSecret: Bool, _ token: String?
  ) {
    guard !body.isEmpty else { return }
    guard !isSecret else {
      record.data = Self.secret
      return
    }
    record.data = Self.document(body, token: token)
    if book.keepsRaw { record.raw = WireSecrets.masked(Self.text(body), token: token) }
  }

  // MARK: Words

  /// A body as JSON, else as text.
  static func document(_ bytes: [UInt8], token: String?) -> JSONValue {
    WireSecrets.masked(
      (try? JSONValue(parsing: bytes)) ?? .string(text(bytes)), token: token)
  }

  static func text(_ bytes: [UInt8]) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return bytes.count == 1 ? "1 byte" : "\(bytes.count) bytes"
    }
    return bytes.count <= limit
      ? text : String(decoding: bytes.prefix(limit), as: UTF8.self) + "…"
  }

  private static func form(_ parts: [MultipartPart]) -> JSONValue {
    var fields: [(String, JSONValue)] = []
    var files: [JSONValue] = []
    for part in parts {
      switch part.content {
      case .text(let text): fields.append((part.field, .string(text)))
      case .file(_, let name, let format):
        files.append(
          ["field": .string(part.field), "name": .string(name), "format": .string(format)])
      }
    }
    return ["fields": .object(JSONObject(fields)), "files": .array(files)]
  }
}
