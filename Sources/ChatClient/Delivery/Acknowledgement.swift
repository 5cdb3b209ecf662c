import ChatModel
import Foundation
import JSON

/// What a server's acknowledgement of a send says (row 7).
enum Acknowledgement: Hashable, Sendable {
  case refused(String)
  /// With the server's time, where it says so.
  case accepted(MessageID, at: Date?)
  /// Nothing that names the message.
  case silent

  init(_ answer: JSONValue) {
    guard case .object(let members) = answer else {
      self = .silent
      return
    }
    if let error = members["error"], error != .null, error != .bool(false) {
      self = .refused(Self.words(error) ?? Self.words(answer) ?? "the server refused it")
      return
    }
    if members["success"] == .bool(false) || members["ok"] == .bool(false) {
      self = .refused(Self.words(answer) ?? "the server refused it")
      return
    }
    for candidate in [answer, members["message"], members["data"]] {
      guard case .object(let record)? = candidate else { continue }
      if let id = (record["_id"] ?? record["messageId"]).flatMap({ MessageID(json: $0) }) {
        self = .accepted(id, at: record["createdAt"]?.stringValue.flatMap(Timestamp.parse))
        return
      }
    }
    self = .silent
  }

  private static func words(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .object(let members): members["message"]?.stringValue
    default: nil
    }
  }
}
