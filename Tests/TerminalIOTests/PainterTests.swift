import FrameText
import SeededText
import SplitMix
import Testing
import TextGrid

@testable import TerminalIO

struct PainterTests {
  private let size = Size(columns: 40, rows: 6)
  private let red = Style(foreground: .indexed(1))
  private let panel = Style(background: .indexed(236))

  private func frame(_ draw: (inout Frame) -> Void) -> Frame {
    var frame = Frame(size: size)
    draw(&frame)
    return frame
  }

  private func at(_ column: Int, _ row: Int) -> Point { Point(column: column, row: row) }

  /// What is painted after `first` to show `second`.
  private func change(_ first: Frame, _ second: Frame) -> String {
    var painter = Painter(.xterm)
    _ = painter.paint(first)
    return String(readable: painter.paint(second))
  }

  @Test func greyLinesAreSeenWhereThereAreOnlyEightColours() {
    var terminal = Capabilities.xterm
    terminal.depth = .ansi8
    terminal.paletteSize = 8
    var painter = Painter(terminal)
    _ = painter.paint(frame { _ in })
    let grey = Style(foreground: .indexed(8))
    let line = frame { $0.write("│", at: at(3, 2), style: grey) }
    #expect(String(readable: painter.paint(line)).contains("[37m"))
  }

  @Test func nothingIsPaintedWhenNothingChanges() {
    let frame = frame { $0.write("नमस्ते", at: at(3, 2), style: red) }
    #expect(change(frame, frame) == "")
  }

  @Test func aTypedLetterCostsItsByte() {
    var before = frame { $0.write("hel", at: at(2, 5), style: .plain) }
    before.cursor = at(5, 5)
    var after = frame { $0.write("hell", at: at(2, 5), style: .plain) }
    after.cursor = at(6, 5)
    #expect(change(before, after) == "l")
  }

  @Test func anErasedLetterCostsFewBytes() {
    var before = frame { $0.write("hell", at: at(2, 5), style: .plain) }
    before.cursor = at(6, 5)
    var after = frame { $0.write("hel", at: at(2, 5), style: .plain) }
    after.cursor = at(5, 5)
    #expect(change(before, after) == "^H^[[K")
  }

  @Test func whatFollowsForeignTextIsPlacedByItsColumn() {
    let after = frame { frame in
      frame.write("a नमस्ते b", at: at(0, 1), style: .plain)
      frame.write("14:02", at: at(30, 1), style: .plain)
    }
    #expect(change(frame { _ in }, after) == "^M^J^[[Ka नमस्ते^[[7G b^[[22X^[[31G14:02^[[K")
  }

  @Test func styleChangesAreOneSequence() {
    let style = Style(foreground: .indexed(208), background: .indexed(4), attributes: [.bold])
    let after = frame { $0.write("x", at: at(0, 0), style: style) }
    #expect(change(frame { _ in }, after).contains("^[[1;38;5;208;44mx"))
  }

  @Test func withoutColoursAttributesRemain() {
    var terminal = Capabilities.xterm
    terminal.depth = .monochrome
    var painter = Painter(terminal)
    let after = frame { $0.write("x", at: at(0, 0), style: red.adding(.reverse)) }
    let bytes = String(readable: painter.paint(after))
    #expect(bytes.contains("^[[7mx"))
    #expect(!bytes.contains("31"))
  }

  @Test func aTerminalThatWrapsIsNotGivenItsLastCell() {
    var terminal = Capabilities.xterm
    terminal.staysAtEdge = false
    var painter = Painter(terminal)
    let full = String(repeating: "x", count: 40)
    let after = frame { frame in
      frame.write(full, at: at(0, 4), style: .plain)
      frame.write(full, at: at(0, 5), style: .plain)
    }
    #expect(painter.paint(after).count { $0 == UInt8(ascii: "x") } == 79)
  }

  @Test func theCursorIsShownWhereTheFrameSaysAndElseHidden() {
    var painter = Painter(.xterm)
    var model = TerminalModel(size: size)
    var frame = frame { _ in }
    model.take(painter.paint(frame))
    #expect(!model.cursorIsShown)
    frame.cursor = at(7, 3)
    model.take(painter.paint(frame))
    #expect(model.cursorIsShown)
    #expect(model.cursor == at(7, 3))
    frame.cursor = at(99, 3)
    model.take(painter.paint(frame))
    #expect(!model.cursorIsShown)
  }

