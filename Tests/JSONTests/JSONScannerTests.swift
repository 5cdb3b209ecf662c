// Foreign bytes become values: what JSON.parse takes, and what servers send beside that (row 27).

import Foundation
import JSON
import Testing

@Suite struct JSONScannerTests {
  @Test(arguments: [
    "null", "true", "false", "0", "-1", "1.5e+10", "1E-2", #""""#, #""\u00e9\n\/""#, "[]", "{}",
    " [ 1 , [ ] , { } ] ", #"{"a":{"b":[1,2,{"c":null}]},"d":"]}"}"#, #""日本""#, "[[],[[]],{}]",
    #"{"a":[],"b":{},"c":[{"d":[]}]}"#,
  ])
  func wellFormedTextIsReadAsFoundationReadsIt(text: String) throws {
    let value = try JSONValue(parsing: text)
    let foreign = try JSONSerialization.jsonObject(
      with: Data(text.utf8), options: .fragmentsAllowed)
    let printed = try JSONSerialization.jsonObject(
      with: Data(value.encodedBytes), options: .fragmentsAllowed)
    #expect((foreign as? NSObject) == (printed as? NSObject))
    #expect(try JSONValue(parsing: value.encoded) == value)
  }

  @Test(arguments: [
    "", " ", "\u{FEFF}", "nul", "tru e", "01", "-01", "-", "1.", ".5", "1e", "+1", #"""#,
    #""\x""#, #""\u12g4""#, #""\u12"#, "[", "]", "[1,]", "[,]", "[1 2]", "{", #"{"a"}"#, #"{"a":}"#,
    #"{"a":1,}"#, "{a:1}", #"{1:1}"#, "[]]", "1 2", "nan", "NaN", "Infinity", "-Infinity", "[}",
    "{]", #"{"a":1]"#, "<html>", #""\ud800"x"#, "0x1", "1__0", "[1e]", "\"a",
  ])
  func otherTextIsRefused(text: String) {
    #expect(throws: MalformedJSON.self) { try JSONValue(parsing: text) }
  }

