// JSON text is walked over without being parsed into values.

import Foundation
import Testing

@testable import SocketIO

@Suite struct JSONTextTests {
  @Test(arguments: [
    "null", "true", "false", "0", "-1", "1.5e+10", "1E-2", #""""#, #""\u00e9\n\/""#, "[]", "{}",
    " [ 1 , [ ] , { } ] ", #"{"a":{"b":[1,2,{"c":null}]},"d":"]}"}"#, #""日本""#,
  ])
  func wellFormedTextIsTaken(json: String) {
    #expect(JSONText.isWellFormed(bytes(json)))
    #expect(
      (try? JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)) != nil)
  }

  @Test(arguments: [
    "", " ", "nul", "tru e", "01", "-", "1.", ".5", "1e", "+1", #"""#, #""\x""#, #""\u12g4""#,
    "\"\n\"", "[", "]", "[1,]", "[,]", "[1 2]", "{", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "{a:1}",
    #"{1:1}"#, "[]]", "1 2", "nan", "[}", "{]",
  ])
  func otherTextIsRefused(json: String) {
    #expect(!JSONText.isWellFormed(bytes(json)))
  }

  @Test func aTextCutAnywhereIsRefused() {
    let json = Array(#"{"a":[1.5,true,null,"x\u00e9\\"],"b":{"c":[]}}"#.utf8)
    #expect(JSONText.isWellFormed(json[...]))
    for cut in 0..<json.count { #expect(!JSONText.isWellFormed(json[..<cut])) }
  }

  @Test func deepNestingIsRefusedAndNotFollowed() {
    let fair = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(JSONText.isWellFormed(bytes(fair)))
    #expect(!JSONText.isWellFormed(bytes(String(repeating: "[", count: 1_000_000))))
    #expect(!JSONText.isWellFormed(bytes(String(repeating: #"{"a":"#, count: 1_000_000))))
  }

  @Test(arguments: [
    (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\u20AC""#, "é€"),
    (#""\ud83d\ude00!""#, "😀!"), (#""\ud83dx""#, "\u{fffd}x"),
    (#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
    (#""plain é""#, "plain é"),
  ])
  func stringsAreUnescaped(json: String, value: String) {
    #expect(JSONText.string(bytes(json)) == value)
  }

  @Test func quotingIsUndoneByReading() {
    let scalars = (0..<0x250).compactMap(Unicode.Scalar.init).map(Character.init)
    let string = String(scalars) + "😀"
    let quoted = JSONText.quoted(string)
    #expect(JSONText.isWellFormed(quoted[...]))
    #expect(JSONText.string(quoted[...]) == string)
    #expect(!quoted.contains(EnginePayload.separator))
  }

  @Test func elementsAndMembersAreFound() {
    #expect(JSONText.elements(of: bytes(" [ ] ")) == [])
    #expect(JSONText.elements(of: bytes("[1,[2],3]"))?.map(text) == ["1", "[2]", "3"])
    #expect(JSONText.elements(of: bytes("[1,[2],3")) == nil)
    #expect(JSONText.elements(of: bytes("{}")) == nil)
    let members = JSONText.members(of: bytes(#"{"a":1,"\u0062":[2],"a":3}"#))
    #expect(members?.mapValues(text) == ["a": "3", "b": "[2]"])
    #expect(JSONText.members(of: bytes("[]")) == nil)
    #expect(JSONText.placeholder(bytes(#"{"num":2,"_placeholder":true}"#)) == 2)
    #expect(JSONText.placeholder(bytes(#"{"num":2,"_placeholder":false}"#)) == nil)
  }
}
