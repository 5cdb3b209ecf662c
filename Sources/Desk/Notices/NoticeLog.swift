package import ChatModel
package import Foundation
package import TextGrid

/// One line of the log: what happened, when, about whom.
package struct LogEntry: Hashable, Sendable {
  package private(set) var at: Date
  package let severity: Notice.Severity
  /// Sanitized, with the name of the conversation in it.
  package internal(set) var text: String
  package let conversationID: ConversationID?
  /// Worth saying only while its conversation is the open one.
  var isFleeting = false
  /// Its keys are those of the panes: not shown while something lies over them.
  var isOfPanes = false
  /// Worth saying only as long as the list stands there with this view.
  var isOfView = false
  /// What of a change of many was not done: it stays to be read, whatever becomes of the link.
  var isOutcome = false
  /// What it says where it names keys.
  var sentence: Sentence?

  func moved(by seconds: TimeInterval) -> LogEntry {
    var entry = self
    entry.at += seconds
    return entry
  }
}

/// The last notices, bounded, oldest first.
package struct NoticeLog: Hashable, Sendable {
  package private(set) var entries: [LogEntry] = []

  /// How many were ever said, those that are forgotten too.
  package private(set) var count = 0

  static let capacity = 1000

  mutating func append(_ entry: LogEntry) {
    // Dropping a block at a time keeps appending cheap.
    if entries.count >= Self.capacity + 100 { entries.removeFirst(100) }
    entries.append(entry)
    count += 1
  }

  /// Forgets what was said last, if it is this.
  mutating func remove(_ entry: LogEntry) {
    guard entries.last == entry else { return }
    entries.removeLast()
    count -= 1
  }
}

/// A row of the log as it is shown: a long sentence goes on below itself.
package struct LogRow: Hashable, Sendable {
  /// The sentence that begins in this row; nil where one goes on.
  package let entry: LogEntry?
  package let text: String
}

extension NoticeLog {
  /// The columns before a sentence: its time, and the mark of how bad it is.
  package static let indent = 8

  /// The columns of the log's text on a screen.
  package static func columns(_ size: Size) -> Int { max(12, min(size.columns - 6, 110)) }

  /// Every sentence in full.
  package func rows(_ size: Size, widths: TextWidth) -> [LogRow] {
    let room = max(8, Self.columns(size) - Self.indent)
    return entries.flatMap { entry in
      let text = String(entry.text.prefix(1000))
      return widths.wrap(text, columns: room).enumerated().map { place, line in
        LogRow(entry: place == 0 ? entry : nil, text: String(text[line.shown]))
      }
    }
  }
}
