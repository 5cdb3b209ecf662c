/// What a cell holds in the place of a part of a picture: which part of which picture. For kitty that is a
/// character of its own with marks above it, and a colour.
package struct PictureMark: Hashable, Sendable {
  package let id: PixelPictureID
  /// From 0.
  package let row: Int
  package let column: Int

  /// Parts of a picture in one direction.
  package static let most = 256

  package init(_ id: PixelPictureID, row: Int, column: Int) {
    self.id = id
    self.row = row
    self.column = column
  }

  // MARK: In a cell

  /// No scalar has this bit, and no place in a pool.
  static let bit: UInt32 = 0x4000_0000

  /// What the colour of a cell does not say.
  var glyph: UInt32 {
    Self.bit | UInt32(id.high) << 16 | UInt32(row & 0xFF) << 8 | UInt32(column & 0xFF)
  }

  /// The colour of such a cell's text.
  var color: Color { .indexed(id.low) }

  /// What a cell holds; nil where it holds text.
  package init?(_ cell: Cell) {
    guard cell.glyph & (Self.bit | Cell.pooled) == Self.bit,
      case .indexed(let low) = cell.style.foreground.value
    else { return nil }
    self.init(
      PixelPictureID(high: UInt8(cell.glyph >> 16 & 0xFF), low: low),
      row: Int(cell.glyph >> 8 & 0xFF), column: Int(cell.glyph & 0xFF))
  }

  // MARK: For kitty

  /// The placeholder of kitty's protocol with the marks of its row, its column and the highest byte of
  /// the picture's number.
  static func append(_ glyph: UInt32, to bytes: inout [UInt8]) {
    bytes += [0xF4, 0x8E, 0xBB, 0xAE]  // U+10EEEE
    for number in [glyph >> 8, glyph, glyph >> 16] {
      bytes += UTF8.encode(marks[Int(number & 0xFF)]) ?? UTF8.encodedReplacementCharacter
    }
  }

  /// Marks above a character, by the number that each stands for: those of Unicode 6.0 of class 230 that
  /// join with no letter.
  static let marks: [Unicode.Scalar] = ranges.flatMap { $0 }.compactMap(Unicode.Scalar.init)

  private static let ranges: [ClosedRange<UInt32>] = [
    0x305...0x305, 0x30D...0x30E, 0x310...0x310, 0x312...0x312, 0x33D...0x33F, 0x346...0x346,
    0x34A...0x34C, 0x350...0x352, 0x357...0x357, 0x35B...0x35B, 0x363...0x36F, 0x483...0x487,
    0x592...0x595, 0x597...0x599, 0x59C...0x5A1, 0x5A8...0x5A9, 0x5AB...0x5AC, 0x5AF...0x5AF,
    0x5C4...0x5C4, 0x610...0x617, 0x657...0x65B, 0x65D...0x65E, 0x6D6...0x6DC, 0x6DF...0x6E2,
    0x6E4...0x6E4, 0x6E7...0x6E8, 0x6EB...0x6EC, 0x730...0x730, 0x732...0x733, 0x735...0x736,
    0x73A...0x73A, 0x73D...0x73D, 0x73F...0x741, 0x743...0x743, 0x745...0x745, 0x747...0x747,
    0x749...0x74A, 0x7EB...0x7F1, 0x7F3...0x7F3, 0x816...0x819, 0x81B...0x823, 0x825...0x827,
    0x829...0x82D, 0x951...0x951, 0x953...0x954, 0xF82...0xF83, 0xF86...0xF87, 0x135D...0x135F,
    0x17DD...0x17DD, 0x193A...0x193A, 0x1A17...0x1A17, 0x1A75...0x1A7C, 0x1B6B...0x1B6B,
    0x1B6D...0x1B73, 0x1CD0...0x1CD2, 0x1CDA...0x1CDB, 0x1CE0...0x1CE0, 0x1DC0...0x1DC1,
    0x1DC3...0x1DC9, 0x1DCB...0x1DCC, 0x1DD1...0x1DE6, 0x1DFE...0x1DFE, 0x20D0...0x20D1,
    0x20D4...0x20D7, 0x20DB...0x20DC, 0x20E1...0x20E1, 0x20E7...0x20E7, 0x20E9...0x20E9,
    0x20F0...0x20F0, 0x2CEF...0x2CF1, 0x2DE0...0x2DFF, 0xA66F...0xA66F, 0xA67C...0xA67D,
    0xA6F0...0xA6F1, 0xA8E0...0xA8F1,
  ]
}

extension Frame {
  /// Puts a part of a picture into a cell inside the frame; what the picture leaves open shows the surface.
  mutating func place(_ mark: PictureMark, at point: Point, on surface: Style) {
    place(
      glyph: mark.glyph, at: point,
      style: Style(foreground: mark.color, background: surface.background))
  }

  /// The parts of pictures that stand on it, row by row.
  package var pictureMarks: [(point: Point, mark: PictureMark)] {
    var marks: [(Point, PictureMark)] = []
    for row in 0..<size.rows {
      let cells = self.row(row)
      for column in cells.indices {
        if let mark = PictureMark(cells[column]) {
          marks.append((Point(column: column, row: row), mark))
        }
      }
    }
    return marks
  }

  /// Puts cells where parts of pictures stand.
  package mutating func replaceMarks(_ cell: (Point, PictureMark) -> CellPicture.Cell) {
    for (point, mark) in pictureMarks {
      var surface = style(at: point)
      surface.foreground = .default
      draw([cell(point, mark)], at: point, on: surface, clip: bounds)
    }
  }

  /// From now on no cell looks like one of this rectangle.
  package mutating func forget(_ rect: Rect) {
    let rect = rect.intersection(bounds)
    for row in rect.rowRange {
      for column in rect.columnRange {
        place(glyph: Self.unlike, at: Point(column: column, row: row), style: .plain)
      }
    }
  }

  /// No scalar, no mark, and no place in a pool.
  private static let unlike: UInt32 = 0x3FFF_FFFF
}
