// The words between the server machines and the HTTP server that carries them.

package import JSON

/// An HTTP answer.
package struct HTTPReply: Equatable, Sendable {
  package var status: Int
  package var contentType: String
  package var body: [UInt8]

  package init(status: Int, contentType: String, body: [UInt8]) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }
}

/// What a session's requests and WebSockets do. The owner gives each its own `ChannelID`.
package enum ServerReport: Equatable, Sendable {
  /// A GET with the session's sid; it is answered by a `.reply`, perhaps much later.
  case poll(ChannelID)
  /// The client went away from a GET that waits.
  case pollAborted(ChannelID)
  /// A POST with the session's sid, body whole.
  case post(ChannelID, body: [UInt8])
  /// A WebSocket was opened with the session's sid.
  case webSocketOpened(ChannelID)
  case received(ChannelID, [EngineFrame])
  case webSocketClosed(ChannelID)
}

/// Work for the owner's HTTP server.
package enum ServerWork: Equatable, Sendable {
  case reply(ChannelID, HTTPReply)
  case sendFrames(ChannelID, [EngineFrame])
  /// Close with this RFC 6455 code, after what was sent.
  case closeWebSocket(ChannelID, code: Int)
}

/// Why a session ended.
package enum SessionEnd: Error, Equatable, Sendable {
  case clientClosed
  case serverClosed
  /// No pong in time.
  case heartbeat
  case transportClosed
  /// What came is no packet, or a packet out of place.
  case malformed
  case tooLarge
  /// More waited than a slow reader may let wait.
  case tooSlow
  /// A second GET while one waited.
  case overlappingPolls
  /// The client aborted a GET.
  case pollAborted
  /// No CONNECT within the limit.
  case connectTimedOut
}

/// A server's timings and limits. Timings are sent in whole milliseconds and may be below a second.
package struct ServerConfiguration: Equatable, Sendable {
  package var pingInterval = Duration.milliseconds(25_000)
  package var pingTimeout = Duration.milliseconds(60_000)
  /// Bytes of one POST body or WebSocket message.
  package var maxPayload = 1_000_000
  /// Most packets in one POST; python-engineio takes 16, the reference any number.
  package var packetsPerPost = Int.max
  /// Most packets in the answer to one GET; a python-engineio client refuses more than 16.
  package var packetsPerAnswer = 16
  /// Bytes that may wait for the next GET; a session that fetches too slowly ends.
  package var queueLimit = 4 << 20
  /// Whether long-polling sessions may become WebSocket ones.
  package var allowsUpgrade = true
  /// For a WebSocket beside long-polling to finish its upgrade.
  package var upgradeTimeLimit = Duration.seconds(10)
  /// For the first CONNECT to be accepted.
  package var connectTimeLimit = Duration.seconds(45)
  /// The namespaces that exist.
  package var namespaces: Set<String> = ["/"]

  package init() {}
}

/// How a session begins.
package enum SessionOpening: Equatable, Sendable {
  /// By a GET without sid, to be answered with the handshake.
  case polling(ChannelID)
  /// By a WebSocket without sid.
  case webSocket(ChannelID)
}

extension SocketServerSession {
  /// What the machine is told.
  package enum Input: Sendable {
    case report(ServerReport)
    /// The answer to `connectRequested`: the socket's id, and a `pid` where broken connections can
    /// be recovered.
    case accept(namespace: String, sid: String, pid: String?)
    /// The answer to `connectRequested`: a message, and JSON text as `data`.
    case refuse(namespace: String, message: String, data: [UInt8]?)
    /// Send an event; `acknowledgement` is the owner's number for the answer it asks for. Dropped
    /// (its acknowledgement fails) when the namespace is not connected.
    case emit(namespace: String, SocketPayload, acknowledgement: Int?)
    /// Answer an event that has an `acknowledgementID`.
    case acknowledge(namespace: String, id: Int, SocketPayload)
    /// DISCONNECT from a namespace; the session stays.
    case disconnect(namespace: String)
    /// End the session.
    case close
    /// `nextDeadline` has come.
    case tick
    /// The answer to `settle`.
    case settled
  }

  /// What the machine wants done and has to say, in order.
  package enum Output: Equatable, Sendable {
    case perform(ServerWork)
    /// A client wants in, with this JSON object as `auth`. Answer with `accept` or `refuse`.
    case connectRequested(namespace: String, auth: JSONValue?)
    case event(SocketEvent)
    case acknowledged(Int, SocketAcknowledgement)
    case acknowledgementFailed(Int)
    /// The client broke a rule behind what the outputs before this one tell. Hand in `settled` once
    /// all that they bring about was handed in; the session ends then, and not before.
    case settle
    /// The client left a namespace, or the session ended under it.
    case disconnected(namespace: String, SessionEnd)
    /// The session is over: forget its sid once the output is performed.
    case ended(SessionEnd)
  }
}
