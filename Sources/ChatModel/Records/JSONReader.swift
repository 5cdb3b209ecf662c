package import Foundation
package import JSON

/// A JSON value had the wrong shape at some place.
package struct UnexpectedShape: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where, as `data[3].createdAt`.
  package let path: String
  /// What stood there and what was wanted, in words; nothing of the value itself.
  package let problem: String

  package init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  package var description: String { "\(path.isEmpty ? "the document" : path) \(problem)" }
}

/// Collects what stood in one document otherwise than the API says (row 28).
package final class Oddities {
  package private(set) var found: [UnexpectedShape] = []

  package init() {}

  package func note(_ oddity: UnexpectedShape) { found.append(oddity) }
}

/// Reads the members of a JSON object by name, of whatever type they came (row 28): what can be
/// understood is, what cannot is absent and noted, and only an id that is asked for is insisted on.
///
/// A member that is absent and one that is `null` read alike, except through `referenced`.
package struct JSONReader {
  private let members: JSONObject
  /// Where this object stands in its document; empty for the document itself.
  package let path: String
  /// Where oddities are noted, for those who want to know.
  package let oddities: Oddities?

  package init(
    _ value: JSONValue, path: String = "", noting oddities: Oddities? = nil
  ) throws(UnexpectedShape) {
    guard case .object(let members) = value else {
      throw UnexpectedShape(path: path, problem: "is \(value.typeName), not an object")
    }
    self.members = members
    self.path = path
    self.oddities = oddities
  }

  package func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// The member as it came; nil when it is absent or null.
  package func value(_ key: String) -> JSONValue? {
    guard let value = members[key], value != .null else { return nil }
    return value
  }

  package func require(_ key: String) throws(UnexpectedShape) -> JSONValue {
    guard let value = value(key) else {
      throw UnexpectedShape(path: path(of: key), problem: "is missing")
    }
    return value
  }

  // MARK: Whatever can be understood

  /// Text; the digits of a number.
  package func string(_ key: String) -> String? {
    switch value(key) {
    case nil: return nil
    case .string(let text): return text
    case .integer(let number): return understood(key, "a string", String(number))
    case .number(let number) where number.isFinite:
      return understood(key, "a string", String(number))
    case .some: return missed(key, "a string")
    }
  }

  /// One of a set of words; a string with nothing in it is none.
  package func word(_ key: String) -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value, !text.isEmpty else { return missed(key, "a word") }
    return text
  }

  /// A flag; also 1 and 0, "true" and "false".
  package func bool(_ key: String) -> Bool? {
    let wanted = "a boolean"
    switch value(key) {
    case nil: return nil
    case .bool(let flag): return flag
    case .integer(0), .string("0"), .string("false"): return understood(key, wanted, false)
    case .integer(1), .string("1"), .string("true"): return understood(key, wanted, true)
    case .some: return missed(key, wanted)
    }
  }

  /// A whole number; also one in a string.
  package func integer(_ key: String) -> Int? {
    let wanted = "a whole number"
    guard let value = value(key) else { return nil }
    if case .integer(let integer) = value { return integer }
    guard let integer = Self.integer(value) else { return missed(key, wanted) }
    return understood(key, wanted, integer)
  }

  private static func integer(_ value: JSONValue) -> Int? {
    switch value {
    case .integer(let integer): integer
    case .string(let text): Int(text.trimmingCharacters(in: .whitespaces))
    default: nil
    }
  }

  /// A number of things, at most a thousand million, whatever the server claims; nil when it is
  /// negative.
  package func count(_ key: String) -> Int? {
    guard let number = integer(key) else { return nil }
    guard number < 0 else { return Self.counted(number) }
    note(UnexpectedShape(path: path(of: key), problem: "is negative"))
    return nil
  }

  /// What is counted stays far from where sums overflow: 0 to a thousand million.
  package static func counted(_ number: Int) -> Int { min(max(0, number), 1_000_000_000) }

  /// Numbers of things by name; what stands for a name and is no number, or negative, is absent.
  package func counts(_ key: String) -> [String: Int]? {
    guard let value = value(key) else { return nil }
    guard case .object(let members) = value else { return missed(key, "an object") }
    var counts: [String: Int] = [:]
    for (name, value) in members where value != .null {
      let number = Self.integer(value)
      let isCount = number.map { $0 >= 0 } ?? false
      if isCount { counts[name] = number.map(Self.counted) }
      if case .integer = value, isCount { continue }
      // What the names are is the server's: they stay out of the path.
      note(
        UnexpectedShape(
          path: path(of: key) + ".*",
          problem: isCount || number == nil
            ? Self.problem(value, "a whole number", isRead: isCount) : "is negative"))
    }
    return counts
  }

  /// A time: ISO 8601, or milliseconds since 1970 as a number or its digits.
  package func date(_ key: String) -> Date? {
    guard let value = value(key) else { return nil }
    switch value {
    case .string(let text):
      if let date = Timestamp.parse(text) { return date }
      if let date = Timestamp.read(text) { return understood(key, "an ISO 8601 time", date) }
    case .integer(let number):
      if let date = Timestamp.read(Double(number)) {
        return understood(key, "an ISO 8601 time", date)
      }
    case .number(let number):
      if let date = Timestamp.read(number) { return understood(key, "an ISO 8601 time", date) }
    default: break
    }
    return missed(key, "an ISO 8601 time")
  }

  /// An object's reader.
  package func object(_ key: String) -> JSONReader? {
    guard let value = value(key) else { return nil }
    return attempt { () throws(UnexpectedShape) in
      try JSONReader(value, path: path(of: key), noting: oddities)
    }
  }

  /// An array's elements.
  package func array(_ key: String) -> [JSONValue]? {
    guard let value = value(key) else { return nil }
    guard case .array(let elements) = value else { return missed(key, "an array") }
    return elements
  }

  // MARK: Records and references

  /// A non-empty id; a number is taken as its digits.
  package func id<Owner>(_ key: String) throws(UnexpectedShape) -> Identifier<Owner> {
    let value = try require(key)
    guard let id = Identifier<Owner>(json: value) else {
      throw UnexpectedShape(path: path(of: key), problem: Self.problem(value, "an id"))
    }
    return id
  }

  /// The id of a record that is named by its id, or comes as an object.
  package func referencedID<Value: Referable>(_ key: String) -> Identifier<Value>? {
    let reference: Referenced<Value> = referenced(key)
    return reference.id
  }

  /// "Reference or object" (row 10): an object, a bare id, null or absent. What is none of these, or
  /// names nothing, says nothing either.
  package func referenced<Value: Referable>(_ key: String) -> Referenced<Value> {
    guard let value = members[key] else { return .absent }
    if case .null = value { return .none }
    if case .object = value {
      let record = attempt { () throws(UnexpectedShape) in
        try Value(json: value, path: path(of: key), noting: oddities)
      }
      return record.map { .known($0) } ?? .absent
    }
    if let id = Identifier<Value>(json: value) { return .known(Value(bareID: id)) }
    note(UnexpectedShape(path: path(of: key), problem: Self.problem(value, "an object or an id")))
    return .absent
  }

  // MARK: Oddities

  package func note(_ oddity: UnexpectedShape) { oddities?.note(oddity) }

  /// What `read` gives; nil and a note when it throws.
  package func attempt<Value>(
    _ read: () throws(UnexpectedShape) -> Value
  ) -> Value? {
    do throws(UnexpectedShape) {
      return try read()
    } catch {
      note(error)
      return nil
    }
  }

  private func understood<Value>(_ key: String, _ wanted: String, _ value: Value) -> Value {
    if oddities != nil, let odd = members[key] {
      note(
        UnexpectedShape(
          path: path(of: key), problem: Self.problem(odd, wanted, isRead: true)))
    }
    return value
  }

  private func missed<Value>(_ key: String, _ wanted: String) -> Value? {
    if oddities != nil, let odd = members[key] {
      note(UnexpectedShape(path: path(of: key), problem: Self.problem(odd, wanted)))
    }
    return nil
  }

  private static func problem(
    _ value: JSONValue, _ wanted: String, isRead: Bool = false
  ) -> String {
    let found = value == "" ? "an empty string" : value.typeName
    return isRead ? "is \(found), read as \(wanted)" : "is \(found), not \(wanted)"
  }
}

extension Identifier {
  /// The id in a JSON value: a non-empty string, or a whole number's digits.
  package init?(json value: JSONValue) {
    switch value {
    case .string(let string) where !string.isEmpty: self.init(rawValue: string)
    case .integer(let integer): self.init(rawValue: String(integer))
    default: return nil
    }
  }
}
