// Many conversations by name, and the question whether all of them are meant.

import Desk
import Sentences
import TextGrid

extension Scene {
  func draw(_ prompt: BulkPrompt, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let room = max(1, min(prompt.names.count, size.rows - 9))
    let (box, inside) = canvas.openOverlay(
      title: [Span(Excerpt.oneLine(prompt.title, scalars: 60), .focus)],
      columns: min(size.columns - 6, 60),
      rows: room + 4)
    var rest = inside
    let count = prompt.ids.count
    // What a plan moves stands in the plan, wherever the list is.
    let marked =
      prompt.isPlan
      ? said("\(count) chats, each to whom the plan names")
      : said("\(prompt.visible) visible of \(count) that are marked")
    let isOne = count == 1 && prompt.left == 0
    canvas.write(
      [Span((isOne ? said("1 conversation") : marked) + prompt.remark, .dim)], in: rest.takeTop(1),
      on: .overlay)
    let foot = rest.takeBottom(1)
    let field = rest.takeBottom(1)
    let more = rest.takeBottom(1)
    let shown = ScrollPart.rows(count: count, top: prompt.top, room: rest.rows)
    if shown.count < count {
      let place = said("\(shown.lowerBound + 1) to \(shown.upperBound) of \(count)")
      // Ten names at most are answered by one key, and have room but on the smallest screens.
      let way =
        prompt.asksForNumber
        ? [Span("  " + keys.name(.down, in: .prompt), .key), Span(said(" goes on"), .hint)] : []
      canvas.write([Span(place, .dim)] + way, in: more, on: .overlay)
    }
    for place in shown {
      canvas.write([Span(prompt.names[place], .text)], in: rest.takeTop(1), on: .overlay)
    }
    if prompt.asksForNumber {
      let column = canvas.lay(
        [Span(said("Type \(count) to go on: "), .prompt)], in: field, on: .overlay)
      FieldView(editor: prompt.number).draw(
        on: &canvas, in: field.indented(column - field.column), hasCursor: true,
        surface: .overlay)
    } else {
      canvas.write([Span(said("Do you mean these?"), .text)], in: field, on: .overlay)
    }
    drawHints(on: &canvas, in: foot, surface: .overlay)
    return OverlaySight(box: box, rows: room)
  }
}
