import Testing

@testable import ChatModel

@Suite struct SearchWordsTests {
  @Test(arguments: [
    ("Namaste, my WHEAT leaf!", ["namaste", "my", "wheat", "leaf"]),
    ("गेहूँ की पत्ती", ["गेहूँ", "की", "पत्ती"]),
    ("வணக்கம் க்ஷேத்திரம்", ["வணக்கம்", "க்ஷேத்திரம்"]),
    ("৫০ কেজি", ["৫০", "কেজি"]),
    ("کھیت، گندم", ["کھیت", "گندم"]),
    ("Café ÉTÉ Straße İzmir ΟΔΟΣ", ["cafe", "ete", "strasse", "izmir", "οδοσ"]),
    ("", []), ("\" * 👍🏽 ❤️ — …", []),
    ("क्\u{200D}ष क्\u{200C}ष", ["क्ष", "क्ष"]),
    ("1️⃣ 2", ["1\u{20E3}", "2"]),
    ("a\0b", ["a", "b"]), ("leaf-2.jpg", ["leaf", "2", "jpg"]),
    ("ᄒ\u{200C}ᅡ", ["하"]),
  ])
  func aWordIsLettersMarksAndNumbers(_ text: String, _ words: [String]) {
    #expect(SearchWords.words(of: text) == words)
    #expect(SearchWords.places(in: text).map(\.word) == words)
  }

  @Test func bothWaysToWriteALetterAreOneWord() {
    // A letter with its nukta in one piece or in two; an accent beside its letter.
    #expect(SearchWords.words(of: "बड\u{93C}ा") == SearchWords.words(of: "ब\u{95C}ा"))
    #expect(SearchWords.words(of: "e\u{301}te\u{301}") == ["ete"])
  }

  @Test func placesAreClustersOfTheText() {
    let text = "👩‍👩‍👧 गेहूँ की"
    #expect(SearchWords.places(in: text).map(\.clusters) == [2..<4, 5..<6])
  }

  @Test func aWordWithoutEndCountsByItsBeginning() {
    let endless = String(repeating: "a", count: 5000)
    #expect(SearchWords.words(of: endless).map(\.count) == [SearchWords.longest])
    #expect(SearchWords.words(of: "é" + endless).map(\.count) == [SearchWords.longest])
  }
}
