// Where an address leads: scheme, host and port. A token goes to one origin only (row 22).

/// Two addresses share an origin when scheme, host and port are equal, an unwritten port being the
/// scheme's own.
package struct Origin: Sendable, Hashable, CustomStringConvertible {
  /// The two schemes this client speaks.
  package enum Scheme: String, Sendable {
    case http, https

    package var defaultPort: UInt16 {
      switch self {
      case .http: 80
      case .https: 443
      }
    }
  }

  package let scheme: Scheme
  /// In lower case; an IPv6 address keeps its brackets.
  package let host: String
  package let port: UInt16

  package init(scheme: Scheme, host: String, port: UInt16) {
    self.scheme = scheme
    self.host = host.lowercased()
    self.port = port
  }

  /// `https://server.example`, with the port only where it is not the scheme's own.
  package var description: String { "\(scheme.rawValue)://\(authority)" }

  /// What a `Host` header carries: the host, and the port where it is not the scheme's own.
  package var authority: String { port == scheme.defaultPort ? host : "\(host):\(port)" }

  /// This very machine, as the host itself says: what leads there never leaves it.
  package var isLoopback: Bool { HostAddresses(of: host, .written).isLoopback }
}
