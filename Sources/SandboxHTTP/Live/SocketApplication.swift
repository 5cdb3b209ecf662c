// What runs behind the live link of a server. The hub knows sessions, sockets and packets; what an
// event means is the application's matter.

import JSON
import SocketIO

/// A Socket.IO application. Its calls come one at a time, from the hub's event loop, and must not wait.
protocol SocketApplication: Sendable {
  /// Told once, before anything else: where the application's own sends go. `outlet` may be called
  /// from any thread, also during the calls below; what is given to it goes out in that order.
  func send(through outlet: @escaping @Sendable (SocketDelivery) -> Void)
  /// Judges a client that wants in. What is sent to its socket meanwhile follows the acceptance.
  func admit(_ request: SocketRequest) -> SocketAdmission
  /// Takes an event. The result is the acknowledgement, which goes to a client that asked for one.
  func take(_ event: SocketEvent, from socket: String) -> SocketPayload?
  /// A socket that was admitted is gone: nothing reaches it any more.
  func ended(_ socket: String)
}

/// A client's wish to be in a namespace.
struct SocketRequest {
  /// The id that the client gets if it is let in, unguessable and used once.
  let socket: String
  let namespace: String
  /// The object of its CONNECT.
  let auth: JSONValue?
  /// Where it reached the server, as `http://127.0.0.1:5000`.
  let origin: String?
}

enum SocketAdmission {
  case accepted
  /// The words of CONNECT_ERROR.
  case refused(message: String)
}

/// An event on its way to clients.
struct SocketDelivery: Sendable {
  /// Those that are gone are passed over.
  var sockets: [String]
  var payload: SocketPayload
  /// How long it is held back.
  var delay = Duration.zero
}
