// Chooses the proxy for an address as curl does: an explicit one, else the environment's, unless
// NO_PROXY names the host.

package struct ProxySettings: Sendable, Hashable {
  /// For `http` and `https` addresses, as `http://host:port`, `socks5://…` or `socks5h://…`; may
  /// hold a name and password, so it is never shown.
  private var http: String?
  private var https: String?
  /// The entries of NO_PROXY, in lower case.
  private let exceptions: [String]
  private let sparesLoopback: Bool

  /// No proxy, whatever the environment says.
  package static let none = ProxySettings()

  private init() {
    exceptions = []
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
    exceptions = (value("no_proxy", "NO_PROXY") ?? "").lowercased()
      .split { $0 == "," || $0 == " " || $0 == "\t" }.map(String.init)
    self.sparesLoopback = sparesLoopback
  }

  /// The proxy to hand to libcurl for this origin; nil for a direct connection.
  func proxy(for origin: Origin) -> String? {
    if sparesLoopback && origin.isLoopback { return nil }
    if exceptions.contains(where: { Self.exception($0, covers: origin.host) }) { return nil }
    return switch origin.scheme {
    case .http: http
    case .https: https
    }
  }

  /// `*`, a host with all its subdomains (a leading dot changes nothing), an address, or a network
  /// as `10.0.0.0/8`.
  private static func exception(_ entry: String, covers host: String) -> Bool {
    if entry == "*" { return true }
    if let address = IPv4(host) {
      let halves = entry.split(separator: "/", omittingEmptySubsequences: false)
      guard let network = IPv4(String(halves[0])) else { return false }
      guard halves.count == 2 else { return halves.count == 1 && network == address }
      guard let bits = UInt32(halves[1]), bits <= 32 else { return false }
      let mask: UInt32 = bits == 0 ? 0 : ~0 << (32 - bits)
      return network.number & mask == address.number & mask
    }
    if host.hasPrefix("[") { return entry == host || "[\(entry)]" == host }
    let name = entry.hasPrefix(".") ? String(entry.dropFirst()) : entry
    return !name.isEmpty && (host == name || host.hasSuffix("." + name))
  }
}

/// Four numbers with dots between.
private struct IPv4: Equatable {
  let number: UInt32

  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      guard let byte = UInt8(part) else { return nil }
      number = number << 8 | UInt32(byte)
    }
    self.number = number
  }
}
