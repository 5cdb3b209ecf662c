package import ChatModel
package import Foundation
import Sentences
import TextGrid

/// A row of the outbox view.
package struct OutboxRow: Hashable, Sendable, Identifiable {
  package enum ID: Hashable, Sendable {
    case entry(OutboxID)
    case draft(ConversationID)
  }

  package let id: ID
  package let conversationID: ConversationID
  /// The farmer's name, or what is known instead; sanitized, one line.
  package let whom: String
  /// nil for a draft.
  package let delivery: Delivery?
  /// Why it stands as it does, in words that may be the server's.
  package let reason: String
  /// What would be sent, sanitized, one line.
  package let content: String
  /// Of its files, in bytes; nil without any whose size is known.
  package let size: Int?
  /// When it was written.
  package let since: Date
  /// The person decides: it failed, or cannot be decided here.
  package let isFailed: Bool
}

/// How many rows of the outbox view stand how.
package struct OutboxCounts: Hashable, Sendable {
  /// They go by themselves.
  package private(set) var toSend = 0
  package private(set) var failed = 0
  package private(set) var drafts = 0

  package init(_ rows: [OutboxRow]) {
    for row in rows {
      if row.delivery == nil {
        drafts += 1
      } else if row.isFailed {
        failed += 1
      } else {
        toSend += 1
      }
    }
  }
}

/// How the messages of a conversation that wait to be sent stand.
package enum OutboxMark: Hashable, Sendable {
  case waiting
  case failed
}

extension DeskState {
  /// The rows of the outbox view, in the order in which they were written; drafts come last.
  package var outboxRows: [OutboxRow] {
    let entries = acceptance.sorted(outbox.values.filter(\.isPending))
    return entries.map(row) + strandedDrafts.map(row)
  }

  /// Messages of mine that the server is known to have, the last hundred of this run; the newest last.
  package var delivered: [DeliveredMessage] { acceptance.delivered }

  /// The conversations with messages that wait to be sent, for their rows in the list.
  package var outboxMarks: [ConversationID: OutboxMark] {
    var marks: [ConversationID: OutboxMark] = [:]
    for entry in outbox.values where entry.isPending {
      if entry.waitsForUser {
        marks[entry.conversationID] = .failed
      } else if marks[entry.conversationID] == nil {
        marks[entry.conversationID] = .waiting
      }
    }
    return marks
  }

  /// Drafts that no conversation of the list leads to.
  var strandedDrafts: [ConversationID] {
    composers.filter { id, composer in
      !composer.isEmpty && conversations[id] == nil
        && (list.isComplete || departed[id] != nil)
    }.keys.sorted()
  }

  private func row(_ entry: OutboxEntry) -> OutboxRow {
    var size: Int?
    if case .file(let file) = entry.body { size = file.size }
    return OutboxRow(
      id: .entry(entry.id), conversationID: entry.conversationID,
      whom: name(of: entry.conversationID), delivery: entry.delivery, reason: reason(entry),
      content: words(of: entry), size: size, since: entry.createdAt, isFailed: entry.waitsForUser)
  }

  private func row(_ id: ConversationID) -> OutboxRow {
    let composer = composers[id] ?? Composer()
    let files = composer.attachments.map { Sanitizer.oneLine($0.name) }
    let text = Sanitizer.oneLine(String(composer.editor.text.prefix(200)))
    return OutboxRow(
      id: .draft(id), conversationID: id, whom: name(of: id), delivery: nil,
      reason: said("its conversation is gone"), content: (files + [text]).joined(separator: " "),
      size: nil, since: composer.editedAt ?? .distantPast, isFailed: false)
  }

  /// The text of an entry, or the name of its file; sanitized, one line.
  func words(of entry: OutboxEntry) -> String {
    switch entry.body {
    case .text(let text): "“\(Sanitizer.oneLine(String(text.prefix(200))))”"
    case .file(let file): Sanitizer.oneLine(file.name)
    }
  }

  private func reason(_ entry: OutboxEntry) -> String {
    switch entry.state {
    case .failed(let reason): return Sanitizer.clause(reason)
    case .unsure where entry.needsManualResolution:
      return said("whether it arrived, nobody can tell")
    case .unsure: return said("being compared with the server's history")
    case .handedOver: return said("the server has not confirmed it")
    case .uploading: return said("its file is on the way")
    case .sent: return ""
    case .queued: break
    }
    if acceptance.isHeld(entry.id) { return said("waits, so that it can be taken back") }
    if signInNeeded != nil { return said("goes when you have signed in") }
    if case .online = link { return said("its turn comes") }
    return said("goes when the link is back")
  }
}
