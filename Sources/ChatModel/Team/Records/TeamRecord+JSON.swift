package import Foundation
package import JSON

extension AuditEntry {
  /// As it is printed and kept.
  package var json: JSONValue {
    let (action, before, after) = parts
    let words: String? =
      switch answer {
      case .done: nil
      case .refused(let words), .unknown(let words): words
      }
    return .object(ofKnown: [
      ("at", .string(Timestamp.format(at))),
      ("who", .string(who.rawValue)),
      ("conversationId", conversationID.map { .string($0.rawValue) }),
      ("farmer", farmer.map(JSONValue.string)),
      ("action", .string(action)),
      ("before", before),
      ("after", after),
      ("answer", .string(answer.word)),
      ("words", words.map(JSONValue.string)),
      ("origin", .string(origin.rawValue)),
    ])
  }

  private var parts: (action: String, before: JSONValue?, after: JSONValue?) {
    switch change {
    case .status(let from, let to):
      ("status", from.map { .string($0.rawValue) }, .string(to.rawValue))
    case .agent(let from, let to): ("agent", from?.json, to.json)
    case .deletedConversation: ("delete-conversation", nil, nil)
    case .deletedMessage(let id): ("delete-message", .string(id.rawValue), nil)
    }
  }

  /// nil for what a later version wrote in a way this one does not know, or what is damaged.
  package init?(_ json: JSONValue, at: Date) {
    guard let who = json["who"]?.stringValue, let change = Change(json),
      let origin = json["origin"]?.stringValue.flatMap(Origin.init(rawValue:))
    else { return nil }
    let words = json["words"]?.stringValue ?? ""
    let answer: Answer
    switch json["answer"]?.stringValue {
    case "done"?: answer = .done
    case "refused"?: answer = .refused(words)
    case "unknown"?: answer = .unknown(words)
    default: return nil
    }
    self.init(
      at: at, who: UserID(who),
      conversationID: json["conversationId"]?.stringValue.map { ConversationID($0) },
      farmer: json["farmer"]?.stringValue, change: change, answer: answer, origin: origin)
  }
}

extension AuditEntry.Answer {
  /// `done`, `refused` or `unknown`.
  package var word: String {
    switch self {
    case .done: "done"
    case .refused: "refused"
    case .unknown: "unknown"
    }
  }
}

extension AuditEntry.Change {
  fileprivate init?(_ json: JSONValue) {
    switch json["action"]?.stringValue {
    case "status"?:
      guard let to = json["after"]?.stringValue else { return nil }
      let from = json["before"]?.stringValue.map(ConversationStatus.init(rawValue:))
      self = .status(from: from, to: ConversationStatus(rawValue: to))
    case "agent"?:
      guard let to = json["after"].flatMap(AuditEntry.Person.init(json:)) else { return nil }
      self = .agent(from: json["before"].flatMap(AuditEntry.Person.init(json:)), to: to)
    case "delete-conversation"?: self = .deletedConversation
    case "delete-message"?:
      guard let id = json["before"]?.stringValue else { return nil }
      self = .deletedMessage(MessageID(id))
    default: return nil
    }
  }
}

extension AuditEntry.Person {
  fileprivate var json: JSONValue {
    .object(ofKnown: [("_id", .string(id.rawValue)), ("name", name.map(JSONValue.string))])
  }

  fileprivate init?(json: JSONValue) {
    guard let id = json["_id"]?.stringValue else { return nil }
    self.init(id: UserID(id), name: json["name"]?.stringValue)
  }
}

extension StatisticsSample {
  /// As it is kept, without its time.
  package var json: JSONValue {
    .object(ofKnown: [
      ("total", total.map(JSONValue.integer)), ("active", active.map(JSONValue.integer)),
      ("waiting", waiting.map(JSONValue.integer)), ("messages", messages.map(JSONValue.integer)),
    ])
  }

  package init(_ json: JSONValue, at: Date) {
    self.init(
      at: at, total: json["total"]?.integerValue, active: json["active"]?.integerValue,
      waiting: json["waiting"]?.integerValue, messages: json["messages"]?.integerValue)
  }
}