  @Test func aLargePaintIsSynchronizedAndASmallOneIsNot() {
    var painter = Painter(.xterm)
    let text = String(repeating: "abcdefgh", count: 5)
    let large = frame { frame in
      for row in 0..<6 {
        for column in stride(from: 0, to: 40, by: 2) {
          frame.write(text, at: at(column, row), style: Style(foreground: .indexed(UInt8(column))))
        }
      }
    }
    let bytes = String(readable: painter.paint(large))
    #expect(bytes.hasPrefix("^[[?2026h"))
    #expect(bytes.hasSuffix("^[[?2026l"))
    var small = large
    small.write("x", at: at(0, 0), style: .plain)
    #expect(!String(readable: painter.paint(small)).contains("2026"))
  }

  @Test func onlyATerminalThatHasSaidSoIsAskedToSynchronize() {
    var terminal = Capabilities.xterm
    terminal.synchronizes = false
    var painter = Painter(terminal)
    let text = String(repeating: "abcdefgh", count: 5)
    func large(_ word: String) -> Frame {
      frame { frame in
        for row in 0..<6 {
          for column in stride(from: 0, to: 40, by: 2) {
            frame.write(
              word + text, at: at(column, row), style: Style(foreground: .indexed(UInt8(column))))
          }
        }
      }
    }
    #expect(!String(readable: painter.paint(large("a"))).contains("2026"))
    painter.note(TerminalMode.synchronizedPaint, isKnown: true)
    painter.forget()
    #expect(String(readable: painter.paint(large("b"))).hasPrefix("^[[?2026h"))
  }

  @Test func aRowThatWasNotDrawnIsNotLookedAt() {
    var painter = Painter(.xterm)
    var frame = frame { $0.write("one", at: at(0, 1), style: .plain) }
    _ = painter.paint(frame)
    frame.write("two", at: at(0, 4), style: .plain)
    _ = painter.paint(frame)
    #expect(painter.examinedRows == 1)
  }

  @Test func aWordWhoseEndChangesIsPaintedFromItsBeginning() {
    var painter = Painter(.xterm)
    var model = TerminalModel(size: size) { [.init(text: String($0), columns: 1)] }
    model.take(painter.paint(frame { $0.write("कीरी", at: at(0, 0), style: .plain) }))
    model.take(painter.paint(frame { $0.write("कीरा", at: at(0, 0), style: .plain) }))
    #expect(model.plainText.hasPrefix("कीरा\n"))
  }

  @Test func anIncomingLineCostsFewBytes() {
    var painter = Painter(.xterm)
    var desk = Frame(size: Size(columns: 200, rows: 50))
    desk.verticalRule(column: 40, rows: 0..<50, style: Style(attributes: .dim))
    desk.write(" >=!47m 1 t Lakshmi R.", at: at(0, 5), style: .plain)
    desk.write("leaf yellow from the tips", at: at(4, 6), style: Style(attributes: .dim))
    _ = painter.paint(desk)
    desk.write("14:25 Lakshmi", at: at(45, 30), style: Style(attributes: .bold))
    desk.write("It has spread to the next field since", at: at(45, 31), style: .plain)
    desk.write("now", at: at(4, 5), style: .plain)
    desk.write("It has spread to the next", at: at(4, 6), style: Style(attributes: .dim))
    #expect(painter.paint(desk).count < 150)
  }

  /// Terminals that agree with the frame, that draw each scalar apart, that give one column to
  /// everything, and that add a column to whatever is not their own.
  private static let terminals: [@Sendable (Character) -> [TerminalModel.Piece]] = [
    TerminalModel.asBelieved,
    { cluster in
      cluster.unicodeScalars.map { scalar in
        let character = Character(scalar)
        return .init(text: String(character), columns: TextWidth.standard.width(of: character))
      }
    },
    { [.init(text: String($0), columns: 1)] },
    { cluster in
      let believed = TerminalModel.asBelieved(cluster)
      let isCertain = cluster.isASCII || "│─┼…✓\u{FFFD}".contains(cluster)
      return isCertain ? believed : believed + [.init(text: "+", columns: 1)]
    },
  ]

