package import JSON

/// A shape that documents have: the part of JSON Schema (draft 2020-12) that says which members there
/// are and of which types, without patterns, formats and references.
package indirect enum JSONSchema: Hashable, Sendable {
  /// `true` and `false`.
  case always(Bool)
  case of(Rules)

  package struct Rules: Hashable, Sendable {
    var types: Set<String>?
    var properties: [String: JSONSchema] = [:]
    var required: [String] = []
    var others: JSONSchema?
    var items: JSONSchema?
    var values: [JSONValue]?
    var minimum: Double?
    var maximum: Double?
    var lengths: ClosedRange<Int>?
    var counts: ClosedRange<Int>?
    var anyOf: [JSONSchema] = []
    var allOf: [JSONSchema] = []
    var not: JSONSchema?
  }

  /// What in a schema is none, or is none that is known here.
  package struct Fault: Error, Hashable, Sendable {
    /// The names that lead there, from the schema's outside.
    package let path: [String]
    /// A clause.
    package let reason: String
  }

  /// Where a document has another shape.
  package struct Mismatch: Hashable, Sendable {
    /// A JSON pointer.
    package let place: String
    /// "is a string, not a number"
    package let words: String
  }

  static let types: Set = ["array", "boolean", "integer", "null", "number", "object", "string"]
  /// They describe, and demand nothing.
  private static let remarks: Set = [
    "$comment", "$id", "$schema", "default", "deprecated", "description", "examples", "title",
  ]

  package init(_ document: JSONValue) throws(Fault) { try self.init(document, at: []) }

  private init(_ document: JSONValue, at path: [String]) throws(Fault) {
    if case .bool(let isAlways) = document {
      self = .always(isAlways)
      return
    }
    guard let members = document.objectValue else {
      throw Fault(path: path, reason: "a schema is an object, not \(document.typeName)")
    }
    var rules = Rules()
    for (name, value) in members where !Self.remarks.contains(name) {
      try rules.add(name, value, at: path + [name])
    }
    self = .of(rules)
  }

  fileprivate static func list(
    _ value: JSONValue, at path: [String]
  ) throws(Fault) -> [JSONSchema] {
    guard let elements = value.arrayValue, !elements.isEmpty else {
      throw Fault(path: path, reason: "it is a list of schemas")
    }
    var schemas: [JSONSchema] = []
    for (number, element) in elements.enumerated() {
      schemas.append(try JSONSchema(element, at: path + ["\(number)"]))
    }
    return schemas
  }

  /// The first place where `document` has another shape; nil when it has this one.
  package func mismatch(of document: JSONValue) -> Mismatch? { mismatch(of: document, at: "") }

  fileprivate func mismatch(of value: JSONValue, at place: String) -> Mismatch? {
    switch self {
    case .always(true): nil
    case .always(false): Mismatch(place: place, words: "stands there, which nothing may")
    case .of(let rules): rules.mismatch(of: value, at: place)
    }
  }

  fileprivate static func reading(
    _ value: JSONValue, at path: [String]
  ) throws(Fault) -> JSONSchema { try JSONSchema(value, at: path) }
}

extension JSONSchema.Rules {
  fileprivate mutating func add(
    _ name: String, _ value: JSONValue, at path: [String]
  ) throws(JSONSchema.Fault) {
    switch name {
    case "type":
      let names = value.stringValue.map { [$0] } ?? value.arrayValue?.compactMap(\.stringValue)
      guard let names, !names.isEmpty, JSONSchema.types.isSuperset(of: names) else {
        let known = JSONSchema.types.sorted().joined(separator: ", ")
        throw JSONSchema.Fault(path: path, reason: "a type is one of \(known)")
      }
      types = Set(names)
    case "properties":
      guard let members = value.objectValue else {
        throw JSONSchema.Fault(path: path, reason: "properties are an object")
      }
      for (key, member) in members { properties[key] = try .reading(member, at: path + [key]) }
    case "required":
      guard let names = value.arrayValue?.map(\.stringValue), !names.contains(nil) else {
        throw JSONSchema.Fault(path: path, reason: "required is a list of names")
      }
      required = names.compactMap { $0 }
    case "additionalProperties": others = try .reading(value, at: path)
    case "items": items = try .reading(value, at: path)
    case "enum":
      guard let elements = value.arrayValue else {
        throw JSONSchema.Fault(path: path, reason: "enum is a list of values")
      }
      values = elements
    case "const": values = [value]
    case "minimum": minimum = try number(value, at: path)
    case "maximum": maximum = try number(value, at: path)
    case "minLength": lengths = try count(value, at: path)...(lengths?.upperBound ?? .max)
    case "maxLength": lengths = try range(lengths?.lowerBound, upTo: value, at: path)
    case "minItems": counts = try count(value, at: path)...(counts?.upperBound ?? .max)
    case "maxItems": counts = try range(counts?.lowerBound, upTo: value, at: path)
    case "anyOf": anyOf = try JSONSchema.list(value, at: path)
    case "allOf": allOf = try JSONSchema.list(value, at: path)
    case "not": not = try .reading(value, at: path)
    default:
      throw JSONSchema.Fault(
        path: path,
        reason: "\"\(name)\" is not among what is known here of JSON Schema: type, properties, "
          + "required, additionalProperties, items, enum, const, minimum, maximum, minLength, "
          + "maxLength, minItems, maxItems, anyOf, allOf, not")
    }
  }

