// Chooses the proxy for an address as curl does: an explicit one, else the environment's, unless
// NO_PROXY names the host.

package struct ProxySettings: Sendable, Hashable {
  /// For `http` and `https` addresses, as `http://host:port`, `socks5://…` or `socks5h://…`; may
  /// hold a name and password, so it is never shown.
  private var http: String?
  private var https: String?
  /// The value of NO_PROXY, handed to libcurl, which compares hosts, suffixes and networks.
  let exceptions: String
  private let sparesLoopback: Bool

  /// No proxy, whatever the environment says.
  package static let none = ProxySettings()

  private init() {
    exceptions = ""
    sparesLoopback = true
  }

  /// - Parameters:
  ///   - explicit: the configured proxy, used for every address; nil or empty looks into the
  ///     environment.
  ///   - environment: HTTPS_PROXY, ALL_PROXY and NO_PROXY in either case, and `http_proxy` in
  ///     lower case only (in a CGI, HTTP_PROXY is a request's header).
  ///   - sparesLoopback: addresses of this machine are reached directly.
  package init(explicit: String?, environment: [String: String], sparesLoopback: Bool) {
    func value(_ names: String...) -> String? {
      names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    if let explicit, !explicit.isEmpty {
      http = explicit
      https = explicit
    } else {
      let all = value("all_proxy", "ALL_PROXY")
      http = value("http_proxy") ?? all
      https = value("https_proxy", "HTTPS_PROXY") ?? all
    }
    exceptions = value("no_proxy", "NO_PROXY") ?? ""
    self.sparesLoopback = sparesLoopback
  }

  /// The proxy to hand to libcurl for this origin; nil for a direct connection. NO_PROXY is not
  /// looked at here.
  func proxy(for origin: Origin) -> String? {
    if sparesLoopback && origin.isLoopback { return nil }
    return switch origin.scheme {
    case .http: http
    case .https: https
    }
  }
}
