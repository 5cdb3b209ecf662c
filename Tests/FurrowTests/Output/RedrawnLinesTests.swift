import TextGrid
import Testing

@testable import furrow

@Suite struct RedrawnLinesTests {
  private let lines = ["conversations  42, 17 active", "12 active  गीता देवी  675d1", "as of 14:32:05"]

  @Test func eachLineTakesOneRowOfTheTerminal() {
    let rows = RedrawnLines.rows(lines, Size(columns: 20, rows: 24))
    #expect(rows.count == 3)
    #expect(rows.allSatisfy { TextWidth.standard.width(of: $0) < 20 }, "\(rows)")
    #expect(RedrawnLines.rows(lines, Size(columns: 80, rows: 24)) == lines)
  }

  @Test func whatDoesNotFitIsCountedAndTheLastLineStays() {
    let many = (1...50).map { "agent \($0)" } + ["as of 14:32:05"]
    let rows = RedrawnLines.rows(many, Size(columns: 80, rows: 24))
    #expect(rows.count == 23, "the cursor stands below them")
    #expect(rows.suffix(2) == ["and 29 more", "as of 14:32:05"])
    #expect(rows.first == "agent 1")
    for height in 1...4 {
      #expect(RedrawnLines.rows(many, Size(columns: 1, rows: height)).count == max(2, height - 1))
    }
  }

  @Test func rowsAreTakenAwayOneByOneUnlessTheTerminalHasChanged() {
    let size = Size(columns: 80, rows: 24)
    #expect(RedrawnLines.away(rows: 0, drawnAt: size, now: size) == nil)
    #expect(RedrawnLines.away(rows: 5, drawnAt: size, now: size) == "\u{1B}[5A\r\u{1B}[J")
    let clear = "\u{1B}[H\u{1B}[2J"
    for other in [Size(columns: 40, rows: 24), Size(columns: 80, rows: 5)] {
      #expect(RedrawnLines.away(rows: 5, drawnAt: size, now: other) == clear)
    }
  }
}
