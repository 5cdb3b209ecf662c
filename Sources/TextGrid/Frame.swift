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

/// A picture of the screen, made anew for every paint.
package struct Frame: Sendable {
  package let size: Size
  /// How clusters are measured for the terminal that will show this frame.
  package let widths: TextWidth
  /// Where the terminal's cursor stands; nil hides it.
  package var cursor: Point?

  /// Row by row.
  var cells: [Cell]
  /// The UTF-8 of clusters of several scalars.
  var pool: [UInt8] = []

  /// A frame of spaces. Negative sizes count as nothing.
  package init(size: Size, widths: TextWidth = .standard, style: Style = .plain) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    self.widths = widths
    cells = Array(repeating: .blank(style), count: self.size.columns * self.size.rows)
  }

  package var bounds: Rect { Rect(size) }

  /// The cell at a place; nil outside the frame.
  package func cell(at point: Point) -> Cell? {
    bounds.contains(point) ? cells[offset(point.column, point.row)] : nil
  }

  /// The cluster that begins at a place; empty where one goes on, and outside the frame.
  package func cluster(at point: Point) -> String {
    guard let cell = cell(at: point), !cell.isContinuation else { return "" }
    var bytes: [UInt8] = []
    append(cell, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  package func style(at point: Point) -> Style { cell(at: point)?.style ?? .plain }

  /// The cells of a row, without a copy. The row must be inside the frame.
  package func row(_ row: Int) -> ArraySlice<Cell> {
    cells[(row * size.columns)..<((row + 1) * size.columns)]
  }

  /// Appends the UTF-8 of the cluster that a cell of this frame shows; nothing where one goes on.
  package func append(_ cell: Cell, to bytes: inout [UInt8]) {
    guard !cell.isContinuation else { return }
    if cell.isPooled {
      bytes.append(contentsOf: pooled(cell))
    } else if cell.glyph < 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: cell.glyph))
    } else if let scalar = Unicode.Scalar(cell.glyph) {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  /// Whether a cell of this frame and one of another look alike.
  package func shows(_ cell: Cell, like other: Cell, of frame: Frame) -> Bool {
    if !cell.isPooled, cell.isSame(as: other) { return true }
    guard cell.style == other.style, cell.width == other.width else { return false }
    return cell.isPooled && other.isPooled
      ? pooled(cell) == frame.pooled(other) : cell.glyph == other.glyph
  }

  /// Which columns of a row have to be repainted to turn `old`'s row into this one; nil when they
  /// look alike. Both frames must have the same size and the row must be inside it.
  package func changedColumns(ofRow row: Int, since old: Frame) -> Range<Int>? {
    let start = offset(0, row)
    let end = start + size.columns
    return cells.withUnsafeBufferPointer { new in
      old.cells.withUnsafeBufferPointer { before in
        var first = start
        while first < end, shows(new[first], like: before[first], of: old) { first += 1 }
        guard first < end else { return nil }
        var last = end - 1
        while last > first, shows(new[last], like: before[last], of: old) { last -= 1 }
        return (first - start)..<(last - start + 1)
      }
    }
  }

  func offset(_ column: Int, _ row: Int) -> Int { row * size.columns + column }

  private func pooled(_ cell: Cell) -> ArraySlice<UInt8> {
    let start = Int(cell.glyph & 0x7F_FFFF)
    return pool[start..<(start + Int(cell.glyph >> 23 & 0xFF))]
  }
}
