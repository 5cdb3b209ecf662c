package import Foundation
package import JSON
import Sentences

/// A farmer's conversation with support.
package struct Conversation: Hashable, Sendable, Identifiable {
  package let id: ConversationID
  package var farmer: Referenced<Participant>
  package var agent: Referenced<Participant>
  package var status: ConversationStatus?
  package var lastMessage: Referenced<Message>
  /// Unread messages by user id; nil when the server did not say, absent people have 0 (row 13).
  package var unreadCount: [UserID: Int]?
  package var isActive: Bool?
  package var createdAt: Date?
  package var updatedAt: Date?

  package init(
    id: ConversationID, farmer: Referenced<Participant> = .absent,
    agent: Referenced<Participant> = .absent, status: ConversationStatus? = nil,
    lastMessage: Referenced<Message> = .absent, unreadCount: [UserID: Int]? = nil,
    isActive: Bool? = nil, createdAt: Date? = nil, updatedAt: Date? = nil
  ) {
    self.id = id
    self.farmer = farmer
    self.agent = agent
    self.status = status
    self.lastMessage = lastMessage
    self.unreadCount = unreadCount
    self.isActive = isActive
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  /// The same without what its people's records say of their presence.
  package var withoutPresence: Conversation {
    var bare = self
    bare.farmer = farmer.withoutPresence
    bare.agent = agent.withoutPresence
    if case .known(var message) = lastMessage {
      message.sender = message.sender.withoutPresence
      bare.lastMessage = .known(message)
    }
    return bare
  }

  /// How many messages `user` has not read, as far as the server said; 0 when it did not.
  package func unread(of user: UserID) -> Int { unreadCount?[user] ?? 0 }
}

/// Where a conversation stands.
package enum ConversationStatus: Hashable, Sendable, RawRepresentable {
  case open
  case waiting
  case resolved
  case closed
  /// A status this program does not know; shown by its name.
  case other(String)

  /// The four values the API defines.
  package static let defined: [ConversationStatus] = [.open, .waiting, .resolved, .closed]

  package init(rawValue: String) {
    self = Self.defined.first { $0.rawValue == rawValue } ?? .other(rawValue)
  }

  package var rawValue: String {
    switch self {
    case .open: "open"
    case .waiting: "waiting"
    case .resolved: "resolved"
    case .closed: "closed"
    case .other(let name): name
    }
  }

  /// For a person; `rawValue` is for the wire and for commands.
  package var words: String {
    switch self {
    case .open: said("open", of: "status")
    case .waiting: said("waiting", of: "status")
    case .resolved: said("resolved", of: "status")
    case .closed: said("closed", of: "status")
    case .other(let name): name
    }
  }
}

extension Conversation: Referable {
  package init(bareID: ConversationID) { self.init(id: bareID) }

  package init(
    json: JSONValue, path: String = "", noting oddities: Oddities? = nil
  ) throws(UnexpectedShape) {
    let reader = try JSONReader(json, path: path, noting: oddities)
    self.init(
      id: try reader.id("_id"),
      farmer: reader.referenced("userId"),
      agent: reader.referenced("assignedSupportId"),
      status: reader.word("status").map(ConversationStatus.init(rawValue:)),
      lastMessage: reader.referenced("lastMessage"),
      unreadCount: reader.counts("unreadCount").map { counts in
        Dictionary(uniqueKeysWithValues: counts.map { (UserID($0.key), $0.value) })
      },
      isActive: reader.bool("isActive"),
      createdAt: reader.date("createdAt"),
      updatedAt: reader.date("updatedAt"))
  }

  package func merging(_ newer: Conversation) -> Conversation {
    Conversation(
      id: id,
      farmer: farmer.merging(newer.farmer),
      agent: agent.merging(newer.agent),
      status: newer.status ?? status,
      lastMessage: lastMessage.merging(newer.lastMessage),
      unreadCount: newer.unreadCount ?? unreadCount,
      isActive: newer.isActive ?? isActive,
      createdAt: newer.createdAt ?? createdAt,
      updatedAt: newer.updatedAt ?? updatedAt)
  }

  package var json: JSONValue {
    .object(ofKnown: [
      ("_id", .string(id.rawValue)),
      ("userId", farmer.json),
      ("assignedSupportId", agent.json),
      ("status", status.map { .string($0.rawValue) }),
      ("lastMessage", lastMessage.json),
      (
        "unreadCount",
        unreadCount.map { counts in
          .object(JSONObject(counts.map { ($0.key.rawValue, .integer($0.value)) }))
        }
      ),
      ("isActive", isActive.map(JSONValue.bool)),
      ("createdAt", createdAt.map { .string(Timestamp.format($0)) }),
      ("updatedAt", updatedAt.map { .string(Timestamp.format($0)) }),
    ])
  }
}
