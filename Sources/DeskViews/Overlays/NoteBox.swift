// A note being written, in its own colour: whose conversation it is on, and that it goes nowhere.

import Desk
import TextGrid

extension Scene {
  func draw(_ box: NoteBox, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let columns = NoteBox.columns(size)
    let text = box.editor.text
    let lines = canvas.widths.wrap(text, columns: columns)
    let place = box.editor.cursorIndex
    let cursorRow = lines.lastIndex { $0.range.lowerBound <= place } ?? 0
    let room = max(1, min(max(4, lines.count), size.rows - 8))
    let (rect, inside) = canvas.openOverlay(
      title: [
        Span("NOTE ", .note), Span("on ", .dim),
        Span(state.name(of: box.conversationID), .recipient),
      ], columns: columns + 1, rows: room + 2)
    var rest = inside
    let foot = rest.takeBottom(1)
    let remark = rest.takeBottom(1)
    if let problem = box.problem {
      canvas.write([Span(problem, .failure)], in: remark, on: .overlay)
    } else {
      canvas.write(
        [Span("It \(state.keepingPlace), and is never sent.", .dim)], in: remark, on: .overlay)
    }
    // The cursor's row stays in sight.
    let first = min(max(0, lines.count - rest.rows), max(0, cursorRow - rest.rows + 1))
    for (offset, line) in lines.dropFirst(first).prefix(rest.rows).enumerated() {
      canvas.write(text[line.shown], .note, at: rest.line(offset).origin, on: .overlay, clip: rest)
    }
    let before = lines.isEmpty ? "" : text[lines[cursorRow].range.lowerBound..<place]
    canvas.cursor = Point(
      column: min(rest.column + canvas.widths.width(of: before), rest.endColumn - 1),
      row: rest.row + cursorRow - first)
    drawHints(on: &canvas, in: foot, surface: .overlay)
    return OverlaySight(box: rect, rows: rest.rows)
  }
}
