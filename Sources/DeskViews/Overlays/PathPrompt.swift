// A path being typed, and what it could go on with.

import Desk
import TextGrid

extension Scene {
  func draw(_ prompt: PathPrompt, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let room = min(8, max(1, size.rows - 6))
    let (box, inside) = canvas.openOverlay(
      title: pathTitle(prompt.purpose), columns: min(size.columns - 6, 64), rows: room + 2)
    var rest = inside
    let row = rest.takeTop(1)
    let column = canvas.lay([Span(Sign.prompt.glyph + " ", .prompt)], in: row, on: .overlay)
    FieldView(editor: prompt.path).draw(
      on: &canvas, in: row.indented(column - row.column), hasCursor: true, surface: .overlay)
    let foot = rest.takeBottom(1)
    if let problem = prompt.problem {
      let lines = canvas.writeParagraph(
        Excerpt.oneLine(problem, scalars: 300), .failure, in: rest, on: .overlay)
      _ = rest.takeTop(lines)
    }
    let shown = ScrollPart.rows(
      count: prompt.completions.count, selection: prompt.selection ?? 0, room: rest.rows)
    for (offset, place) in shown.enumerated() {
      let row = rest.line(offset)
      let isSelected = place == prompt.selection
      let surface: ThemeRole = isSelected ? .overlaySelected : .overlay
      if isSelected { canvas.fill(row, surface) }
      canvas.hit(row, .overlayRow(place))
      let path = Excerpt.oneLine(prompt.completions[place])
      canvas.write(
        [
          Span(isSelected ? "> " : "  ", .key),
          Span(canvas.widths.truncatedAtStart(path, to: row.columns - 2), .text),
        ], in: row, on: surface)
    }
    drawHints(on: &canvas, in: foot, surface: .overlay)
    return OverlaySight(box: box, rows: rest.rows)
  }

  private func pathTitle(_ purpose: PathPrompt.Purpose) -> [Span] {
    switch purpose {
    case .attach(let id):
      [Span("FILE ", .focus), Span("for ", .dim), Span(state.name(of: id), .recipient)]
    case .export(let ids):
      [
        Span("EXPORT ", .focus), Span(state.exportName(ids), .recipient),
        Span("  " + PathPrompt.endings, .dim),
      ]
    case .save(_, let id):
      [Span("SAVE AS ", .focus), Span("from ", .dim), Span(state.name(of: id), .recipient)]
    }
  }
}
