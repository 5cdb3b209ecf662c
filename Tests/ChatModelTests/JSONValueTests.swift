import Foundation
import Testing

@testable import ChatModel

struct JSONValueTests {
  @Test func everyKindOfValueSurvivesParsingAndPrinting() throws {
    let text = #"{"a":[1,-2,2.5,true,false,null],"b":"नमस्ते \"x\" / \u001b","c":{}}"#
    let value = try JSONValue(parsing: text)
    #expect(value["a"] == [1, -2, 2.5, true, false, nil])
    #expect(try JSONValue(parsing: value.encoded) == value)
  }

  @Test func booleansAndNumbersAreToldApart() throws {
    #expect(try JSONValue(parsing: "[true,1,0,false]") == [true, 1, 0, false])
    #expect(JSONValue.bool(true) != .integer(1))
  }

  @Test func largeNumbersNeverTrap() throws {
    #expect(try JSONValue(parsing: "9223372036854775807") == .integer(.max))
    #expect(
      try JSONValue(parsing: "123456789012345678901234567890") == .number(1.2345678901234568e29))
    #expect(throws: MalformedJSON.self) { try JSONValue(parsing: "1e999") }
  }

  @Test(arguments: ["", "{", "[1,", "{\"a\":}", "nul", "<html>", "\"\\ud800\"x"])
  func whatIsNoJSONIsRefused(text: String) {
    #expect(throws: MalformedJSON.self) { try JSONValue(parsing: text) }
  }

  @Test func everyTruncationOfADocumentIsRefused() {
    let bytes = Array(#"{"data":[{"_id":"c1","n":"हिन्दी"}]}"#.utf8)
    for end in 0..<bytes.count {
      #expect(throws: MalformedJSON.self) { try JSONValue(parsing: Data(bytes[..<end])) }
    }
  }

  @Test func aDocumentNestedTooDeepIsRefused() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: MalformedJSON.self) { try JSONValue(parsing: deep) }
  }

  @Test(arguments: [
    ("2025-10-24T10:45:00.000Z", 1_761_302_700.0), ("2025-10-24T10:45:00Z", 1_761_302_700),
    ("2025-10-24T16:15:00+05:30", 1_761_302_700), ("2025-10-24T10:45:00.250Z", 1_761_302_700.25),
    ("2025-10-24T16:15:00.250+05:30", 1_761_302_700.25),
  ])
  func timesAreReadWithAndWithoutFractionAndOffset(text: String, seconds: Double) throws {
    let date = try #require(Timestamp.parse(text))
    #expect(abs(date.timeIntervalSince1970 - seconds) < 0.001)
  }

  @Test func timesPrintInUTCWithMilliseconds() {
    #expect(
      Timestamp.format(Date(timeIntervalSince1970: 1_761_302_700.25)) == "2025-10-24T10:45:00.250Z")
    #expect(Timestamp.parse("tomorrow") == nil)
    #expect(Timestamp.parse(String(repeating: "2", count: 1000)) == nil)
  }
}
