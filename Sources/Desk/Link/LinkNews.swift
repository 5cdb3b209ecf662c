import ChatModel
import Foundation

/// What was said of the link, and what was asked of it.
struct LinkNews: Hashable, Sendable {
  /// nil until the link was up or down for the first time.
  var isUp: Bool?
  /// The person asked for the link, and has not heard what came of it.
  var isTrying = false
  /// When the server last sent this desk away.
  var sentAwayAt: Date?
  /// When a key last made the link try at once.
  var hastenedAt: Date?
  /// What waits while the link is down, until all of it is settled.
  var outage: Outage?

  /// The clock was set.
  mutating func moveTimes(by seconds: TimeInterval) {
    sentAwayAt?.addTimeInterval(seconds)
    hastenedAt?.addTimeInterval(seconds)
  }

  /// Somebody is there and waits: the next attempt is made now, not after its back-off. Whom the
  /// server sent away comes back for a key, too, only not at once (row 29).
  ///
  /// - Returns: whether the link is to be tried.
  mutating func hasten(_ link: LinkState, now: Date) -> Bool {
    func isOver(_ pause: TimeInterval, since date: Date?) -> Bool {
      date.map { abs(now.timeIntervalSince($0)) >= pause } ?? true
    }
    switch link {
    case .offline(_, let retryAt?):
      guard retryAt > now, isOver(3, since: hastenedAt) else { return false }
    case .sentAway:
      guard isOver(60, since: sentAwayAt), isOver(60, since: hastenedAt) else { return false }
    default: return false
    }
    hastenedAt = now
    return true
  }
}
