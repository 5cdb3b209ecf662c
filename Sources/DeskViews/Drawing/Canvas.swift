// A frame being drawn, with the theme that gives roles their looks and the places the mouse can hit.

import Desk
import TextGrid

struct Canvas {
  var frame: Frame
  var regions: [HitRegion] = []
  let theme: Theme

  init(size: Size, theme: Theme, widths: TextWidth) {
    self.theme = theme
    frame = Frame(size: size, widths: widths, style: theme.surface(.base))
  }

  var widths: TextWidth { frame.widths }

  mutating func hit(_ rect: Rect, _ target: HitTarget) {
    regions.append(HitRegion(rect, target))
  }

  /// Lays a surface over a rectangle.
  mutating func fill(_ rect: Rect, _ surface: ThemeRole) {
    frame.fill(rect, style: theme.surface(surface))
  }

  /// Writes one row of text, clipped; returns the column after it.
  @discardableResult
  mutating func write(
    _ text: String, _ role: ThemeRole, at point: Point, on surface: ThemeRole = .base, clip: Rect
  ) -> Int {
    frame.write(text, at: point, style: theme.style(role, on: surface), clip: clip)
  }

  /// The same for a part of a text.
  @discardableResult
  mutating func write(
    _ text: Substring, _ role: ThemeRole, at point: Point, on surface: ThemeRole = .base,
    clip: Rect
  ) -> Int {
    frame.write(text, at: point, style: theme.style(role, on: surface), clip: clip)
  }

  /// Writes spans one after the other into the top row of `row`, from `column` on; the last one is
  /// cut with `…` when there is not room for all. Returns the column after them.
  @discardableResult
  mutating func write(
    _ spans: [Span], in row: Rect, from column: Int? = nil, on surface: ThemeRole = .base
  ) -> Int {
    var column = column ?? row.column
    for span in spans {
      let room = row.endColumn - column
      guard room > 0 else { break }
      column = write(
        widths.truncated(span.text, to: room), span.role,
        at: Point(column: column, row: row.row), on: surface, clip: row)
    }
    return column
  }

  /// Writes spans so that they end at the right edge of the row; returns the column they begin at,
  /// or the right edge when they do not fit right of `limit`.
  @discardableResult
  mutating func writeRight(
    _ spans: [Span], in row: Rect, limit: Int, on surface: ThemeRole = .base
  ) -> Int {
    let start = row.endColumn - widths.width(of: spans)
    guard start >= limit else { return row.endColumn }
    write(spans, in: row, from: start, on: surface)
    return start
  }

  /// Writes a text that may take several rows from the top of `rect`; returns the rows it took.
  @discardableResult
  mutating func writeParagraph(
    _ text: String, _ role: ThemeRole, in rect: Rect, on surface: ThemeRole = .base
  ) -> Int {
    let lines = widths.wrap(text, columns: rect.columns).prefix(rect.rows)
    for (index, line) in lines.enumerated() {
      write(
        text[line.shown], role, at: Point(column: rect.column, row: rect.row + index),
        on: surface, clip: rect)
    }
    return lines.count
  }
}

extension Rect {
  /// One row of it, counted from its top.
  func line(_ index: Int) -> Rect {
    Rect(
      column: column, row: row + index, columns: columns, rows: index >= 0 && index < rows ? 1 : 0)
  }

  /// The rectangle without `count` columns at its left.
  func indented(_ count: Int) -> Rect {
    Rect(column: column + count, row: row, columns: columns - count, rows: rows)
  }

  /// The rectangle without `count` columns at its right.
  func narrowed(_ count: Int) -> Rect {
    Rect(column: column, row: row, columns: columns - count, rows: rows)
  }
}
