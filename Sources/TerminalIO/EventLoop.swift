// The main thread's loop: keys and posted events come in batches, and after each batch what
// is new is shown. While nothing happens, nothing runs.

import CPosix
import Glibc
package import TextGrid

/// What happened since the last turn of the loop.
package struct EventBatch<Event: Sendable>: Sendable {
  /// What the terminal told, in order.
  package let terminal: [TerminalEvent]
  /// What was posted to the inbox, in order.
  package let posted: [Event]
  /// The time at which the batch was taken.
  package let now: ContinuousClock.Instant
  /// How long what the terminal told may have lain there unread, at most: it came while the batch
  /// before was still being handled.
  package let delay: Duration
}

/// Waits on the terminal, on an inbox and on the owner's next deadline.
package final class EventLoop<Event: Sendable> {
  /// Whether to go on after a batch.
  package enum Verdict: Hashable, Sendable {
    case proceed
    case stop
  }

  private let terminal: TerminalSession
  private let inbox: Inbox<Event>
  private let clock = ContinuousClock()

  package init(terminal: TerminalSession, inbox: Inbox<Event>) {
    self.terminal = terminal
    self.inbox = inbox
  }

  /// Runs until `handle` says stop.
  ///
  /// - Parameters:
  ///   - nextDeadline: when the owner wants a batch at the latest, though it be empty; nil waits
  ///     without end.
  ///   - handle: gets everything that has happened.
  ///   - show: presents what there is to show. It is called once before the first wait and once after
  ///     each batch.
  ///
  /// A key is a batch at once, always. Posted events that follow one another are taken together, once
  /// for each frame of a screen.
  package func run(
    nextDeadline: () -> ContinuousClock.Instant?,
    handle: (EventBatch<Event>) -> Verdict,
    show: () -> Void
  ) {
    terminal.wakeDescriptor = inbox.descriptor
    show()
    var taken = clock.now
    var pace = FramePace()
    while true {
      let delay = inputIsWaiting() ? taken.duration(to: clock.now) : .zero
      let deadline = [nextDeadline(), terminal.nextDeadline].compactMap { $0 }.min()
      wait(until: deadline, restingUntil: pace.restsUntil)
      let now = clock.now
      taken = now
      let posted = pace.takesEvents(at: now) ? inbox.drain() : []
      if !posted.isEmpty { pace.noteEvents(at: now) }
      let batch = EventBatch(
        terminal: terminal.events(at: now), posted: posted, now: now, delay: delay)
      if batch.terminal.isEmpty, batch.posted.isEmpty, nextDeadline().map({ $0 > now }) ?? true {
        continue
      }
      if handle(batch) == .stop { return }
      show()
    }
  }

  private func inputIsWaiting() -> Bool {
    guard let input = terminal.inputDescriptor else { return false }
    var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, 0) > 0
  }

  /// - Parameter rest: until when what was posted can wait.
  private func wait(
    until deadline: ContinuousClock.Instant?, restingUntil rest: ContinuousClock.Instant?
  ) {
    let input = pollfd(fd: terminal.inputDescriptor ?? -1, events: Int16(POLLIN), revents: 0)
    var both = [input, pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0)]
    poll(&both, 2, timeout(until: deadline))
    var isReady = both[0].revents != 0
    if !isReady, both[1].revents != 0, let rest, rest > clock.now {
      var alone = input
      poll(&alone, 1, timeout(until: min(rest, deadline ?? rest)))
      isReady = alone.revents != 0
    }
    if isReady { terminal.inputIsReady = true }
  }

  /// Milliseconds, rounded up so that the deadline has passed when the poll ends; -1 for none.
  private func timeout(until deadline: ContinuousClock.Instant?) -> Int32 {
    guard let deadline else { return -1 }
    let left = clock.now.duration(to: deadline)
    guard left > .zero else { return 0 }
    let (seconds, attoseconds) = left.components
    guard seconds < 1_000_000 else { return 1_000_000_000 }
    return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
