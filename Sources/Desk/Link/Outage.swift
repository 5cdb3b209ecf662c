import ChatModel
import Sentences

/// What waited to be sent while the link was down, to say afterwards what became of it.
struct Outage: Hashable, Sendable {
  private var waiting: Set<OutboxID> = []
  private(set) var sent = 0
  /// Refused, or left for the person to decide.
  private(set) var failed = 0
  private var isOver = false

  init(_ entries: some Sequence<OutboxEntry>) {
    for entry in entries where entry.isPending && !entry.waitsForUser { waiting.insert(entry.id) }
  }

  mutating func note(_ entry: OutboxEntry) {
    if case .sent = entry.state {
      if waiting.remove(entry.id) != nil { sent += 1 }
    } else if entry.waitsForUser {
      if waiting.remove(entry.id) != nil { failed += 1 }
    } else if !isOver {
      waiting.insert(entry.id)
    }
  }

  /// Entries that are no more: nothing is claimed of them.
  mutating func forget(_ ids: [OutboxID]) { waiting.subtract(ids) }

  mutating func end() { isOver = true }
  /// The link went down again before all was settled.
  mutating func goOn() { isOver = false }

  var left: Int { waiting.count }
  var isSettled: Bool { isOver && waiting.isEmpty }
}

extension Outage {
  /// "2 sent", "1 sent, 1 not sent"; nil when there was nothing to send.
  var outcome: String? {
    let parts = [
      sent > 0 ? said(sent, one: "1 sent", more: "\(sent) sent") : nil,
      failed > 0 ? said(failed, one: "1 not sent", more: "\(failed) not sent") : nil,
    ]
    let words = parts.compactMap { $0 }.joined(separator: ", ")
    return words.isEmpty ? nil : words
  }
}
