// An address on the web, read by the same parser that later connects to it, so that the origin a
// token was judged by is the origin that it is sent to.

import CCurl
import Sentences

/// An absolute `http` or `https` URL without name and password and without fragment.
package struct WebAddress: Sendable, Hashable, CustomStringConvertible {
  /// The whole address as it goes to the server, query included.
  package let text: String
  package let origin: Origin
  /// Begins with `/`; percent-encoded.
  package let path: String
  /// Without the `?`; percent-encoded; nil when there is none.
  package let query: String?

  /// - Throws: `malformedAddress` when the text is no `http` or `https` URL, or holds a password.
  package init(_ text: String) throws(TransportError) {
    let parts = try ParsedURL()
    try parts.set(text)
    try self.init(parts)
  }

  /// The address that `reference` means when read on this page: absolute, `//host/…`, `/path` or
  /// relative (a media `url`, row 22, or a `Location` header).
  /// - Throws: `malformedAddress`, as `init` does.
  package func resolving(_ reference: String) throws(TransportError) -> WebAddress {
    let parts = try ParsedURL()
    try parts.set(text)
    try parts.set(reference)
    return try WebAddress(parts)
  }

  /// This address with another path below its origin and these query items, percent-encoded here.
  /// - Throws: `malformedAddress` when the path cannot be part of a URL.
  package func with(
    path: String, query: [(name: String, value: String)] = []
  ) throws(TransportError) -> WebAddress {
    var reference = path.hasPrefix("/") ? path : "/" + path
    if !query.isEmpty {
      reference +=
        "?"
        + query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
        .joined(separator: "&")
    }
    return try WebAddress(origin.description + reference)
  }

  /// `text` as one path segment or query value: everything but letters, digits and `-._~` becomes
  /// `%XX`, so that a server's id can never climb out of its place in a path.
  package static func encoded(_ text: String) -> String {
    if text == "." || text == ".." {
      return text.replacing(".", with: "%2E")
    }
    var result: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.append(byte)
      default:
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Origin and path, for people and logs: a query may carry secrets and stays out.
  package var description: String { origin.description + path }

  private init(_ parts: ParsedURL) throws(TransportError) {
    guard let scheme = parts.get(CURLUPART_SCHEME).flatMap(Origin.Scheme.init(rawValue:)) else {
      throw .malformedAddress(said("it must begin with http:// or https://"))
    }
    guard parts.get(CURLUPART_USER) == nil, parts.get(CURLUPART_PASSWORD) == nil else {
      throw .malformedAddress(said("it must not hold a name or password"))
    }
    guard let host = parts.get(CURLUPART_HOST), !host.isEmpty,
      let port = parts.get(CURLUPART_PORT, flags: UInt32(CURLU_DEFAULT_PORT)).flatMap({
        UInt16($0)
      }), port > 0
    else {
      throw .malformedAddress(said("it names no host and port"))
    }
    origin = Origin(scheme: scheme, host: host, port: port)
    path = parts.get(CURLUPART_PATH) ?? "/"
    query = parts.get(CURLUPART_QUERY)
    text = origin.description + path + (query.map { "?" + $0 } ?? "")
  }
}

extension ProxySettings {
  /// Whether libcurl can make sense of a proxy's address. Asked before, since its own words for
  /// this fault repeat the address with its password.
  static func isUsable(_ proxy: String) -> Bool {
    guard let parts = try? ParsedURL(),
      (try? parts.set(proxy, flags: UInt32(CURLU_GUESS_SCHEME) | UInt32(CURLU_NON_SUPPORT_SCHEME)))
        != nil
    else { return false }
    let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]
    // Without a scheme it is an HTTP proxy, whatever libcurl guesses from the host's name.
    return !proxy.contains("://") || schemes.contains(parts.get(CURLUPART_SCHEME) ?? "")
  }
}

/// Owns one `CURLU` handle.
private final class ParsedURL {
  private let handle: OpaquePointer

  init() throws(TransportError) {
    guard let handle = curl_url() else { throw .outOfMemory }
    self.handle = handle
  }

  deinit { curl_url_cleanup(handle) }

  func set(
    _ text: String, flags: UInt32 = UInt32(CURLU_URLENCODE) | UInt32(CURLU_NON_SUPPORT_SCHEME)
  ) throws(TransportError) {
    let code = curl_url_set(handle, CURLUPART_URL, text, flags)
    guard code == CURLUE_OK else {
      throw code == CURLUE_OUT_OF_MEMORY
        ? .outOfMemory : .malformedAddress(String(cString: curl_url_strerror(code)))
    }
  }

  func get(_ part: CURLUPart, flags: UInt32 = 0) -> String? {
    var found: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &found, flags) == CURLUE_OK, let found else { return nil }
    defer { curl_free(found) }
    return String(cString: found)
  }
}
