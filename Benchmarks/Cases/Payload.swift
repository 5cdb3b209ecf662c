// The documents that are measured: a `message:new` as servers send it, 446 bytes with its event's name.

import ChatModel
import JSON

enum Payload {
  private static let words = """
    The first lot of maize is dry and bagged, forty sacks in all. Can the lorry come on Thursday \
    before nine? The road by the mill is closed until noon.
    """

  /// The text of one Socket.IO packet, type digits included.
  static func packet(_ number: Int, conversation: Int = 0) -> [UInt8] {
    Array("42[\"message:new\",\(object(number, conversation: conversation))]".utf8)
  }

  /// The event's argument.
  static func object(_ number: Int, conversation: Int = 0) -> String {
    let (minute, second, millisecond) = (number / 60_000 % 60, number / 1000 % 60, number % 1000)
    return """
      {"message":{"_id":"65f2c0de\(digits(number, 16))","senderId":{"_id":"64a1b2c3d4e5f6071800000a",\
      "first_name":"Amara","last_name":"Okafor","role":"User"},"messageType":"text",\
      "content":"\(words)","isRead":false,"deliveredAt":null,"createdAt":\
      "2026-03-14T09:\(digits(minute, 2)):\(digits(second, 2)).\(digits(millisecond, 3))Z"},\
      "conversationId":"65f2aaaa\(digits(conversation, 16))"}
      """
  }

  static func message(_ number: Int, conversation: Int = 0) throws -> Message {
    let value = try JSONValue(parsing: object(number, conversation: conversation))
    return try Message(json: value["message"] ?? .null)
  }

  static func conversationID(_ number: Int) -> ConversationID {
    ConversationID("65f2aaaa\(digits(number, 16))")
  }

  static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
