import CPosix
package import Dispatch
package import Foundation

/// One deadline at a time, on a clock that goes on while the computer sleeps and that nobody can
/// set: what came due meanwhile fires as soon as it wakes. (A dispatch timer on the monotonic clock
/// comes late by as long as the computer slept; one on the wall clock, by as much as that is set back.)
package final class DeadlineTimer: Sendable {
  private let descriptor: Int32
  private nonisolated(unsafe) let source: any DispatchSourceRead
  // Protected by Dispatch itself: a source may be used from any thread.

  /// - Parameter fire: called on `queue`.
  package init(queue: DispatchQueue, _ fire: @escaping @Sendable () -> Void) {
    let descriptor = cposix_timer()
    precondition(descriptor >= 0, "timerfd_create: errno \(errno)")
    self.descriptor = descriptor
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler {
      // Set anew since it fired, it has nothing to say yet.
      if cposix_timer_take(descriptor) { fire() }
    }
    source.setCancelHandler { close(descriptor) }
    source.activate()
  }

  deinit { source.cancel() }

  /// Fires once in so many seconds; nil: not at all. A long wait ends on a whole second, together
  /// with others.
  package func set(in seconds: TimeInterval?) {
    cposix_timer_set(descriptor, seconds.map { min(max($0, 0), 86_400) } ?? -1)
  }
}
