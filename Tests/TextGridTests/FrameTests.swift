import FrameText
import SeededText
import SplitMix
import Testing

@testable import TextGrid

struct FrameTests {
  private let bold = Style(attributes: .bold)
  private let origin = Point(column: 0, row: 0)

  private func frame(_ columns: Int, _ rows: Int) -> Frame {
    Frame(size: Size(columns: columns, rows: rows))
  }

  @Test func textIsWrittenCellByCellAndClipped() {
    var frame = frame(10, 2)
    #expect(frame.write("hello", at: Point(column: 2, row: 0), style: bold) == 7)
    #expect(frame.write("long text here", at: Point(column: 5, row: 1), style: .plain) == 19)
    #expect(frame.write("outside", at: Point(column: 0, row: 7), style: .plain) == 7)
    #expect(frame.plainText == "  hello\n     long\n")
    #expect(frame.style(at: Point(column: 2, row: 0)) == bold)
    #expect(frame.style(at: origin) == .plain)
  }

  @Test func textMayBeginLeftOfTheClip() {
    var frame = frame(6, 1)
    let clip = Rect(column: 1, row: 0, columns: 3, rows: 1)
    frame.write("abcdefgh", at: Point(column: -2, row: 0), style: .plain, clip: clip)
    #expect(frame.plainText == " def\n")
  }

  @Test func aWideClusterAtAnEdgeBecomesSpaces() {
    var frame = frame(3, 1)
    frame.write("作物", at: origin, style: .plain)
    #expect(frame.plainText == "作\n")
    frame.write("x", at: Point(column: 1, row: 0), style: .plain)
    #expect(frame.plainText == " x\n")
    frame.write("作", at: Point(column: -1, row: 0), style: .plain)
    #expect(frame.plainText == " x\n")
  }

  @Test func everyWideClusterHasAllItsCells() {
    var generator = SplitMix64(seed: 7)
    var frame = frame(20, 2)
    for seed in 1...300 as ClosedRange<UInt64> {
      let place = Point(
        column: Int.random(in: -5...22, using: &generator),
        row: Int.random(in: 0...1, using: &generator))
      if seed % 7 == 0 {
        frame.fill(
          Rect(column: place.column, row: place.row, columns: 3, rows: 1), style: .plain)
      } else if seed % 11 == 0 {
        frame.verticalRule(column: place.column, rows: 0..<2, style: .plain)
      } else {
        frame.write(HardText.random(seed: seed, count: 12), at: place, style: .plain)
      }
      for row in 0..<2 {
        var covered = 0
        for cell in frame.row(row) {
          #expect(cell.isContinuation == (covered > 0))
          covered = covered > 0 ? covered - 1 : Int(cell.width) - 1
        }
        #expect(covered == 0)
      }
    }
  }

  @Test func controlCharactersNeverStandInACell() {
    var frame = frame(8, 1)
    frame.write("a\u{1B}\r\n\u{202E}b", at: origin, style: .plain)
    #expect(frame.plainText == "a\u{FFFD}\u{FFFD}\u{FFFD}b\n")
  }

  @Test func aClusterOfManyScalarsIsKeptWhole() {
    var frame = frame(10, 1)
    frame.write("क्षि👩‍👩‍👧‍👦", at: origin, style: .plain)
    #expect(frame.cluster(at: origin) == "क्षि")
    #expect(frame.cluster(at: Point(column: 1, row: 0)) == "")
    #expect(frame.cluster(at: Point(column: 3, row: 0)) == "👩‍👩‍👧‍👦")
    #expect(frame.cell(at: origin)?.isUncertain == true)
    #expect(frame.cell(at: Point(column: 9, row: 0))?.isUncertain == false)
  }

  @Test func joinersDoNotReachAFrameForTmux() {
    var frame = Frame(size: Size(columns: 10, rows: 1), widths: .tmux)
    frame.write("👩‍👧❤️", at: origin, style: .plain)
    #expect(frame.cluster(at: origin).unicodeScalars.map(\.value) == [0x1F469, 0x1F467])
    #expect(frame.cluster(at: Point(column: 4, row: 0)).unicodeScalars.map(\.value) == [0x2764])
  }

