import JSON
import Recordings
import Testing

@Suite struct JSONPlaceTests {
  private let document: JSONValue = [
    "foo": ["bar", "baz"], "": 0, "a/b": 1, "m~n": 8, "c%d": 2, "k": ["": [1]],
  ]

  // The examples of RFC 6901.
  @Test(
    arguments: [
      ("", nil), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/m~0n", 8), ("/c%d", 2),
      ("/k//0", 1),
    ] as [(String, JSONValue?)])
  func aPointerFindsItsPlace(_ text: String, _ value: JSONValue?) throws {
    let pointer = try #require(JSONPointer(text))
    #expect(pointer.value(in: document) == value ?? document)
  }

  @Test func aPlaceThatIsNotThereIsNone() throws {
    for text in ["/foo/2", "/foo/01", "/foo/-", "/nothing", "/foo/0/x", "/foo/-1"] {
      #expect(try #require(JSONPointer(text)).value(in: document) == nil, "\(text)")
    }
    #expect(JSONPointer("foo") == nil)
    #expect(JSONPointer("/a~2b") == nil)
    #expect(JSONPointer("/a~") == nil)
  }

  private func mismatch(_ schema: JSONValue, _ value: JSONValue) throws -> String? {
    try JSONSchema(schema).mismatch(of: value).map { "\($0.place) \($0.words)" }
  }

  @Test func aShapeNamesTheFirstPlaceThatIsAnother() throws {
    let schema: JSONValue = [
      "type": "object", "required": ["id", "tags"],
      "properties": [
        "id": ["type": "string", "minLength": 2],
        "size": ["type": "integer", "minimum": 1, "maximum": 9],
        "tags": ["type": "array", "items": ["enum": ["a", "b"]], "minItems": 1],
        "kind": ["anyOf": [["const": 1], ["type": "null"]]],
      ],
    ]
    #expect(
      try mismatch(schema, ["id": "xy", "tags": ["a"], "size": 9, "kind": nil, "more": 1]) == nil)
    #expect(try mismatch(schema, ["id": "xy"]) == "/tags is missing")
    #expect(try mismatch(schema, []) == " is an array, not object")
    #expect(try mismatch(schema, ["id": 1, "tags": ["a"]]) == "/id is a number, not string")
    #expect(try mismatch(schema, ["id": "x", "tags": ["a"]]) == "/id has 1 characters")
    #expect(
      try mismatch(schema, ["id": "xy", "tags": ["a", "c"]]) == #"/tags/1 is "c", not "a" or "b""#)
    #expect(try mismatch(schema, ["id": "xy", "tags": []]) == "/tags has 0 elements")
    #expect(
      try mismatch(schema, ["id": "xy", "tags": ["a"], "size": 10]) == "/size is 10, above 9.0")
    #expect(
      try mismatch(schema, ["id": "xy", "tags": ["a"], "size": 1.5])
        == "/size is a number, not integer")
    #expect(
      try mismatch(schema, ["id": "xy", "tags": ["a"], "kind": 2])
        == "/kind has none of the shapes that it may have")
  }

  @Test func moreOrLessIsSaidByASchemaItself() throws {
    #expect(
      try mismatch(["additionalProperties": false, "properties": ["a": true]], ["a": 1]) == nil)
    #expect(
      try mismatch(["additionalProperties": false], ["a/b": 1])
        == "/a~1b stands there, which nothing may")
    #expect(try mismatch(["not": ["type": "null"]], nil) == " has a shape that it may not have")
    #expect(try mismatch(["allOf": [["minimum": 1], ["maximum": 2]]], 3) == " is 3, above 2.0")
  }

  @Test(
    arguments: [
      ["pattern": "^a"], ["type": "text"], ["properties": [1]], ["required": [1]], ["items": 3],
      ["anyOf": []], ["minLength": -1], ["$ref": "#/a"], ["minItems": 3, "maxItems": 1],
    ] as [JSONValue])
  func whatIsNotKnownOfJSONSchemaIsNamed(_ schema: JSONValue) {
    #expect(throws: JSONSchema.Fault.self) { try JSONSchema(schema) }
  }

  @Test func aFaultDeepInASchemaSaysWhere() {
    #expect {
      try JSONSchema(["properties": ["a": ["items": ["pattern": "x"]]]])
    } throws: { error in
      (error as? JSONSchema.Fault)?.path == ["properties", "a", "items", "pattern"]
    }
  }
}
