import SeededText
import SplitMix
import Testing

@testable import TextGrid

/// What terminals answered when they were asked; where a terminal is named, this is what it said, or,
/// for kitty and the Linux console, what follows from their published rules.
struct WidthProbeTests {
  private static let xterm = [2, 4, 4, 1, 2, 1, 2, 2, 2, 2, 1, 2]

  @Test func xtermDrawsThePartsOfAnEmojiApart() throws {
    let rules = try #require(WidthProbe.rules(from: Self.xterm, over: .standard))
    for (text, columns) in [
      ("👩‍🌾", 4), ("👍🏽", 4), ("❤️", 1), ("🇮🇳", 2), ("1️⃣", 1), ("क्षि", 3), ("கொ", 2), ("🏴‍☠️", 3),
      ("👨‍👩‍👧‍👦", 8), ("字", 2),
    ] { #expect(rules.width(of: text) == columns, "\(text)") }
  }

  @Test func tmuxIsSentNoJoinersAndStaysAsItWas() throws {
    let rules = try #require(
      WidthProbe.rules(from: [2, 4, 4, 1, 2, 1, 2, 2, 2, 2, 1, 2], over: .tmux))
    #expect(rules == .tmux)
    #expect(!WidthProbe.joinedEmoji.text(.tmux).unicodeScalars.contains("\u{200D}"))
    #expect(!WidthProbe.selectedEmoji.text(.tmux).unicodeScalars.contains("\u{FE0F}"))
  }

  @Test func kittyTakesAClusterForItsFirstLetter() throws {
    let rules = try #require(
      WidthProbe.rules(from: [2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 2], over: .standard))
    for (text, columns) in [
      ("क्ष", 1), ("नि", 1), ("கொ", 1), ("কি", 1), ("श्री", 1), ("👩‍🌾", 2), ("❤️", 2), ("字", 2),
    ] { #expect(rules.width(of: text) == columns, "\(text)") }
  }

  @Test func theLinuxConsoleDrawsMarksBesideTheirLetters() throws {
    let rules = try #require(
      WidthProbe.rules(from: [2, 5, 4, 2, 2, 2, 2, 2, 2, 3, 1, 2], over: .standard))
    #expect(rules.width(of: "e\u{301}") == 2)
    #expect(rules.width(of: "क्ष") == 3)
    #expect(rules.width(of: "é") == 1)
  }

  @Test func whereLinesWouldBeTwoColumnsWideTheyAreDrawnInASCII() throws {
    let rules = try #require(
      WidthProbe.rules(from: [2, 5, 4, 1, 2, 1, 2, 2, 2, 2, 2, 2], over: .standard))
    #expect(rules.isPlain && rules.stripsJoiners)
    #expect(rules.width(of: "é") == 2)
    #expect(rules.width(of: "…") == 1, "it is drawn as ~")
    #expect(rules.width(of: "Ω") == 2)
    #expect(rules.width(of: "क") == 1)
  }

  @Test(arguments: [
    [], [2], Array(repeating: 0, count: 12), Array(repeating: 9999, count: 12),
    [2, 4, 4, 1, 2, 1, 2, 2, 2, 2, 1, 3], [1, 4, 4, 1, 2, 1, 2, 2, 2, 2, 1, 2],
    [2, 4, -3, 1, 2, 1, 2, 2, 2, 2, 1, 2], Array(repeating: 2, count: 13),
  ])
  func whatCannotBeTeachesNothing(answers: [Int]) {
    #expect(WidthProbe.rules(from: answers, over: .standard) == nil)
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func whateverIsBelievedTextStaysInItsRoom(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var answers = WidthProbe.allCases.map { _ in Int.random(in: 1...8, using: &random) }
    answers[0] = 2
    answers[answers.count - 1] = 2
    let rules = try #require(WidthProbe.rules(from: answers, over: .standard))
    let text = HardText.random(seed: seed, count: 200)
    let columns = Int.random(in: 1...60, using: &random)
    for line in rules.wrap(text, columns: columns) {
      let shown = text[line.shown]
      #expect(rules.width(of: shown) == line.width)
      #expect(line.width <= columns || shown.count == 1)
    }
    var frame = Frame(size: Size(columns: 400, rows: 1), widths: rules)
    #expect(frame.write(text, at: Point(column: 0, row: 0), style: .plain) == rules.width(of: text))
  }
}
