// One row in which something is typed.

import Desk
import TextGrid

/// Draws a one-line editor so that its cursor is always in sight.
struct FieldView {
  let editor: TextEditor
  /// Shows only how much was typed.
  var isSecret = false
  private static let dot = "•"

  func draw(
    on canvas: inout Canvas, in row: Rect, hasCursor: Bool, surface: ThemeRole = .base
  ) {
    guard !row.isEmpty else { return }
    let widths = canvas.widths
    var before = String(editor.text[..<editor.cursorIndex])
    var after = String(editor.text[editor.cursorIndex...])
    if isSecret {
      before = String(repeating: Self.dot, count: before.count)
      after = String(repeating: Self.dot, count: after.count)
    }
    // The cursor needs a column behind the text.
    before = widths.truncatedAtStart(before, to: row.columns - 1)
    canvas.write(before, .input, at: row.origin, on: surface, clip: row)
    let column = row.column + widths.width(of: before)
    let rest = widths.truncated(after, to: row.endColumn - column)
    canvas.write(
      rest, .input, at: Point(column: column, row: row.row), on: surface, clip: row)
    if hasCursor { canvas.cursor = Point(column: column, row: row.row) }
  }
}
