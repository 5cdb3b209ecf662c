// The words between the client machine and the world: what it is told, what it wants done, what it
// has to say. The machine itself is `SocketClient`.

package import JSON

/// Which transports a client may use.
package enum TransportPolicy: String, Equatable, Sendable {
  /// WebSocket first; long-polling when that fails, then an upgrade when the server offers it
  /// (row 17).
  case automatic
  case webSocketOnly
  case pollingOnly
}

/// Work of the client's transport. Every piece is answered by a `LinkReport` with the same id,
/// except what says otherwise.
package enum LinkWork: Equatable, Sendable {
  /// Open a WebSocket at this path and query of the server. No permessage-deflate; the session's
  /// cookies go along.
  case openWebSocket(ChannelID, target: String)
  /// Send these messages in order. Not answered.
  case sendFrames(ChannelID, [EngineFrame])
  /// Close after what was sent. Not answered; a late report about it is ignored.
  case closeWebSocket(ChannelID)
  /// Start a GET. It may wait as long as the server's ping interval and time-out together.
  case get(ChannelID, target: String)
  /// Start a POST of `text/plain;charset=UTF-8`.
  case post(ChannelID, target: String, body: [UInt8])
  /// Give up a GET or POST. Not answered.
  case cancel(ChannelID)
}

/// What became of a transport's work.
package enum LinkReport: Equatable, Sendable {
  case webSocketOpened(ChannelID)
  /// Messages read in one turn, in order.
  case received(ChannelID, [EngineFrame])
  /// The WebSocket could not be opened, or is closed.
  case webSocketClosed(ChannelID, TransportFault)
  /// A GET or POST has its whole answer.
  case answered(ChannelID, status: Int, body: [UInt8])
  /// A GET or POST has none.
  case requestFailed(ChannelID, TransportFault)
}

/// Why a transport is gone, in its own words.
package enum TransportFault: Error, Equatable, Sendable {
  /// A WebSocket's close code, when the peer gave one.
  case closed(code: Int?)
  /// The server answered with this HTTP status instead of opening or 200.
  case status(Int)
  /// The server wants to be asked nothing before this instant (row 30).
  case heldBack(until: ContinuousClock.Instant)
  /// Anything else, described for the log.
  case failed(String)
}

/// Why a link is lost or a namespace left.
package enum LinkLoss: Error, Equatable, Sendable {
  /// The server sent DISCONNECT: it wants us to stay away. Tried again after minutes (row 29).
  case serverDisconnected
  /// We left.
  case clientDisconnected
  /// No ping within pingInterval + pingTimeout.
  case heartbeat
  case transport(TransportFault)
  /// The server closed the session.
  case closedByServer
  /// The server sent what is no packet, or a packet out of place.
  case malformed
  /// No transport opened in time.
  case openTimedOut
  /// The reply to CONNECT did not come in time.
  case connectTimedOut
}

/// What the link is doing, to be shown.
package enum LinkState: Equatable, Sendable {
  case idle
  /// Waiting for a transport and the handshake. `attempt` counts from 0 since the last connection
  /// that was worth its name (row 31).
  case opening(TransportKind, attempt: Int)
  /// The session is open, no namespace has been answered yet.
  case joining(TransportKind)
  case online(TransportKind)
  /// Online by long-polling while a WebSocket is tried.
  case upgrading
  /// Nothing happens until this instant, or until `retryNow`.
  case waiting(until: ContinuousClock.Instant, attempt: Int, after: LinkLoss)
}

/// One event to be sent.
package struct Emission: Equatable, Sendable {
  /// What becomes of it while its namespace is not connected.
  package enum Delivery: Equatable, Sendable {
    /// Kept, and sent right after the next CONNECT reply, before anything new.
    case buffered
    /// Answered with `.notSent`.
    case onlyIfConnected
  }

  /// The caller's own number, named in `handedOver`, `notSent` and the acknowledgement; nil when
  /// the caller wants to hear nothing.
  package var id: Int?
  package var namespace: String
  package var payload: SocketPayload
  /// Ask for an acknowledgement (needs an `id`).
  package var wantsAcknowledgement: Bool
  /// How long the acknowledgement may take, from when the packet is given to a session; nil for as
  /// long as the connection stands.
  package var acknowledgementLimit: Duration?
  package var delivery: Delivery

  package init(
    id: Int? = nil, namespace: String = "/", payload: SocketPayload,
    wantsAcknowledgement: Bool = false, acknowledgementLimit: Duration? = nil,
    delivery: Delivery = .onlyIfConnected
  ) {
    self.id = id
    self.namespace = namespace
    self.payload = payload
    self.wantsAcknowledgement = wantsAcknowledgement
    self.acknowledgementLimit = acknowledgementLimit
    self.delivery = delivery
  }
}

