// All that is known of one message, a line each.

import ChatModel
import Desk
import Sentences
import TextGrid

extension Scene {
  func draw(_ details: MessageDetails, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let facts = state.facts(of: details.id)
    let name = state.openID.map { state.name(of: $0) } ?? ""
    let (box, inside) = canvas.openOverlay(
      title: [
        Span(said("MESSAGE "), .focus), Span(said("in the chat with "), .dim),
        Span(name, .recipient),
      ],
      columns: min(size.columns - 6, 76),
      rows: min(max(3, facts.count), OverlayBox.pagerRows(size)) + 1)
    var rest = inside
    let foot = rest.takeBottom(1)
    if facts.isEmpty {
      canvas.writeParagraph(said("It is not here any more."), .dim, in: rest, on: .overlay)
    }
    let place = details.place(among: facts.count)
    let shown = ScrollPart.rows(count: facts.count, selection: place, room: rest.rows)
    for (offset, index) in shown.enumerated() {
      let row = rest.line(offset)
      let isSelected = index == place
      let surface: ThemeRole = isSelected ? .overlaySelected : .overlay
      if isSelected { canvas.fill(row, surface) }
      canvas.hit(row, .overlayRow(index))
      canvas.write(
        [
          Span(isSelected ? "> " : "  ", .key),
          Span(canvas.widths.fitted(facts[index].label, to: 15), .dim),
        ] + words(for: facts[index].value), in: row, on: surface)
    }
    drawScrollFoot(shown, of: facts.count, on: &canvas, in: foot)
    return OverlaySight(box: box, rows: rest.rows)
  }

  private func words(for value: MessageDetails.Fact.Value) -> [Span] {
    switch value {
    case .text(let text): [Span(Excerpt.oneLine(text, scalars: 200), .text)]
    case .time(let date):
      [
        Span(clock.dayName(date, now: now) + " " + clock.hourAndMinute(date), .text),
        Span("  " + Timestamp.format(date), .dim),
      ]
    }
  }
}
