import SeededText
import Testing

@testable import TextGrid

struct TextWidthTests {
  @Test(arguments: [
    ("abc", 3), ("é", 1), ("e\u{301}", 1), ("नमस्ते", 4), ("क्षि", 3), ("हूँ", 1), ("வணக்கம்", 5),
    ("ਸ੍ਰੀ", 3), ("表示", 4), ("ｱ", 1), ("한국", 4), ("✓", 1), ("│", 1), ("…", 1),
  ])
  func aTextTakesWhatLibcGivesItsScalars(text: String, columns: Int) {
    #expect(TextWidth.standard.width(of: text) == columns)
    #expect(TextWidth.tmux.width(of: text) == columns)
  }

  @Test(arguments: ["👍", "👍🏽", "👩‍👩‍👧‍👦", "🇮🇳", "❤️", "1️⃣", "🏳️‍🌈"])
  func anEmojiSequenceTakesTwoColumns(text: String) {
    #expect(TextWidth.standard.width(of: text) == 2)
  }

  @Test func whereJoinersAreStrippedThePartsStandSideBySide() {
    #expect(TextWidth.tmux.width(of: "👩‍👩‍👧‍👦" as Character) == 8)
    #expect(TextWidth.tmux.width(of: "❤️" as Character) == 1)
    #expect(TextWidth.tmux.width(of: "क्‍ष") == 2)
  }

  @Test func whatMayNotBeShownTakesTheColumnOfItsSubstitute() {
    #expect(TextWidth.standard.width(of: "\u{1B}") == 1)
    #expect(TextWidth.standard.width(of: "\u{200B}") == 1)
    #expect(TextWidth.standard.width(of: "\r\n") == 1)
    #expect(TextWidth.standard.width(of: "\u{10FFFF}") == 1)
    #expect(TextWidth.standard.width(of: "\u{301}") == 1)
  }

  @Test(arguments: [TextWidth.standard, .tmux], 1...40 as ClosedRange<UInt64>)
  func randomTextIsAsWideAsTheFrameDrawsIt(widths: TextWidth, seed: UInt64) {
    let text = HardText.random(seed: seed, count: 80)
    var frame = Frame(size: Size(columns: 400, rows: 1), widths: widths)
    let end = frame.write(text, at: Point(column: 0, row: 0), style: .plain)
    #expect(end == widths.width(of: text))
    let drawn = frame.row(0).prefix(end).reduce(0) { $0 + Int($1.width) }
    #expect(drawn == min(end, 400))
  }
}
