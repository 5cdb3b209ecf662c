import ChatModel
import Foundation
import JSON
import Recordings

/// The scanner that takes whatever a server calls JSON, and what stands on it.
extension FuzzDecoder {
  static let json = [jsonDocument, jsonBesideFoundation, writtenJSON, jsonPointer, jsonSchema]

  static let jsonWords = [
    "{", "}", "[", "]", ":", ",", "\"", "\"a\":", "null", "true", "false", "\\u0000", "\\ud83d",
    "\\ude00", "\\ud83d\\ude00", "\\n", "\u{FEFF}", "é", "e\u{301}", "\"\"", "-", ".", "e", "E+",
    " \n",
  ]
  private static let documents = [
    #"{"data":[{"_id":"m1","n":1.5,"t":true,"x":null}],"a":{"b":{"c":[[],{}]}}}"#,
    #"["photo \ud83d","नमस्ते","\u0000\n\t\/",-0,1e2,1E-7,123456789012345678901234567890]"#,
    #"{"a":1,"a":2,"\u0061":3}"#, #""text""#, "[[[[[[[[1]]]]]]]]", "0.1", "  null  ",
  ]

  private static let jsonDocument = FuzzDecoder(
    "json", words: jsonWords, seeds: documents
  ) { input in
    let value: JSONValue
    do throws(MalformedJSON) {
      value = try JSONValue(parsing: input)
    } catch {
      try law((0...input.count).contains(error.offset), "a place outside: \(error.offset)")
      let isDamaged = JSONValue.isDamaged(input[...])
      return kind(1, error.words.utf8.count, isDamaged ? 1 : 0)
    }
    if isFinite(value) {
      try law(try JSONValue(parsing: value.encodedBytes) == value, "it is another one when written")
      try law(
        try JSONValue(parsing: value.prettyLines().joined(separator: "\n")) == value,
        "it is another one when written in lines")
    }
    let isDamaged = JSONValue.isDamaged(input[...])
    // What is not damaged in UTF-8 needs no mending: the strict reader sees the same bytes.
    if String(validating: input, as: UTF8.self) == nil {
      try law(isDamaged, "bytes that are no UTF-8 and pass for whole")
    }
    return kind(2, few(depth(of: value)), few(value.encodedBytes.count), isDamaged ? 1 : 0)
  }

  /// Whether all of its numbers can be written.
  static func isFinite(_ value: JSONValue) -> Bool {
    switch value {
    case .number(let number): number.isFinite
    case .array(let elements): elements.allSatisfy(isFinite)
    case .object(let members): members.values.allSatisfy(isFinite)
    default: true
    }
  }

  private static func depth(of value: JSONValue) -> Int {
    switch value {
    case .array(let elements): 1 + (elements.map(depth).max() ?? 0)
    case .object(let members): 1 + (members.values.map(depth).max() ?? 0)
    default: 0
    }
  }

