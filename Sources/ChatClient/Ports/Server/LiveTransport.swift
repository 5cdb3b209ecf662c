package import ChatModel
package import Foundation
package import JSON

/// The live link to a chat server: the port through which events come and go.
///
/// The adapter keeps the link up by itself: it reconnects with back-off, falls back to polling,
/// upgrades, and answers heartbeats. It never sends an emission twice and keeps none over a
/// reconnection: what cannot be handed over at once is reported as `.dropped`, and what no link to
/// this server can carry as `.unsendable`.
package protocol LiveTransport: Sendable {
  /// What happens on the link, in order and in batches; ends after `close()`. One consumer.
  var events: AsyncStream<[LiveEvent]> { get }
  /// Opens the link and keeps it open. Calling it again with another token reconnects.
  func connect(token: String)
  /// Hands one event to the link. `id` is the caller's, unique, and comes back in `LiveEvent`.
  /// - Parameters:
  ///   - acknowledged: asks for an acknowledgement; what becomes of it is told once.
  ///   - limit: how long that may take; nil for as long as the connection stands.
  func emit(
    _ emission: ClientEmission, id: EmissionID, acknowledged: Bool, within limit: Duration?)
  /// Tries at once instead of waiting for the back-off; leaves a link alone that seems to be up.
  func retryNow()
  /// Gives up the link or the attempt there is, and tries anew at once.
  func renew()
  /// Closes the link for good, after what was handed over has been flushed.
  func close() async
}

extension LiveTransport {
  package func emit(_ emission: ClientEmission, id: EmissionID, acknowledged: Bool) {
    emit(emission, id: id, acknowledged: acknowledged, within: nil)
  }
}

/// Numbers the emissions of one client, so that their fate can be told.
package struct EmissionID: Hashable, Sendable, RawRepresentable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }
}

/// What happened on the live link.
package enum LiveEvent: Hashable, Sendable {
  /// A first or later connection stands; rooms must be joined again unless `recovered`.
  case connected(LinkTransport, recovered: Bool)
  /// The link travels differently now: polling was upgraded to a WebSocket.
  case upgraded(LinkTransport)
  case connecting
  /// The link is down; the next attempt is at `retryAt`, if the adapter plans one.
  case disconnected(reason: String, retryAt: Date?)
  /// The server sent this client away (row 29). `retryNow` connects at once; the adapter itself
  /// tries at `retryAt`.
  case sentAway(retryAt: Date)
  /// The server refused the connection; no retry by itself. `isSignIn` when its words speak of
  /// authentication (row 15).
  case refused(reason: String, isSignIn: Bool)
  /// An event as it came; `ServerEvent.init(name:arguments:)` reads it. Its sender may wait for an
  /// acknowledgement of that number; no server of this API does.
  case event(name: String, arguments: [JSONValue], acknowledgement: Int? = nil)
  /// An event that was read already, by whoever looked for what is odd about it.
  case heard(ServerEvent)
  /// The emission was given to the transport: it may or may not have arrived.
  case handedOver(EmissionID)
  /// The emission was never given to any transport.
  case dropped(EmissionID)
  /// The emission was never given to any transport, and would not be if it were tried again.
  case unsendable(EmissionID, reason: String)
  /// The server acknowledged the emission with these arguments (row 7).
  case acknowledged(EmissionID, [JSONValue])
  /// The acknowledgement that was asked for will not be told: it did not come within its limit, or
  /// else the connection ended before it.
  case unacknowledged(EmissionID, timedOut: Bool)
  /// A frame or request, for testers; sent only while asked for.
  case wire(WireRecord, WireRelation)
}
