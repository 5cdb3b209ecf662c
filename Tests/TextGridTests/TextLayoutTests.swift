import SeededText
import SplitMix
import Testing

@testable import TextGrid

struct TextLayoutTests {
  private let widths = TextWidth.standard

  private func rows(_ text: String, _ columns: Int) -> [String] {
    widths.wrap(text, columns: columns).map { String(text[$0.shown]) }
  }

  @Test func wordsMoveWholeToTheNextRow() {
    #expect(rows("my wheat leaf is yellow", 10) == ["my wheat", "leaf is", "yellow"])
    #expect(rows("exactly ten", 7) == ["exactly", "ten"])
  }

  @Test func aWordLongerThanARowIsCutByCluster() {
    #expect(rows("abcdefghij", 4) == ["abcd", "efgh", "ij"])
    #expect(rows("a abcdefghij", 4) == ["a", "abcd", "efgh", "ij"])
    #expect(rows("क्षेत्रपाल", 4) == ["क्षेत्र", "पाल"])
  }

  @Test func spacesAtTheEndOfARowAreNotShownAndLoseNothing() {
    #expect(rows("one      two", 5) == ["one", "two"])
    #expect(rows("  indented", 20) == ["  indented"])
    #expect(rows("end   ", 10) == ["end"])
    #expect(rows("      ", 3) == [""])
  }

  @Test func lineEndsEndRowsAndParagraphs() {
    #expect(rows("a\n\nb\n", 5) == ["a", "", "b", ""])
    #expect(rows("", 5) == [""])
    let lines = widths.wrap("one two\nthree", columns: 4)
    #expect(lines.map(\.endsParagraph) == [false, true, false, true])
  }

  @Test func wideClustersBreakAnywhereButNeverInTheMiddle() {
    #expect(rows("作物の葉が", 5) == ["作物", "の葉", "が"])
    #expect(rows("ab作物cd", 4) == ["ab作", "物cd"])
  }

  @Test func hindiIsWrappedByWords() {
    #expect(
      rows("नमस्ते मेरी गेहूँ की पत्ती", 10).allSatisfy { widths.width(of: $0) <= 10 })
    #expect(rows("नमस्ते मेरी", 6) == ["नमस्ते", "मेरी"])
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func wrappingLosesNothingCutsNoClusterAndStaysInside(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let text = HardText.random(seed: seed, count: 200)
    let columns = Int.random(in: 1...30, using: &generator)
    let lines = widths.wrap(text, columns: columns)
    #expect(lines.map { String(text[$0.range]) }.joined() == text)
    #expect(lines.first?.range.lowerBound == text.startIndex)
    #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.range.upperBound == $1.range.lowerBound })
    let boundaries = Set(text.indices).union([text.endIndex])
    for line in lines {
      let shown = text[line.shown]
      #expect(boundaries.contains(line.range.upperBound))
      #expect(line.width == widths.width(of: shown))
      #expect(line.width <= columns || shown.count == 1)
      #expect(line.range.lowerBound <= line.shown.lowerBound)
      #expect(line.shown.upperBound <= line.range.upperBound)
      let dropped = text[line.shown.upperBound..<line.range.upperBound]
      #expect(dropped.allSatisfy { $0 == " " || $0.isNewline })
    }
  }

  @Test func aTextThatIsTooWideIsCutWithAnEllipsis() {
    #expect(widths.truncated("Lakshmi R.", to: 10) == "Lakshmi R.")
    #expect(widths.truncated("Lakshmi R.", to: 8) == "Lakshmi…")
    #expect(widths.truncated("作物の葉", to: 6) == "作物…")
    #expect(widths.truncated("नमस्ते", to: 3) == "नम…")
    #expect(widths.truncated("abc", to: 0) == "")
    #expect(widths.truncatedAtStart("/home/meera/leaf.jpg", to: 9) == "…leaf.jpg")
    #expect(widths.truncatedAtStart("leaf.jpg", to: 9) == "leaf.jpg")
  }

  @Test(arguments: HardText.samples, 0...12)
  func aFittedTextIsExactlyAsWideAsAsked(text: String, columns: Int) {
    for alignment in [TextAlignment.left, .right, .center] {
      #expect(widths.width(of: widths.fitted(text, to: columns, alignment)) == columns)
    }
  }

  @Test func numbersAreAlignedOnTheRight() {
    #expect(widths.fitted("5m", to: 4, .right) == "  5m")
    #expect(widths.fitted("5m", to: 5, .center) == " 5m  ")
  }

  @Test func aColumnFindsTheClusterThatCoversIt() {
    let text = "a作b"
    let places = (0...4).map {
      text.distance(from: text.startIndex, to: widths.index(in: text, atColumn: $0))
    }
    #expect(places == [0, 1, 1, 2, 3])
  }
}
