// A line of words to find, or a day to go to.

import Desk
import Sentences
import TextGrid

extension Scene {
  func draw(_ prompt: LinePrompt, on canvas: inout Canvas) -> OverlaySight {
    let problem = prompt.problem.map { Excerpt.oneLine($0, scalars: 200) }
    let (box, inside) = canvas.openOverlay(
      title: lineTitle(prompt.purpose), columns: min(canvas.size.columns - 6, 64), rows: 4)
    var rest = inside
    let row = rest.takeTop(1)
    let column = canvas.lay([Span(Sign.prompt.glyph + " ", .prompt)], in: row, on: .overlay)
    FieldView(editor: prompt.text).draw(
      on: &canvas, in: row.indented(column - row.column), hasCursor: true,
      surface: prompt.isSelected ? .overlaySelected : .overlay)
    let foot = rest.takeBottom(1)
    canvas.writeParagraph(
      problem ?? lineHelp(prompt.purpose), problem == nil ? .dim : .failure, in: rest, on: .overlay)
    drawHints(on: &canvas, in: foot, surface: .overlay)
    return OverlaySight(box: box, rows: rest.rows)
  }

  private func lineTitle(_ purpose: LinePrompt.Purpose) -> [Span] {
    switch purpose {
    case .find(let id):
      [
        Span(said("FIND "), .focus), Span(said("in the chat with "), .dim),
        Span(state.name(of: id), .recipient),
      ]
    case .date(let id):
      [
        Span(said("GO TO "), .focus), Span(said("a day with "), .dim),
        Span(state.name(of: id), .recipient),
      ]
    case .wireFilter:
      [Span(said("FILTER "), .focus), Span(said("what is shown of the wire"), .dim)]
    case .wireSearch: [Span(said("FIND "), .focus), Span(said("on the wire"), .dim)]
    }
  }

  private func lineHelp(_ purpose: LinePrompt.Purpose) -> String {
    switch purpose {
    case .find: said("words, \"a phrase\", begin*; from: before: after: has:")
    case .wireFilter, .wireSearch:
      said("words, name = message:* and as = meera, bytes > 1000, took > 100, not dir = in")
    case .date: said("2026-11-01, 1 Nov, yesterday, monday, 3d")
    }
  }
}
