// The names and last words of the conversations that were lately in the list, sanitized.

import ChatModel
import Desk
import Sentences

/// A bounded memory of what rows of the list say about a person.
struct RowTexts: Sendable {
  struct Texts: Hashable, Sendable {
    var name: String
    /// Whose it is and how it stands, for an admin.
    var aside: [Span] = []
    /// Told from the left: who said it, unless it was the farmer; its kind, its words.
    var lastWords: [Span]
  }

  private struct Entry: Sendable {
    var conversation: Conversation
    var isLatin: Bool
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
    let isLatin = state.isReadInLatin(summary.id)
    if let entry = kept[summary.id], entry.conversation == summary.conversation,
      entry.isLatin == isLatin
    {
      return entry.texts
    }
    var texts = Texts(
      name: Self.bounded(state.name(of: summary)),
      aside: Self.aside(summary.conversation, in: state),
      lastWords: Self.lastWords(summary.conversation, in: state))
    if isLatin {
      texts.name = LatinText.text(texts.name)
      texts.lastWords = LatinText.spans(texts.lastWords)
    }
    kept[summary.id] = Entry(
      conversation: summary.conversation, isLatin: isLatin, texts: texts)
    return texts
  }

  /// A name that is longer than any row is not measured in full at every paint.
  private static func bounded(_ name: String) -> String {
    guard name.utf8.count > 400 else { return name }
    return String(name.prefix(200)) + "…"
  }

  private static func aside(_ conversation: Conversation, in state: DeskState) -> [Span] {
    guard state.isAdmin else { return [] }
    let agent = conversation.agent.value
    let whose = agent.map {
      $0.id == state.me?.userID ? said("you") : bounded(state.firstName(of: $0))
    }
    let status = conversation.status.map(Excerpt.status)
    return [
      Span([whose ?? said("nobody"), status, ""].compactMap(\.self).joined(separator: " · "), .dim)
    ]
  }

  /// Who speaks, where it is not the farmer.
  private static func speaker(
    _ message: Message, _ conversation: Conversation, in state: DeskState
  ) -> String? {
    guard let id = message.sender.id, id != conversation.farmer.id else { return nil }
    if id == state.me?.userID { return said("you") }
    let agent = conversation.agent.value.flatMap { $0.id == id ? $0 : nil }
    return bounded(state.firstName(of: agent ?? message.sender.value ?? Participant(id: id)))
  }

  private static func lastWords(_ conversation: Conversation, in state: DeskState) -> [Span] {
    guard let message = conversation.lastMessage.value else { return [] }
    var spans: [Span] = []
    if let speaker = speaker(message, conversation, in: state) {
      spans.append(Span(speaker + " ", .dim))
    }
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
