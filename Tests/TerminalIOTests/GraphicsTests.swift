import Foundation
import Testing

@testable import TerminalIO
@testable import TextGrid

/// Pictures in pixels: what is asked, what is sent, and what is taken back.
@Suite struct GraphicsTests {
  // MARK: Asking

  private func inquiry(
    _ choice: GraphicsChoice = .asked, term: String = "xterm-256color", tmux: Bool = false,
    program: String = ""
  ) -> GraphicsInquiry {
    var environment = Environment()
    environment.term = term
    environment.isInsideTmux = tmux
    environment.program = program
    return GraphicsInquiry(choice, environment)
  }

  private let cell = (width: 9, height: 18)

  @Test func whoKnowsKittysProtocolAndPlaceholdersGetsIt() {
    var inquiry = inquiry()
    let question = String(readable: inquiry.question(cell: cell))
    #expect(question == "^[_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA^[\\^[[>0q")
    inquiry.hear(.kittyGraphics)
    inquiry.hear(.name("kitty(0.35.2)"))
    #expect(inquiry.ground == nil, "the last answer has not come")
    inquiry.hear(.attributes([62, 4, 22]))
    #expect(inquiry.ground == PixelGround(.kitty, cellWidth: 9, cellHeight: 18))
  }

  @Test func whoAsksApartFromASessionUnderstandsTheSameAnswers() {
    func form(_ answer: String) -> PixelForm? {
      GraphicsProbe.ground(from: Array(answer.utf8), in: Environment())?.form
    }
    let kitty = "\u{1B}_Gi=31;OK\u{1B}\\\u{1B}P>|kitty(0.35.2)\u{1B}\\"
    #expect(form(kitty + "\u{1B}[6;20;10t\u{1B}[?62;22c") == .kitty)
    #expect(form("\u{1B}[6;20;10t\u{1B}[?62;4;22c") == .sixel)
    #expect(form("\u{1B}[?62;22c") == nil)
    #expect(form("") == nil)
  }

  @Test(arguments: [
    ("kitty(0.28.0)", true), ("ghostty 1.1.3", true), ("kitty(0.27.1)", false), ("kitty(", false),
    ("kitty(x.y)", false), ("WezTerm 20240203", false), ("", false), ("kitty(1.0)", true),
  ])
  func onlyTerminalsWithPlaceholdersGetThem(name: String, has: Bool) {
    var inquiry = inquiry()
    _ = inquiry.question(cell: cell)
    inquiry.hear(.kittyGraphics)
    inquiry.hear(.name(name))
    inquiry.hear(.attributes([62]))
    #expect((inquiry.ground?.form == .kitty) == has)
  }

  @Test func whatAnswersAttributeFourGetsSixelsOnceItsCellsAreKnown() {
    var inquiry = inquiry()
    #expect(String(readable: inquiry.question(cell: nil)).hasSuffix("^[[16t"))
    inquiry.hear(.attributes([64, 4]))
    #expect(inquiry.ground == nil, "nobody knows how large a cell is")
    inquiry.hear(.cellSize(width: 10, height: 20))
    #expect(inquiry.ground == PixelGround(.sixel, cellWidth: 10, cellHeight: 20))
  }

  @Test func aTerminalThatAnswersNothingGetsCells() {
    var inquiry = inquiry()
    _ = inquiry.question(cell: cell)
    #expect(inquiry.ground == nil)
    inquiry.hear(.attributes([62, 22]))
    #expect(inquiry.ground == nil)
  }

  @Test func multiplexersAreAskedNothingOfKittysAndGetSixelsWhereTheyHaveThem() {
    for (term, tmux) in [("tmux-256color", true), ("screen-256color", false)] {
      var inquiry = inquiry(term: term, tmux: tmux)
      #expect(inquiry.question(cell: cell).isEmpty)
      inquiry.hear(.kittyGraphics)
      inquiry.hear(.name("kitty(0.35.2)"))
      inquiry.hear(.attributes([1, 2, 4]))
      #expect(inquiry.ground?.form == .sixel)
    }
    var apple = inquiry(program: "Apple_Terminal")
    #expect(apple.question(cell: cell).isEmpty, "it would show the question")
  }

  @Test func theConfigurationForcesAndRefuses() {
    var refused = inquiry(.never)
    #expect(refused.question(cell: nil).isEmpty)
    refused.hear(.kittyGraphics)
    refused.hear(.name("kitty(0.35.2)"))
    refused.hear(.attributes([4]))
    #expect(refused.ground == nil)
    var forced = inquiry(.always(.kitty), tmux: true)
    _ = forced.question(cell: nil)
    #expect(forced.ground == PixelGround(.kitty, cellWidth: 10, cellHeight: 20))
  }

