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
  /// A known event without what it needs.
  case malformed(String, UnexpectedShape)
}

extension ServerEvent {
  /// The event `name` with its arguments. Nothing is thrown: without what it needs it is
  /// `.malformed`; whatever else is odd is noted and passed over (row 28).
  package init(name: String, arguments: [JSONValue], noting oddities: Oddities? = nil) {
    guard Self.names.contains(name) else {
      self = .unknown(name, arguments)
      return
    }
    do throws(UnexpectedShape) {
      self = try Self.read(name, arguments.first ?? .null, oddities)
    } catch {
      self = .malformed(name, error)
      oddities?.note(error)
    }
  }

  private static func read(
    _ name: String, _ payload: JSONValue, _ oddities: Oddities?
  ) throws(UnexpectedShape) -> ServerEvent {
    // A refusal is one whatever it says.
    if name == "error" { return .error(words(payload) ?? "the server reported an error") }
    let data = try JSONReader(payload, noting: oddities)
    switch name {
    case "conversation:joined": return .joined(try conversation(data))
    case "conversation:left": return .left(try conversation(data))
    case "message:new":
      let message = try message(data)
      return .messageNew(message, in: try conversation(data, of: message))
    case "message:sent":
      return .messageSent(
        try data.id("messageId"), tempID: data.string("tempId"), at: data.date("timestamp"))
    case "notification:new-message":
      let message = try message(data)
      let sender: Referenced<Participant> = data.referenced("sender")
      return .notification(message, in: try conversation(data, of: message), from: sender.value)
    case "typing:user-typing":
      return .typing(
        try data.id("userId"), name: data.string("userName"), in: try conversation(data))
    case "typing:user-stopped":
      return .stoppedTyping(try data.id("userId"), in: try conversation(data))
    case "message:read-receipt":
      return .readReceipt(
        try data.id("messageId"), in: data.referencedID("conversationId"),
        by: data.referencedID("readBy"), at: data.date("readAt"))
    case "conversation:all-read":
      return .allRead(
        try conversation(data), by: data.referencedID("readBy"), at: data.date("readAt"))
    case "user:online": return .online(try data.id("userId"), at: data.date("timestamp"))
    default: return .offline(try data.id("userId"), lastSeen: data.date("lastSeen"))
    }
  }

  private static func words(_ payload: JSONValue) -> String? {
    [payload, payload["message"]].lazy.compactMap { $0?.stringValue }
      .first { !$0.allSatisfy(\.isWhitespace) }
  }

  private static func message(_ data: JSONReader) throws(UnexpectedShape) -> Message {
    try Message(json: data.require("message"), path: "message", noting: data.oddities)
  }

  /// The conversation that an event names, itself or in its message.
  private static func conversation(
    _ data: JSONReader, of message: Message? = nil
  ) throws(UnexpectedShape) -> ConversationID {
    let named: ConversationID? = data.referencedID("conversationId")
    if let id = named ?? message?.conversationID { return id }
    let problem = data.value("conversationId").map { "is \($0.typeName), not an id" }
    throw UnexpectedShape(path: "conversationId", problem: problem ?? "is missing")
  }

  /// The names of all events the API's document and row 6 know.
  package static let names: Set<String> = [
    "conversation:joined", "conversation:left", "message:new", "message:sent",
    "notification:new-message", "typing:user-typing", "typing:user-stopped",
    "message:read-receipt", "conversation:all-read", "user:online", "user:offline", "error",
  ]
}
