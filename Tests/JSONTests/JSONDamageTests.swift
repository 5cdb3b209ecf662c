import JSON
import Testing

struct JSONDamageTests {
  @Test(arguments: [
    (#"["a","b"]"#, false), (#"["\ud83d\ude00"]"#, false), (#"["\u0000 \n \\ud83d"]"#, false),
    (#"["\ud83d"]"#, true), (#"["\ud83d "]"#, true), (#"["\ud83dx\ude00"]"#, true),
    (#"["\ude00\ud83d"]"#, true), (#"["\ud83d\ud83d\ude00"]"#, true), (#"["\ude00"]"#, true),
    (#"["\"#, false), (#"["\u"#, false), (#"["\ud8"#, false), (#"["\ud83d\u"#, true),
  ]) func halfACharacterIsFound(_ text: String, _ isDamaged: Bool) {
    #expect(JSONValue.isDamaged(Array(text.utf8)[...]) == isDamaged)
  }

  @Test func bytesThatAreNoTextAreFound() {
    #expect(JSONValue.isDamaged([91, 34, 0xff, 34, 93]))
    #expect(JSONValue.isDamaged([91, 34, 92, 110, 0xed, 0xa0, 0x80, 34, 93]))
  }
}
