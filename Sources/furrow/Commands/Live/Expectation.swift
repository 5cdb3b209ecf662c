import ArgumentParser
import ChatModel
import JSON
import Recordings
import Sentences

/// An event that `emit` waits for: `EVENT`, or `EVENT:PATH=VALUE` for one that says so at that place.
///
/// Names of events have colons in them, so the last one before the `=` divides.
struct Expectation: ExpressibleByArgument, Hashable, Sendable, CustomStringConvertible {
  let description: String
  private let event: String
  private let place: [String]
  private let value: String?

  init?(argument: String) {
    description = argument
    guard let equals = argument.firstIndex(of: "=") else {
      guard !argument.isEmpty else { return nil }
      event = argument
      place = []
      value = nil
      return
    }
    let before = argument[..<equals]
    guard let colon = before.lastIndex(of: ":") else { return nil }
    event = String(before[..<colon])
    place = before[before.index(after: colon)...].split(
      separator: ".", omittingEmptySubsequences: false
    ).map(String.init)
    value = String(argument[argument.index(after: equals)...])
    guard !event.isEmpty, place.allSatisfy({ !$0.isEmpty }) else { return nil }
  }

  /// - Parameter conversation: the one that the sent data are about. An event about another one does
  ///   not count, unless it was asked for by its conversation.
  func isMet(by name: String, _ data: JSONValue, in conversation: String?) -> Bool {
    guard name == event else { return false }
    if place.last != "conversationId", let conversation, let theirs = Self.conversation(of: data),
      theirs != conversation
    {
      return false
    }
    guard let value else { return true }
    return data.value(at: place[...]).map { Self.says($0, value) } ?? false
  }

  /// Why an event of the name that is waited for is not it, in a clause; nil where it is another event.
  func misfit(of name: String, _ data: JSONValue, in conversation: String?) -> String? {
    guard name == event, !isMet(by: name, data, in: conversation) else { return nil }
    if let value, let found = data.value(at: place[...]), !Self.says(found, value) {
      return said("\(name), in which \(place.joined(separator: ".")) is \(found.short)")
    }
    guard value == nil || data.value(at: place[...]) != nil else {
      return said("\(name), in which \(place.joined(separator: ".")) is missing")
    }
    return Self.conversation(of: data).map { said("\(name) about \($0)") }
  }

  /// The conversation that an event or the data of one are about; nil when they name none.
  static func conversation(of data: JSONValue) -> String? {
    let named = [
      data["conversationId"], data["message"]?["conversationId"], data["conversation"],
      data.arrayValue?.first?["conversationId"],
    ]
    return named.lazy.compactMap { $0.flatMap(id) }.first
  }

  /// References are objects or ids (row 10).
  private static func id(_ value: JSONValue) -> String? {
    ConversationID(json: value["_id"] ?? value)?.rawValue
  }

  /// Whether the value is the text, or the JSON in it; a record is known by its id.
  private static func says(_ found: JSONValue, _ text: String) -> Bool {
    found.stringValue == text || found.encoded == text || id(found) == text
      || (try? JSONValue(parsing: text)) == found
  }
}

extension JSONValue {
  /// The value at a path of members' names and places in arrays; nil when there is none.
  fileprivate func value(at path: ArraySlice<String>) -> JSONValue? {
    guard let first = path.first else { return self }
    let next =
      if let elements = arrayValue {
        Int(first).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      } else {
        self[first]
      }
    return next?.value(at: path.dropFirst())
  }
}
