// An event or a request being written by hand: who sends it, its name, its JSON.

import Desk
import TextGrid

extension Scene {
  func draw(_ box: EventBox, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let columns = EventBox.columns(size)
    let text = box.arguments.text
    let lines = canvas.widths.wrap(text, columns: columns)
    let place = box.arguments.cursorIndex
    let cursorRow = lines.lastIndex { $0.range.lowerBound <= place } ?? 0
    let room = max(1, min(max(6, lines.count), size.rows - 9))
    let whom = Excerpt.oneLine(state.configuration.profile, scalars: 60)
    let (rect, inside) = canvas.openOverlay(
      title: [
        Span(box.isRequest ? "REQUEST" : "EMIT", .focus),
        Span(whom.isEmpty ? "" : " as ", .dim), Span(whom, .recipient),
      ], columns: columns + 1, rows: room + 3)
    var rest = inside
    let name = rest.takeTop(1)
    let column = canvas.lay([Span(Sign.prompt.glyph + " ", .prompt)], in: name, on: .overlay)
    FieldView(editor: box.name).draw(
      on: &canvas, in: name.indented(column - name.column), hasCursor: !box.isInArguments,
      surface: .overlay)
    let foot = rest.takeBottom(1)
    let remark = rest.takeBottom(1)
    canvas.write(
      [
        box.problem.map { Span(Excerpt.oneLine($0, scalars: 300), .failure) }
          ?? Span(
            box.isRequest
              ? "A method and a path; below the JSON of the body, or nothing."
              : "Below its arguments as JSON, with a comma between two.", .dim)
      ], in: remark, on: .overlay)
    // The cursor's row stays in sight.
    let first = min(max(0, lines.count - rest.rows), max(0, cursorRow - rest.rows + 1))
    for (offset, line) in lines.dropFirst(first).prefix(rest.rows).enumerated() {
      canvas.write(
        text[line.shown], .input, at: rest.line(offset).origin,
        on: .overlay, clip: rest)
    }
    if box.isInArguments {
      let before = lines.isEmpty ? "" : text[lines[cursorRow].range.lowerBound..<place]
      canvas.cursor = Point(
        column: min(rest.column + canvas.widths.width(of: before), rest.endColumn - 1),
        row: rest.row + cursorRow - first)
    }
    drawHints(on: &canvas, in: foot, surface: .overlay)
    return OverlaySight(box: rect, rows: rest.rows)
  }
}
