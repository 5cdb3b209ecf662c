// Events from anywhere, for the one thread that waits for them.

import CPosix
import Glibc
import Synchronization

/// A queue that any thread can post to and that wakes a poll(2).
///
/// Posting costs a system call only when the queue was empty, so that a flood of events wakes the
/// owner once a batch.
package final class Inbox<Event: Sendable>: Sendable {
  /// Readable while something waits.
  package let descriptor: Int32
  private let events = Mutex<[Event]>([])
  private let merge: Merge

  /// Puts an event into those that wait, where it and one of them are as good as one: true. The
  /// queue is as long as what waits in it is different.
  package typealias Merge = @Sendable (_ event: Event, _ waiting: inout [Event]) -> Bool

  /// Fails by trapping when the process has no descriptor left, without which it cannot run.
  package init(merge: @escaping Merge = { _, _ in false }) {
    self.merge = merge
    descriptor = cposix_eventfd()
    precondition(descriptor >= 0, "no descriptor for an eventfd: error \(errno)")
  }

  deinit { close(descriptor) }

  /// Adds an event; never waits for the owner.
  package func post(_ event: Event) {
    let wasEmpty = events.withLock { events in
      let wasEmpty = events.isEmpty
      if !merge(event, &events) { events.append(event) }
      return wasEmpty
    }
    if wasEmpty { wake() }
  }

  /// Adds events in their order, with one wake-up at most.
  package func post(contentsOf new: some Sequence<Event>) {
    let wakes = events.withLock { events in
      let wasEmpty = events.isEmpty
      for event in new where !merge(event, &events) { events.append(event) }
      return wasEmpty && !events.isEmpty
    }
    if wakes { wake() }
  }

  /// Makes the owner's poll return, without an event.
  package func wake() { cposix_eventfd_post(descriptor) }

  /// Takes everything that was posted, in order.
  package func drain() -> [Event] {
    cposix_eventfd_drain(descriptor)
    return events.withLock { events in
      defer { events = [] }
      return events
    }
  }
}
