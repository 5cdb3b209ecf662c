// The names and last words of the conversations that were lately in the list, sanitized.

import ChatModel
import Desk

/// A bounded memory of what rows of the list say about a person.
struct RowTexts: Sendable {
  struct Texts: Hashable, Sendable {
    var name: String
    /// Told from the left: mine, its kind, its words.
    var lastWords: [Span]
  }

  private struct Entry: Sendable {
    var conversation: Conversation
    var texts: Texts
  }

  private var kept: [ConversationID: Entry] = [:]
  private var me: Claims?

  /// A screenful is a few dozen; everything is forgotten when there are more than this.
  private static let capacity = 500

  mutating func texts(of summary: ConversationSummary, in state: DeskState) -> Texts {
    if state.me != me || kept.count > Self.capacity {
      kept.removeAll(keepingCapacity: true)
      me = state.me
    }
    if let entry = kept[summary.id], entry.conversation == summary.conversation {
      return entry.texts
    }
    let texts = Texts(
      name: Self.bounded(state.name(of: summary)),
      lastWords: Self.lastWords(summary.conversation.lastMessage.value, me: me?.userID))
    kept[summary.id] = Entry(conversation: summary.conversation, texts: texts)
    return texts
  }

  /// A name that is longer than any row is not measured in full at every paint.
  private static func bounded(_ name: String) -> String {
    guard name.utf8.count > 400 else { return name }
    return String(name.prefix(200)) + "…"
  }

  private static func lastWords(_ message: Message?, me: UserID?) -> [Span] {
    guard let message else { return [] }
    var spans: [Span] = []
    if let me, message.sender.id == me { spans.append(Span("you ", .dim)) }
    switch message.kind {
    case .text: break
    case .media(let kind): spans.append(Span("[\(kind.label)] ", .dim))
    case .other(let kind):
      if kind.isEmpty { return [] }
      spans.append(Span("[\(Excerpt.oneLine(kind, scalars: 12))] ", .dim))
    }
    let words = message.content ?? message.media.value?.name ?? ""
    spans.append(Span(Excerpt.oneLine(words, scalars: 200), .dim))
    return spans
  }
}
