// A note being written, in its own colour: whose conversation it is on, and that it goes nowhere.

import Desk
import Sentences
import TextGrid

extension Scene {
  func draw(_ box: NoteBox, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let columns = NoteBox.columns(size)
    let text = WrittenText(box.editor, columns: columns, canvas.widths)
    let room = max(1, min(max(4, text.rows), size.rows - 8))
    let (rect, inside) = canvas.openOverlay(
      title: [
        Span(said("NOTE "), .note), Span(said("on "), .dim),
        Span(state.name(of: box.conversationID), .recipient),
      ], columns: columns + 1, rows: room + 2)
    var rest = inside
    let foot = rest.takeBottom(1)
    let remark = rest.takeBottom(1)
    if let problem = box.problem {
      canvas.write([Span(problem, .failure)], in: remark, on: .overlay)
    } else {
      canvas.write(
        [Span(said("It \(state.keepingPlace), and is never sent."), .dim)], in: remark, on: .overlay
      )
    }
    text.draw(on: &canvas, in: rest, .note)
    drawHints(on: &canvas, in: foot, surface: .overlay)
    return OverlaySight(box: rect, rows: rest.rows)
  }
}
