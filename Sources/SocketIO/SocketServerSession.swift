// One session of a Socket.IO server, without IO.

package struct SocketServerSession: Sendable {
  /// A reading of the monotonic clock.
  package typealias Instant = ContinuousClock.Instant

  /// The session's Engine.IO id: unguessable, safe in a query.
  package let sid: String

  /// Begins a session, and answers the request or WebSocket that opened it with the handshake.
  package static func open(
    sid: String, by opening: SessionOpening, configuration: ServerConfiguration, at now: Instant
  ) -> (SocketServerSession, [Output]) { fatalError() }

  /// When `.tick` is due. Read it after every `handle`.
  package var nextDeadline: Instant? { nil }

  /// Takes what happened and gives back what follows.
  package mutating func handle(_ input: Input, at now: Instant) -> [Output] {
    handle([input], at: now)
  }

  /// The same for several things that happened together: what they send over long-polling goes out
  /// in one answer. (Give the answers to the events of one POST in one call.)
  package mutating func handle(_ inputs: [Input], at now: Instant) -> [Output] { fatalError() }
}
