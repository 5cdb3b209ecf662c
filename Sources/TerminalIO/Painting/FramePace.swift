/// How often posted events are taken: at once after a pause, and once for each frame of a screen while
/// they stream. What comes meanwhile is handled and shown together.
struct FramePace {
  typealias Instant = ContinuousClock.Instant

  /// A sixtieth of a second.
  static let frame = Duration.nanoseconds(16_666_667)

  /// Until when posted events can wait; nil before the first of them.
  private(set) var restsUntil: Instant?

  func takesEvents(at now: Instant) -> Bool { restsUntil.map { $0 <= now } ?? true }

  mutating func noteEvents(at now: Instant) { restsUntil = now + Self.frame }
}
