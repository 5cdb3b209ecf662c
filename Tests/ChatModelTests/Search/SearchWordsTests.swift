import Foundation
import Testing

@testable import ChatModel

@Suite struct SearchWordsTests {
  @Test(arguments: [
    ("Namaste, my WHEAT leaf!", ["namaste", "my", "wheat", "leaf"]),
    ("गेहूँ की पत्ती", ["गेहूं", "की", "पत्ती"]),
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

  @Test(arguments: [
    ["गेहूँ", "गेहूं"], ["हिन्दी", "हिंदी", "हिन\u{94D}\u{200C}दी"], ["मण्डी", "मंडी"], ["पम्प", "पंप"],
    ["अङ्क", "अंक"], ["पञ्जाब", "पंजाब"], ["ज\u{93C}मीन", "\u{95B}मीन", "जमीन"],
    ["ब\u{95C}ा", "बड\u{93C}ा", "बडा"], ["\u{929}", "न\u{93C}", "न"], ["इन्फ\u{93C}", "इन्फ"],
    ["ਕਣਕਾਂ", "ਕਣਕਾਁ"], ["ਪੰਪ", "ਪਂਪ"], ["ਸ\u{A3C}ਹਿਰ", "\u{A36}ਹਿਰ", "ਸਹਿਰ"],
  ])
  func aHindiOrPunjabiWordIsOneInEachOfItsSpellings(_ spellings: [String]) {
    #expect(Set(spellings.map { SearchWords.words(of: $0) }).count == 1)
    #expect(Set(spellings.map { SearchWords.places(in: $0).map(\.word) }).count == 1)
  }

  @Test func aDoubleNasalAndOneOfAnotherClassStayAsTheyAre() {
    for word in ["गन्ना", "सम्मान", "कन्या", "जन्म", "य\u{9BC}", "চাঁদ"] {
      #expect(SearchWords.words(of: word) == [word])
    }
  }

  @Test func theMarksOfAnotherSpellingAreTheWholeWord() throws {
    let query = try SearchQuery(reading: "हिंदी जमीन", now: Date(), calendar: .current)
    let parts = ["👍 ", "हिन्दी", " की ", "ज\u{93C}मीन", "!"]
    let edges = (0...parts.count).map { parts.prefix($0).joined().count }
    #expect(query.marks(in: parts.joined()) == [edges[1]..<edges[2], edges[3]..<edges[4]])
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
