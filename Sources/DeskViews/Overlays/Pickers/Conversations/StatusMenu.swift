// The four statuses, each on its letter.

import ChatModel
import Desk
import Sentences
import TextGrid

extension Scene {
  func draw(_ menu: StatusMenu, on canvas: inout Canvas) -> OverlaySight {
    let widths = canvas.widths
    let name =
      menu.many.isEmpty
      ? state.name(of: menu.conversationID) : said("\(menu.many.count) conversations")
    let widest = menu.items.reduce(24) { max($0, widths.width(of: $1.label) + 16) }
    let (box, inside) = canvas.openOverlay(
      title: [Span(said("STATUS "), .focus), Span(said("of "), .dim), Span(name, .recipient)],
      columns: min(widest, canvas.size.columns - 6), rows: menu.items.count + 1)
    var rest = inside
    let foot = rest.takeBottom(1)
    for (index, item) in menu.items.prefix(rest.rows).enumerated() {
      let row = rest.line(index)
      let isSelected = index == menu.selection
      let surface: ThemeRole = isSelected ? .overlaySelected : .overlay
      if isSelected { canvas.fill(row, surface) }
      canvas.hit(row, .overlayRow(index))
      canvas.write(
        [
          Span(isSelected ? "> " : "  ", .key), Span("\(item.letter)  ", .key),
          Span(item.label, .text), Span(item.isCurrent ? said("  (now)") : "", .dim),
        ], in: row, on: surface)
    }
    drawHints(on: &canvas, in: foot, surface: .overlay)
    return OverlaySight(box: box, rows: rest.rows)
  }
}