  @Test(arguments: 0..<4, 1...12 as ClosedRange<UInt64>)
  func whateverTheTerminalThinksOfWidthsTheRestStaysInPlace(terminal: Int, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var capabilities = Capabilities.xterm
    capabilities.erasesToBackground = seed % 2 == 0
    capabilities.depth = .trueColor
    if seed % 3 == 0 { capabilities.erase = Parameterized() }
    capabilities.hasMargins = seed % 5 < 2
    if seed % 4 == 0 {
      capabilities.scrollUp = Parameterized()
      capabilities.scrollDown = Parameterized()
    }
    var painter = Painter(capabilities)
    var model = TerminalModel(size: size, pieces: Self.terminals[terminal])
    model.erasesToBackground = capabilities.erasesToBackground
    var frame = Frame(size: size)
    for step in 0..<40 {
      frame = RandomFrame.next(after: frame, using: &generator)
      let painted = painter.paint(frame)
      model.take(painted)
      #expect(model.misunderstood == [])
      for row in 0..<size.rows {
        for (column, cell) in frame.row(row).enumerated() where !cell.isUncertain {
          let shown = model.cells[row][column]
          let wanted = frame.cluster(at: at(column, row))
          guard shown.text != wanted || !looksAlike(shown.style, cell.style, cell.isBlank) else {
            continue
          }
          Issue.record(
            "step \(step), row \(row), column \(column): \(shown) for '\(wanted)' \(cell.style) [\(String(readable: painted))]\n\(frame.plainText)"
          )
          return
        }
      }
      if terminal == 0 { #expect(model.plainText == frame.plainText) }
    }
  }

  private func looksAlike(_ shown: Style, _ wanted: Style, _ isBlank: Bool) -> Bool {
    shown == wanted
      || isBlank && !wanted.showsOnBlanks && !shown.showsOnBlanks
        && shown.background == wanted.background
  }
}

/// Frames with much that can go wrong.
enum RandomFrame {
  static func next(after frame: Frame, using generator: inout SplitMix64) -> Frame {
    var next = Int.random(in: 0..<6, using: &generator) == 0 ? Frame(size: frame.size) : frame
    let styles = [
      Style.plain, Style(foreground: .indexed(1)), Style(attributes: [.bold, .reverse]),
      Style(foreground: .rgb(1, 2, 3), background: .indexed(236)), Style(attributes: .underline),
    ]
    let panes = [Rect(frame.size), Rect(column: 12, row: 1, columns: 20, rows: 5)]
    next.movable = panes.filter { _ in Bool.random(using: &generator) }
    if Bool.random(using: &generator), let pane = panes.randomElement(using: &generator) {
      next.isolate(pane)
      next.scroll(
        pane, up: Int.random(in: -2...2, using: &generator), style: styles[3])
    }
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = Point(
        column: Int.random(in: 0..<frame.size.columns, using: &generator),
        row: Int.random(in: 0..<frame.size.rows, using: &generator))
      let style = styles.randomElement(using: &generator) ?? .plain
      switch Int.random(in: 0..<5, using: &generator) {
      case 0:
        next.fill(
          Rect(column: place.column, row: place.row, columns: 15, rows: 2), style: style)
      case 1: next.verticalRule(column: place.column, rows: 0..<frame.size.rows, style: style)
      case 2: next.write("14:02 ok", at: place, style: style)
      default:
        next.write(HardText.samples.randomElement(using: &generator) ?? "", at: place, style: style)
      }
    }
    next.cursor = Point(column: Int.random(in: 0..<frame.size.columns, using: &generator), row: 0)
    return next
  }
}

extension Frame {
  /// Draws lines along a pane, so that no cluster goes over its edges.
  fileprivate mutating func isolate(_ pane: Rect) {
    verticalRule(column: pane.column - 1, rows: pane.rowRange, style: .plain)
    verticalRule(column: pane.endColumn, rows: pane.rowRange, style: .plain)
  }
}
