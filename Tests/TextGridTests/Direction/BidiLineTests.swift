import SplitMix
import Testing

@testable import TextGrid

struct BidiLineTests {
  private static let urdu = "میری گندم کے پتے پیلے ہو رہے ہیں"

  private func seen(_ text: String, _ order: TextOrder = .byItself) -> String {
    String(BidiLine(text, order: order).clusters)
  }

  @Test func hebrewIsSeenFromTheRight() {
    #expect(seen("שלום") == "םולש")
    #expect(seen("שלום abc 12") == "abc 12 םולש")
    #expect(seen("see שלום now") == "see םולש now")
    #expect(seen("(שלום)") == "(םולש)", "brackets are mirrored")
  }

  @Test func theDirectionOfAParagraphHoldsForEachOfItsRows() {
    #expect(seen("abc שלום", .fromRight) == "םולש abc")
    #expect(seen("abc שלום", .fromLeft) == "abc םולש")
    #expect(seen("abc שלום", .asItStands) == "abc םולש")
    #expect(BidiLine.isFromRight("12 שלום abc"))
    #expect(!BidiLine.isFromRight("abc שלום"))
    #expect(!BidiLine.isFromRight("नमस्ते"))
  }

  @Test func arabicLettersJoinAndKeepTheirCells() {
    let line = BidiLine(Self.urdu, order: .byItself)
    #expect(line.isFromRight)
    #expect(line.clusters.count == Self.urdu.count)
    #expect(line.clusters.contains("\u{FEE3}"), "an initial meem")
    #expect(line.places.sorted() == Array(0..<Self.urdu.count))
    #expect(line.places.first == Self.urdu.count - 1)
  }

  @Test func marksStayWithTheirLetters() {
    let text = "مُحَمَّد"
    let line = BidiLine(text, order: .byItself)
    #expect(line.clusters.count == text.count)
    #expect(line.clusters.last?.unicodeScalars.contains("\u{64F}") == true)
  }

  @Test func theCursorStandsOnItsLetter() {
    let line = BidiLine("אבג", order: .byItself)
    #expect((0...3).map { line.columns(before: $0, .standard) } == [2, 1, 0, 0])
    let left = BidiLine("abאב", order: .byItself)
    #expect((0...4).map { left.columns(before: $0, .standard) } == [0, 1, 3, 2, 4])
  }

  @Test(arguments: [
    ("", false), ("abc", false), ("नमस्ते", false), ("字", false), ("👩‍🌾", false), ("é", false),
    ("א", true), ("ا", true), ("ﷺ", true), ("ﻻ", true), ("𐤀", true), ("ࡀ", true),
  ])
  func whatIsReadFromTheRightIsKnownByItsBytes(text: String, answer: Bool) {
    #expect(text.hasRightToLeft == answer)
  }

  // MARK: On the frame

  private func widths(_ bidi: BidiTreatment) -> TextWidth {
    var widths = TextWidth.standard
    widths.bidi = bidi
    return widths
  }

  private static let texts = [
    urdu, "السلام عليكم، my wheat 12.5 kg (گندم) is yellow", "שלום עולם 123", "abc اردو xyz",
    "12:30 ", "مُحَمَّد 🌾 👩‍🌾 नमस्ते", "\u{202E}evil اردو",
  ]

  @Test(arguments: [BidiTreatment.none, .arranged, .isolated], 20...200)
  func atEveryWidthALineStaysInItsRoom(bidi: BidiTreatment, columns: Int) {
    let widths = widths(bidi)
    for text in Self.texts.map({ Sanitizer.displayable($0) }) {
      var frame = Frame(size: Size(columns: columns, rows: 1), widths: widths)
      let room = Rect(column: 3, row: 0, columns: columns / 2, rows: 1)
      frame.write(
        String(repeating: "|", count: columns), at: Point(column: 0, row: 0), style: .plain)
      frame.write(
        widths.truncated(text, to: room.columns), at: room.origin, style: .plain, clip: room)
      let row = frame.row(0)
      #expect(row.reduce(0) { $0 + Int($1.width) } == columns, "every cell is ours")
      for column in 0..<columns where !room.columnRange.contains(column) {
        #expect(frame.cluster(at: Point(column: column, row: 0)) == "|", "column \(column)")
      }
      for line in widths.wrap(text, columns: room.columns) {
        #expect(line.width <= room.columns)
        let end = frame.write(
          text[line.shown], at: room.origin, style: .plain, clip: room, order: .fromRight)
        #expect(end <= room.endColumn)
      }
    }
  }

  @Test func aTextThatIsCutShowsItsBeginning() {
    var frame = Frame(size: Size(columns: 4, rows: 1), widths: widths(.arranged))
    frame.write("אבגדהו", at: Point(column: 0, row: 0), style: .plain)
    #expect((0..<4).map { frame.cluster(at: Point(column: $0, row: 0)) } == ["ד", "ג", "ב", "א"])
  }

  @Test func aTerminalThatArrangesGetsEachTextApart() {
    var frame = Frame(size: Size(columns: 8, rows: 1), widths: widths(.isolated))
    frame.write("אבג", at: Point(column: 0, row: 0), style: .plain)
    frame.write("x", at: Point(column: 4, row: 0), style: .plain)
    let cells = (0..<5).map { frame.cluster(at: Point(column: $0, row: 0)) }
    #expect(cells == ["\u{2068}א", "ב", "ג\u{2069}", " ", "x"])
    #expect(frame.row(0)[0].width == 1)
    var single = Frame(size: Size(columns: 3, rows: 1), widths: widths(.isolated))
    single.write("א", at: Point(column: 0, row: 0), style: .plain)
    #expect(single.cluster(at: Point(column: 0, row: 0)) == "\u{2068}א\u{2069}")
  }

  @Test func whereItIsOffTextGoesOutAsItWasWritten() {
    var frame = Frame(size: Size(columns: 3, rows: 1), widths: widths(.none))
    frame.write("אבג", at: Point(column: 0, row: 0), style: .plain)
    #expect((0..<3).map { frame.cluster(at: Point(column: $0, row: 0)) } == ["א", "ב", "ג"])
  }
}
