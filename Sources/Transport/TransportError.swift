// Everything that can go wrong on the way to a server and back, in cases a program can tell apart.
// What a server *answers*, whatever its status, is no error here.

package enum TransportError: Error, Sendable, Equatable {
  /// How far a request had come when its time was over.
  package enum Phase: String, Sendable {
    case resolving, connecting, securing, waiting, transferring
  }

  /// Why a TLS connection was not trusted or not made.
  package enum TLSFailure: Sendable, Equatable {
    /// The certificate was not issued by an authority this machine (or `caFile`) knows.
    case unknownAuthority
    /// The certificate belongs to another host.
    case wrongHost
    /// The certificate is past its end or before its beginning.
    case outOfDate
    /// The file of certificates named in the configuration cannot be used.
    case unusableCAFile
    /// What listens there answers in something else, plain HTTP as a rule.
    case notSpoken
    /// The two sides found no way to speak; the library's own words.
    case handshake(String)
  }

  /// Why a proxy did not let the connection through.
  package enum ProxyFailure: Sendable, Equatable {
    case cannotResolve
    case refused
    /// The proxy answered CONNECT with this HTTP status.
    case status(Int)
    /// The proxy's address in the configuration or environment cannot be read.
    case malformedAddress
    /// SOCKS said no, or the proxy broke off; the library's own words.
    case handshake(String)
  }

  /// Not a URL that can be used; why, in words that repeat nothing of it.
  case malformedAddress(String)
  /// A header's value, such as a token, holds line breaks or control characters.
  case malformedHeader(name: String)
  case cannotResolve(host: String)
  case connectionRefused(Origin)
  /// The network cannot be reached at all, or no route leads to the host.
  case unreachable(Origin)
  case timedOut(Phase)
  /// The server wants to be left alone until then (row 30): nothing was sent.
  case heldBack(until: ContinuousClock.Instant)
  /// A transfer that moved nothing for this long.
  case stalled(Duration)
  case tls(TLSFailure)
  case proxy(ProxyFailure)
  /// The connection ended before the answer did.
  case connectionLost
  /// The answer is larger than the limit, in bytes.
  case bodyTooLarge(limit: Int64)
  /// More redirects than allowed.
  case tooManyRedirects
  /// A redirect to another origin, of what is for one alone.
  case redirectRefused(from: Origin, to: Origin)
  /// The server answered the WebSocket handshake with another status than 101; `body` is the
  /// beginning of its answer, at most 16 KiB, so that a proxy's page can be told from the server.
  case upgradeRefused(status: Int, body: [UInt8])
  /// The server's bytes break HTTP's or WebSocket's rules; which, in a few words.
  case protocolViolation(String)
  /// A file to be sent cannot be read; `reason` is the system's own words.
  case fileUnreadable(path: String, reason: String)
  /// A file to be received cannot be written; `full` when the disk is.
  case fileUnwritable(path: String, reason: String, full: Bool)
  case cancelled
  case outOfMemory
}