  private func number(_ value: JSONValue, at path: [String]) throws(JSONSchema.Fault) -> Double {
    guard let number = value.number else {
      throw JSONSchema.Fault(path: path, reason: "it is a number")
    }
    return number
  }

  private func count(_ value: JSONValue, at path: [String]) throws(JSONSchema.Fault) -> Int {
    guard let count = value.integerValue, count >= 0 else {
      throw JSONSchema.Fault(path: path, reason: "it is a whole number from 0")
    }
    return count
  }

  private func range(
    _ least: Int?, upTo value: JSONValue, at path: [String]
  ) throws(JSONSchema.Fault) -> ClosedRange<Int> {
    let (least, most) = (least ?? 0, try count(value, at: path))
    guard least <= most else {
      throw JSONSchema.Fault(path: path, reason: "it is below the least")
    }
    return least...most
  }

  fileprivate func mismatch(of value: JSONValue, at place: String) -> JSONSchema.Mismatch? {
    func wrong(_ words: String) -> JSONSchema.Mismatch { .init(place: place, words: words) }
    if let types, !types.contains(where: value.isOf) {
      return wrong("is \(value.typeName), not \(types.sorted().joined(separator: " or "))")
    }
    if let values, !values.contains(value) {
      return wrong("is \(value.short), not \(values.map(\.short).joined(separator: " or "))")
    }
    if let number = value.number {
      if let minimum, number < minimum { return wrong("is \(value.short), below \(minimum)") }
      if let maximum, number > maximum { return wrong("is \(value.short), above \(maximum)") }
    }
    if let lengths, let text = value.stringValue, !lengths.contains(text.unicodeScalars.count) {
      return wrong("has \(text.unicodeScalars.count) characters")
    }
    if let found = mismatch(ofElements: value, at: place) ?? mismatch(ofMembers: value, at: place) {
      return found
    }
    for schema in allOf {
      if let found = schema.mismatch(of: value, at: place) { return found }
    }
    if !anyOf.isEmpty, !anyOf.contains(where: { $0.mismatch(of: value, at: place) == nil }) {
      return wrong("has none of the shapes that it may have")
    }
    if let not, not.mismatch(of: value, at: place) == nil {
      return wrong("has a shape that it may not have")
    }
    return nil
  }

  private func mismatch(ofElements value: JSONValue, at place: String) -> JSONSchema.Mismatch? {
    guard let elements = value.arrayValue else { return nil }
    if let counts, !counts.contains(elements.count) {
      return .init(place: place, words: "has \(elements.count) elements")
    }
    guard let items else { return nil }
    return elements.enumerated().lazy.compactMap { number, element in
      items.mismatch(of: element, at: "\(place)/\(number)")
    }.first
  }

  private func mismatch(ofMembers value: JSONValue, at place: String) -> JSONSchema.Mismatch? {
    guard let members = value.objectValue else { return nil }
    if let missing = required.first(where: { members[$0] == nil }) {
      return .init(place: "\(place)/\(JSONPointer.escaped(missing))", words: "is missing")
    }
    return members.lazy.compactMap { name, member in
      (properties[name] ?? others)?.mismatch(
        of: member, at: "\(place)/\(JSONPointer.escaped(name))")
    }.first
  }
}

extension JSONValue {
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .written(let text): Double(text)
    default: nil
    }
  }

  fileprivate func isOf(_ type: String) -> Bool {
    switch self {
    case .null: type == "null"
    case .bool: type == "boolean"
    case .integer: type == "integer" || type == "number"
    case .number, .written: type == "number"
    case .string: type == "string"
    case .array: type == "array"
    case .object: type == "object"
    }
  }

  /// For sentences: the document, cut where it is long.
  package var short: String {
    let text = encoded
    return text.count <= 60 ? text : text.prefix(59) + "…"
  }
}
