package import Foundation

/// What the server's statistics said at a time, kept on this computer so that their course can be shown.
package struct StatisticsSample: Hashable, Sendable {
  /// By the local clock.
  package var at: Date
  /// nil for what the server did not say (row 28).
  package var total: Int?
  package var active: Int?
  package var waiting: Int?
  package var messages: Int?

  /// Between two of them, in seconds.
  package static let interval: TimeInterval = 30
  /// Beyond so many the oldest go: two days of them at that interval.
  package static let most = 5760

  package init(
    at: Date, total: Int? = nil, active: Int? = nil, waiting: Int? = nil, messages: Int? = nil
  ) {
    self.at = at
    self.total = total
    self.active = active
    self.waiting = waiting
    self.messages = messages
  }

  package init(_ statistics: Statistics, at: Date) {
    self.init(
      at: at, total: statistics.totalConversations, active: statistics.activeConversations,
      waiting: statistics.statusBreakdown?[.waiting], messages: statistics.totalMessages)
  }

  /// Whether another one may follow the newest that is kept. A clock that was set back does not stop
  /// them.
  package func mayFollow(_ newest: Date?) -> Bool {
    newest.map { abs(at.timeIntervalSince($0)) >= Self.interval } ?? true
  }
}

/// What is kept of a team's work, and is never changed once it is.
package enum TeamRecord: Hashable, Sendable {
  case audit(AuditEntry)
  case sample(StatisticsSample)
}