  @Test(arguments: [
    ("\u{1B}_Gi=31;OK\u{1B}\\", TerminalReply.kittyGraphics),
    ("\u{1B}P>|kitty(0.35.2)\u{1B}\\", .name("kitty(0.35.2)")),
    ("\u{1B}[6;18;9t", .cellSize(width: 9, height: 18)), ("\u{1B}[?62;4c", .attributes([62, 4])),
  ])
  func theAnswersAreReadWhereverTheyAreCut(answer: String, reply: TerminalReply) {
    let now = ContinuousClock.now
    let bytes = Array(answer.utf8)
    for cut in 0..<bytes.count {
      var decoder = KeyDecoder()
      decoder.awaitReplies(5, until: now + .seconds(10))
      let events =
        decoder.feed(Array(bytes[..<cut]), at: now) + decoder.feed(Array(bytes[cut...]), at: now)
      #expect(events == [.reply(reply)], "cut at \(cut)")
    }
  }

  @Test(arguments: [
    "\u{1B}_Gi=31;ENOTSUPPORTED\u{1B}\\", "\u{1B}_Gi=32;OK\u{1B}\\", "\u{1B}[6;0;9t",
    "\u{1B}[6;18t", "\u{1B}[8;24;80t", "\u{1B}[6;99999;9t",
  ])
  func whatIsNoSuchAnswerIsNone(answer: String) {
    var decoder = KeyDecoder()
    let now = ContinuousClock.now
    decoder.awaitReplies(5, until: now + .seconds(10))
    #expect(decoder.feed(Array(answer.utf8), at: now) == [])
  }

  // MARK: kitty

  private func picture(
    _ number: Int, _ form: PixelForm, columns: Int = 4, rows: Int = 2, bytes: [UInt8]? = nil
  ) -> PixelPicture {
    let (width, height) = (columns * 2, rows * 4)
    let cell = CellPicture.Cell("▀", foreground: .indexed(20), background: .indexed(30))
    return PixelPicture(
      PixelPictureID(number), form, width: width, height: height,
      bytes: bytes
        ?? (form == .kitty
          ? [UInt8](repeating: UInt8(number & 0xFF), count: width * height * 3)
          : Array("\"1;1;\(width);\(height)#0;2;9;9;9~".utf8)),
      cells: Array(repeating: Array(repeating: cell, count: columns), count: rows))
  }

  /// A frame with a picture whose upper left corner stands there.
  private func frame(
    _ pictures: [(PixelPicture, Point)], rows: Int = 8, columns: Int = 20,
    draw: (inout Frame) -> Void = { _ in }
  ) -> Frame {
    var frame = Frame(size: Size(columns: columns, rows: rows))
    for (pixels, point) in pictures {
      let cells = CellPicture(width: 1, height: 1, pixels: pixels)
      for (row, line) in cells.rows.enumerated() {
        frame.draw(
          line, at: Point(column: point.column, row: point.row + row), on: .plain,
          clip: frame.bounds)
      }
    }
    draw(&frame)
    return frame
  }

  private func paint(
    _ painter: inout Painter, _ frame: Frame, _ pictures: PixelPicture...
  ) -> String {
    String(
      readable: painter.paint(
        frame, pictures: Dictionary(uniqueKeysWithValues: pictures.map { ($0.id, $0) })))
  }

  /// Whether a text has these scalars one after the other, whatever they join with.
  private static func has(_ part: String, _ text: String) -> Bool {
    text.range(of: part, options: .literal) != nil
  }

  @Test func marksHaveTheNumbersOfKittysTable() {
    #expect(PictureMark.marks.count >= PictureMark.most)
    #expect(Set(PictureMark.marks).count == PictureMark.marks.count)
    #expect(PictureMark.marks[0] == "\u{305}" && PictureMark.marks[1] == "\u{30D}")
  }

  @Test func aKittyPictureIsSentOnceAndItsPlacesAreText() {
    var painter = Painter(.xterm)
    let leaf = picture(1, .kitty)
    let first = paint(&painter, frame([(leaf, Point(column: 3, row: 1))]), leaf)
    #expect(first.contains("^[_Ga=T,U=1,q=2,i=\(leaf.id.value),f=24,s=8,v=8,c=4,r=2,m=0;"))
    #expect(Self.has("\u{10EEEE}\u{305}\u{305}", first))
    #expect(Self.has("\u{10EEEE}\u{30D}\u{30E}", first), "second row, third column")
    #expect(first.contains("[38;5;\(leaf.id.value & 0xFF)m"))
    let moved = paint(&painter, frame([(leaf, Point(column: 3, row: 2))]), leaf)
    #expect(!moved.contains("^[_G"), "it is there already")
    #expect(Self.has("\u{10EEEE}", moved))
    let gone = paint(&painter, frame([]), leaf)
    #expect(!Self.has("\u{10EEEE}", gone) && !gone.contains("_G"))
    #expect(String(readable: painter.leave()) == "^[_Ga=d,d=I,q=2,i=\(leaf.id.value)^[\\")
    #expect(painter.leave().isEmpty)
  }

