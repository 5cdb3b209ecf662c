// A text of several rows being written over the desk: a note, an event by hand.

import Desk
import TextGrid

struct WrittenText {
  private let text: String
  private let place: String.Index
  private let lines: [TextLine]
  private let cursorRow: Int

  init(_ editor: TextEditor, columns: Int, _ widths: TextWidth) {
    text = editor.text
    place = editor.cursorIndex
    lines = widths.wrap(text, columns: columns)
    cursorRow = lines.lastIndex { [place] in $0.range.lowerBound <= place } ?? 0
  }

  var rows: Int { lines.count }

  /// Draws as much as there is room for; the cursor's row stays in sight.
  func draw(on canvas: inout Canvas, in rect: Rect, _ role: ThemeRole, hasCursor: Bool = true) {
    let first = min(max(0, lines.count - rect.rows), max(0, cursorRow - rect.rows + 1))
    for (offset, line) in lines.dropFirst(first).prefix(rect.rows).enumerated() {
      canvas.write(text[line.shown], role, at: rect.line(offset).origin, on: .overlay, clip: rect)
    }
    guard hasCursor else { return }
    let before = lines.isEmpty ? "" : text[lines[cursorRow].range.lowerBound..<place]
    canvas.cursor = Point(
      column: min(rect.column + canvas.widths.width(of: before), rect.endColumn - 1),
      row: rect.row + cursorRow - first)
  }
}