  /// Where Foundation reads a document, ours has to read the same one.
  private static let jsonBesideFoundation = FuzzDecoder(
    "json-foundation", words: jsonWords, seeds: documents
  ) { input in
    guard String(validating: input, as: UTF8.self) != nil, !JSONValue.isDamaged(input[...]),
      let theirs = try? JSONSerialization.jsonObject(
        with: Data(input), options: [.fragmentsAllowed])
    else { return (try? JSONValue(parsing: input)) == nil ? 0 : 1 }
    let ours: JSONValue
    do throws(MalformedJSON) {
      ours = try JSONValue(parsing: input)
    } catch {
      // Foundation lets a comma stand behind the last element.
      let isLoose = text(input).contains(/,\s*[}\]]/)
      try law(isLoose, "Foundation reads it, and here it is refused: \(error.reason)")
      return 3
    }
    try compare(ours, theirs)
    return kind(2, few(depth(of: ours)), few(input.count))
  }

  private static func compare(_ ours: JSONValue, _ theirs: Any) throws {
    switch ours {
    case .null: try law(theirs is NSNull, "null is \(theirs)")
    case .string(let text):
      // Equal text may have other scalars: bytes are compared.
      try law(
        (theirs as? String).map { Array($0.utf8) } == Array(text.utf8), "\(text) is \(theirs)")
    case .array(let elements):
      let others = theirs as? [Any]
      try law(others?.count == elements.count, "a list of \(elements.count) is \(theirs)")
      for (one, other) in zip(elements, others ?? []) { try compare(one, other) }
    case .object(let members):
      guard let others = theirs as? [String: Any] else {
        throw BrokenLaw(description: "an object is \(theirs)")
      }
      // Foundation takes names that look alike for one.
      guard others.keys.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } }) else { return }
      try law(others.count == members.count, "\(members.keys) are \(others.keys)")
      for (name, value) in members {
        guard let other = others[name] else { throw BrokenLaw(description: "\(name) is missing") }
        try compare(value, other)
      }
    case .bool(let flag): try law(theirs as? Bool == flag, "\(flag) is \(theirs)")
    case .integer(let number):
      let other = (theirs as? NSNumber)?.doubleValue
      try law(other == Double(number), "\(number) is \(theirs)")
    case .number(let number):
      let other = (theirs as? NSNumber)?.doubleValue ?? .nan
      try law(abs(other - number) <= abs(number) * 1e-15, "\(number) is \(theirs)")
    case .written(let text): throw BrokenLaw(description: "\(text) was not to be kept")
    }
  }

  private static let writtenJSON = FuzzDecoder(
    "written-json", words: jsonWords, seeds: documents + [#"{"a":1}, 2"#, " "]
  ) { input in
    do {
      let values = try WrittenJSON.documents(input)
      for value in values {
        try law(
          try WrittenJSON.document(value.encodedBytes) == value, "it is another one when written")
      }
      return kind(1, few(values.count))
    } catch let fault as WrittenJSONFault {
      return kind(refused: fault)
    }
  }

  /// A pointer in the first line, a document behind it.
  private static let jsonPointer = FuzzDecoder(
    "json-pointer", words: jsonWords + ["/", "~0", "~1", "/0", "/-", "/01"],
    seeds: ["/a/b/0\n" + #"{"a":{"b":[1]}}"#, "\n[1]", "/~01/~1\n{}"]
  ) { input in
    let parts = input.split(separator: 10, maxSplits: 1, omittingEmptySubsequences: false)
    guard let pointer = JSONPointer(text(parts[0])) else { return 0 }
    try law(JSONPointer(pointer.description) == pointer, "it is another one when it is written")
    guard parts.count == 2, let document = try? JSONValue(parsing: parts[1]) else { return 1 }
    return pointer.value(in: document) == nil ? 2 : 3
  }

  /// A schema in the first line, a document behind it.
  private static let jsonSchema = FuzzDecoder(
    "json-schema",
    words: jsonWords + [
      "\"type\":", "\"properties\":", "\"items\":", "\"required\":", "\"enum\":", "\"pattern\":",
      "\"minimum\":", "\"anyOf\":", "\"additionalProperties\":false", "\"object\"", "\"string\"",
      "\"$ref\":", "\"const\":", "\"minLength\":", "\"maxItems\":",
    ],
    seeds: [
      #"{"type":"object","required":["_id"],"properties":{"_id":{"type":"string"}}}"#
        + "\n{\"_id\":1}",
      #"{"type":["string","null"],"pattern":"^a+$"}"# + "\n\"aa\"",
      #"{"type":"array","items":{"enum":[1,"a"]}}"# + "\n[1]",
    ]
  ) { input in
    let parts = input.split(separator: 10, maxSplits: 1, omittingEmptySubsequences: false)
    guard let document = try? JSONValue(parsing: parts[0]) else { return 0 }
    do {
      let schema = try JSONSchema(document)
      guard parts.count == 2, let value = try? JSONValue(parsing: parts[1]) else { return 1 }
      return schema.mismatch(of: value) == nil ? 2 : 3
    } catch {
      return kind(refused: error)
    }
  }
}
