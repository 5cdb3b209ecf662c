import CPosix
import Dispatch
import Foundation

/// The two clocks that the desk goes by: the one on the wall, which people and time servers set, and the
/// one that goes on at its pace whatever is set.
struct DeskClock: Sendable {
  var date: @Sendable () -> Date = { Date() }
  var instant: @Sendable () -> ContinuousClock.Instant = { .now }
}

/// Notices that the wall clock was set: it has gone further, or less far, than the other.
struct ClockSteps {
  /// Less is what a time server mends little by little, in seconds.
  static let smallest: TimeInterval = 2

  private var last: (date: Date, instant: ContinuousClock.Instant)?

  /// By how much it was set since the last look, in seconds; nil where it was not.
  mutating func step(_ clock: DeskClock) -> TimeInterval? {
    let now = (date: clock.date(), instant: clock.instant())
    defer { last = now }
    guard let last else { return nil }
    let passed = last.instant.duration(to: now.instant) / .seconds(1)
    let step = now.date.timeIntervalSince(last.date) - passed
    return abs(step) >= Self.smallest ? step : nil
  }
}

/// Tells when the wall clock is set, to a desk that sleeps. Where the system tells nothing, nothing is told.
final class ClockWatch {
  private let source: (any DispatchSourceRead)?

  /// `onChange` is called on a queue of its own.
  init(onChange: @escaping @Sendable () -> Void) {
    let timer = cposix_clock_changes()
    guard timer >= 0 else {
      source = nil
      return
    }
    let queue = DispatchQueue(label: "furrow.clock")
    let source = DispatchSource.makeReadSource(fileDescriptor: timer, queue: queue)
    source.setEventHandler {
      _ = cposix_clock_watch(timer)
      onChange()
    }
    source.setCancelHandler { close(timer) }
    source.resume()
    self.source = source
  }

  deinit { source?.cancel() }
}
