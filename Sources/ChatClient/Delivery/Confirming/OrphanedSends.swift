import Foundation

/// Sends given to this connection that are none of ours, or none any more (a tester's, dropped,
/// retried): a confirmation or an error that names nothing may still mean one of them.
///
/// ```
/// none ─▶ unread ─▶ read ─▶ none, after a while or with the connection
///            ▲        │
///            └────────┘ one more
/// ```
struct OrphanedSends: Sendable {
  private(set) var count = 0
  /// When the last of them was given away, by `Moment.uptime`.
  private var givenAt: TimeInterval?
  /// When it was proved that the server has read them all.
  private var readAt: TimeInterval?

  mutating func add(givenAt time: TimeInterval?) {
    count += 1
    givenAt = [givenAt, time].compactMap { $0 }.max()
    readAt = nil
  }

  /// The server has read what it was given until `time`.
  mutating func noteReading(until time: TimeInterval, at now: TimeInterval) {
    guard let givenAt, readAt == nil, time >= givenAt else { return }
    readAt = now
  }

  /// What the server says of a send comes within so many seconds of its reading it, or not at all.
  mutating func expire(after seconds: TimeInterval, at now: TimeInterval) {
    if let readAt, now - readAt > seconds { self = Self() }
  }
}
