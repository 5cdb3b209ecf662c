import Foundation
import Sentences

/// A chat server: its API's base and its origin, from either of them.
///
/// A base may stand below a prefix, as `https://host/help/api/v1` does behind a proxy: then all of
/// the server does, the live link too.
struct ServerAddress: Hashable, Sendable {
  /// Scheme, host and port.
  let origin: URL
  /// `/api/v1`, at the origin or below the prefix that was given.
  let base: URL
  /// What stands before `/api/v1`; empty, or a path that begins with a slash. Percent-encoded.
  let prefix: String

  /// - Parameter origin: where the text came from, for the one who has to correct it.
  init(_ text: String, from origin: String = "--url") throws(Failure) {
    guard let given = URLComponents(string: text), let scheme = given.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = given.host, !host.isEmpty,
      given.port.map((1...65535).contains) ?? true
    else {
      throw Failure(
        .badConfiguration,
        said(
          """
          The URL "\(text)" is not of the form http://host:port or https://host. Correct \
          \(origin).
          """)
      )
    }
    guard given.user == nil, given.password == nil, given.query == nil, given.fragment == nil else {
      throw Failure(
        .badConfiguration,
        said(
          """
          The URL must not carry a user name, a password, a query or a fragment. Correct \
          \(origin).
          """))
    }
    var components = URLComponents()
    components.scheme = scheme
    components.host = host
    components.port = given.port
    guard let server = components.url else {
      throw Failure(
        .badConfiguration, said("The URL \"\(text)\" cannot be read. Correct \(origin)."))
    }
    guard let (prefix, api) = Self.split(given.percentEncodedPath) else {
      throw Failure(
        .badConfiguration,
        said(
          """
          The URL "\(text)" is neither a server's origin nor an API's base: its path does not \
          end in /api/v1. Give \(server.absoluteString), or a base such as \
          \(server.absoluteString)/prefix/api/v1. Correct \(origin).
          """))
    }
    self.origin = server
    self.prefix = prefix
    components.percentEncodedPath = prefix + api
    base = components.url ?? server
  }

  /// A path as its prefix and the API's own part; nil when it is neither empty nor an API's base.
  private static func split(_ path: String) -> (prefix: String, api: String)? {
    // Doubled slashes are collapsed: two at the front of a path would name a host.
    var segments = path.split(separator: "/").map(String.init)
    guard !segments.isEmpty else { return ("", "/api/v1") }
    if segments.count > 2, segments.last == "chat" { segments.removeLast() }
    guard segments.count >= 2, let version = segments.popLast(), segments.popLast() == "api",
      version.first == "v", version.count > 1, version.dropFirst().allSatisfy(\.isNumber),
      !segments.contains(where: { $0 == "." || $0 == ".." })
    else { return nil }
    return (segments.map { "/" + $0 }.joined(), "/api/\(version)")
  }

  /// Where the live link is asked for.
  var socketPath: String { prefix + "/socket.io/" }

  /// The server as a person names it: its origin, with the prefix.
  var name: String { origin.absoluteString + prefix }

  /// What names it in a configuration: the origin, where the rest follows from it.
  var shortest: String {
    base.absoluteString == origin.absoluteString + "/api/v1"
      ? origin.absoluteString : base.absoluteString
  }

  /// The server's folder name: `HOST_PORT`, and the prefix of one of several at that host.
  var folder: String {
    let port = origin.port ?? (origin.scheme == "https" ? 443 : 80)
    let host = (origin.host() ?? "").lowercased()
    return Self.fileName(host) + "_\(port)" + Self.fileName(prefix)
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
