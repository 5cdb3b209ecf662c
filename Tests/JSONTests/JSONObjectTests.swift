import SplitMix
import Testing

@testable import JSON

struct JSONObjectTests {
  @Test func objectsAreEqualInWhateverOrderTheirMembersStand() throws {
    for count in [2, 5, JSONObject.few, JSONObject.few + 1, 200] {
      let members = (0..<count).map { ("name \($0)", JSONValue.integer($0)) }
      let (a, b) = (JSONObject(members), JSONObject(members.reversed()))
      #expect(a == b && a.hashValue == b.hashValue)
      var other = b
      other["name 1"] = "else"
      #expect(a != other)
      #expect(JSONValue.object(a).encoded == JSONValue.object(b).encoded)
    }
  }

  @Test(arguments: [
    #"{"a":1,"b":2,"a":3}"#, #"{"a":1,"b":2,"\u0061":3}"#, #"{"\u0061":1,"b":2,"a":3}"#,
    #"{"\u0061":1,"b":2,"\u0061":3}"#,
  ])
  func ofEqualNamesTheLastCountsHoweverTheyAreWritten(text: String) throws {
    let object = try #require(try JSONValue(parsing: text).objectValue)
    #expect(object.count == 2 && object["a"] == 3 && object["b"] == 2)
  }

  @Test func ofEqualNamesTheLastCountsAmongMany() throws {
    let members = (0..<500).map { "\"name number \($0 % 250)\":\($0)" }
    let text = "[{\"x\":{\(members.joined(separator: ","))}}]"
    let object = try #require(try JSONValue(parsing: text).arrayValue?[0]["x"]?.objectValue)
    #expect(object.count == 250 && object["name number 7"] == 257)
  }

  @Test func longNamesThatDifferInTheirMiddleAreTwo() throws {
    let names = (0..<9).map { "a name that is long \($0) and ends alike in all of them" }
    let text = names.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",")
    let object = try #require(try JSONValue(parsing: "{\(text)}").objectValue)
    #expect(object.keys == names && object.values == (0..<9).map(JSONValue.integer))
  }

  @Test func membersAreSetAndTakenAwayByTheirName() {
    var object: JSONObject = ["a": 1, "b": 2, "a": 3]
    #expect(object == ["b": 2, "a": 3])
    object["b"] = nil
    object["c"] = "new"
    object["none"] = nil
    #expect(object == ["a": 3, "c": "new"] && object.keys == ["a", "c"])
  }

  /// What breaks off anywhere leaves nothing behind and traps nowhere.
  @Test func aDocumentThatBreaksOffAnywhereIsRefused() throws {
    let text = Array(#"[{"a":[1,"\u00e9",{"bb":null}],"c":{"d":[[],{}]}},true]"#.utf8)
    _ = try JSONValue(parsing: text)
    for end in 0..<text.count {
      #expect(throws: MalformedJSON.self) { try JSONValue(parsing: text[..<end]) }
    }
  }

  @Test func whatWasPrintedReadsAsTheSame() throws {
    var random = SplitMix64(seed: 7)
    func value(_ depth: Int) -> JSONValue {
      switch Int.random(in: 0...(depth > 4 ? 4 : 6), using: &random) {
      case 0: return .null
      case 1: return .bool(.random(using: &random))
      case 2: return .integer(.random(in: -1000...1000, using: &random))
      case 3: return .number(.random(in: -1...1, using: &random))
      case 4: return .string(text())
      case 5:
        return .array((0..<Int.random(in: 0...9, using: &random)).map { _ in value(depth + 1) })
      default:
        let count = Int.random(in: 0...40, using: &random)
        return .object(JSONObject((0..<count).map { _ in (text(), value(depth + 2)) }))
      }
    }
    func text() -> String {
      let letters: [Character] = ["a", "b", "\"", "\\", "\n", "\u{1}", "ü", "🌽", "\u{7F}", "/"]
      return String(
        (0..<Int.random(in: 0...20, using: &random)).map { _ in
          letters.randomElement(using: &random) ?? "x"
        })
    }
    for _ in 0..<300 {
      let value = value(0)
      #expect(try JSONValue(parsing: value.encodedBytes) == value)
    }
  }
}
