package import Foundation
package import JSON

/// What the server says over the live link: the document's ten events and those of row 6.
package enum ServerEvent: Hashable, Sendable {
  case joined(ConversationID)
  case left(ConversationID)
  /// A message in a room this connection is in; may come more than once and in any order (row 3).
  case messageNew(Message, in: ConversationID)
  /// The server has a message of ours; `tempID` only where it echoes it (row 4).
  case messageSent(MessageID, tempID: String?, at: Date?)
  case notification(Message, in: ConversationID, from: Participant?)
  case typing(UserID, name: String?, in: ConversationID)
  case stoppedTyping(UserID, in: ConversationID)
  case readReceipt(MessageID, in: ConversationID?, by: UserID?, at: Date?)
  case allRead(ConversationID, by: UserID?, at: Date?)
  case online(UserID, at: Date?)
  case offline(UserID, lastSeen: Date?)
  /// The server refused something; which operation it meant must be worked out (row 2).
  case error(String)
  /// An event this program does not know; ignored, and shown to testers (row 6).
  case unknown(String, [JSONValue])
  /// A known event of the wrong shape.
  case malformed(String, UnexpectedShape)
}

extension ServerEvent {
  /// The event `name` with its arguments. Nothing is thrown: a wrong shape is `.malformed`.
  package init(name: String, arguments: [JSONValue]) {
    do {
      self = try Self.read(name, arguments)
    } catch {
      self = .malformed(name, error)
    }
  }

  private static func read(_ name: String, _ arguments: [JSONValue]) throws(UnexpectedShape)
    -> ServerEvent
  {
    guard names.contains(name) else { return .unknown(name, arguments) }
    let payload = arguments.first ?? .null
    if name == "error", case .string(let message) = payload { return .error(message) }
    let data = try JSONReader(payload)
    switch name {
    case "conversation:joined": return .joined(try data.id("conversationId"))
    case "conversation:left": return .left(try data.id("conversationId"))
    case "message:new":
      let message = try Message(json: data.require("message"), path: "message")
      return .messageNew(message, in: try conversation(of: message, data))
    case "message:sent":
      return .messageSent(
        try data.id("messageId"), tempID: try data.string("tempId"), at: try data.date("timestamp"))
    case "notification:new-message":
      let message = try Message(json: data.require("message"), path: "message")
      let sender: Participant? =
        if let value = data.value("sender") { try Participant(json: value, path: "sender") } else {
          nil
        }
      return .notification(message, in: try conversation(of: message, data), from: sender)
    case "typing:user-typing":
      return .typing(
        try data.id("userId"), name: try data.string("userName"), in: try data.id("conversationId"))
    case "typing:user-stopped":
      return .stoppedTyping(try data.id("userId"), in: try data.id("conversationId"))
    case "message:read-receipt":
      return .readReceipt(
        try data.id("messageId"), in: try data.optionalID("conversationId"),
        by: try data.optionalID("readBy"), at: try data.date("readAt"))
    case "conversation:all-read":
      return .allRead(
        try data.id("conversationId"), by: try data.optionalID("readBy"),
        at: try data.date("readAt"))
    case "user:online": return .online(try data.id("userId"), at: try data.date("timestamp"))
    case "user:offline":
      return .offline(try data.id("userId"), lastSeen: try data.date("lastSeen"))
    default: return .error(try data.string("message") ?? "the server reported an error")
    }
  }

  private static func conversation(of message: Message, _ data: JSONReader) throws(UnexpectedShape)
    -> ConversationID
  {
    if let id: ConversationID = try data.optionalID("conversationId") { return id }
    guard let id = message.conversationID else {
      throw UnexpectedShape(path: "conversationId", problem: "is missing")
    }
    return id
  }

  /// The names of all events the API's document and row 6 know.
  package static let names: Set<String> = [
    "conversation:joined", "conversation:left", "message:new", "message:sent",
    "notification:new-message", "typing:user-typing", "typing:user-stopped",
    "message:read-receipt", "conversation:all-read", "user:online", "user:offline", "error",
  ]
}
