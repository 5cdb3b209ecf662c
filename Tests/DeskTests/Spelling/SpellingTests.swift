import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct SpellingTests {
  private func writing(
    _ text: String, _ choice: SpellingChoice = .auto, dictionaries: [String]? = ["en_US", "hi_IN"]
  ) -> Bench {
    var configuration = DeskConfiguration()
    configuration.spelling = choice
    var bench = Bench(configuration)
    bench.seed()
    bench.press("Enter")
    bench.wait(1)
    bench.type(text, every: 0.3)
    if let dictionaries { bench.run(.dictionaries(.found(dictionaries))) }
    return bench
  }

  private func asked(_ bench: inout Bench) -> [String: [String]] {
    var asked: [String: [String]] = [:]
    for case .checkSpelling(let words, let language) in bench.take() { asked[language] = words }
    return asked
  }

  /// The words that are marked.
  private func marked(_ bench: Bench) -> [String] {
    let text = bench.state.composer?.editor.text ?? ""
    return bench.state.misspelt.map { range in
      let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
      return String(text[start..<text.utf8.index(text.startIndex, offsetBy: range.upperBound)])
    }
  }

  @Test func dictionariesAreLookedForWithTheFirstWordAndOnce() {
    var bench = writing("", dictionaries: nil)
    #expect(!bench.take().contains(.findDictionaries))
    bench.type("rice is ", every: 0.3)
    #expect(bench.take().count { $0 == .findDictionaries } == 1)
  }

  @Test func wholeWordsAreAskedAboutOnceAndTheOneBeingTypedIsNot() {
    var bench = writing("Good ric")
    #expect(asked(&bench) == ["en_US": ["Good"]])
    bench.run(.spelled(language: "en_US", ["Good": true]))
    #expect(asked(&bench).isEmpty)
    bench.type("e ", every: 0.3)
    #expect(asked(&bench) == ["en_US": ["rice"]])
    bench.run(.spelled(language: "en_US", ["rice": true]))
    bench.type("Good rice ", every: 0.3)
    #expect(asked(&bench).isEmpty)
  }

  @Test func wordsThatCameWithTheOneBeingTypedAreAskedAboutAndLettersAfterThemAskNothing() {
    var bench = writing("")
    bench.run(.paste("Pleese send ri"))
    #expect(asked(&bench) == ["en_US": ["Pleese", "send"]])
    bench.run(.spelled(language: "en_US", ["Pleese": false, "send": true]))
    bench.type("ce", every: 0.3)
    #expect(asked(&bench).isEmpty && marked(bench) == ["Pleese"])
    bench.press("Left")
    #expect(asked(&bench) == ["en_US": ["rice"]])
  }

  @Test func whatTheDictionaryDoesNotKnowIsMarked() {
    var bench = writing("Pleese send rice ")
    bench.run(.spelled(language: "en_US", ["Pleese": false, "send": true, "rice": true]))
    #expect(marked(bench) == ["Pleese"])
    bench.press("Backspace")
    #expect(marked(bench) == ["Pleese"])
  }

  @Test func latinLettersThatAreMostlyNoEnglishAreLeftAlone() {
    var bench = writing("kal milte hain ok ")
    bench.run(
      .spelled(
        language: "en_US", ["kal": false, "milte": false, "hain": false, "ok": true]))
    #expect(marked(bench).isEmpty)
    bench = writing("kal milte ", .language("en_US"))
    bench.run(.spelled(language: "en_US", ["kal": false, "milte": false]))
    #expect(marked(bench) == ["kal", "milte"], "English was chosen")
  }

  @Test func eachScriptHasItsDictionary() {
    var bench = writing("गेहूँ wheat ")
    #expect(asked(&bench) == ["en_US": ["wheat"]])
    bench.run(.spelled(language: "en_US", ["wheat": true]))
    #expect(asked(&bench) == ["hi_IN": ["गेहूँ"]])
    bench.run(.spelled(language: "hi_IN", ["गेहूँ": false]))
    #expect(marked(bench) == ["गेहूँ"])
    bench = writing("ரொட்டி गेहूँ ", dictionaries: ["en_US"])
    #expect(asked(&bench).isEmpty)
  }

  @Test func namesAndOnesOwnWordsAreRight() {
    var bench = writing("Lakshmi's Meera Ravi harpret ")
    #expect(asked(&bench)["en_US"] == ["Ravi", "harpret"], "Ravi is no part of this chat")
    bench.run(.spelled(language: "en_US", ["Ravi": true, "harpret": false]))
    bench.client(.local([LocalChange(.word("harpret"), .word)]))
    #expect(marked(bench).isEmpty)
  }

  @Test func switchedOffNothingIsAskedAndNothingMarked() {
    var bench = writing("Pleese send ", .off)
    let effects = bench.take()
    #expect(!effects.contains(.findDictionaries))
    #expect(marked(bench).isEmpty)
  }

  @Test func aPasteOfThousandsOfWordsIsAskedAboutInPortions() {
    var bench = writing("")
    func word(_ number: Int) -> String {
      String(String(number).compactMap { $0.wholeNumberValue }.map { Array("abcdefghij")[$0] })
    }
    bench.run(.paste((0..<1500).map { "x" + word($0) }.joined(separator: " ") + " "))
    var rounds = 0
    while let words = asked(&bench)["en_US"] {
      #expect(words.count <= 200)
      rounds += 1
      bench.run(
        .spelled(language: "en_US", Dictionary(words.map { ($0, true) }) { a, _ in a }))
    }
    #expect(rounds == 8)
  }

  @Test func aDictionaryThatGivesUpIsNamedOnce() {
    var bench = writing("Good rice ")
    bench.run(.spellingFailed(language: "en_US", "hunspell has ended"))
    #expect(
      bench.said == "Nothing more is checked by the dictionary en_US: hunspell has ended.")
    _ = bench.take()
    bench.type("more of it ", every: 0.3)
    #expect(asked(&bench).isEmpty)
  }

  @Test func aDictionaryThatIsConfiguredAndNotHereIsNamed() {
    var bench = writing("Good ", .language("de_DE"))
    #expect(
      bench.said
        == "spelling is de_DE, and there is no such dictionary here: there are en_US, hi_IN.")
    #expect(asked(&bench).isEmpty)
  }

  // MARK: Suggestions

  @Test func aSuggestionTakesThePlaceOfTheWordUnderTheCursor() {
    var bench = writing("Pleese send ")
    bench.run(.spelled(language: "en_US", ["Pleese": false, "send": true]))
    bench.press("Home Ctrl+X w")
    #expect(bench.take().contains(.suggestSpelling("Pleese", language: "en_US", request: 1)))
    bench.press("Enter")
    #expect(bench.state.overlay is SpellingPicker, "nothing has come yet")
    bench.run(.suggested(request: 1, ["Please", "Pleas"], isRight: false))
    bench.press("Enter")
    #expect(bench.state.composer?.editor.text == "Please send ")
    bench.press("Ctrl+_")
    #expect(bench.state.composer?.editor.text == "Pleese send ")
  }

  @Test func beyondTheTextTheLastMisspeltWordIsMeantAndTheCursorStaysWhereItIs() {
    var bench = writing("Pleese send it  ")
    bench.run(.spelled(language: "en_US", ["Pleese": false, "send": true, "it": true]))
    bench.press("Ctrl+X w")
    bench.run(.suggested(request: 1, ["Be so kind"], isRight: false))
    bench.press("Enter")
    bench.type("now", every: 0.3)
    #expect(bench.state.composer?.editor.text == "Be so kind send it  now")
  }

  @Test func aWordBecomesOnesOwn() {
    var bench = writing("बेलग़ाम ")
    bench.run(.spelled(language: "hi_IN", ["बेलग़ाम": false]))
    #expect(marked(bench).count == 1)
    bench.press("Home Ctrl+X w")
    bench.run(.suggested(request: 1, [], isRight: false))
    bench.press("Enter")
    #expect(marked(bench).isEmpty)
    let kept = bench.take().contains { effect in
      if case .client(.keep(let change)) = effect { change.record == .word } else { false }
    }
    #expect(kept)
  }

  @Test func whatIsRightIsSaidToBe() {
    var bench = writing("rice ")
    bench.run(.spelled(language: "en_US", ["rice": true]))
    bench.press("Home Ctrl+X w")
    #expect(bench.state.overlay == nil && bench.said == "“rice” is right, says en_US.")
  }

  @Test func withoutHunspellOneSentenceAnswersWhoAsksAndNothingElse() {
    var bench = writing("Pleese send ", dictionaries: nil)
    let before = bench.said
    bench.run(.dictionaries(.none("There is no hunspell here, so the spelling is not checked")))
    #expect(bench.said == before)
    bench.press("Home Ctrl+X w")
    #expect(bench.said == "There is no hunspell here, so the spelling is not checked.")
    #expect(bench.state.overlay == nil)
  }

  // MARK: Choosing

  @Test func aDictionaryIsChosenForTheConversationAndRemembered() {
    var bench = writing("Good ", dictionaries: ["en_GB", "en_US", "hi_IN"])
    bench.run(.spelled(language: "en_GB", ["Good": true]))
    _ = bench.take()
    bench.press("Ctrl+X l")
    #expect(bench.state.overlay is LanguagePicker)
    bench.type("us", every: 0.3)
    bench.wait(1)
    bench.press("Enter")
    let effects = bench.take()
    #expect(
      effects.contains(
        .client(.keep(LocalChange(.spelling("lakshmi"), .spelling("en_US"))))))
    #expect(effects.contains(.checkSpelling(["Good"], language: "en_US")))
    bench.press("Ctrl+X l")
    bench.type("off", every: 0.3)
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.said == "The spelling in the chat with Lakshmi is not checked.")
    bench.press("Ctrl+X l")
    bench.type("auto", every: 0.3)
    bench.wait(1)
    bench.press("Enter")
    #expect(
      bench.take().contains(.client(.keep(LocalChange(.spelling("lakshmi"), nil)))),
      "what is configured need not be remembered")
  }

  @Test func theListOfDictionariesFillsItselfWhenTheyAreKnown() {
    var bench = Bench()
    bench.seed()
    bench.run(.perform(.spelling))
    #expect(bench.take().contains(.findDictionaries))
    bench.run(.dictionaries(.found(["en_US"])))
    let picker = (bench.state.overlay as? LanguagePicker)?.picker
    #expect(picker?.items.map(\.label) == ["auto", "off", "en_US"])
  }
}
