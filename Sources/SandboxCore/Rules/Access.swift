// Who may do what. Whoever may not learns the same whether the record exists or not, where the
// servers in the field do so (row 2).

import ChatModel
import JSON

extension ChatServer {
  static let refusedLive = "Conversation not found or access denied"

  // MARK: Who is asking

  /// The person behind an `Authorization` header.
  func bearer(of header: String?) throws(SandboxError) -> Person {
    let words = header?.split(separator: " ", maxSplits: 1) ?? []
    guard words.count == 2, words[0].lowercased() == "bearer" else {
      throw .unauthorized("No token provided")
    }
    do throws(InvalidToken) {
      return try holder(of: String(words[1]))
    } catch {
      throw .unauthorized(error == .expired ? "Token expired" : "Invalid token")
    }
  }

  /// The person behind the `auth` of a CONNECT (row 15).
  func bearer(ofAuth auth: JSONValue?) throws(SandboxError) -> Person {
    guard let token = auth?["token"]?.stringValue, !token.isEmpty else {
      throw .unauthorized("Authentication error: Token required")
    }
    do throws(InvalidToken) {
      return try holder(of: token)
    } catch {
      throw .unauthorized("Authentication error: Invalid token")
    }
  }

  private func holder(of token: String) throws(InvalidToken) -> Person {
    let id = try mint.verify(token, at: now, expiredUpTo: expiredUpTo)
    guard !revoked.contains(token), let person = world.people[id] else { throw .invalid }
    return person
  }

  func person(_ id: UserID) throws(SandboxError) -> Person {
    guard let person = world.people[id] else { throw .notFound("User") }
    return person
  }

  // MARK: What they may do

  func require(_ user: Person, _ roles: Role...) throws(SandboxError) {
    guard !roles.contains(user.role) else { return }
    let names = roles.map(\.rawValue).joined(separator: " or ")
    throw .forbidden("Access denied. Only \(names) may do this")
  }

  private func existing(_ id: ConversationID) throws(SandboxError) -> ConversationRecord {
    guard let conversation = world.conversations[id] else { throw .notFound("Conversation") }
    return conversation
  }

  /// Refuses to change what was deleted; it can only be read.
  func requireActive(_ id: ConversationID) throws(SandboxError) {
    guard try existing(id).isActive else { throw .notFound("Conversation") }
  }

  /// Whether staff may act on a conversation that is somebody else's: admins always, Support where
  /// the dialect is the field's (row 25).
  private func overlooks(_ conversation: ConversationRecord, _ user: Person) -> Bool {
    user.role == .admin || (user.role == .support && switches.dialect == .field)
      || conversation.takesPart(user.id)
  }

  /// A conversation to look at: a farmer's own, an agent's assigned, any for admins.
  func readable(_ id: ConversationID, by user: Person) throws(SandboxError) -> ConversationRecord {
    let conversation = try existing(id)
    guard overlooks(conversation, user) else {
      throw .forbidden("Access denied to this conversation")
    }
    return conversation
  }

  /// A conversation to change as staff.
  func managed(_ id: ConversationID, by user: Person) throws(SandboxError) -> ConversationRecord {
    try require(user, .support, .admin)
    let conversation = try existing(id)
    guard conversation.isActive else { throw .notFound("Conversation") }
    guard overlooks(conversation, user) else {
      throw .forbidden("Access denied to this conversation")
    }
    return conversation
  }

  /// A conversation to take part in: by its own two people, and by admins where the dialect is the
  /// document's (row 2). A deleted one takes nobody.
  func joinable(_ id: ConversationID, by user: Person) throws(SandboxError) -> ConversationRecord {
    let conversation = try existing(id)
    guard conversation.isActive else { throw .notFound("Conversation") }
    let isWelcome =
      conversation.takesPart(user.id) || (user.role == .admin && switches.dialect == .document)
    guard isWelcome else { throw .forbidden("Access denied to this conversation") }
    return conversation
  }
}
