import ChatModel
import Foundation
import TextGrid
import Testing

@testable import Desk

/// Single keys under other layouts than the American one.
@Suite struct LangmapTests {
  private func desk(_ layouts: String..., own: [Character: Character] = [:]) -> Bench {
    var configuration = DeskConfiguration()
    configuration.langmap = Langmap(layouts: layouts, own: own)
    var bench = Bench(configuration)
    bench.seed()
    return bench
  }

  /// The letters that the keys of `w`, `]`, `?` and `:` type.
  @Test(arguments: [
    ("hindi-inscript", "ै", "़", "य़", "छ"), ("bengali-probhat", "\u{9C2}", "\u{9CB}", "?", ":"),
    ("tamil99", "\u{BB1}", "\u{5D}", "?", ":"), ("urdu-phonetic", "و", "]", "؟", ":"),
  ])
  func keysOfEveryLayoutAreKnown(
    _ layout: String, _ w: Character, _ next: Character, _ help: Character, _ colon: Character
  ) {
    let map = Langmap(layouts: [layout])
    for (letter, key) in [(w, "w"), (next, "]"), (help, "?"), (colon, ":")] {
      #expect(letter.isASCII || map.key(typing: letter) == Character(key), "\(letter) \(key)")
    }
  }

  @Test func everyLayoutThatIsNamedHasItsLetters() {
    #expect(Langmap.layouts.count > 10)
    for layout in Langmap.layouts {
      #expect(Langmap(layouts: [layout]).key(typing: "x") == nil)
    }
  }

  @Test func aLetterOfAnotherScriptIsTheKeyWhereLettersAreCommands() {
    var bench = desk("hindi-inscript")
    bench.press("ै")
    bench.wait(1)
    #expect(bench.state.openID == "lakshmi")
  }

  @Test func whereOneWritesItIsText() {
    var bench = desk("hindi-inscript")
    bench.press("Enter")
    bench.type("नमस्ते")
    #expect(bench.state.composer?.editor.text == "नमस्ते")
    // The end of a sequence is a key again: `Ctrl+X` and the key of `a`.
    bench.press("Ctrl+X")
    bench.press("ो")
    #expect(bench.state.overlay is PathPrompt)
  }

  @Test func digitsOfEveryScriptAreDigits() {
    for four: Character in ["4", "४", "৪", "௪", "۴", "٤"] {
      var bench = desk()
      bench.press(String(four))
      #expect(bench.state.view == .list(.all), "\(four)")
    }
  }

  @Test func theLettersOfMenusAreKeysToo() {
    var bench = desk("hindi-inscript")
    // s, then r: resolved.
    bench.press("े")
    bench.press("ी")
    bench.wait(1)
    #expect(
      bench.take().contains(.client(.setStatus("lakshmi", .resolved))))
  }

  @Test func aWordThatOpensTheComposerKeepsItsFirstLetter() {
    var bench = desk("hindi-inscript")
    bench.press("Enter Esc")
    // The key of `i` types ग.
    bench.wait(2)
    bench.type("गरम है", every: 0.1)
    #expect(bench.state.composer?.editor.text ?? "" == "गरम है")
  }

  @Test func whatIsBoundAsItIsTypedMeansThat() {
    let change = Keymap.Change("panes", "ै", "help", place: "keys.toml:1")
    var configuration = DeskConfiguration(keymap: Keymap.customized(changes: [change]).keymap)
    configuration.langmap = Langmap(layouts: ["hindi-inscript"])
    var bench = Bench(configuration)
    bench.seed()
    bench.press("ै")
    #expect(bench.state.overlay is HelpOverlay)
  }

  @Test func onesOwnLettersComeBeforeThoseOfALayout() {
    var bench = desk("hindi-inscript", own: ["ै": "?"])
    bench.press("ै")
    #expect(bench.state.overlay is HelpOverlay)
  }

  @Test func withoutALayoutALetterMeansNothing() {
    var bench = desk()
    bench.press("ै")
    bench.wait(1)
    #expect(bench.state.openID == nil)
  }
}
