// Paints the changed part of one row.

import TextGrid

extension Painter {
  /// Paints what differs between a row as it is wanted and as the terminal shows it.
  mutating func paintRow(_ row: Int, of wanted: FrameRow, over old: FrameRow) {
    guard let changed = wanted.changedColumns(since: old) else { return }
    let new = wanted.cells
    let before = old.cells
    var start = changed.lowerBound
    while start > 0, new[start].isContinuation || before[start].isContinuation { start -= 1 }
    // A run whose widths are uncertain is painted from its beginning.
    if new[start].isUncertain || before[start].isUncertain {
      while start > 0, new[start - 1].isUncertain || before[start - 1].isUncertain { start -= 1 }
    }
    if new[start..<changed.upperBound].contains(where: \.isUncertain) {
      paintUncertain(wanted, from: start, row: row)
    } else {
      paintCertain(wanted, over: old, start..<changed.upperBound, row: row)
    }
  }

  /// The rest of the row is erased and painted anew: the run may take more or fewer columns than
  /// the frame believes, and either shows on what follows.
  private mutating func paintUncertain(_ wanted: FrameRow, from start: Int, row: Int) {
    let cells = wanted.cells
    move(toRow: row, column: start, in: wanted)
    eraseToEnd(columns: cells.count, from: start, as: .plain)
    var column = start
    var followsRun = false
    while column < cells.count {
      let cell = cells[column]
      if cell.isContinuation {
        column += 1
        continue
      }
      if cell.looksErased, !followsRun {
        column += 1
        continue
      }
      if cell.isBlank {
        column = paintBlanks(wanted, from: column, row: row)
        continue
      }
      paint(cell, column: column, row: row, of: wanted)
      followsRun = followsRun || cell.isUncertain
      column += max(1, Int(cell.width))
    }
  }

  private mutating func paintCertain(
    _ wanted: FrameRow, over old: FrameRow, _ columns: Range<Int>, row: Int
  ) {
    let cells = wanted.cells
    let before = old.cells
    var column = columns.lowerBound
    while column < columns.upperBound {
      let cell = cells[column]
      let was = before[column]
      let looksAlike =
        wanted.shows(cell, like: was, of: old)
        || (cell.isBlank && was.isBlank && cell.erasesLike(was))
      if cell.isContinuation || looksAlike {
        column += 1
      } else if cell.isBlank {
        column = paintBlanks(wanted, from: column, row: row)
      } else {
        paint(cell, column: column, row: row, of: wanted)
        column += max(1, Int(cell.width))
      }
    }
  }

  private mutating func paint(_ cell: Cell, column: Int, row: Int, of wanted: FrameRow) {
    let width = max(1, Int(cell.width))
    let columns = wanted.cells.count
    let isLastCell = row == lastRow && column + width >= columns
    if isLastCell, !terminal.staysAtEdge { return }
    let goesOn = cell.isUncertain && place == Place(row: row, column: column, isExact: false)
    if !goesOn { move(toRow: row, column: column, in: wanted) }
    pen.take(cell.style, to: &bytes)
    wanted.append(cell, to: &bytes)
    let end = column + width
    place = Place(row: row, column: end, isExact: !cell.isUncertain && end < columns)
  }

  /// Paints the blanks that begin at `column`, by erasing where that is cheaper.
  ///
  /// - Returns: the column after them.
  private mutating func paintBlanks(_ wanted: FrameRow, from column: Int, row: Int) -> Int {
    let cells = wanted.cells
    let first = cells[column]
    let end = cells[column...].firstIndex { !($0.isBlank && $0.erasesLike(first)) } ?? cells.count
    let canErase =
      !first.style.showsOnBlanks
      && (first.style.background == .default || terminal.erasesToBackground)
    if canErase, end == cells.count, end - column >= terminal.eraseToEnd.count,
      !terminal.eraseToEnd.isEmpty
    {
      move(toRow: row, column: column, in: wanted)
      pen.takeForErasing(first.style, to: &bytes)
      bytes += terminal.eraseToEnd
      return end
    }
    // Erasing leaves the cursor where it was: a move follows.
    if canErase, end - column > 8, !terminal.erase.isMissing {
      move(toRow: row, column: column, in: wanted)
      pen.takeForErasing(first.style, to: &bytes)
      terminal.erase.append(end - column, to: &bytes)
      return end
    }
    for column in column..<end { paint(cells[column], column: column, row: row, of: wanted) }
    return end
  }

  /// Erases from the cursor, which stands at `column`, to the end of the row.
  private mutating func eraseToEnd(columns: Int, from column: Int, as style: Style) {
    pen.takeForErasing(style, to: &bytes)
    if !terminal.eraseToEnd.isEmpty {
      bytes += terminal.eraseToEnd
    } else if let place {
      bytes += Array(repeating: 0x20, count: max(0, columns - column - 1))
      self.place = Place(row: place.row, column: columns, isExact: false)
    }
  }
}

extension Cell {
  /// Whether this is what erasing without a background leaves.
  fileprivate var looksErased: Bool {
    isBlank && style.background == .default && !style.showsOnBlanks
  }

  /// Whether two blanks cannot be told apart.
  fileprivate func erasesLike(_ other: Cell) -> Bool {
    !style.showsOnBlanks && !other.style.showsOnBlanks
      && style.background == other.style.background || style == other.style
  }
}
