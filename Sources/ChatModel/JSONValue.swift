package import Foundation

/// A JSON document as a value: what came over the wire, before anybody has judged its shape.
package enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])
}

/// The bytes were not JSON at all.
package struct MalformedJSON: Error, Hashable, Sendable {
  /// What the parser objected to, in words.
  package let reason: String
}

extension JSONValue {
  /// Parses one JSON document; fragments (a bare string or number) are documents too.
  package init(parsing data: Data) throws(MalformedJSON) {
    self = JSONValue(converting: try Self.foundationObject(parsing: data))
  }

  private static func foundationObject(parsing data: Data) throws(MalformedJSON) -> Any {
    do {
      return try JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed])
    } catch {
      let reason = (error as NSError).userInfo["NSDebugDescription"] as? String
      throw MalformedJSON(reason: reason ?? "it is not valid JSON")
    }
  }

  /// Parses one JSON document from its text.
  package init(parsing text: some StringProtocol) throws(MalformedJSON) {
    try self.init(parsing: Data(text.utf8))
  }

  private init(converting object: Any) {
    switch object {
    case let string as String: self = .string(string)
    case let members as [String: Any]:
      self = .object(members.mapValues(JSONValue.init(converting:)))
    case let elements as [Any]: self = .array(elements.map(JSONValue.init(converting:)))
    case let number as NSNumber: self.init(number)
    default: self = .null
    }
  }

  private init(_ number: NSNumber) {
    // JSONSerialization tells `true` from `1` by the Objective-C type alone: `c` is a Boolean.
    if number.objCType.pointee == CChar(UInt8(ascii: "c")) {
      self = .bool(number.boolValue)
    } else if let integer = Int(exactly: number.doubleValue), number.doubleValue.magnitude < 0x1p53
    {
      self = .integer(integer)
    } else if let integer = Int(number.stringValue) {
      self = .integer(integer)
    } else {
      self = .number(number.doubleValue)
    }
  }

  /// The document on one line, members in alphabetical order, so that equal values print alike.
  package var encoded: String {
    // Every case below is a type JSONSerialization takes; a non-finite number becomes null first.
    let data = try? JSONSerialization.data(
      withJSONObject: foundationObject,
      options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }

  private var foundationObject: Any {
    switch self {
    case .null: NSNull()
    case .bool(let value): NSNumber(value: value)
    case .integer(let value): NSNumber(value: value)
    case .number(let value): value.isFinite ? NSNumber(value: value) : NSNull()
    case .string(let value): value
    case .array(let elements): elements.map(\.foundationObject)
    case .object(let members): members.mapValues(\.foundationObject)
    }
  }
}

extension JSONValue {
  /// The member `key` of an object; nil for other values and for a missing member.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  package var stringValue: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  package var arrayValue: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  package var objectValue: [String: JSONValue]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// The value's JSON type in words, for messages.
  package var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .integer, .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
  package init(nilLiteral: ()) { self = .null }
}
