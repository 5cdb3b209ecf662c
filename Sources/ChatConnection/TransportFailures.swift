// What a failed connection means for a call, and for the live link.

package import ChatClient
import ChatModel
import Foundation
import Sentences
import SocketIO
package import Transport

extension APIError {
  package init(_ error: TransportError) {
    switch error {
    case .cancelled: self = .cancelled
    case .heldBack(let end): self = .heldBack(until: Date(of: end), mayHaveArrived: false)
    case .fileUnreadable, .fileUnwritable: self = .localFile(error.description)
    case .bodyTooLarge, .protocolViolation, .tooManyRedirects, .redirectRefused:
      self = .notThisAPI(error.words)
    case .malformedAddress, .malformedHeader, .cannotResolve, .connectionRefused, .unreachable,
      .timedOut, .stalled, .tls, .proxy, .connectionLost, .upgradeRefused, .outOfMemory:
      self = .unreachable(error.description, mayHaveArrived: error.mayHaveArrived)
    }
  }
}

extension TransportError {
  /// Its sentence, with sizes as docs/limits.md writes them.
  fileprivate var words: String {
    guard case .bodyTooLarge(let limit) = self else { return description }
    let megabytes = limit >> 20
    let size = megabytes > 0 ? "\(megabytes) MB" : FileSize.text(Int(limit))
    return said("The server sends more than the \(size) that are accepted.")
  }

  /// Whether the request was on its way when this happened.
  fileprivate var mayHaveArrived: Bool {
    switch self {
    case .timedOut(.waiting), .timedOut(.transferring), .stalled, .connectionLost: true
    default: false
    }
  }
}

extension TransportFault {
  init(_ error: TransportError) {
    switch error {
    case .upgradeRefused(let status, _): self = .status(status)
    case .heldBack(let end): self = .heldBack(until: end)
    default: self = .failed(error.words)
    }
  }

  init(_ end: WebSocketEnd) {
    switch end {
    // 1005 and 1006 stand for "no code" and never travel.
    case .closed(let code, _): self = .closed(code: [1005, 1006].contains(code) ? nil : Int(code))
    case .failed(let error): self = .init(error)
    }
  }
}

extension LinkLoss {
  /// Why the link is down, in words for people.
  var words: String {
    switch self {
    case .serverDisconnected: said("The server sent us away.")
    case .clientDisconnected: said("Signed off.")
    case .heartbeat: said("The server has fallen silent.")
    case .transport(.closed(let code?)): said("The server closed the connection (\(code)).")
    case .transport(.closed(nil)): said("The server closed the connection.")
    case .transport(.status(let status)):
      said("The server, or a proxy before it, answered \(ServerAnswer.statusLine(status)).")
    case .transport(.heldBack(let end)): APIError.holdWords(until: Date(of: end))
    case .transport(.failed(let words)): words
    case .closedByServer: said("The server closed the session.")
    case .malformed: said("The server sent what is not Socket.IO.")
    case .openTimedOut: said("The server took too long to open a connection.")
    case .connectTimedOut: said("The server took too long to let us in.")
    }
  }
}

extension Date {
  /// The date that the monotonic clock's `instant` will be, to the second, so that one wait has one
  /// name whenever it is looked at.
  init(of instant: ContinuousClock.Instant) {
    let (seconds, attoseconds) = ContinuousClock.now.duration(to: instant).components
    let date = Date(
      timeIntervalSinceNow: TimeInterval(seconds) + TimeInterval(attoseconds) / 1e18)
    self.init(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.up))
  }
}
