// Calls 4 and 5 of the document, the message calls of row 20, and what follows from a message
// however it came.

import ChatModel
import JSON

extension ChatServer {
  /// Row 8: a message sent over REST is announced to nobody.
  mutating func sendMessage(
    _ body: JSONValue, by user: Person
  ) throws(SandboxError) -> SandboxResponse {
    let message = try write(RequestReader(body), by: user)
    return .success(
      "Message sent successfully", shape(message, namesConversation: true), status: 201)
  }

  /// Stores what `message:send` and `POST /messages` carry.
  mutating func write(
    _ reader: RequestReader, by user: Person
  ) throws(SandboxError) -> MessageRecord {
    let conversation = try joinable(reader.id("conversationId"), by: user)
    let type = try reader.require("messageType")
    var message = MessageRecord(
      id: "", conversation: conversation.id, sender: user.id, kind: MessageKind(rawValue: type),
      createdAt: now)
    switch message.kind {
    case .text:
      // Row 5: what is stored is trimmed.
      message.content = try reader.require("content", for: "text messages")
    case .media(let kind):
      let id: MediaID = try reader.id("mediaId", for: "\(kind.rawValue) messages")
      // Somebody else's file is as good as none: its id must not tell that it is there.
      guard let file = world.media[id], file.owner == nil || file.owner == user.id else {
        throw .notFound("Media")
      }
      guard file.kind == kind else {
        throw .invalid("mediaId is of type \(file.kind.rawValue), not \(kind.rawValue)")
      }
      message.media = id
    case .other:
      throw .invalid("messageType must be one of text, image, audio, video")
    }
    message = message.with(id: MessageID(world.newID(at: now)))
    world.add(message)
    // Row 26: the farmer waits again, unless the conversation is over.
    if user.id == conversation.farmer, conversation.status != .closed {
      world.change(conversation.id) { $0.status = .waiting }
    }
    report(
      .said(
        SandboxFact.Utterance(
          message: message.id, conversation: conversation.id, sender: user.id, kind: message.kind,
          text: message.content)))
    return message
  }

  mutating func messages(
    of id: ConversationID, _ query: ListQuery, for user: Person
  ) throws(SandboxError) -> SandboxResponse {
    let conversation = try readable(id, by: user)
    let request = try PageRequest(query, usualLimit: 50)
    let history = world.histories[conversation.id] ?? []
    var range = request.range(of: history.count)
    if !switches.pagesFromOldest {
      // Page 1 is the end of the history; inside a page the oldest comes first (row 11).
      range = (history.count - range.upperBound)..<(history.count - range.lowerBound)
    }
    report(.looked(id, by: user.id))
    return .success(
      "Messages fetched successfully",
      .array(history[range].compactMap { world.messages[$0] }.map(liveShape)),
      pagination: request.pagination(of: history.count))
  }

  mutating func markMessageRead(
    _ id: MessageID, by user: Person
  ) throws(SandboxError) -> SandboxResponse {
    let conversation = try joinable(existing(id).conversation, by: user)
    read(id, in: conversation, by: user.id)
    return .success(
      "Message marked as read", shape(try existing(id), namesConversation: true))
  }

  mutating func deleteMessage(
    _ id: MessageID, by user: Person
  ) throws(SandboxError) -> SandboxResponse {
    let message = try existing(id)
    try requireActive(message.conversation)
    guard user.role == .admin || message.sender == user.id else {
      throw .forbidden("Access denied. Only the sender or an Admin may delete a message")
    }
    world.delete(id)
    return .success("Message deleted successfully")
  }

  private func existing(_ id: MessageID) throws(SandboxError) -> MessageRecord {
    guard let message = world.messages[id] else { throw .notFound("Message") }
    return message
  }

  // MARK: Reading

  /// Marks one message read; its sender's tick hangs on the receipt.
  mutating func read(_ id: MessageID, in conversation: ConversationRecord, by reader: UserID) {
    let read = world.markRead(conversation.id, by: reader, only: id, at: now)
    guard !read.isEmpty else { return }
    emit(
      "message:read-receipt",
      [
        "messageId": .string(id.rawValue),
        "conversationId": .string(conversation.id.rawValue),
        "readBy": .string(reader.rawValue),
        "readAt": now.json,
      ], to: presence.sessions(in: conversation.id))
    report(.read(conversation.id, by: reader))
  }

  /// Marks everything read; told even when nothing was unread, as in the field (row 6).
  mutating func readAll(_ conversation: ConversationRecord, by reader: UserID) {
    let read = world.markRead(conversation.id, by: reader, at: now)
    emit(
      "conversation:all-read",
      [
        "conversationId": .string(conversation.id.rawValue),
        "readBy": .string(reader.rawValue),
        "readAt": now.json,
        "count": .integer(read.count),
      ], to: presence.sessions(in: conversation.id))
    report(.read(conversation.id, by: reader))
  }
}

extension MessageRecord {
  fileprivate func with(id: MessageID) -> MessageRecord {
    MessageRecord(
      id: id, conversation: conversation, sender: sender, kind: kind, content: content,
      media: media, readAt: readAt, createdAt: createdAt)
  }
}
