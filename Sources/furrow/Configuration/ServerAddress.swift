import Foundation

/// A chat server: its API's base and its origin, from either of them.
struct ServerAddress: Hashable, Sendable {
  /// Scheme, host and port.
  let origin: URL
  /// `/api/v1` at the origin, or the path that was given.
  let base: URL

  /// - Parameter origin: where the text came from, for the one who has to correct it.
  init(_ text: String, from origin: String = "--url") throws(Failure) {
    guard let given = URLComponents(string: text), let scheme = given.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = given.host, !host.isEmpty,
      given.port.map((1...65535).contains) ?? true
    else {
      throw Failure(
        .badConfiguration,
        "The URL \"\(text)\" is not of the form http://host:port or https://host. Correct \(origin)."
      )
    }
    guard given.user == nil, given.password == nil, given.query == nil, given.fragment == nil else {
      throw Failure(
        .badConfiguration,
        "The URL must not carry a user name, a password, a query or a fragment. Correct \(origin).")
    }
    var components = URLComponents()
    components.scheme = scheme
    components.host = host
    components.port = given.port
    var path = given.path
    while path.hasSuffix("/") { path.removeLast() }
    if path.hasSuffix("/chat") { path.removeLast("/chat".count) }
    guard let server = components.url else {
      throw Failure(.badConfiguration, "The URL \"\(text)\" cannot be read. Correct \(origin).")
    }
    self.origin = server
    components.path = path.isEmpty ? "/api/v1" : path
    base = components.url ?? server
  }

  /// The server's folder name, `HOST_PORT`.
  var folder: String {
    let port = origin.port ?? (origin.scheme == "https" ? 443 : 80)
    let host = (origin.host() ?? "").lowercased()
    return Self.fileName(host) + "_\(port)"
  }

  /// `text` as the name of a file: anything but letters, digits, `.`, `-` and `_` is escaped.
  static func fileName(_ text: String) -> String {
    let escaped = text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        String(UnicodeScalar(byte))
      case UInt8(ascii: "."): "."
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
    // "." and ".." name folders of their own, and a leading dot would hide one.
    return escaped.hasPrefix(".") ? "%2E" + escaped.dropFirst() : escaped
  }
}
