// Which pages of other origins may speak with the server from a browser (CORS, as the Fetch standard
// has it). Tokens travel in a header of their own, so there are no credentials to allow.

import NIOHTTP1

/// The origins that are let in.
package struct CrossOrigin: Sendable {
  private let isAllowed: @Sendable (String) -> Bool

  /// Pages of this computer, on any port.
  package static let loopback = CrossOrigin { origin in
    origin.wholeMatch(of: /https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?/) != nil
  }

  private init(_ isAllowed: @escaping @Sendable (String) -> Bool) { self.isAllowed = isAllowed }

  /// These origins and no others; `*` is any. nil when one of them is no origin.
  package init?(allowing origins: [String]) {
    guard origins.allSatisfy({ $0 == "*" || Self.isOrigin($0) }) else { return nil }
    let known = Set(origins.map { $0.lowercased() })
    self.init { known.contains("*") || known.contains($0.lowercased()) }
  }

  /// `scheme://host` and perhaps a port, as browsers write it.
  private static func isOrigin(_ text: String) -> Bool {
    text.wholeMatch(
      of: /[A-Za-z][A-Za-z0-9+.-]*:\/\/([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/) != nil
  }

  /// What every answer to a request of this origin carries beside its own headers.
  func headers(for origin: String?) -> [String: String] {
    var headers = ["Vary": "Origin"]
    guard let origin, isAllowed(origin) else { return headers }
    headers["Access-Control-Allow-Origin"] = origin
    headers["Access-Control-Expose-Headers"] =
      "Accept-Ranges, Content-Range, Date, Retry-After, WWW-Authenticate"
    return headers
  }

  /// The answer to the question that a browser asks before the request itself.
  static let preflight = HTTPAnswer(
    status: 204, contentType: nil,
    headers: [
      "Access-Control-Allow-Methods": "GET, HEAD, POST, PATCH, DELETE",
      "Access-Control-Allow-Headers": "Authorization, Content-Type, Range",
      "Access-Control-Max-Age": "600",
    ], body: [])
}
