// One clear sentence for each failure: what happened, and what to do where something can be done.
// Paths, hosts and libcurl's words go in; queries, passwords and tokens never do.

extension TransportError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformedAddress(let why): "The address cannot be used: \(why)."
    case .malformedHeader(let name):
      "The value of the header \(name) holds line breaks or control characters; "
        + "check where it comes from."
    case .cannotResolve(let host):
      "The name \(host) cannot be found; check its spelling and the network."
    case .connectionRefused(let origin):
      "Nothing listens at \(origin); check the address and whether the server runs."
    case .unreachable(let origin): "\(origin) cannot be reached; check the network."
    case .timedOut(let phase):
      "\(phase.words) took too long; "
        + (phase == .securing ? "check that the server speaks https, or " : "") + "try again later."
    case .heldBack(let end):
      "The server wants to be left alone for another \(ContinuousClock.now.duration(to: end).words)."
    case .stalled(let time):
      "Nothing moved for \(time.words), so the transfer was given up; try again."
    case .tls(let failure): failure.words
    case .proxy(let failure): failure.words
    case .connectionLost: "The connection ended before the answer was complete; try again."
    case .bodyTooLarge(let limit):
      "The server sends more than the \(limit) bytes that are accepted."
    case .tooManyRedirects:
      "The server sends us from one address to the next without end; check the address."
    case .redirectRefused(let from, let to):
      "\(from) sends us to \(to), where nothing was asked; if that is right, use that address."
    case .upgradeRefused(let status, _):
      "The server, or a proxy before it, answered \(status) instead of opening a WebSocket."
    case .protocolViolation(let words): "The server does not keep to the protocol: \(words)."
    case .fileUnreadable(let path, let reason): "\(path) cannot be read: \(reason)."
    case .fileUnwritable(let path, let reason, let full):
      "\(path) cannot be written: \(reason)." + (full ? " Make room and try again." : "")
    case .cancelled: "Cancelled."
    case .outOfMemory: "There is not enough memory."
    }
  }
}

extension TransportError.Phase {
  fileprivate var words: String {
    switch self {
    case .resolving: "Looking up the server's name"
    case .connecting: "Connecting to the server"
    case .securing: "Agreeing on a secure connection"
    case .waiting: "The server's answer"
    case .transferring: "The transfer"
    }
  }
}

extension TransportError.TLSFailure {
  fileprivate var words: String {
    switch self {
    case .unknownAuthority:
      "The server's certificate was issued by nobody this computer trusts; "
        + "if it is your own authority, name its file with ca_file."
    case .wrongHost: "The server's certificate belongs to another host; check the address."
    case .outOfDate:
      "The server's certificate is out of date; check this computer's clock, "
        + "or ask the server's administrators to renew it."
    case .unusableCAFile:
      "The file of trusted certificates (ca_file) cannot be used; it must be in PEM format."
    case .notSpoken: "The server does not speak https there; check the address."
    case .handshake(let words): "No secure connection could be made: \(words)."
    }
  }
}

extension TransportError.ProxyFailure {
  fileprivate var words: String {
    switch self {
    case .cannotResolve: "The proxy's name cannot be found; check the proxy's address."
    case .refused: "The proxy cannot be reached; check its address and whether it runs."
    case .status(407): "The proxy wants a name and password; write them into its address."
    case .status(let status):
      "The proxy answered \(status) and lets no connection through; check that it may."
    case .malformedAddress:
      "The proxy's address cannot be used; write it as http://HOST:PORT or socks5h://HOST:PORT."
    case .handshake(let words): "The proxy lets no connection through: \(words)."
    }
  }
}

extension Duration {
  fileprivate var words: String {
    self >= .seconds(1) ? "\(components.seconds) s" : "\(milliseconds) ms"
  }
}
