package import Foundation
package import JSON

/// A JSON value had the wrong shape at some place.
package struct UnexpectedShape: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where, as `data[3].createdAt`.
  package let path: String
  /// What stood there and what was wanted, in words.
  package let problem: String

  package init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  package var description: String { "\(path.isEmpty ? "the document" : path) \(problem)" }
}

/// Reads the members of a JSON object by name and says where the shape is wrong.
///
/// A member that is absent and one that is `null` read alike, except through `referenced`.
package struct JSONReader: Sendable {
  private let members: [String: JSONValue]
  /// Where this object stands in its document; empty for the document itself.
  package let path: String

  package init(_ value: JSONValue, path: String = "") throws(UnexpectedShape) {
    guard case .object(let members) = value else {
      throw UnexpectedShape(path: path, problem: "is \(value.typeName), not an object")
    }
    self.members = members
    self.path = path
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

  package func string(_ key: String) throws(UnexpectedShape) -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let string) = value else { throw wrong(key, value, "a string") }
    return string
  }

  package func bool(_ key: String) throws(UnexpectedShape) -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .bool(let bool) = value else { throw wrong(key, value, "a boolean") }
    return bool
  }

  package func integer(_ key: String) throws(UnexpectedShape) -> Int? {
    switch value(key) {
    case nil: return nil
    case .integer(let integer): return integer
    case .some(let value): throw wrong(key, value, "a whole number")
    }
  }

  /// A number of things: 0 to a thousand million, whatever the server claims.
  package func count(_ key: String) throws(UnexpectedShape) -> Int? {
    try integer(key).map(Self.counted)
  }

  /// What is counted stays far from where sums overflow.
  package static func counted(_ number: Int) -> Int { min(max(0, number), 1_000_000_000) }

  package func date(_ key: String) throws(UnexpectedShape) -> Date? {
    guard let text = try string(key) else { return nil }
    guard let date = Timestamp.parse(text) else {
      throw UnexpectedShape(path: path(of: key), problem: "is not an ISO 8601 time")
    }
    return date
  }

  /// A non-empty id; a number is taken as its digits.
  package func id<Owner>(_ key: String) throws(UnexpectedShape) -> Identifier<Owner> {
    let value = try require(key)
    guard let id = Identifier<Owner>(json: value) else { throw wrong(key, value, "an id") }
    return id
  }

  package func optionalID<Owner>(_ key: String) throws(UnexpectedShape) -> Identifier<Owner>? {
    value(key) == nil ? nil : try id(key)
  }

  package func object(_ key: String) throws(UnexpectedShape) -> JSONReader? {
    guard let value = value(key) else { return nil }
    return try JSONReader(value, path: path(of: key))
  }

  /// "Reference or object" (row 10): an object, a bare id, null or absent.
  package func referenced<Value: Referable>(_ key: String) throws(UnexpectedShape)
    -> Referenced<Value>
  {
    guard let value = members[key] else { return .absent }
    if case .null = value { return .none }
    if case .object = value {
      return .known(try Value(json: value, path: path(of: key)))
    }
    guard let id = Identifier<Value>(json: value) else {
      throw wrong(key, value, "an object or an id")
    }
    return .known(Value(bareID: id))
  }

  private func wrong(_ key: String, _ value: JSONValue, _ wanted: String) -> UnexpectedShape {
    UnexpectedShape(path: path(of: key), problem: "is \(value.typeName), not \(wanted)")
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
