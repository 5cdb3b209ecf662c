// How records look on the wire, and which of their references come as objects (row 10).

import ChatModel
import JSON

extension ChatServer {
  /// A person in a conversation; null when the record is gone.
  func shape(_ id: UserID?) -> JSONValue {
    guard let id, let person = world.people[id] else { return .null }
    return [
      "_id": .string(person.id.rawValue),
      "first_name": .string(person.firstName),
      "last_name": .string(person.lastName),
      "phone": .string(person.phone),
      "email": .string(person.email),
      "image": .null,
      "role": .string(person.role.rawValue),
      "isOnline": .bool(presence.isOnline(id)),
      "lastSeen": person.lastSeen?.json ?? .null,
    ]
  }

  /// A person as the sender of a message.
  private func sender(_ id: UserID) -> JSONValue {
    guard let person = world.people[id] else { return .null }
    return [
      "_id": .string(person.id.rawValue),
      "first_name": .string(person.firstName),
      "last_name": .string(person.lastName),
      "role": .string(person.role.rawValue),
    ]
  }

  func shape(_ file: MediaRecord) -> JSONValue {
    [
      "_id": .string(file.id.rawValue),
      "name": .string(file.name),
      "type": .string(file.kind.rawValue),
      "url": .string("\(origin)/uploads/chat/\(file.fileName)"),
      "format": .string(file.format),
      "size": .integer(file.size),
      "createdAt": file.createdAt.json,
    ]
  }

  /// A message; unpopulated, its sender and file are bare ids.
  func shape(
    _ message: MessageRecord, populated: Bool = true, namesConversation: Bool
  ) -> JSONValue {
    var members: JSONObject = [
      "_id": .string(message.id.rawValue),
      "senderId": populated ? sender(message.sender) : .string(message.sender.rawValue),
      "messageType": .string(message.kind.rawValue),
      "isRead": .bool(message.readAt != nil),
      "deliveredAt": message.createdAt.json,
      "createdAt": message.createdAt.json,
    ]
    if namesConversation { members["conversationId"] = .string(message.conversation.rawValue) }
    if let content = message.content { members["content"] = .string(content) }
    if let readAt = message.readAt { members["readAt"] = readAt.json }
    if let file = message.media {
      members["mediaId"] =
        populated ? world.media[file].map(shape) ?? .null : .string(file.rawValue)
    }
    return .object(members)
  }

  /// A message of a history or an event.
  func liveShape(_ message: MessageRecord) -> JSONValue {
    shape(message, namesConversation: switches.dialect == .field)
  }

  /// How much of a conversation's last message is written.
  enum LastMessage {
    case id
    /// An object whose own references are ids.
    case unpopulated
    case populated
  }

  func shape(_ conversation: ConversationRecord, lastMessage: LastMessage) -> JSONValue {
    let last = conversation.lastMessage.flatMap { world.messages[$0] }.map { message in
      switch lastMessage {
      case .id: JSONValue.string(message.id.rawValue)
      case .unpopulated: shape(message, populated: false, namesConversation: true)
      case .populated: shape(message, namesConversation: true)
      }
    }
    return [
      "_id": .string(conversation.id.rawValue),
      "userId": shape(conversation.farmer),
      "assignedSupportId": shape(conversation.agent),
      "status": .string(conversation.status.rawValue),
      "lastMessage": last ?? .null,
      "unreadCount": .object(
        JSONObject(conversation.unread.map { ($0.key.rawValue, .integer($0.value)) })),
      "isActive": .bool(conversation.isActive),
      "createdAt": conversation.createdAt.json,
      "updatedAt": conversation.updatedAt.json,
    ]
  }
}
