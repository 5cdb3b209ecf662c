import ChatModel
import Foundation

/// What was written while the demo's link was cut, to tell afterwards what became of it.
struct LinkCut: Hashable, Sendable {
  /// Entries that waited or were accepted during the cut.
  private(set) var entries: [OutboxID: OutboxEntry] = [:]
  private(set) var sent: [OutboxID: MessageID] = [:]
  private(set) var isOver = false

  mutating func note(_ entry: OutboxEntry) {
    if case .sent(let message) = entry.state {
      if entries[entry.id] != nil { sent[entry.id] = message }
    } else if !isOver || entries[entry.id] != nil {
      entries[entry.id] = entry
    }
  }

  mutating func end() { isOver = true }

  /// Every entry has become a message. A failed one keeps this false: then nothing is claimed.
  var isSettled: Bool { isOver && sent.count == entries.count }

  /// Two entries that became one message: one of them is lost.
  var lost: Int { sent.count - Set(sent.values).count }

  /// How many of `messages`, which are mine, are there more often than they were written.
  func doubled(among messages: [Message]) -> Int {
    let texts = entries.values.compactMap { entry -> String? in
      guard case .text(let text) = entry.body else { return nil }
      return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let written = Dictionary(texts.map { ($0, 1) }, uniquingKeysWith: +)
    let there = Dictionary(
      messages.compactMap { message -> (String, Int)? in
        message.content.map { ($0.trimmingCharacters(in: .whitespacesAndNewlines), 1) }
      }, uniquingKeysWith: +)
    return written.reduce(0) { $0 + max(0, (there[$1.key] ?? 0) - $1.value) }
  }
}
