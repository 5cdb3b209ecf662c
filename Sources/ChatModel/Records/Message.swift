package import Foundation
package import JSON
import Sentences

/// One message of a conversation, as the server has it.
package struct Message: Hashable, Sendable, Identifiable {
  package let id: MessageID
  /// Absent in history pages, whose conversation is known from the call.
  package var conversationID: ConversationID?
  package var sender: Referenced<Participant>
  package var kind: MessageKind
  package var content: String?
  package var media: Referenced<Media>
  package var isRead: Bool
  package var readAt: Date?
  package var deliveredAt: Date?
  package var createdAt: Date?
  /// The sender's own id of the message, where the server keeps it (row 4).
  package var tempID: String?

  package init(
    id: MessageID, conversationID: ConversationID? = nil, sender: Referenced<Participant> = .absent,
    kind: MessageKind = .text, content: String? = nil, media: Referenced<Media> = .absent,
    isRead: Bool = false, readAt: Date? = nil, deliveredAt: Date? = nil, createdAt: Date? = nil,
    tempID: String? = nil
  ) {
    self.id = id
    self.conversationID = conversationID
    self.sender = sender
    self.kind = kind
    self.content = content
    self.media = media
    self.isRead = isRead
    self.readAt = readAt
    self.deliveredAt = deliveredAt
    self.createdAt = createdAt
    self.tempID = tempID
  }

  /// When the server took the message; the distant past when it does not say.
  package var time: Date { createdAt ?? deliveredAt ?? .distantPast }
}

/// What a message carries.
package enum MessageKind: Hashable, Sendable, RawRepresentable {
  case text
  case media(MediaKind)
  /// A kind this program does not know; shown by its name.
  case other(String)

  package init(rawValue: String) {
    if rawValue == "text" {
      self = .text
    } else if let kind = MediaKind(rawValue: rawValue) {
      self = .media(kind)
    } else {
      self = .other(rawValue)
    }
  }

  /// What a message is that does not say so: as its file, where it has one.
  init(carrying media: Media?) {
    let format = media?.format?.split(separator: "/").first.map(String.init)
    let kind = media?.kind ?? format.flatMap(MediaKind.init(rawValue:))
    self = kind.map { .media($0) } ?? .text
  }

  package var rawValue: String {
    switch self {
    case .text: "text"
    case .media(let kind): kind.rawValue
    case .other(let name): name
    }
  }

  /// For a person; `rawValue` is for the wire.
  package var words: String {
    switch self {
    case .text: said("text", of: "a message")
    case .media(let kind): kind.words
    case .other(let name): name
    }
  }
}

extension MediaKind {
  /// For a person; `rawValue` is for the wire.
  package var words: String {
    switch self {
    case .image: said("image", of: "a message")
    case .audio: said("audio", of: "a message")
    case .video: said("video", of: "a message")
    }
  }
}

extension Message: Referable {
  /// A message of which only the id is known has no kind yet: `.other("")`.
  package init(bareID: MessageID) { self.init(id: bareID, kind: .other("")) }

  package init(
    json: JSONValue, path: String = "", noting oddities: Oddities? = nil
  ) throws(UnexpectedShape) {
    let reader = try JSONReader(json, path: path, noting: oddities)
    let media: Referenced<Media> = reader.referenced("mediaId")
    self.init(
      id: try reader.id("_id"),
      conversationID: reader.referencedID("conversationId"),
      sender: reader.referenced("senderId"),
      kind: reader.word("messageType").map(MessageKind.init(rawValue:))
        ?? MessageKind(carrying: media.value),
      content: reader.string("content"),
      media: media,
      isRead: reader.bool("isRead") ?? false,
      readAt: reader.date("readAt"),
      deliveredAt: reader.date("deliveredAt"),
      createdAt: reader.date("createdAt"),
      tempID: reader.string("tempId"))
  }

  package func merging(_ newer: Message) -> Message {
    Message(
      id: id,
      conversationID: newer.conversationID ?? conversationID,
      sender: sender.merging(newer.sender),
      kind: newer.kind == .other("") ? kind : newer.kind,
      content: newer.content ?? content,
      media: media.merging(newer.media),
      // A read message never becomes unread again, whatever an older copy says.
      isRead: isRead || newer.isRead,
      readAt: [readAt, newer.readAt].compactMap { $0 }.min(),
      deliveredAt: newer.deliveredAt ?? deliveredAt,
      createdAt: newer.createdAt ?? createdAt,
      tempID: newer.tempID ?? tempID)
  }

  package var json: JSONValue {
    // Of a message that came as a bare id nothing else is known, not even whether it was read.
    if kind == .other("") { return ["_id": .string(id.rawValue)] }
    return .object(ofKnown: [
      ("_id", .string(id.rawValue)),
      ("conversationId", conversationID.map { .string($0.rawValue) }),
      ("senderId", sender.json),
      ("messageType", .string(kind.rawValue)),
      ("content", content.map(JSONValue.string)),
      ("mediaId", media.json),
      ("isRead", .bool(isRead)),
      ("readAt", readAt.map { .string(Timestamp.format($0)) }),
      ("deliveredAt", deliveredAt.map { .string(Timestamp.format($0)) }),
      ("createdAt", createdAt.map { .string(Timestamp.format($0)) }),
      ("tempId", tempID.map(JSONValue.string)),
    ])
  }
}

extension Message: Comparable {
  /// The order of a timeline: by the server's time, then by id so that equal times have one order.
  package static func < (a: Message, b: Message) -> Bool {
    a.time == b.time ? a.id < b.id : a.time < b.time
  }
}