  @Test func aDocumentCutAnywhereIsRefused() throws {
    let document = Array(#"{"a":[1.5,true,null,"x\u00e9\\\ud83d\ude00"],"हि":{"c":[]}}"#.utf8)
    #expect(throws: Never.self) { try JSONValue(parsing: document) }
    for end in 0..<document.count {
      #expect(throws: MalformedJSON.self) { try JSONValue(parsing: document[..<end]) }
    }
  }

  // Row 27.
  @Test(arguments: [
    (#""photo \ud83d""#, "photo \u{FFFD}"), (#""\ude00 \ud83d!""#, "\u{FFFD} \u{FFFD}!"),
    (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
    (#""\uD83D\uDE00!""#, "😀!"), (#""a\u0000b""#, "a\u{0}b"), ("\"a\u{0}\tb\n\"", "a\u{0}\tb\n"),
    (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\u20AC""#, "é€"),
    (#""a rather long text without any\u0020escape""#, "a rather long text without any escape"),
  ])
  func whatIsNoTextInAStringIsReplacedInThatPlace(text: String, value: String) throws {
    let expected = JSONValue.string(value)
    #expect(try JSONValue(parsing: text) == expected)
    #expect(try JSONValue(parsing: #"{"x":1,"y":[\#(text),2]}"#) == ["x": 1, "y": [expected, 2]])
  }

  // Row 27.
  @Test(
    arguments: [
      ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xE0, 0xA4], "\u{FFFD}"), ([0x80], "\u{FFFD}"),
      ([0xF0, 0x9F, 0x98, 0x5C, 0x6E], "\u{FFFD}\n"), ([0xC3], "\u{FFFD}"),
    ] as [([UInt8], String)])
  func aByteThatIsNoUTF8IsReplacedInThatPlace(bytes: [UInt8], value: String) throws {
    let document = Array(#"{"name":""#.utf8) + bytes + Array(#"","n":1}"#.utf8)
    #expect(try JSONValue(parsing: document) == ["name": .string(value), "n": 1])
    // A key, too.
    let named = Array(#"{""#.utf8) + bytes + Array(#"":1}"#.utf8)
    #expect(try JSONValue(parsing: named) == .object([value: 1]))
    #expect(throws: MalformedJSON.self) { try JSONValue(parsing: bytes) }
  }

  // Row 27.
  @Test func aByteOrderMarkIsPassedOver() throws {
    #expect(try JSONValue(parsing: "\u{FEFF}{\"a\":1}") == ["a": 1])
    #expect(try JSONValue(parsing: "\u{FEFF} \"\u{FEFF}a\"") == .string("\u{FEFF}a"))
  }

  @Test func nestingIsFollowedToALimitAndRefusedBeyond() throws {
    for (opening, closing) in [("[", "]"), (#"{"a":"#, "}")] {
      func nested(_ depth: Int) -> String {
        String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
      }
      let deep = try JSONValue(parsing: nested(1000))
      #expect(deep.encoded == nested(1000))
      #expect(throws: MalformedJSON.self) { try JSONValue(parsing: nested(1025)) }
      #expect(throws: MalformedJSON.self) {
        try JSONValue(parsing: String(repeating: opening, count: 1_000_000))
      }
    }
    let wide = "[" + String(repeating: "[],", count: 5000) + "[]]"
    #expect(try JSONValue(parsing: wide).arrayValue?.count == 5001)
  }

  @Test(
    arguments: [
      ("1.0", .integer(1)), ("1e3", .integer(1000)), ("-0", .integer(0)), ("2.5", .number(2.5)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)),
      ("123456789012345678901234567890", .number(1.2345678901234568e29)),
      ("25000.0", .integer(25000)), ("1e999", .number(.infinity)), ("-1e999", .number(-.infinity)),
      ("1e-999", .integer(0)), ("0.1", .number(0.1)),
    ] as [(String, JSONValue)])
  func numbersAreReadAsJSONParseReadsThem(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
    #expect(try JSONValue(parsing: "[\(text)]") == [value])
  }

  @Test(arguments: [
    "1.0", "1e3", "-0", "2.5", "0.10", "9223372036854775808", "-1E+5", "1e999", "7", "-12",
    "1e-999",
  ])
  func aNumberThatIsToBeKeptIsPrintedAsItWasWritten(text: String) throws {
    let bytes = Array("[\(text)]".utf8)
    #expect(try JSONValue(parsing: bytes, keepingNumbers: true).encoded == "[\(text)]")
  }

  @Test func aNumberThatIsNotFiniteIsPrintedAsNull() {
    #expect(JSONValue.array([.number(.infinity), .number(.nan), 1]).encoded == "[null,null,1]")
  }

  @Test func booleansAndNumbersAreToldApart() throws {
    #expect(try JSONValue(parsing: "[true,1,0,false]") == [true, 1, 0, false])
    #expect(JSONValue.bool(true) != .integer(1))
  }

  @Test func ofEqualNamesTheLastCounts() throws {
    #expect(try JSONValue(parsing: #"{"a":1,"\u0061":[2],"b":3,"a":4}"#) == ["a": 4, "b": 3])
  }

  @Test func everythingPrintedIsReadAgain() throws {
    let scalars = (0..<0x3000).compactMap(Unicode.Scalar.init).map(Character.init)
    let text = String(scalars) + "😀"
    let value: JSONValue = [
      "text": .string(text), "numbers": [1, -2, 2.5, 1e300], text.prefix(40).description: [],
      "rest": [true, false, nil, ["": ""]],
    ]
    #expect(try JSONValue(parsing: value.encoded) == value)
    #expect(value.encodedBytes.allSatisfy { $0 >= 0x20 })
    #expect(JSONValue.object(["b": "/", "a": "\u{1}\n"]).encoded == #"{"a":"\u0001\n","b":"/"}"#)
  }

  @Test(arguments: 0..<8) func anyBytesAtAllAreReadOrRefused(seed: UInt64) throws {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d83d", "1", "-", "e", ".", "null", "true",
      "a", "\u{FEFF}", "😀", " ",
    ].map { Array($0.utf8) }
    for _ in 0..<4000 {
      var bytes: [UInt8] = []
      for _ in 0..<next(40) { bytes += next(9) == 0 ? [UInt8(next(256))] : pieces[next(20)] }
      guard let value = try? JSONValue(parsing: bytes) else { continue }
      #expect(try JSONValue(parsing: value.encoded).encoded == value.encoded)
    }
  }
}
