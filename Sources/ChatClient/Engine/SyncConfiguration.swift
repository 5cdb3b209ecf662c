package import Foundation

/// What one engine is given from outside.
package struct SyncConfiguration: Hashable, Sendable {
  /// Begins the ids of this engine's outbox entries: random, never used by another engine.
  package var idPrefix: String
  /// Names the start of this computer from which `Moment.uptime` counts; nil where it counts from
  /// something else, and means nothing to the next process.
  package var boot: String?
  package var timing: SyncTiming
  /// Whether unread messages are fetched before their conversation is opened.
  package var catchesUp: Bool

  package init(
    idPrefix: String, boot: String? = nil, timing: SyncTiming = SyncTiming(),
    catchesUp: Bool = true
  ) {
    self.idPrefix = idPrefix
    self.boot = boot
    self.timing = timing
    self.catchesUp = catchesUp
  }
}

/// How long the client waits for what, in seconds.
package struct SyncTiming: Hashable, Sendable {
  /// Between two refreshes of an open conversation that changes.
  package var conversationRefresh: TimeInterval = 30
  /// Between two refreshes of the list.
  package var listRefresh: TimeInterval = 60
  /// What both double to while nothing changes or nobody is there.
  package var slowestRefresh: TimeInterval = 300
  /// Between two refreshes of an open conversation whose events do not reach us.
  package var watching: TimeInterval = 3
  /// A handed-over message without a confirmation becomes unsure.
  package var confirmation: TimeInterval = 15
  /// The server answers a join within this time or not at all.
  package var join: TimeInterval = 10
  /// At most one `typing:start` in this time.
  package var typingStart: TimeInterval = 2
  /// `typing:stop` follows the last key after this time.
  package var typingStop: TimeInterval = 2.5
  /// Another's typing is believed this long.
  package var typingBelieved: TimeInterval = 6
  /// What was given to a connection that has ended, or to a call that failed, may still be taken by
  /// the server for this long.
  package var settling: TimeInterval = 10
  /// A link that is told to end has ended after this time.
  package var farewell: TimeInterval = 3
  /// A link that is not up for this long is down: messages go by REST.
  package var linkPatience: TimeInterval = 5
  /// Between two comparisons of a doubt with the history.
  package var comparison: TimeInterval = 5
  /// A doubt on a link that stands and proves nothing is left to the user after this time.
  package var comparisonPatience: TimeInterval = 90
  /// The first wait after REST did not get through; doubles to `restSlowest`.
  package var restRetry: TimeInterval = 2
  package var restSlowest: TimeInterval = 60
  /// The first message waits this long for an answer that tells the server's time.
  package var clock: TimeInterval = 3
  /// Between two attempts to become the process that sends.
  package var leadRetry: TimeInterval = 5

  package init() {}
}

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
