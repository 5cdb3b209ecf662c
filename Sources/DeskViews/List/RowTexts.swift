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
      lastWords: Self.lastWords(summary.conversation, isLatin: isLatin, in: state))
    if texts.lastWords.isEmpty, let last = texts.aside.last?.text, last.hasSuffix(" · ") {
      texts.aside = [Span(String(last.dropLast(3)), .dim)]
    }
    if isLatin {
      texts.name = LatinText.text(texts.name)
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
    let status = conversation.status.map(Excerpt.shortStatus)
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

  /// - Parameter isLatin: what people wrote is told in Latin letters; what furrow says of it is not.
  private static func lastWords(
    _ conversation: Conversation, isLatin: Bool, in state: DeskState
  ) -> [Span] {
    guard let message = conversation.lastMessage.value else { return [] }
    var spans: [Span] = []
    if let speaker = speaker(message, conversation, in: state) {
      let isMe = message.sender.id == state.me?.userID
      spans.append(Span((isLatin && !isMe ? LatinText.text(speaker) : speaker) + " ", .dim))
    }
    switch message.kind {
    case .text: break
    case .media(let kind): spans.append(Span("[\(kind.label)] ", .dim))
    case .other(let kind):
      if kind.isEmpty { return [] }
      spans.append(Span("[\(Excerpt.oneLine(kind, scalars: 12))] ", .dim))
    }
    let words = message.content ?? message.media.value?.name ?? ""
    let excerpt = Excerpt.oneLine(words, scalars: 200)
    if !excerpt.isEmpty || !spans.isEmpty {
      spans.append(Span(isLatin ? LatinText.text(excerpt) : excerpt, .dim))
    }
    return spans
  }
}
