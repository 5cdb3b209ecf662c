// An event or a request being written by hand: who sends it, its name, its JSON.

import Desk
import Sentences
import TextGrid

extension Scene {
  func draw(_ box: EventBox, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let columns = EventBox.columns(size)
    let text = WrittenText(box.arguments, columns: columns, canvas.widths)
    let room = max(1, min(max(6, text.rows), size.rows - 9))
    let whom = Excerpt.oneLine(state.configuration.profile, scalars: 60)
    let (rect, inside) = canvas.openOverlay(
      title: [
        Span(box.isRequest ? said("REQUEST") : said("EMIT"), .focus),
        Span(whom.isEmpty ? "" : said(" as "), .dim), Span(whom, .recipient),
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
              ? said("A method and a path; below the JSON of the body, or nothing.")
              : said("Below its arguments as JSON, with a comma between two."), .dim)
      ], in: remark, on: .overlay)
    text.draw(on: &canvas, in: rest, .input, hasCursor: box.isInArguments)
    drawHints(on: &canvas, in: foot, surface: .overlay)
    return OverlaySight(box: rect, rows: rest.rows)
  }
}
