// What every connection of one account has in common: who we are, the way out, whom we trust, how
// long we wait.

package struct NetworkConfiguration: Sendable {
  /// `furrow/VERSION`.
  package var userAgent: String
  package var proxy: ProxySettings
  /// A PEM file of authorities trusted besides the system's own.
  package var caFile: String?
  /// Name, connection, proxy and TLS together.
  package var connectTimeout: Duration = .seconds(10)
  /// A request and its answer, all in all, redirects included; see `HTTPRequest.timeout`.
  package var requestTimeout: Duration = .seconds(30)
  /// An upload or download that moves no byte for this long is given up.
  package var stallTimeout: Duration = .seconds(30)
  /// The largest answer kept in memory, in bytes.
  package var bodyLimit: Int = 16 << 20
  package var redirectLimit: Int = 5
  /// The largest WebSocket message accepted, in bytes.
  package var messageLimit: Int = 16 << 20

  package init(userAgent: String, proxy: ProxySettings = .none, caFile: String? = nil) {
    self.userAgent = userAgent
    self.proxy = proxy
    self.caFile = caFile
  }
}