  @Test func rulesJoinWhereTheyMeet() {
    var frame = frame(7, 5)
    frame.horizontalRule(row: 2, columns: 0..<7, style: .plain)
    frame.verticalRule(column: 2, rows: 0..<3, style: .plain)
    frame.verticalRule(column: 4, rows: 0..<5, style: .plain)
    frame.verticalRule(column: 6, rows: 2..<5, style: .plain)
    #expect(
      frame.plainText == """
          │ │
          │ │
        ──┴─┼─┐
            │ │
            │ │

        """)
  }

  @Test func aBorderHasFourCorners() {
    var frame = frame(5, 3)
    frame.write("xxxxx", at: Point(column: 0, row: 1), style: .plain)
    frame.border(Rect(column: 0, row: 0, columns: 5, rows: 3), style: .plain)
    #expect(frame.plainText == "┌───┐\n│xxx│\n└───┘\n")
  }

  @Test func whatLiesBehindAnOverlayIsDimmed() {
    var frame = frame(4, 1)
    frame.write("ab", at: origin, style: Style(foreground: .indexed(1), attributes: .bold))
    frame.restyle(frame.bounds, StylePatch(foreground: .default, adding: .dim, removing: .bold))
    #expect(frame.style(at: origin) == Style(attributes: .dim))
    #expect(frame.plainText == "ab\n")
  }

  @Test func onlyChangedColumnsDiffer() {
    var old = frame(10, 2)
    old.write("नमस्ते ok", at: origin, style: .plain)
    var new = frame(10, 2)
    // The pools differ, what is shown does not.
    new.write("क्ष", at: Point(column: 0, row: 1), style: .plain)
    new.write("नमस्ते no", at: origin, style: .plain)
    #expect(new[row: 0].changedColumns(since: old[row: 0]) == 5..<7)
    #expect(new[row: 1].changedColumns(since: old[row: 1]) == 0..<2)
    #expect(new[row: 0].changedColumns(since: new[row: 0]) == nil)
    new.restyle(Rect(column: 9, row: 0, columns: 1, rows: 1)) { $0 = bold }
    #expect(new[row: 0].changedColumns(since: old[row: 0]) == 5..<10)
  }

  @Test func stylesAreDumpedWithALegend() {
    var frame = frame(5, 1)
    frame.write("ab", at: origin, style: bold)
    frame.write(
      "c", at: Point(column: 3, row: 0),
      style: Style(foreground: .rgb(255, 136, 0), background: .indexed(4)))
    #expect(frame.styleText() == "aa.b.\na bold\nb #ff8800 on 4\n")
    #expect(frame.styleText(names: [bold: "!"]) == "!!.a.\na #ff8800 on 4\n")
  }

  @Test func aFrameWithoutRoomTakesEverythingAndShowsNothing() {
    var frame = Frame(size: Size(columns: -3, rows: 0))
    frame.write("x", at: origin, style: .plain)
    frame.fill(Rect(column: 0, row: 0, columns: 9, rows: 9), style: .plain)
    frame.border(Rect(column: 0, row: 0, columns: 9, rows: 9), style: .plain)
    #expect(frame.plainText == "")
    #expect(frame.cell(at: origin) == nil)
  }

  @Test func aCellIsSixteenBytesWithoutReferences() {
    #expect(MemoryLayout<Cell>.size == 16)
    #expect(_isPOD(Cell.self))
  }
}

struct RectTests {
  @Test func partsAreCutOffEverySide() {
    var rest = Rect(column: 0, row: 0, columns: 80, rows: 24)
    #expect(rest.takeTop(1) == Rect(column: 0, row: 0, columns: 80, rows: 1))
    #expect(rest.takeBottom(2) == Rect(column: 0, row: 22, columns: 80, rows: 2))
    #expect(rest.takeLeft(30) == Rect(column: 0, row: 1, columns: 30, rows: 21))
    #expect(rest.takeRight(100) == Rect(column: 30, row: 1, columns: 50, rows: 21))
    #expect(rest.isEmpty)
  }

  @Test func rectanglesThatDoNotMeetShareNothing() {
    let left = Rect(column: 0, row: 0, columns: 5, rows: 5)
    #expect(left.intersection(Rect(column: 7, row: 0, columns: 5, rows: 5)).isEmpty)
    #expect(
      left.intersection(Rect(column: 3, row: 3, columns: 5, rows: 5)).size
        == Size(columns: 2, rows: 2))
    #expect(left.contains(Point(column: 4, row: 4)))
    #expect(!left.contains(Point(column: 5, row: 4)))
    #expect(Rect(column: 0, row: 0, columns: -1, rows: 2).isEmpty)
  }
}
