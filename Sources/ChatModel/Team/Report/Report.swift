package import Foundation

/// What a report's rows are about.
package enum ReportGrouping: String, Hashable, Sendable, CaseIterable {
  case conversation
  case agent
  case day
}

/// A length of time that was measured, in seconds.
package struct ReportTime: Hashable, Sendable {
  /// As it passed.
  package var seconds: TimeInterval
  /// Of it, what lay in working hours.
  package var working: TimeInterval
  /// Something is missing in the history around it, or the server gave no time: it is only what was
  /// seen from here.
  package var isObserved: Bool

  package init(seconds: TimeInterval, working: TimeInterval, isObserved: Bool = false) {
    self.seconds = seconds
    self.working = working
    self.isObserved = isObserved
  }
}

/// One row of a report.
package struct ReportRow: Hashable, Sendable {
  /// An id, or a day as `2026-11-28`; empty for who is not known.
  package var key: String
  /// The farmer's or the agent's name, unsanitized; nil where there is none.
  package var name: String?
  /// Of several conversations the median.
  package var firstResponse: ReportTime?
  package var worstWait: ReportTime?
  /// Somebody waits at the end of the time that is reported.
  package var isWaiting = false
  /// How often a farmer waited and was answered.
  package var answers = 0
  /// Of those that can be judged, how many were answered in time: what is not answered and not late
  /// yet cannot be.
  package var inTime = 0
  package var judged = 0
  package var farmerMessages = 0
  /// How many each agent wrote, the most first.
  package var agentMessages: [ReportAgent] = []
  /// Who answered last, and when.
  package var lastAnswer: ReportAnswer?
  /// How many of its times were only observed.
  package var observed = 0

  package init(key: String, name: String? = nil) {
    self.key = key
    self.name = name
  }

  /// From 0 to 1; nil where nothing can be judged.
  package var share: Double? { judged > 0 ? Double(inTime) / Double(judged) : nil }
}

package struct ReportAgent: Hashable, Sendable {
  package var id: UserID
  /// Unsanitized.
  package var name: String
  package var messages: Int
}

package struct ReportAnswer: Hashable, Sendable {
  package var id: UserID
  /// Unsanitized.
  package var name: String
  package var at: Date
}

/// On how much of the history a report rests.
package struct ReportCoverage: Hashable, Sendable {
  package var conversations = 0
  /// Of which nothing is missing here since the beginning of the report.
  package var whole = 0
  /// Of which nothing is here.
  package var missing = 0
  /// Those that were looked at within the report's time.
  package var messages = 0
  /// Those without a time, which are left out.
  package var timeless = 0

  package init() {}
}