  @Test func onlyWhatHasRoomIsKeptByTheTerminal() {
    var painter = Painter(.xterm)
    let large = (0..<8).map { number in
      PixelPicture(
        PixelPictureID(number), .kitty, width: 2048, height: 1024,
        bytes: [UInt8](repeating: 7, count: 2048 * 1024 * 3),
        cells: [[CellPicture.Cell(" ", foreground: .default, background: .default)]])
    }
    var deleted = 0
    for picture in large {
      let text = paint(&painter, frame([(picture, Point(column: 0, row: 0))]), picture)
      deleted += text.components(separatedBy: "a=d,d=I").count - 1
    }
    #expect(deleted == large.count - KittyImages.most / (2048 * 1024 * 3))
  }

  @Test func insideTmuxEveryStringIsWrapped() {
    var painter = Painter(.xterm, isInsideTmux: true)
    let leaf = picture(1, .kitty)
    let text = paint(&painter, frame([(leaf, Point(column: 3, row: 1))]), leaf)
    #expect(text.contains("^[Ptmux;^[^[_Ga=T,U=1"))
    #expect(text.contains("^[^[\\^[\\"))
  }

  @Test func aPictureWhoseBytesAreNotItsSizeIsNotSent() {
    var painter = Painter(.xterm)
    let odd = picture(1, .kitty, bytes: [1, 2, 3])
    #expect(!paint(&painter, frame([(odd, Point(column: 0, row: 0))]), odd).contains("_G"))
  }

  // MARK: sixel

  private static let sixel = "^[P0;1;0q\"1;1;8;8#0;2;9;9;9~^[\\"

  @Test func aWholeSixelPictureIsDrawnWhereItStandsAndNotAgain() {
    var painter = Painter(.xterm)
    let leaf = picture(1, .sixel)
    let place = Point(column: 3, row: 1)
    let first = paint(&painter, frame([(leaf, place)]), leaf)
    #expect(first.contains("^[[2;4H" + Self.sixel))
    #expect(!Self.has("\u{10EEEE}", first) && !first.contains("▀"))
    #expect(!paint(&painter, frame([(leaf, place)]), leaf).contains("^[P"))
    let beside = frame([(leaf, place)]) {
      $0.write("x", at: Point(column: 12, row: 1), style: .plain)
    }
    #expect(!paint(&painter, beside, leaf).contains("^[P"), "nothing was written there")
    let under = frame([(leaf, place)]) {
      $0.write("क्या", at: Point(column: 0, row: 1), style: .plain)
      $0.draw(
        CellPicture(width: 1, height: 1, pixels: leaf).rows[0], at: place, on: .plain,
        clip: $0.bounds)
    }
    #expect(paint(&painter, under, leaf).contains(Self.sixel), "its row was written anew")
  }

  @Test func aSixelPictureThatIsCutIsDrawnAsCells() {
    var painter = Painter(.xterm)
    let leaf = picture(1, .sixel)
    let place = Point(column: 3, row: 1)
    _ = paint(&painter, frame([(leaf, place)]), leaf)
    let cut = frame([(leaf, place)]) {
      $0.fill(Rect(column: 5, row: 2, columns: 9, rows: 1), style: .plain)
    }
    let text = paint(&painter, cut, leaf)
    #expect(text.contains("▀") && !text.contains("^[P"))
    let below = paint(&painter, frame([(leaf, Point(column: 3, row: 7))]), leaf)
    #expect(below.contains("▀") && !below.contains("^[P"))
    let last = paint(&painter, frame([(leaf, Point(column: 3, row: 6))]), leaf)
    #expect(!last.contains("^[P"), "in the last row it would scroll the screen")
  }

  @Test func whatLayUnderAPictureIsWrittenWhenItGoes() {
    var painter = Painter(.xterm)
    let leaf = picture(1, .sixel)
    _ = paint(&painter, frame([(leaf, Point(column: 3, row: 1))]), leaf)
    let gone = painter.paint(frame([]), pictures: [:])
    var screen = TerminalModel(size: Size(columns: 20, rows: 8))
    screen.take(Array("\u{1B}[2;4Hpixl\u{1B}[3;4Hpixl".utf8))
    screen.take(gone)
    #expect(!screen.plainText.contains("p"), "\(String(readable: gone))")
  }

  @Test func aMarkWithoutItsPictureIsNothing() {
    var painter = Painter(.xterm)
    let leaf = picture(1, .sixel)
    let other = picture(2, .sixel)
    let text = paint(&painter, frame([(leaf, Point(column: 3, row: 1))]), other)
    #expect(!Self.has("\u{10EEEE}", text) && !text.contains("^[P"))
  }
}
