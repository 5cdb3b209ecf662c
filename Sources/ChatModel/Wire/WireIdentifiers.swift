import JSON

/// Finds ids in what a wire carries, however much of a record stands around them (row 10 of
/// docs/protocol.md).
enum WireIdentifiers {
  /// An id, or that of the record that stands in its place.
  static func id(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text) where !text.isEmpty: text
    case .integer(let number): String(number)
    case .object(let members): id(members["_id"] ?? members["id"])
    default: nil
    }
  }

  /// The conversation that an event's argument or a body names.
  static func conversation(in value: JSONValue) -> String? {
    if let elements = value.arrayValue {
      return elements.first.flatMap { $0.objectValue == nil ? nil : conversation(in: $0) }
    }
    return id(value["conversationId"]) ?? id(value["message"]?["conversationId"])
      ?? id(value["conversation"]) ?? id(value["data"]?["conversationId"])
  }

  /// The conversation that the path of a REST call names.
  static func conversation(inPath target: String) -> String? {
    let path = target.prefix { $0 != "?" }.split(separator: "/")
    guard let place = path.lastIndex(where: { $0 == "conversations" || $0 == "messages" }),
      place + 1 < path.endIndex
    else { return nil }
    return String(path[place + 1])
  }

  /// The message that an event tells of.
  static func message(in value: JSONValue) -> String? {
    id(value["messageId"]) ?? id(value["message"])
  }

  /// What a message says: two of one conversation that say the same may be one.
  static func content(of message: JSONValue) -> JSONValue {
    if let media = id(message["mediaId"]) ?? id(message["media"]) { return .string(media) }
    return message["content"] ?? .null
  }
}
