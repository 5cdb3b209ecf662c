import Foundation
import JSON
import Testing

@testable import furrow

@Suite struct RawJSONTests {
  @Test(arguments: [
    (#""\ud83d""#, "line 1, column 2"), (#"{"a":"x\ude00"}"#, "line 1, column 8"),
    ("[1", "it breaks off at line 1, column 3"), ("{\n \"é\": 1\n \"b\": 2}", "line 3, column 2"),
  ])
  func whatWouldGoOutOtherwiseThanTypedIsRefused(_ text: String, _ place: String) {
    let failure = #expect(throws: Failure.self) {
      try RawJSON.document(Data(text.utf8), in: "JSON argument 2")
    }
    #expect(failure?.status == .usage)
    #expect(failure?.message.contains(place) == true, "\(failure?.message ?? "")")
    #expect(failure?.message.hasPrefix("JSON argument 2 ") == true)
  }

  @Test func bytesThatAreNoTextAreRefused() {
    let failure = #expect(throws: Failure.self) {
      try RawJSON.document(Data([0x22, 0xFF, 0x22]), in: "The JSON")
    }
    #expect(failure?.status == .usage)
  }

  @Test func whatCanBeSentIsReadAsItIs() throws {
    let text = #"{"a":[1,2.5,"\ud83d\ude00 é",null,true]}"#
    #expect(try RawJSON.document(Data(text.utf8), in: "The JSON") == JSONValue(parsing: text))
    let numbers = #"{"id":12345678901234567890,"x":[1.0,-0,1e400]}"#
    #expect(try RawJSON.document(Data(numbers.utf8), in: "The JSON").encoded == numbers)
  }
}
