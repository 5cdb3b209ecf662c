// One picture of the whole screen: a grid of cells and a cursor.

/// What stands in one cell.
///
/// Sixteen bytes without references, so that a frame is copied and compared as plain memory. A
/// cluster of several scalars lives in its frame; cells of different frames are compared by the
/// frames.
package struct Cell: Sendable {
  /// One scalar; or, with the top bit set, the length and place of UTF-8 in the frame's pool.
  var glyph: UInt32
  package var style: Style
  /// The columns of the cluster that begins here; 0 where one goes on.
  package private(set) var width: UInt8
  private var flags: UInt8
  private let padding: UInt8 = 0

  init(glyph: UInt32, width: Int, style: Style, isUncertain: Bool = false, arms: UInt8 = 0) {
    self.glyph = glyph
    self.style = style
    self.width = UInt8(clamping: width)
    flags = (isUncertain ? 1 : 0) | arms << 1
  }

  static func blank(_ style: Style) -> Cell { Cell(glyph: 0x20, width: 1, style: style) }

  /// Whether this cell is covered by the wide cluster to its left.
  package var isContinuation: Bool { width == 0 }
  /// Whether the terminal may judge the width otherwise: what follows has to be placed absolutely.
  package var isUncertain: Bool { flags & 1 != 0 }
  /// Whether this is a space.
  package var isBlank: Bool { glyph == 0x20 && width == 1 }
  /// Which arms of a rule meet here: 1 up, 2 right, 4 down, 8 left.
  var arms: UInt8 { flags >> 1 }
  var isPooled: Bool { glyph & Self.pooled != 0 }

  /// Whether both are the same memory.
  func isSame(as other: Cell) -> Bool {
    unsafeBitCast(self, to: SIMD2<UInt64>.self) == unsafeBitCast(other, to: SIMD2<UInt64>.self)
  }

  static let pooled: UInt32 = 0x8000_0000
}

/// A picture of the screen.
///
/// Its rows are storage of their own: a copy of a frame shares those that are not drawn on, and
/// what is shared is known to look alike without being looked at.
package struct Frame: Sendable {
  package let size: Size
  /// How clusters are measured for the terminal that will show this frame.
  package let widths: TextWidth
  /// Where the terminal's cursor stands; nil hides it.
  package var cursor: Point?
  /// Panes whose content may move up and down as a whole: worth looking for such a movement.
  package var movable: [Rect] = []

  var rows: [FrameRow]

  /// A frame of spaces. Negative sizes count as nothing.
  package init(size: Size, widths: TextWidth = .standard, style: Style = .plain) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    self.widths = widths
    let row = FrameRow(columns: self.size.columns, style: style)
    rows = Array(repeating: row, count: self.size.rows)
  }

  package var bounds: Rect { Rect(size) }

  /// The cell at a place; nil outside the frame.
  package func cell(at point: Point) -> Cell? {
    bounds.contains(point) ? rows[point.row].cells[point.column] : nil
  }

  /// The cluster that begins at a place; empty where one goes on, and outside the frame.
  package func cluster(at point: Point) -> String {
    guard let cell = cell(at: point), !cell.isContinuation else { return "" }
    var bytes: [UInt8] = []
    rows[point.row].append(cell, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  package func style(at point: Point) -> Style { cell(at: point)?.style ?? .plain }

  /// The cells of a row, without a copy. The row must be inside the frame.
  package func row(_ row: Int) -> [Cell] { rows[row].cells }

  /// A row with what its cells need to be read. It must be inside the frame.
  package subscript(row row: Int) -> FrameRow { rows[row] }

  /// Moves what stands in some columns of some rows up by `count` rows, down when that is negative;
  /// what comes in is blank. The rectangle must be inside the frame.
  package mutating func scroll(_ rect: Rect, up count: Int, style: Style) {
    let old = rows
    let blank = FrameRow(columns: size.columns, style: style)
    for row in rect.rowRange {
      let from = rect.rowRange.contains(row + count) ? old[row + count] : blank
      if rect.columns == size.columns {
        rows[row] = from
      } else {
        rows[row].copy(rect.columnRange, of: from)
      }
    }
  }
}
