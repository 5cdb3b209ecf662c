import Testing

@testable import Sentences

/// What `said` makes of a literal, in English and in other languages.
@Suite struct PhraseTests {
  private static let catalogue = Catalogue(
    """
    msgid "The server is full."
    msgstr "सर्वर भरा है।"

    msgid "{1} is now {2}."
    msgstr "अब {2} है: {1}।"

    msgid "1 file"
    msgstr "1 फ़ाइल"

    msgid "{1} files"
    msgstr "{1} फ़ाइलें"

    msgid "open"
    msgstr "खोलें"

    msgctxt "status"
    msgid "open"
    msgstr "खुली"

    msgctxt "end of a sentence"
    msgid "."
    msgstr "।"

    msgctxt "typed for yes"
    msgid "yes y"
    msgstr "हाँ हां"

    msgid "It is with {1}."
    msgstr "अब इनके पास: {1}।"
    """)

  private static func speaking<R>(_ work: () throws -> R) rethrows -> R {
    try Language.speaking("hi", catalogue, work)
  }

  @Test func inEnglishASentenceIsWhatStandsInTheSource() {
    let (name, count, nothing) = ("Lakshmi", 3, String?.none)
    #expect(said("The server is full.") == "The server is full.")
    #expect(said("\(name): \(count), \(1.5), \(true)") == "\(name): \(count), \(1.5), \(true)")
    #expect(said("\(nothing ?? "-")\(name.prefix(2))\(Character("x"))") == "-Lax")
  }

  @Test func aSentenceEndsAsItsLanguageDoesAndOnce() {
    #expect("Done".ended == "Done." && "Lakshmi R.".ended == "Lakshmi R." && "Why?".ended == "Why?")
    Self.speaking {
      #expect("Not found".ended == "Not found.", "a server's words keep their full stop")
      #expect("12".ended == "12।" && "मिला नहीं: Lakshmi".ended == "मिला नहीं: Lakshmi।")
      #expect("हो गया".ended == "हो गया।" && "हो गया।".ended == "हो गया।")
      #expect(said("It is with \("Lakshmi R.").") == "अब इनके पास: Lakshmi R.")
      #expect(said("It is with \("Meera").") == "अब इनके पास: Meera।")
    }
  }

  @Test func yesIsTypedInTheLanguageAndInEnglish() {
    #expect(TypedAnswer.read("YES ") == true && TypedAnswer.read("n") == false)
    #expect(TypedAnswer.read("हाँ") == nil && TypedAnswer.read("") == nil)
    #expect(TypedAnswer.yes == "yes")
    Self.speaking {
      #expect(TypedAnswer.read(" हां") == true && TypedAnswer.read("yes") == true)
      #expect(TypedAnswer.read("no") == false && TypedAnswer.read("शायद") == nil)
      #expect(TypedAnswer.yes == "हाँ")
    }
  }

  @Test func aSentenceIsFoundByItsEnglishText() {
    #expect(Self.speaking { said("The server is full.") } == "सर्वर भरा है।")
  }

  @Test func valuesStandInTheOrderOfTheTranslation() {
    #expect(Self.speaking { said("\("Lakshmi") is now \("open").") } == "अब open है: Lakshmi।")
  }

  @Test func aSentenceThatALanguageLacksIsEnglish() {
    #expect(Self.speaking { said("\(2) of \(3) are left.") } == "2 of 3 are left.")
  }

  @Test func aWordWithSeveralSensesIsToldApart() {
    let words = Self.speaking { (said("open"), said("open", of: "status")) }
    #expect(words == ("खोलें", "खुली"))
    #expect(said("open", of: "status") == "open")
  }

  @Test func oneAndManyAreSentencesOfTheirOwn() {
    func files(_ count: Int) -> String { said(count, one: "1 file", more: "\(count) files") }
    #expect([files(1), files(0), files(2)] == ["1 file", "0 files", "2 files"])
    #expect(Self.speaking { [files(1), files(2)] } == ["1 फ़ाइल", "2 फ़ाइलें"])
  }

  @Test(arguments: ["{2}", "{1}{2}", "\\", "\"", "%s", "{", "}\u{1B}[31m", "{99}"])
  func aValueIsNotReadAsASentence(hostile: String) {
    #expect(Self.speaking { said("\(hostile) is now \("x").") } == "अब x है: \(hostile)।")
  }

  @Test func aPlaceThatHasNoValueIsLeftEmpty() {
    let wrong = Catalogue("msgid \"{1} is gone.\"\nmsgstr \"{1} {7} गया\"")
    #expect(Language.speaking("hi", wrong) { said("\("x") is gone.") } == "x  गया")
  }

  @Test(arguments: ["{", "{}", "{a}", "{0}", "a{1", "}{", "{{", "{99999999999999999999}"])
  func aBraceWithoutANumberIsText(text: String) {
    #expect(Template.pieces(of: text) == [.text(text)])
  }

  @Test func piecesAreTextAndPlacesInTurn() {
    #expect(
      Template.pieces(of: "{{1}} {2}é{10}")
        == [.text("{"), .place(0), .text("} "), .place(1), .text("é"), .place(9)])
    #expect(Template.pieces(of: "").isEmpty)
  }
}