/// Why an emission was not handed to a transport, and will not be.
package enum NotSent: Error, Equatable, Sendable {
  case notConnected
  /// Larger than the server's maxPayload in bytes.
  case tooLarge(limit: Int)
  case tooManyAttachments
}

/// Why an acknowledgement will never be told.
package enum AcknowledgementFailure: Error, Equatable, Sendable {
  /// The connection ended before it came.
  case disconnected
  /// It did not come within the emission's limit; one that comes later is dropped.
  case timedOut
}

/// A namespace's CONNECT was answered.
package struct SocketConnection: Equatable, Sendable {
  package var namespace: String
  /// The socket's id in that namespace.
  package var sid: String
  /// Set when the server can restore the state of a broken connection.
  package var pid: String?
  /// The server restored it: missed events follow, rooms are kept.
  package var recovered: Bool
  package var transport: TransportKind
}

/// A namespace's CONNECT was refused: a sign-in problem, not one of the network (row 15).
package struct Refusal: Equatable, Sendable {
  package var message: String
  /// JSON text, when the server gave more than a message.
  package var data: JSONValue?

  package init(message: String, data: JSONValue? = nil) {
    self.message = message
    self.data = data
  }
}

extension SocketClient {
  /// What the machine is told.
  package enum Input: Sendable {
    /// Be connected to a namespace, with this JSON object as `auth`. Opens the link when it is
    /// closed; after a refusal or a DISCONNECT it asks again at once. For a namespace that is
    /// connected already, the new `auth` counts from the next CONNECT.
    case join(namespace: String, auth: [UInt8]?)
    /// Leave a namespace. The link closes with the last one.
    case leave(namespace: String)
    /// Leave every namespace and close.
    case disconnect
    /// Something says that the network is there (or has changed), or somebody wants the link: do not
    /// wait for the next retry. Only what the server has asked for is waited for (row 30).
    case retryNow
    /// What there is of a link only seems to be one: give it up and open another at once.
    case renew
    case emit(Emission)
    /// Answer an event that has an `acknowledgementID`. Dropped when no longer connected.
    case acknowledge(namespace: String, id: Int, SocketPayload)
    case report(LinkReport)
    /// `nextDeadline` has come.
    case tick
  }

  /// What the machine wants done and has to say, in order.
  package enum Output: Equatable, Sendable {
    case perform(LinkWork)
    case connected(SocketConnection)
    /// Not retried by itself: `join` again with another `auth`.
    case refused(namespace: String, Refusal)
    case event(SocketEvent)
    case acknowledged(emission: Int, SocketAcknowledgement)
    case acknowledgementFailed(emission: Int, AcknowledgementFailure)
    /// These emissions were handed to a transport. Should it die now, nobody knows whether they
    /// arrived.
    case handedOver([Int])
    case notSent(emission: Int, NotSent)
    /// A namespace that was connected no longer is.
    case disconnected(namespace: String, LinkLoss, retryAt: ContinuousClock.Instant?)
    case linkChanged(LinkState)
  }

  /// Times and ways. The defaults are those of docs/protocol.md.
  package struct Configuration: Equatable, Sendable {
    package var path = "/socket.io/"
    /// Goes with every request, behind the protocol's own parameters.
    package var query: [EngineParameter] = []
    package var policy = TransportPolicy.automatic
    /// For a transport to open and bring the handshake.
    package var openTimeLimit = Duration.seconds(20)
    /// How long `automatic` waits for a WebSocket before it falls back to long-polling.
    package var webSocketPatience = Duration.seconds(5)
    /// For the reply to CONNECT.
    package var connectTimeLimit = Duration.seconds(10)
    /// For a WebSocket that is tried beside long-polling.
    package var probeTimeLimit = Duration.seconds(10)
    /// A connection that lasted this long, or carried an event, ends the back-off (row 31).
    package var provingTime = Duration.seconds(10)

    package init() {}
  }
}
