import Testing

@testable import TextGrid

struct PlainGlyphTests {
  private var plain: TextWidth {
    var widths = TextWidth.standard
    widths.isPlain = true
    return widths
  }

  @Test func signsRulesAndCutsAreASCII() {
    var frame = Frame(size: Size(columns: 12, rows: 3), widths: plain)
    frame.border(Rect(column: 0, row: 0, columns: 12, rows: 3), style: .plain)
    frame.write("▌✓✓•●✗", at: Point(column: 1, row: 1), style: .plain)
    let rows = (0..<3).map { row in
      (0..<12).map { frame.cluster(at: Point(column: $0, row: row)) }.joined()
    }
    #expect(rows == ["+----------+", "||vv**x    |", "+----------+"])
    #expect(plain.truncated("a long word", to: 5) == "a lo…")
    #expect(plain.width(of: "a lo…") == 5)
  }

  @Test func foreignLettersStayWhatTheyAre() {
    var frame = Frame(size: Size(columns: 10, rows: 1), widths: plain)
    frame.write("नि é 字", at: Point(column: 0, row: 0), style: .plain)
    let row = (0..<10).map { frame.cluster(at: Point(column: $0, row: 0)) }.joined()
    #expect(row == "नि é 字   ")
  }
}
