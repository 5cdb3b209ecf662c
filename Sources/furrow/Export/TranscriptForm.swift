import ChatModel
import Foundation
import Sentences

/// How a transcript is written. Each form takes foreign text in its own way, so that no words of a
/// message can pass for words of the form.
protocol TranscriptForm: Sendable {
  /// Before the first conversation.
  func opening(_ facts: TranscriptFacts) -> String
  /// What a conversation begins with.
  func heading(_ conversation: Conversation, isFirst: Bool) -> String
  /// One message.
  ///
  /// - Parameters:
  ///   - gap: what may be missing before it, as a sentence
  func message(_ message: Message, gap: String?, isFirst: Bool) -> String
  /// A note, in its place among the messages; nothing where they stand in the foot.
  func note(_ note: ConversationNote) -> String
  /// What a conversation ends with: how much of it is here.
  func foot(_ remarks: [String], notes: [ConversationNote]) -> String
  /// Behind the last conversation.
  var closing: String { get }
}

/// What a transcript says of itself.
struct TranscriptFacts: Sendable {
  var me: UserID?
  /// By the local clock.
  var now: Date
  /// A sentence about the days that were asked for; nil: all.
  var period: String?

  var remark: String {
    let zone = TimeZone.current.identifier
    let words =
      said(
        """
        Exported \(Listing.local(now)) from the history on this computer; times are \(zone).
        """)
    return [words, period].compactMap { $0 }.joined(separator: " ")
  }
}

extension TranscriptFormat {
  /// - Parameter pictures: where files are that were looked at; nil: none are put in.
  func form(me: UserID?, pictures: MediaCache?) -> any TranscriptForm {
    switch self {
    case .text: TextTranscript()
    case .markdown: MarkdownTranscript()
    case .json: JSONTranscript()
    case .html: HTMLTranscript(me: me, pictures: InlinePictures(cache: pictures))
    }
  }
}

/// What all forms for people say.
enum TranscriptWords {
  /// "Lakshmi R. · +91… · open · with Asha".
  static func facts(of conversation: Conversation) -> [String] {
    var facts = [conversation.farmer.value?.phone, conversation.status?.words].compactMap { $0 }
      .map(Listing.word)
    if conversation.agent.value != nil {
      facts.append(said("with \(Listing.name(conversation.agent))"))
    }
    return facts + [said("conversation \(Listing.word(conversation.id.rawValue))")]
  }

  /// "leaf.jpg, 84 kB" of what is no text.
  static func file(of message: Message) -> String? {
    guard message.kind != .text || message.media.value != nil else { return nil }
    let media = message.media.value
    let parts = [media?.name.map(Listing.word), media?.size.map(FileSize.text)].compactMap { $0 }
    let kind = "[\(Listing.word(message.kind.words))]"
    return parts.isEmpty ? kind : kind + " " + parts.joined(separator: ", ")
  }

  /// "note, not sent", so that nobody takes it for a message.
  static func title(of note: ConversationNote) -> String { said("\(note.title), not sent") }

  static func time(of message: Message) -> String {
    message.createdAt.map(Listing.local) ?? said("no time known")
  }
}
