/// What goes wrong on a link by intent, and how it is thrown. Without a word it is nothing.
///
/// The same plan does the same to the same events: chance comes from ``seed`` alone.
package struct FaultPlan: Hashable, Sendable {
  /// When a connection goes wrong for good.
  package enum Moment: Hashable, Sendable {
    /// The connection that stands, or else the first one; those that follow are left alone.
    case once
    /// Each connection, after so many events in either direction.
    case events(Int)
    /// Each connection, so long after it began.
    case later(Duration)
  }

  package enum Way: String, Hashable, Sendable, CaseIterable {
    case incoming = "in"
    case outgoing = "out"
  }

  package enum Upload: Hashable, Sendable {
    /// It breaks off after that share of its bytes, above 0 and below 1.
    case stops(at: Double)
    /// Its files have a type that nobody takes.
    case wrongType
    /// Larger files than so many bytes are refused.
    case limited(Int)
  }

  package var seed: UInt64 = 1
  /// How long each frame and each answer takes longer.
  package var delay: ClosedRange<Duration>?
  // Shares of the events, from 0 to 1.
  package var drop = 0.0
  package var duplicate = 0.0
  package var reorder = 0.0
  package var truncate = 0.0
  /// The events that may be lost, doubled, exchanged or cut short; all where none is named.
  package var only: Set<String> = []
  /// The direction in which that happens, seen from whoever has the plan; nil: both.
  package var way: Way?
  package var cut: Moment?
  package var stall: Moment?
  /// No WebSocket is let through.
  package var pollsOnly = false
  /// The tokens that are there expire after so long; nil: they do not.
  package var expiry: Duration?
  /// What the next REST calls are answered, in this order.
  package var failures: [Int] = []
  /// In bytes a second; nil: as fast as it goes.
  package var bandwidth: Int?
  /// How far the server's clock seems to be ahead; negative: behind.
  package var clock = Duration.zero
  package var upload: Upload?

  package init() {}

  /// Whether it does nothing, whatever its seed.
  package var isEmpty: Bool {
    var other = self
    other.seed = 1
    other.only = []
    other.way = nil
    return other == FaultPlan()
  }

  /// Whether it touches the frames of the live link.
  package var bendsFrames: Bool {
    delay != nil || bandwidth != nil || clock != .zero || cut != nil || stall != nil || losesEvents
  }

  /// Whether events are lost, doubled, exchanged or cut short.
  package var losesEvents: Bool { drop > 0 || duplicate > 0 || reorder > 0 || truncate > 0 }

  /// So long it may hold back an event of so many bytes that it lets through.
  package func longestHold(ofBytes bytes: Int) -> Duration {
    (delay?.upperBound ?? .zero) + (reorder > 0 ? FaultyLane.longestExchange : .zero)
      + passage(of: bytes)
  }

  /// In how long a frame of so many bytes is through, besides the delay.
  package func passage(of bytes: Int) -> Duration {
    guard let bandwidth, bandwidth > 0 else { return .zero }
    return .microseconds(Int64(Double(bytes) / Double(bandwidth) * 1e6))
  }
}
