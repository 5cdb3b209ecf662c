// The cookies of one session, in memory. A balancer's sticky cookie, set by the first answer, goes
// with every later request, the WebSocket's included (row 17).

import CCurl
import Synchronization

/// Every cookie belongs to the very host that set it: a `Domain` attribute is not followed, since
/// the API and its socket share one origin and a wider cookie could only leak.
package final class CookieJar: Sendable {
  private struct Cookie {
    let name: String
    var value: String
    let host: String
    let path: String
    let secure: Bool
    /// Seconds since 1970; nil lasts as long as the process.
    let expires: Int?
  }

  /// Beyond this a hostile server only fills memory; the oldest go first.
  private static let capacity = 100
  private let cookies = Mutex<[Cookie]>([])

  package init() {}

  /// Takes in one `Set-Cookie` value that `address` answered with.
  /// - Parameter now: seconds since 1970.
  package func store(_ header: String, from address: WebAddress, now: Int) {
    let parts = header.split(separator: ";", omittingEmptySubsequences: false).map(Self.pair)
    guard let (name, value) = parts.first, !name.isEmpty, let value,
      header.utf8.count <= 8192, !header.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 })
    else { return }
    var path = Self.defaultPath(address.path)
    var secure = false
    var expires: Int?
    var maxAge: Int?
    for (attribute, value) in parts.dropFirst() {
      switch attribute.lowercased() {
      case "path": if let value, value.hasPrefix("/") { path = String(value) }
      case "secure": secure = true
      case "max-age": maxAge = value.flatMap { Int($0) }
      case "expires":
        let seconds = value.map { curl_getdate(String($0), nil) } ?? -1
        if seconds >= 0 { expires = seconds }
      default: break
      }
    }
    if let maxAge {
      expires = maxAge <= 0 ? Int.min : now.addingReportingOverflow(maxAge).partialValue
      if maxAge > 0, let end = expires, end < now { expires = nil }
    }
    let cookie = Cookie(
      name: String(name), value: String(value), host: address.origin.host, path: path,
      secure: secure, expires: expires)
    cookies.withLock { cookies in
      cookies.removeAll {
        $0.name == cookie.name && $0.host == cookie.host && $0.path == cookie.path
      }
      if expires.map({ $0 > now }) ?? true { cookies.append(cookie) }
      if cookies.count > Self.capacity { cookies.removeFirst() }
    }
  }

  /// The value of the `Cookie` header for a request to `address`; nil when there is none.
  /// - Parameter now: seconds since 1970.
  package func header(for address: WebAddress, now: Int) -> String? {
    let mine = cookies.withLock { cookies in
      cookies.removeAll { $0.expires.map { $0 <= now } ?? false }
      return cookies.filter {
        $0.host == address.origin.host && Self.path(address.path, isBelow: $0.path)
          && (!$0.secure || address.origin.scheme == .https)
      }
    }
    guard !mine.isEmpty else { return nil }
    return mine.sorted { $0.path.utf8.count > $1.path.utf8.count }
      .map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
  }

  private static func pair(_ text: Substring) -> (Substring, Substring?) {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    return (trimmed(halves[0]), halves.count == 2 ? trimmed(halves[1]) : nil)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }

  private static func defaultPath(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  private static func path(_ path: String, isBelow prefix: String) -> Bool {
    path == prefix
      || path.hasPrefix(prefix)
        && (prefix.hasSuffix("/") || path.dropFirst(prefix.count).first == "/")
  }
}
