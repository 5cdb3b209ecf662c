// One link to a Socket.IO server and the namespaces on it, without IO.

package struct SocketClient: Sendable {
  /// A reading of the monotonic clock.
  package typealias Instant = ContinuousClock.Instant

  /// A closed link. `seed` feeds the jitter of the retry delays.
  package init(configuration: Configuration = .init(), seed: UInt64) {
    self.configuration = configuration
  }

  /// Takes effect at the next opening.
  package var configuration: Configuration

  /// When `.tick` is due; nil when nothing is waited for. Read it after every `handle`.
  package var nextDeadline: Instant? { nil }

  /// Takes what happened and gives back what follows.
  package mutating func handle(_ input: Input, at now: Instant) -> [Output] { fatalError() }
}
