import Foundation

/// Waits that double with every failure, so that a dead server is not stormed.
struct Backoff: Hashable, Sendable {
  private var retryAt: TimeInterval?
  /// The server asked to be left alone until then (row 30): no success takes that back.
  private(set) var heldUntil: TimeInterval?
  private var wait: TimeInterval = 0

  var due: TimeInterval? { [retryAt, heldUntil].compactMap { $0 }.max() }

  mutating func failed(first: TimeInterval, slowest: TimeInterval, at now: TimeInterval) {
    // Several calls of one outage count once.
    if let due, due > now { return }
    wait = wait == 0 ? first : min(slowest, wait * 2)
    retryAt = now + wait
  }

  mutating func succeeded() {
    retryAt = nil
    wait = 0
  }

  mutating func hold(until end: TimeInterval) { heldUntil = max(heldUntil ?? end, end) }

  func isWaiting(at now: TimeInterval) -> Bool { due.map { $0 > now } ?? false }

  /// The wait is over; what is tried now decides about the next one.
  mutating func expire(at now: TimeInterval) {
    if let retryAt, retryAt <= now { self.retryAt = nil }
    if let heldUntil, heldUntil <= now { self.heldUntil = nil }
  }
}
