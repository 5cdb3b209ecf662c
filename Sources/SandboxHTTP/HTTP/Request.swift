// The head of a request, judged: what it asks for, where it reached the server, and how much follows.

import NIOHTTP1

/// A request whose head is sound.
struct Request {
  let head: HTTPRequestHead
  let path: String
  /// What follows `?`, still percent-encoded.
  let query: String
  let route: Route
  /// Where the client reached this server, as `http://host:port`; nil where it does not say.
  let origin: String?
  let body: Length

  enum Length: Equatable {
    case none
    case bytes(Int)
    /// It says so itself when it ends.
    case chunked
  }

  init(_ head: HTTPRequestHead) throws(HTTPFault) {
    self.head = head
    body = try Self.length(of: head.headers)
    origin = try Self.origin(of: head).map { "http://\($0)" }
    let target = Self.target(of: head.uri)
    let end = target.firstIndex(of: "?") ?? target.endIndex
    path = String(target[..<end])
    query = String(target[end...].dropFirst())
    route = Route(method: Self.method(of: head), path: path)
  }

  /// HEAD asks for what GET does.
  var method: String { Self.method(of: head) }

  private static func method(of head: HTTPRequestHead) -> String {
    head.method == .HEAD ? "GET" : head.method.rawValue
  }

  /// Whether more than `limit` bytes are known to follow.
  func exceeds(_ limit: Int) -> Bool {
    if case .bytes(let count) = body { count > limit } else { false }
  }

  var hasBody: Bool { body != .none && body != .bytes(0) }

  /// The parser stops behind a request that wants another protocol, so that nothing can follow.
  var keepsAlive: Bool {
    head.isKeepAlive && head.method != .CONNECT && !head.headers.contains(name: "Upgrade")
  }

  func header(_ name: String) -> String? { head.headers[name].first }

  private static func length(of headers: HTTPHeaders) throws(HTTPFault) -> Length {
    let codings = headers["Transfer-Encoding"]
    guard codings.isEmpty else {
      guard codings.count == 1, codings[0].lowercased() == "chunked" else { throw .unknownCoding }
      return .chunked
    }
    let lengths = headers["Content-Length"]
    guard let text = lengths.first else { return .none }
    guard lengths.count == 1, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      throw .malformed
    }
    guard let count = Int(text) else { throw .tooLarge }
    return .bytes(count)
  }

  private static func origin(of head: HTTPRequestHead) throws(HTTPFault) -> String? {
    let hosts = head.headers["Host"]
    guard let host = hosts.first, !host.isEmpty else {
      guard head.version == .http1_0 || hosts.first != nil else { throw .malformed }
      return nil
    }
    guard hosts.count == 1, isHost(host) else { throw .malformed }
    return host
  }

  /// A name or an address, and perhaps a port: nothing else gets into an address that we write.
  static func isHost(_ text: String) -> Bool {
    guard text.utf8.count <= 255 else { return false }
    return text.wholeMatch(of: /([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/) != nil
  }

  /// Cuts scheme and host off an absolute address (RFC 9112, 3.2.2).
  private static func target(of uri: String) -> Substring {
    guard let scheme = uri.prefixMatch(of: /[Hh][Tt][Tt][Pp][Ss]?:\/\/[^\/?]*/) else {
      return uri[...]
    }
    let rest = uri[scheme.range.upperBound...]
    return rest.hasPrefix("/") ? rest : "/" + rest
  }
}
