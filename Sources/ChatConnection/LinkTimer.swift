import ChatClient

/// The one timer of a link. It is set only when it would come too late: a deadline that every ping puts
/// off costs nothing until the timer goes off and finds that there is time.
struct LinkTimer {
  private var timer: DeadlineTimer?
  private var armed: ContinuousClock.Instant?

  /// - Parameter make: makes the timer, which is wanted once.
  mutating func arm(for deadline: ContinuousClock.Instant?, _ make: () -> DeadlineTimer) {
    guard let deadline, armed.map({ deadline < $0 }) ?? true else { return }
    armed = deadline
    let timer = self.timer ?? make()
    self.timer = timer
    let (seconds, attoseconds) = ContinuousClock.now.duration(to: deadline).components
    timer.set(in: Double(seconds) + Double(attoseconds) / 1e18)
  }

  mutating func wentOff() { armed = nil }
  mutating func end() { timer = nil }
}
