package import ChatModel
package import Foundation

/// One line of the log: what happened, when, about whom.
package struct LogEntry: Hashable, Sendable {
  package let at: Date
  package let severity: Notice.Severity
  /// Sanitized, with the name of the conversation in it.
  package let text: String
  package let conversationID: ConversationID?
}

/// The last notices, bounded, oldest first.
package struct NoticeLog: Hashable, Sendable {
  package private(set) var entries: [LogEntry] = []

  static let capacity = 1000

  mutating func append(_ entry: LogEntry) {
    // Dropping a block at a time keeps appending cheap.
    if entries.count >= Self.capacity + 100 { entries.removeFirst(100) }
    entries.append(entry)
  }
}
