// The records of docs/protocol.md, as they stand on the wire.

extension Shape {
  /// A person inside a conversation.
  static func person(hasRole: Presence) -> Shape {
    .object([
      Field("_id", .id), Field("first_name", .text), Field("last_name", .text),
      Field("phone", .orNull(.text)), Field("email", .orNull(.text)),
      Field("image", .orNull(.text)), Field("role", .oneOf(roles), hasRole),
      Field("isOnline", .flag), Field("lastSeen", .orNull(.time)),
    ])
  }

  private static let roles = ["User", "Support", "Admin"]
  static let statuses = ["open", "waiting", "resolved", "closed"]
  static let kinds = ["text", "image", "audio", "video"]

  /// A person as the sender of a message.
  static let sender = object([
    Field("_id", .id), Field("first_name", .text), Field("last_name", .text),
    Field("role", .oneOf(roles)),
  ])

  /// - Parameter isInList: lists write fewer fields than a conversation in full.
  static func conversation(isInList: Bool = false) -> Shape {
    .object([
      Field("_id", .id),
      // The document's example of a farmer has no role; that of an agent has.
      Field(
        "userId", .reference(.person(hasRole: .optional)), .asReferences(namesSomebody: true)),
      Field(
        "assignedSupportId", .reference(.person(hasRole: .required)),
        .asReferences(namesSomebody: false)),
      Field("status", .oneOf(statuses)),
      Field("lastMessage", .reference(.lastMessage), .asReferences(namesSomebody: false)),
      Field("unreadCount", .map(.count), .mayLack(row: 13)),
      Field("isActive", .flag, isInList ? .optional : .required),
      Field("createdAt", .time), Field("updatedAt", .time),
    ])
  }

  /// What a conversation tells of its last message: ids inside it stay ids (row 10).
  private static let lastMessage = object([
    Field("_id", .id), Field("messageType", .oneOf(kinds)), Field("content", .text, .optional),
    Field("createdAt", .time),
  ])

  /// - Parameter namesConversation: whether it has to say whose it is.
  static func message(namesConversation: Presence = .optional) -> Shape {
    .object([
      Field("_id", .id), Field("conversationId", .id, namesConversation),
      Field("senderId", .reference(.sender), .asReferences(namesSomebody: true)),
      Field("messageType", .oneOf(kinds)),
      Field("content", .orNull(.text), .optional),
      Field("mediaId", .reference(.media(isNew: false)), .optional), Field("isRead", .flag),
      Field("readAt", .orNull(.time), .optional), Field("deliveredAt", .orNull(.time)),
      Field("createdAt", .time),
    ])
  }

  /// - Parameter isNew: it is the answer to its upload.
  static func media(isNew: Bool) -> Shape {
    .object([
      Field("_id", .id), Field("name", .text), Field("type", .oneOf(["image", "audio", "video"])),
      Field("url", .filled), Field("format", .filled), Field("size", .count),
      Field("createdAt", .time, isNew ? .required : .optional),
    ])
  }

  static let pagination = object([
    Field("currentPage", .count), Field("totalPages", .count), Field("totalItems", .count),
    Field("itemsPerPage", .count), Field("hasNextPage", .flag), Field("hasPrevPage", .flag),
  ])

  static let statistics = object([
    Field("totalConversations", .count), Field("activeConversations", .count),
    Field("statusBreakdown", .object(statuses.map { Field($0, .count) })),
    Field(
      "perAgentStats",
      .array(
        .object([
          Field("agentId", .id), Field("agentName", .text), Field("agentEmail", .orNull(.text)),
          Field("totalConversations", .count), Field("activeConversations", .count),
        ]))),
    Field("totalMessages", .count), Field("generatedAt", .time),
  ])

  /// A success: words, and data where the call has such.
  static func success(_ data: Shape) -> Shape {
    .object([Field("message", .filled), Field("data", data)])
  }

  static let bareSuccess = object([Field("message", .filled)])

  static func page(_ element: Shape) -> Shape {
    .object([
      Field("message", .filled), Field("data", .array(element)), Field("pagination", pagination),
    ])
  }

  // MARK: Events

  /// The data of each event that a server sends (docs/protocol.md, Events), and of the two of row 6.
  static let events: [String: Shape] = [
    "conversation:joined": object([
      Field("conversationId", .id), Field("message", .text, .optional),
    ]),
    "conversation:left": object([Field("conversationId", .id)]),
    "message:new": object([Field("message", .message()), Field("conversationId", .id)]),
    "message:sent": object([
      Field("messageId", .id), Field("timestamp", .time), Field("tempId", .text, .optional),
    ]),
    "notification:new-message": object([
      Field("conversationId", .id), Field("message", .message()),
      Field(
        "sender",
        .object([Field("id", .id), Field("name", .text), Field("role", .oneOf(roles))])),
    ]),
    "typing:user-typing": object([
      Field("conversationId", .id), Field("userId", .id), Field("userName", .text),
    ]),
    "typing:user-stopped": object([Field("conversationId", .id), Field("userId", .id)]),
    "message:read-receipt": object([
      Field("messageId", .id), Field("conversationId", .id), Field("readBy", .id),
      Field("readAt", .time),
    ]),
    "conversation:all-read": object([
      Field("conversationId", .id), Field("readBy", .id), Field("readAt", .time),
      Field("count", .count, .optional),
    ]),
    "user:online": object([Field("userId", .id), Field("timestamp", .time)]),
    "user:offline": object([Field("userId", .id), Field("lastSeen", .time)]),
    "error": object([Field("message", .filled)]),
  ]
}
