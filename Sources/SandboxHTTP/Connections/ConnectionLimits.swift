// What one connection may take of the server's time and memory before it is cut off.

/// The limits of each connection.
package struct ConnectionLimits: Sendable {
  /// For the head of a request, from its first byte to its last; for a connection's first one, from
  /// the connection's beginning.
  package var head = Duration.seconds(10)
  /// For a body, a WebSocket frame or an answer to move on by `leastMoved` bytes, or to its end.
  package var stall = Duration.seconds(30)
  /// In bytes.
  package var leastMoved = 64
  /// For another request to begin behind one that was answered.
  package var idle = Duration.seconds(75)
  /// For a client to take in the last answer before the connection is closed in the middle of what
  /// it sends.
  package var linger = Duration.seconds(2)
  /// For the live sessions to take in what is queued for them when the server stops.
  package var farewell = Duration.seconds(1)
  /// In bytes: what may wait for a slow reader.
  package var queue = 4 << 20
  /// In bytes: what is taken of one connection before all others have had their turn.
  package var turn = 4 << 10
  /// In bytes: the request line, each header, and what stands between two pieces of a body.
  package var field = 64 << 10
  /// In bytes: the whole head.
  package var headSize = 128 << 10
  package var headerCount = 500
  /// Connections at a time; nil leaves some of the process's descriptors for files.
  package var connections: Int?

  package init() {}
}
