import ChatModel
import Foundation
import Testing

@testable import Desk

@Suite struct CheckedWordTests {
  private func words(_ text: String) -> [String] { CheckedWord.words(of: text).map(\.text) }

  @Test func wordsAreFoundWithTheirPlaces() {
    let text = "Don’t hurry, खेत (सूखा) ‘well’."
    let found = CheckedWord.words(of: text)
    #expect(found.map(\.text) == ["Don’t", "hurry", "खेत", "सूखा", "well"])
    #expect(found.map(\.script) == ["en", "en", "hi", "hi", "en"])
    for word in found {
      let start = text.utf8.index(text.startIndex, offsetBy: word.range.lowerBound)
      let end = text.utf8.index(text.startIndex, offsetBy: word.range.upperBound)
      #expect(text[start..<end] == word.text)
    }
  }

  @Test(
    arguments: [
      "https://example.org/rice", "www.example.org", "a.b@example.org", "leaf.jpg", "10:30", "2kg",
      "19:19:19", "/tmp/rice", ":rice:", ":sheaf_of_rice:", "#khet", "NPK", "DAP", "x", "…", "👍",
      "> they wrote this", "",
    ])
  func whatIsNoWordIsNotJudged(text: String) {
    #expect(words(text).isEmpty)
  }

  @Test func theEndOfASentenceAndASlashedPairAreTold() {
    #expect(words("rice. And") == ["rice", "And"])
    #expect(words("Rice.And").isEmpty, "as likely the name of a site")
    #expect(words("mine\n> yours\nmine") == ["mine", "mine"])
  }

  @Test func aLongTextIsLookedAtInItsBeginning() {
    let text = String(repeating: "खेत ", count: 20_000)
    #expect(words(text).count < 2100)
    #expect(words(String(repeating: "a", count: 100_000)).isEmpty)
  }

  @Test(arguments: [
    ("en_US", "en"), ("hi_IN", "hi"), ("mr_IN", "hi"), ("ta_IN", "ta"), ("fr", "en"),
  ])
  func aDictionaryBelongsToAScript(name: String, script: String) {
    #expect(WrittenLanguage.script(of: name) == script)
  }

  @Test(arguments: ["", "x", "../etc/passwd", "en US", "-d", "en_US;rm", "9en", "en_US\n"])
  func whatIsNoNameOfADictionaryIsNone(text: String) {
    #expect(SpellingChoice(text) == nil)
  }

  @Test func choicesAreReadAsTheyAreWritten() {
    for text in ["auto", "off", "en_US", "sr_RS@latin", "de-AT"] {
      #expect(SpellingChoice(text)?.text == text)
    }
  }
}
