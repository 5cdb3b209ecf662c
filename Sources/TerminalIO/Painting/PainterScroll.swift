// Lets the terminal move what has moved on the frame, where that is cheaper than to write it again.

import TextGrid

extension Painter {
  /// Scrolls parts of the terminal so that less is left to paint, and `old` with them.
  ///
  /// The frame says which panes can move as a whole. A pane that takes the whole width scrolls in
  /// the terminal's scroll region; a narrower one between margins, where the terminal has them; else
  /// the rows scroll in full, if what stands beside the pane is cheaper to paint than the pane.
  mutating func scroll(_ old: inout Frame, towards frame: Frame) {
    guard !terminal.scrollRegion.isMissing else { return }
    for pane in frame.movable {
      let pane = pane.intersection(frame.bounds)
      guard pane.rows > 2, pane.columns > 2, let step = step(of: pane, from: old, to: frame) else {
        continue
      }
      let isWhole = pane.columns == frame.size.columns
      let rows = Rect(column: 0, row: pane.row, columns: frame.size.columns, rows: pane.rows)
      if !isWhole, terminal.hasMargins, !old.dividesCluster(pane), !frame.dividesCluster(pane) {
        scroll(&old, pane, by: step, between: pane.columnRange, towards: frame)
      } else {
        scroll(&old, rows, by: step, between: nil, towards: frame)
      }
    }
  }

  /// Scrolls a rectangle if that pays.
  private mutating func scroll(
    _ old: inout Frame, _ rect: Rect, by step: Int, between margins: Range<Int>?,
    towards frame: Frame
  ) {
    var moved = old
    moved.scroll(rect, up: step, style: .plain)
    let costs = Self.differences(rect, moved, frame) + (margins == nil ? 20 : 45)
    guard costs < Self.differences(rect, old, frame) else { return }
    old = moved
    // What comes in takes the background in force.
    pen.take(.plain, to: &bytes)
    if let margins {
      bytes += Array(
        "\u{1B}[?\(TerminalMode.margins)h\u{1B}[\(margins.lowerBound + 1);\(margins.upperBound)s"
          .utf8)
    }
    terminal.scrollRegion.append(rect.row, rect.endRow - 1, to: &bytes)
    moveLines(by: step, from: rect.row, column: margins?.lowerBound ?? 0)
    if margins != nil { bytes += Array("\u{1B}[?\(TerminalMode.margins)l".utf8) }
    terminal.scrollRegion.append(0, frame.size.rows - 1, to: &bytes)
    place = nil
  }

  private mutating func moveLines(by step: Int, from row: Int, column: Int) {
    let whole = step > 0 ? terminal.scrollUp : terminal.scrollDown
    guard whole.isMissing else { return whole.append(abs(step), to: &bytes) }
    terminal.move.append(row, column, to: &bytes)
    (step > 0 ? terminal.deleteLines : terminal.insertLines).append(abs(step), to: &bytes)
  }

  /// How far the rows of a pane have moved up (negative: down); nil when few or none have.
  private func step(of pane: Rect, from old: Frame, to frame: Frame) -> Int? {
    guard canMove, pane.rowRange.contains(where: { !frame[row: $0].isSame(as: old[row: $0]) }),
      Self.differences(pane, old, frame) > Self.fewCells
    else { return nil }
    var places: [Int: Int] = [:]
    for row in pane.rowRange {
      // What stands there twice tells of no movement.
      if let look = old[row: row].look(of: pane.columnRange) {
        places[look] = places[look] == nil ? row : -1
      }
    }
    var votes: [Int: Int] = [:]
    for row in pane.rowRange {
      guard let look = frame[row: row].look(of: pane.columnRange), let before = places[look],
        before >= 0
      else { continue }
      votes[before - row, default: 0] += 1
    }
    let best = votes.max { ($0.value, -abs($0.key), $0.key) < ($1.value, -abs($1.key), $1.key) }
    guard let best, best.key != 0, best.value > 1 else { return nil }
    return best.key
  }

  private var canMove: Bool {
    !terminal.scrollUp.isMissing && !terminal.scrollDown.isMissing
      || !terminal.deleteLines.isMissing && !terminal.insertLines.isMissing
  }

  /// Fewer cells than these are painted as fast as moved.
  private static let fewCells = 40

  /// The cells of a rectangle that would have to be painted.
  private static func differences(_ rect: Rect, _ old: Frame, _ frame: Frame) -> Int {
    rect.rowRange.reduce(0) {
      $0 + frame[row: $1].differences(in: rect.columnRange, from: old[row: $1])
    }
  }
}

extension Frame {
  /// Whether a wide cluster stands across an edge of a pane, or may stand there for the terminal: it
  /// would lose half of it.
  fileprivate func dividesCluster(_ pane: Rect) -> Bool {
    pane.rowRange.contains { row in
      let cells = self[row: row].cells
      return [pane.column, pane.endColumn].contains { edge in
        guard edge > 0, edge < cells.count else { return false }
        return cells[edge].isContinuation || cells[edge].isUncertain || cells[edge - 1].isUncertain
      }
    }
  }
}
