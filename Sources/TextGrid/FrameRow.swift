// One row of a frame: its cells, and the text of those clusters that do not fit into a cell.

/// A row of cells that can be copied and told from another without being looked at.
package struct FrameRow: Sendable {
  package internal(set) var cells: [Cell]
  /// The UTF-8 of clusters of several scalars.
  var pool: [UInt8] = []
  /// Where the pool is looked through for what no cell shows any more.
  private var poolLimit = Self.smallPool

  private static let smallPool = 4096

  init(columns: Int, style: Style) {
    cells = Array(repeating: .blank(style), count: columns)
  }

  /// Whether both are the same memory, and so look alike; false says nothing.
  package func isSame(as other: FrameRow) -> Bool {
    cells.withUnsafeBufferPointer { mine in
      other.cells.withUnsafeBufferPointer { theirs in
        mine.baseAddress == theirs.baseAddress && mine.count == theirs.count
      }
    }
  }

  /// Appends the UTF-8 of the cluster that a cell of this row shows; nothing where one goes on.
  package func append(_ cell: Cell, to bytes: inout [UInt8]) {
    guard !cell.isContinuation else { return }
    if cell.isPooled {
      bytes.append(contentsOf: pooled(cell))
    } else if cell.glyph < 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: cell.glyph))
    } else if cell.glyph & PictureMark.bit != 0 {
      PictureMark.append(cell.glyph, to: &bytes)
    } else if let scalar = Unicode.Scalar(cell.glyph) {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  /// Whether a cell of this row and one of another look alike.
  package func shows(_ cell: Cell, like other: Cell, of row: FrameRow) -> Bool {
    if !cell.isPooled, cell.isSame(as: other) { return true }
    guard cell.style == other.style, cell.width == other.width else { return false }
    return cell.isPooled && other.isPooled
      ? pooled(cell) == row.pooled(other) : cell.glyph == other.glyph
  }

  /// Which columns have to be repainted to turn `old` into this one; nil when they look alike. Both
  /// must have the same number of cells.
  package func changedColumns(since old: FrameRow) -> Range<Int>? {
    if isSame(as: old) { return nil }
    return cells.withUnsafeBufferPointer { new in
      old.cells.withUnsafeBufferPointer { before in
        let end = min(new.count, before.count)
        var first = 0
        while first < end, shows(new[first], like: before[first], of: old) { first += 1 }
        guard first < end else { return nil }
        var last = end - 1
        while last > first, shows(new[last], like: before[last], of: old) { last -= 1 }
        return first..<(last + 1)
      }
    }
  }

  /// How many cells of some columns look other than those of another row.
  package func differences(in columns: Range<Int>, from old: FrameRow) -> Int {
    if isSame(as: old) { return 0 }
    return cells.withUnsafeBufferPointer { new in
      old.cells.withUnsafeBufferPointer { before in
        columns.reduce(0) { $0 + (shows(new[$1], like: before[$1], of: old) ? 0 : 1) }
      }
    }
  }

  /// A number that is the same for what looks alike in these columns; nil where all is blank.
  package func look(of columns: Range<Int>) -> Int? {
    var hasher = Hasher()
    var isBlank = true
    for column in columns {
      let cell = cells[column]
      isBlank = isBlank && cell.isBlank
      hasher.combine(cell.style)
      hasher.combine(cell.width)
      if cell.isPooled { hasher.combine(pooled(cell)) } else { hasher.combine(cell.glyph) }
    }
    return isBlank ? nil : hasher.finalize()
  }

  /// Takes over what another row shows in some columns, at whose edges no cluster may be divided.
  mutating func copy(_ columns: Range<Int>, of other: FrameRow) {
    for column in columns {
      var cell = other.cells[column]
      if cell.isPooled {
        let start = pool.count
        pool.append(contentsOf: other.pooled(cell))
        cell.glyph = pooledGlyph(from: start)
      }
      cells[column] = cell
    }
    shrinkPool()
  }

  func pooled(_ cell: Cell) -> ArraySlice<UInt8> {
    let start = Int(cell.glyph & 0x7F_FFFF)
    return pool[start..<(start + Int(cell.glyph >> 23 & 0xFF))]
  }

  /// Names what was appended to the pool. A cluster is at most 24 scalars.
  func pooledGlyph(from start: Int) -> UInt32 {
    guard start <= 0x7F_FFFF, pool.count - start <= 0xFF else { return 0xFFFD }
    return Cell.pooled | UInt32(pool.count - start) << 23 | UInt32(start)
  }

  /// Forgets the clusters that no cell shows any more, when they may be many.
  mutating func shrinkPool() {
    guard pool.count > poolLimit else { return }
    let old = self
    pool.removeAll(keepingCapacity: true)
    for column in cells.indices where cells[column].isPooled {
      let start = pool.count
      pool.append(contentsOf: old.pooled(old.cells[column]))
      cells[column].glyph = pooledGlyph(from: start)
    }
    poolLimit = max(Self.smallPool, pool.count * 2)
  }
}
