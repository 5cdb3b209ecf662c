// One clear sentence for each failure: what happened, and what to do where something can be done.
// Paths, hosts and libcurl's words go in; queries, passwords and tokens never do.

import Sentences

extension TransportError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformedAddress(let why): said("The address cannot be used: \(why).")
    case .malformedHeader(let name):
      said(
        """
        The value of the header \(name) holds line breaks or control characters; check where \
        it comes from.
        """)
    case .cannotResolve(let host):
      said("The name \(host) cannot be found; check its spelling and the network.")
    case .connectionRefused(let origin):
      said("Nothing listens at \(origin); check the address and whether the server runs.")
    case .unreachable(let origin): said("\(origin) cannot be reached; check the network.")
    case .timedOut(let phase):
      said("\(phase.words) took too long; ")
        + (phase == .securing ? said("check that the server speaks https, or ") : "")
        + said("try again later.")
    case .heldBack(let end):
      said(
        """
        The server wants to be left alone for another \
        \(ContinuousClock.now.duration(to: end).words).
        """)
    case .stalled(let time):
      said("Nothing moved for \(time.words), so the transfer was given up; try again.")
    case .tls(let failure): failure.words
    case .proxy(let failure): failure.words
    case .connectionLost: said("The connection ended before the answer was complete; try again.")
    case .bodyTooLarge(let limit):
      said("The server sends more than the \(limit) bytes that are accepted.")
    case .tooManyRedirects:
      said("The server sends us from one address to the next without end; check the address.")
    case .redirectRefused(let from, let to):
      said(
        """
        \(from) sends us to \(to), where nothing was asked; if that is right, use that \
        address.
        """)
    case .upgradeRefused(let status, _):
      said(
        """
        The server, or a proxy before it, answered \(status) instead of opening a WebSocket.
        """)
    case .protocolViolation(let words): said("The server does not keep to the protocol: \(words).")
    case .fileUnreadable(let path, let reason): said("\(path) cannot be read: \(reason).")
    case .fileUnwritable(let path, let reason, let full):
      said("\(path) cannot be written: \(reason).")
        + (full ? said(" Make room and try again.") : "")
    case .cancelled: said("Cancelled.")
    case .outOfMemory: said("There is not enough memory.")
    }
  }
}

extension TransportError.Phase {
  fileprivate var words: String {
    switch self {
    case .resolving: said("Looking up the server's name")
    case .connecting: said("Connecting to the server")
    case .securing: said("Agreeing on a secure connection")
    case .waiting: said("The server's answer")
    case .transferring: said("The transfer")
    }
  }
}

extension TransportError.TLSFailure {
  fileprivate var words: String {
    switch self {
    case .unknownAuthority:
      said(
        """
        The server's certificate was issued by nobody this computer trusts; if it is your own \
        authority, name its file with ca_file.
        """)
    case .wrongHost: said("The server's certificate belongs to another host; check the address.")
    case .outOfDate:
      said(
        """
        The server's certificate is out of date; check this computer's clock, or ask the \
        server's administrators to renew it.
        """)
    case .unusableCAFile:
      said(
        """
        The file of trusted certificates (ca_file) cannot be used; it must be in PEM format.
        """)
    case .notSpoken: said("The server does not speak https there; check the address.")
    case .handshake(let words): said("No secure connection could be made: \(words).")
    }
  }
}

extension TransportError.ProxyFailure {
  fileprivate var words: String {
    switch self {
    case .cannotResolve: said("The proxy's name cannot be found; check the proxy's address.")
    case .refused: said("The proxy cannot be reached; check its address and whether it runs.")
    case .status(407): said("The proxy wants a name and password; write them into its address.")
    case .status(let status):
      said("The proxy answered \(status) and lets no connection through; check that it may.")
    case .malformedAddress:
      said(
        """
        The proxy's address cannot be used; write it as http://HOST:PORT or \
        socks5h://HOST:PORT.
        """)
    case .handshake(let words): said("The proxy lets no connection through: \(words).")
    }
  }
}

extension Duration {
  fileprivate var words: String {
    self >= .seconds(1) ? "\(components.seconds) s" : "\(milliseconds) ms"
  }
}
