import ChatModel
package import JSON

/// Reads assertions out of a document that was TOML.
package enum AssertionReading {
  /// What is wrong with the document, and where: the names and numbers that lead there.
  package struct Fault: Error, Hashable, Sendable {
    package let path: [String]
    package let reason: String

    package init(path: [String], reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  private static let known = [
    "after", "as", "at", "at_least", "at_most", "count", "equals", "event", "name", "order",
    "request", "sent", "shape", "state", "status", "within",
  ]
  private static let subjects = ["event", "sent", "request", "order", "state"]

  /// - Parameters:
  ///   - document: `{"version":1,"assert":[…]}`, of a version that is known
  ///   - place: where something stands in the file, for those that fail later.
  ///   - file: gives the document of a shape that stands in a file of its own.
  package static func assertions(
    in document: JSONValue, place: ([String]) -> String,
    file: (String) throws(Fault) -> JSONValue
  ) throws(Fault) -> [Assertion] {
    for name in document.objectValue?.keys ?? [] where !["assert", "version"].contains(name) {
      throw Fault(path: [name], reason: "\"\(name)\" is unknown: assertions stand below [[assert]]")
    }
    guard let tables = document["assert"]?.arrayValue, !tables.isEmpty else {
      throw Fault(path: ["assert"], reason: "there is no [[assert]]")
    }
    var assertions: [Assertion] = []
    for (number, table) in tables.enumerated() {
      let path = ["assert", "\(number)"]
      do throws(Fault) {
        var assertion = try assertion(table, number, at: place(path), file: file)
        for name in table.objectValue?.keys ?? [] {
          assertion.places[name] = place(path + [name])
        }
        assertions.append(assertion)
      } catch {
        throw Fault(path: path + error.path, reason: error.reason)
      }
    }
    return assertions
  }

  private static func assertion(
    _ table: JSONValue, _ number: Int, at place: String,
    file: (String) throws(Fault) -> JSONValue
  ) throws(Fault) -> Assertion {
    guard let members = table.objectValue else {
      throw Fault(path: [], reason: "an assertion is a table below [[assert]]")
    }
    for name in members.keys where !known.contains(name) {
      throw Fault(
        path: [name], reason: "\"\(name)\" is unknown; known are \(known.joined(separator: ", "))")
    }
    let named = subjects.filter { members[$0] != nil }
    guard named.count == 1 else {
      throw Fault(
        path: named.dropFirst().map { $0 },
        reason: named.isEmpty
          ? "it says of what: one of \(subjects.joined(separator: ", "))"
          : "it is about one thing: \(named.joined(separator: " or "))")
    }
    let subject = try subject(named[0], members)
    var assertion = Assertion(
      try text("name", members) ?? Self.words(of: subject), subject, at: place)
    assertion.identity = try text("as", members)
    assertion.after = try text("after", members)
    assertion.at = try pointer("at", members)
    assertion.equals = members["equals"]
    assertion.status = try count("status", members)
    assertion.atLeast = try count("at_least", members)
    assertion.atMost = try count("at_most", members)
    if let exactly = try count("count", members) {
      guard assertion.atLeast == nil, assertion.atMost == nil else {
        throw Fault(path: ["count"], reason: "\"count\" goes without at_least and at_most")
      }
      (assertion.atLeast, assertion.atMost) = (exactly, exactly)
    }
    if let words = try text("within", members) {
      guard let time = TimeLength.reading(words) else {
        throw Fault(path: ["within"], reason: "\"\(words)\" is no length of time such as 500ms")
      }
      assertion.within = time
    }
    if let shape = members["shape"] { assertion.shape = try schema(shape, file: file) }
    try check(assertion, members)
    return assertion
  }

  private static func subject(
    _ name: String, _ members: JSONObject
  ) throws(Fault) -> Assertion.Subject {
    switch name {
    case "event": return .event(try text(name, members) ?? "", isOurs: false)
    case "sent": return .event(try text(name, members) ?? "", isOurs: true)
    case "request":
      let words = try text(name, members) ?? ""
      guard words.split(separator: " ").count == 2 else {
        throw Fault(
          path: [name], reason: "a request is a method and a path: \"GET chat/messages/*\"")
      }
      return .request(words)
    case "order":
      let names = members[name]?.arrayValue?.compactMap(\.stringValue) ?? []
      guard names.count > 1, names.count == members[name]?.arrayValue?.count else {
        throw Fault(path: [name], reason: "an order is a list of two names and more")
      }
      return .order(names)
    default:
      guard let pointer = try pointer("state", members) else {
        throw Fault(path: [name], reason: "\"state\" is a JSON pointer: /conversations/ID/status")
      }
      if let reason = RecordedState.problem(with: pointer.path) {
        throw Fault(path: [name], reason: "\(pointer) is no place of the state: \(reason)")
      }
      return .state(pointer)
    }
  }

  /// What does not go together.
  private static func check(_ assertion: Assertion, _ members: JSONObject) throws(Fault) {
    func refuse(_ names: [String], _ reason: String) throws(Fault) {
      if let name = names.first(where: { members[$0] != nil }) {
        throw Fault(path: [name], reason: "\"\(name)\" \(reason)")
      }
    }
    if assertion.equals == nil, assertion.at != nil, assertion.shape == nil {
      throw Fault(path: ["at"], reason: "\"at\" goes with equals or shape")
    }
    switch assertion.subject {
    case .event:
      try refuse(["status"], "is of requests")
      if assertion.within != nil, assertion.after == nil {
        throw Fault(path: ["within"], reason: "\"within\" goes with after, or with a request")
      }
    case .request: try refuse(["after"], "is of events")
    case .order:
      try refuse(
        ["after", "within", "at", "equals", "shape", "status", "count", "at_least", "at_most"],
        "is not of an order")
    case .state:
      try refuse(
        ["as", "after", "within", "at", "status", "count", "at_least", "at_most"],
        "is not of the state")
      guard assertion.equals != nil || assertion.shape != nil else {
        throw Fault(path: ["state"], reason: "\"state\" goes with equals or shape")
      }
    }
  }

  private static func schema(
    _ value: JSONValue, file: (String) throws(Fault) -> JSONValue
  ) throws(Fault) -> JSONSchema {
    let document = if let name = value.stringValue { try file(name) } else { value }
    do throws(JSONSchema.Fault) {
      return try JSONSchema(document)
    } catch {
      let place = error.path.isEmpty ? "" : "/" + error.path.joined(separator: "/") + ": "
      throw Fault(
        path: ["shape"] + (value.stringValue == nil ? error.path : []),
        reason: place + error.reason)
    }
  }

  private static func text(_ name: String, _ members: JSONObject) throws(Fault) -> String? {
    guard let value = members[name] else { return nil }
    guard let text = value.stringValue, !text.isEmpty else {
      throw Fault(path: [name], reason: "\"\(name)\" is a text, not \(value.typeName)")
    }
    return text
  }

  private static func count(_ name: String, _ members: JSONObject) throws(Fault) -> Int? {
    guard let value = members[name] else { return nil }
    guard let count = value.integerValue, count >= 0 else {
      throw Fault(path: [name], reason: "\"\(name)\" is a whole number from 0")
    }
    return count
  }

  private static func pointer(_ name: String, _ members: JSONObject) throws(Fault) -> JSONPointer? {
    guard let value = members[name] else { return nil }
    guard let pointer = value.stringValue.flatMap(JSONPointer.init) else {
      throw Fault(
        path: [name],
        reason: "\"\(name)\" is a JSON pointer such as "
          + (name == "state" ? "/conversations/ID/status" : "/message/content"))
    }
    return pointer
  }

  private static func words(of subject: Assertion.Subject) -> String {
    switch subject {
    case .event(let name, _): name
    case .request(let words): words
    case .order(let names): names.joined(separator: ", then ")
    case .state(let pointer): pointer.description
    }
  }
}
