import ChatModel
import Foundation
import JSON
import Sentences

/// What a server's acknowledgement of a send says (row 7).
enum Acknowledgement: Hashable, Sendable {
  case refused(String)
  /// An error that says nothing: the history tells.
  case unclear
  /// With the server's time, where it says so.
  case accepted(MessageID, at: Date?)
  /// Nothing that names the message.
  case silent

  init(_ answer: JSONValue) {
    guard case .object(let members) = answer else {
      self = .silent
      return
    }
    let error = members["error"] ?? .null
    // What stands for "none" in JavaScript is no error.
    let isNone =
      [.null, .bool(false), .integer(0)].contains(error)
      || error.stringValue?.allSatisfy(\.isWhitespace) == true
    if !isNone, let words = Self.words(error) ?? Self.words(answer) {
      self = .refused(words)
      return
    }
    if members["success"] == .bool(false) || members["ok"] == .bool(false) || error == .bool(true) {
      self = .refused(Self.words(answer) ?? Self.refusalWithoutWords)
      return
    }
    for candidate in [answer, members["message"], members["data"]] {
      guard case .object(let record)? = candidate else { continue }
      if let id = (record["_id"] ?? record["messageId"]).flatMap({ MessageID(json: $0) }) {
        self = .accepted(id, at: record["createdAt"]?.stringValue.flatMap(Timestamp.parse))
        return
      }
    }
    self = isNone ? .silent : .unclear
  }

  static var refusalWithoutWords: String { said("the server refused it") }

  private static func words(_ value: JSONValue) -> String? {
    let text =
      switch value {
      case .string(let text): text
      case .object(let members): members["message"]?.stringValue
      default: String?.none
      }
    return text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
  }
}
