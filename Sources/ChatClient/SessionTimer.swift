import Dispatch
import Foundation

/// One deadline at a time. (A pending `Task.sleep` wakes the process every second on Linux; a
/// dispatch timer sleeps until it is due.)
final class SessionTimer: Sendable {
  private nonisolated(unsafe) let timer: any DispatchSourceTimer
  // Protected by Dispatch itself: a source may be used from any thread.

  init(_ fire: @escaping @Sendable () -> Void) {
    timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "furrow.session.timer"))
    timer.setEventHandler(handler: fire)
    timer.schedule(deadline: .distantFuture)
    timer.activate()
  }

  deinit { timer.cancel() }

  /// Fires once in so many seconds; nil: not at all.
  func set(in seconds: TimeInterval?) {
    guard let seconds else { return timer.schedule(deadline: .distantFuture) }
    // A long wait need not end on the millisecond, and may then end together with others.
    let leeway = Int(min(max(seconds, 0) * 20, 2000))
    timer.schedule(
      deadline: .now() + min(max(seconds, 0), 86_400), leeway: .milliseconds(leeway))
  }
}
