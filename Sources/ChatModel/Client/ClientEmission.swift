package import JSON

/// What the client says over the live link: the document's seven events, and any other by name.
package enum ClientEmission: Hashable, Sendable {
  case join(ConversationID)
  case leave(ConversationID)
  case send(OutgoingMessage)
  case typingStart(ConversationID)
  case typingStop(ConversationID)
  case read(MessageID, in: ConversationID)
  case markAllRead(ConversationID)
  /// An event written by a tester, as it is, with what its placeholders stand for.
  case raw(String, [JSONValue], attachments: [[UInt8]] = [])

  /// The event's name on the wire.
  package var name: String {
    switch self {
    case .join: "conversation:join"
    case .leave: "conversation:leave"
    case .send: "message:send"
    case .typingStart: "typing:start"
    case .typingStop: "typing:stop"
    case .read: "message:read"
    case .markAllRead: "conversation:mark-all-read"
    case .raw(let name, _, _): name
    }
  }

  /// The names of the document's seven.
  package static let names: Set<String> = [
    "conversation:join", "conversation:leave", "message:send", "typing:start", "typing:stop",
    "message:read", "conversation:mark-all-read",
  ]

  /// The bytes that go with it.
  package var attachments: [[UInt8]] {
    if case .raw(_, _, let attachments) = self { attachments } else { [] }
  }

  /// The event's arguments on the wire.
  package var arguments: [JSONValue] {
    switch self {
    case .join(let id), .leave(let id), .typingStart(let id), .typingStop(let id),
      .markAllRead(let id):
      [["conversationId": .string(id.rawValue)]]
    case .send(let message): [message.json]
    case .read(let message, let conversation):
      [
        [
          "messageId": .string(message.rawValue),
          "conversationId": .string(conversation.rawValue),
        ]
      ]
    case .raw(_, let arguments, _): arguments
    }
  }
}

/// A message on its way to the server: the body of `message:send` and of `POST /messages`.
package struct OutgoingMessage: Hashable, Sendable {
  package var conversationID: ConversationID
  package var content: Content
  /// Servers that know it echo it in `message:sent`; the others ignore it (row 4).
  package var tempID: String?

  /// A message is words or one uploaded file.
  package enum Content: Hashable, Sendable {
    case text(String)
    case media(MediaID, MediaKind)
  }

  package init(conversationID: ConversationID, content: Content, tempID: String? = nil) {
    self.conversationID = conversationID
    self.content = content
    self.tempID = tempID
  }

  package var json: JSONValue {
    let body: [(String, JSONValue?)] =
      switch content {
      case .text(let text): [("messageType", "text"), ("content", .string(text))]
      case .media(let id, let kind):
        [("messageType", .string(kind.rawValue)), ("mediaId", .string(id.rawValue))]
      }
    return .object(
      ofKnown: body + [
        ("conversationId", .string(conversationID.rawValue)),
        ("tempId", tempID.map(JSONValue.string)),
      ])
  }
}

extension ClientEmission {
  /// The numbers of attachments that the arguments have a place for.
  package var placeholders: Set<Int> {
    arguments.reduce(into: []) { $1.addPlaceholders(to: &$0) }
  }

  /// The first of them that points at no attachment.
  package var emptyPlaceholder: Int? {
    placeholders.subtracting(attachments.indices).min()
  }
}

extension JSONValue {
  fileprivate func addPlaceholders(to places: inout Set<Int>) {
    switch self {
    case .object(let members):
      if members["_placeholder"] == .bool(true), let number = members["num"]?.integerValue {
        places.insert(number)
      }
      for member in members.values { member.addPlaceholders(to: &places) }
    case .array(let elements): for element in elements { element.addPlaceholders(to: &places) }
    case .null, .bool, .integer, .number, .written, .string: break
    }
  }
}
