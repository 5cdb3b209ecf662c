// Calls 1–3 and 7–10 of the document, and the deletion of row 20.

import ChatModel
import JSON

extension ChatServer {
  mutating func createConversation(by user: Person) throws(SandboxError) -> SandboxResponse {
    try require(user, .user)
    let found = world.activeConversation(of: user.id)
    let conversation = found ?? newConversation(of: user.id, agent: world.leastBusyAgent)
    return .success(
      "Conversation retrieved successfully", shape(conversation, lastMessage: .populated))
  }

  private mutating func newConversation(of farmer: UserID, agent: UserID?) -> ConversationRecord {
    var unread = [farmer: 0]
    if let agent { unread[agent] = 0 }
    let conversation = ConversationRecord(
      id: ConversationID(world.newID(at: now)), farmer: farmer, agent: agent, status: .open,
      unread: unread, isActive: true, createdAt: now, updatedAt: now)
    world.put(conversation)
    return conversation
  }

  /// A farmer's own, an agent's assigned, an admin's all.
  func conversations(
    _ query: ListQuery, of user: Person
  ) throws(SandboxError) -> SandboxResponse {
    try page(query) { user.role == .admin || $0.takesPart(user.id) }
  }

  /// Everything for staff (row 25); choosing an agent is the admins'.
  func allConversations(
    _ query: ListQuery, for user: Person
  ) throws(SandboxError) -> SandboxResponse {
    try require(user, .support, .admin)
    guard let agent = query.assignedTo else { return try page(query) { _ in true } }
    guard user.role == .admin else {
      throw .forbidden("Access denied. Only Admin may filter by assignedTo")
    }
    return try page(query) { $0.agent?.rawValue == agent }
  }

  private func page(
    _ query: ListQuery, where isWanted: (ConversationRecord) -> Bool
  ) throws(SandboxError) -> SandboxResponse {
    let status: ConversationStatus? =
      if let text = query.status { try ConversationStatus(requested: text) } else { nil }
    let request = try PageRequest(query, usualLimit: 20)
    let found = world.listing { isWanted($0) && (status == nil || $0.status == status) }
    return .success(
      "Conversations fetched successfully",
      .array(
        found[request.range(of: found.count)].map { shape($0, lastMessage: .unpopulated) }),
      pagination: request.pagination(of: found.count))
  }

  func conversation(
    _ id: ConversationID, for user: Person
  ) throws(SandboxError) -> SandboxResponse {
    .success(
      "Conversation fetched successfully",
      shape(try readable(id, by: user), lastMessage: .populated))
  }

  mutating func markRead(
    _ id: ConversationID, by user: Person
  ) throws(SandboxError) -> SandboxResponse {
    readAll(try joinable(id, by: user), by: user.id)
    return .success("All messages marked as read")
  }

  mutating func setStatus(
    _ id: ConversationID, _ body: JSONValue, by user: Person
  ) throws(SandboxError) -> SandboxResponse {
    _ = try managed(id, by: user)
    let status = try ConversationStatus(requested: RequestReader(body).require("status"))
    world.change(id) {
      $0.status = status
      $0.updatedAt = now
    }
    report(.status(id, status, by: user.id))
    return .success("Conversation status updated successfully", try changed(id, by: user))
  }

  mutating func reassign(
    _ body: JSONValue, by user: Person
  ) throws(SandboxError) -> SandboxResponse {
    try require(user, .admin)
    let reader = try RequestReader(body)
    let id: ConversationID = try reader.id("conversationId")
    let agent: UserID = try reader.id("newSupportId")
    let old = try managed(id, by: user)
    guard world.people[agent]?.role.isStaff == true else {
      throw SandboxError(status: 404, message: "Support user not found or invalid")
    }
    let unread = world.unreadCount(id, from: old.farmer)
    world.change(id) {
      if let before = $0.agent { $0.unread[before] = nil }
      $0.agent = agent
      $0.unread[agent] = unread
      $0.updatedAt = now
    }
    report(.reassigned(id, from: old.agent, to: agent))
    return .success("Conversation reassigned successfully", try changed(id, by: user))
  }

  /// Row 10: these answers write the last message as an id.
  private func changed(_ id: ConversationID, by user: Person) throws(SandboxError) -> JSONValue {
    shape(try managed(id, by: user), lastMessage: .id)
  }

  /// The record stays, so that its history can be read (row 20).
  mutating func deleteConversation(
    _ id: ConversationID, by user: Person
  ) throws(SandboxError) -> SandboxResponse {
    let conversation = try readable(id, by: user)
    guard user.role == .admin || conversation.farmer == user.id else {
      throw .forbidden("Access denied. Only the farmer or an Admin may delete a conversation")
    }
    guard conversation.isActive else { throw .notFound("Conversation") }
    world.change(id) {
      $0.isActive = false
      $0.updatedAt = now
    }
    return .success("Conversation deleted successfully")
  }
}
