// What stands at a place of an answer by the document, and the judge of what came instead. It looks at
// the JSON itself: what the client's readers understand or pass over (row 28) is a finding here.

import ChatModel
package import JSON

/// What stands at a place.
package indirect enum Shape: Sendable {
  case any
  case text
  /// A string with something in it.
  case filled
  case id
  case flag
  /// A whole number from 0.
  case count
  /// ISO 8601.
  case time
  case oneOf([String])
  case object([Field])
  case array(Shape)
  /// An object whose names are nobody's business.
  case map(Shape)
  case orNull(Shape)
  /// A record, or its id, or null (row 10).
  case reference(Shape)

  /// A member of an object.
  package struct Field: Sendable {
    let name: String
    let shape: Shape
    let presence: Presence

    package init(_ name: String, _ shape: Shape, _ presence: Presence = .required) {
      self.name = name
      self.shape = shape
      self.presence = presence
    }
  }

  package enum Presence: Sendable {
    case required
    case optional
    /// Left out by some servers; which row says so.
    case mayLack(row: Int)
    /// A reference: some servers leave out all of them (row 10), and some those that name nobody.
    case asReferences(namesSomebody: Bool)
  }

  /// The words for what is expected.
  var words: String {
    switch self {
    case .any: "anything"
    case .text: "a string"
    case .filled: "a string that is not empty"
    case .id: "an id, which is a string that is not empty"
    case .flag: "true or false"
    case .count: "a whole number from 0"
    case .time: "a time in ISO 8601, such as 2025-10-24T10:30:00.000Z"
    case .oneOf(let words): words.map { "\"\($0)\"" }.joined(separator: ", ")
    case .object, .map: "an object"
    case .array: "a list"
    case .orNull(let shape): "\(shape.words), or null"
    case .reference(let shape): "\(shape.words), or an id"
    }
  }
}

/// Judges one answer; gathers what is otherwise, and which rows it shows.
package struct ShapeJudge {
  package struct Fault: Hashable, Sendable {
    package let path: String
    package let expected: String
    package let came: String

    /// What stands for a field that is not there.
    static let nothing = "nothing: the field is missing"
    var isMissing: Bool { came == Self.nothing }
  }

  package private(set) var faults: [Fault] = []
  /// What rows were seen: the row, and in what words.
  package private(set) var rows: [RowNote] = []
  /// Where references stand, or should: one that is left out is judged by all of them together.
  package private(set) var references: [ReferenceSight] = []
  /// Beyond this many faults an answer is another thing altogether.
  private static let most = 200

  package init() {}

  package mutating func judge(_ value: JSONValue?, _ shape: Shape, at path: String) {
    guard faults.count < Self.most else { return }
    guard let value else { return fault(path, shape.words, Fault.nothing) }
    switch shape {
    case .any: break
    case .text: expect(value.stringValue != nil, value, shape, path)
    case .filled: expect(value.stringValue?.isEmpty == false, value, shape, path)
    case .id:
      expect(
        value.stringValue.map { !$0.isEmpty && !$0.allSatisfy(\.isWhitespace) } == true, value,
        shape, path)
    case .flag:
      if case .bool = value { return }
      fault(path, shape.words, value)
    case .count: expect(value.integerValue.map { $0 >= 0 } == true, value, shape, path)
    case .time: judgeTime(value, path)
    case .oneOf(let words):
      expect(value.stringValue.map(words.contains) == true, value, shape, path)
    case .object(let fields): judge(value, fields, shape, path)
    case .array(let element):
      guard let elements = value.arrayValue else { return fault(path, shape.words, value) }
      for (place, one) in elements.enumerated() { judge(one, element, at: "\(path)[\(place)]") }
    case .map(let element):
      guard let members = value.objectValue else { return fault(path, shape.words, value) }
      for (name, one) in members { judge(one, element, at: Self.path(path, name)) }
    case .orNull(let inner): if value != .null { judge(value, inner, at: path) }
    case .reference(let inner): judgeReference(value, inner, path)
    }
  }

  private mutating func judge(
    _ value: JSONValue, _ fields: [Shape.Field], _ shape: Shape, _ path: String
  ) {
    guard let members = value.objectValue else { return fault(path, shape.words, value) }
    for field in fields {
      let place = Self.path(path, field.name)
      let member = members[field.name]
      switch (member, field.presence) {
      case (nil, .optional): break
      case (nil, .mayLack(let row)): note(row, "\(Self.general(place)) is left out")
      case (_, .asReferences(let namesSomebody)):
        references.append(
          ReferenceSight(path: place, isThere: member != nil, namesSomebody: namesSomebody))
        if member != nil { judge(member, field.shape, at: place) }
      default: judge(member, field.shape, at: place)
      }
    }
  }

  private mutating func judgeReference(_ value: JSONValue, _ inner: Shape, _ path: String) {
    switch value {
    case .string(let id) where !id.isEmpty: note(10, "\(Self.general(path)) is a bare id")
    case .null: note(10, "\(Self.general(path)) is null")
    case .object: judge(value, inner, at: path)
    default: fault(path, "an object, an id or null", value)
    }
  }

  private mutating func judgeTime(_ value: JSONValue, _ path: String) {
    guard let text = value.stringValue, Timestamp.parse(text) != nil else {
      return fault(path, Shape.time.words, value)
    }
    if !text.hasSuffix("Z") {
      note(RowNote.values, "times carry an offset instead of Z")
    } else if !text.contains(".") {
      note(RowNote.values, "times have no fraction of a second")
    }
  }

  private mutating func expect(_ isGood: Bool, _ value: JSONValue, _ shape: Shape, _ path: String) {
    if !isGood { fault(path, shape.words, value) }
  }

  private mutating func fault(_ path: String, _ expected: String, _ value: JSONValue) {
    fault(path, expected, Self.shown(value))
  }

  private mutating func fault(_ path: String, _ expected: String, _ came: String) {
    faults.append(Fault(path: path, expected: expected, came: came))
  }

  private mutating func note(_ row: Int, _ words: String) {
    let note = RowNote(row: row, words: words)
    if !rows.contains(note) { rows.append(note) }
  }

  /// A value with its type, short enough for a line.
  package static func shown(_ value: JSONValue) -> String {
    let text = value.encoded
    let short = text.count > 60 ? text.prefix(57) + "…" : text[...]
    return value == .null ? "null" : "\(value.typeName), \(short)"
  }

  /// A path as of JSONPath.
  static func path(_ parent: String, _ name: String) -> String {
    let isPlain =
      !name.isEmpty && name.first?.isNumber != true
      && name.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_")
      }
    return isPlain ? "\(parent).\(name)" : "\(parent)[\(JSONValue.string(name).encoded)]"
  }

  /// A path for all elements of its lists.
  package static func general(_ path: String) -> String {
    path.replacing(/\[\d+\]/, with: "[*]")
  }
}

/// Something that a row of the document leaves open, as this server does it.
package struct RowNote: Hashable, Sendable {
  /// Or `values`.
  package let row: Int
  package let words: String

  /// In the place of a row's number: the page's part "Values".
  package static let values = 0

  package init(row: Int, words: String) {
    self.row = row
    self.words = words
  }
}

/// A place for a reference.
package struct ReferenceSight: Hashable, Sendable {
  package let path: String
  package let isThere: Bool
  /// Whether it always names somebody: a conversation has a farmer, and perhaps an agent.
  package let namesSomebody: Bool

  /// The member's name.
  var member: Substring { path.split(separator: ".").last ?? "" }
}
