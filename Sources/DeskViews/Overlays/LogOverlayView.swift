// What was said in the status line, newest last.

import Desk
import TextGrid

extension Scene {
  func drawLog(top: Int, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let entries = state.log.entries
    let (box, inside) = canvas.openOverlay(
      title: [Span("LOG", .focus)], columns: min(size.columns - 6, 110),
      rows: min(max(entries.count, 3), OverlayBox.pagerRows(size)) + 1)
    var rest = inside
    let foot = rest.takeBottom(1)
    let shown = ScrollPart.rows(count: entries.count, top: top, room: rest.rows)
    if entries.isEmpty {
      canvas.write([Span("Nothing has happened yet.", .dim)], in: rest, on: .overlay)
    }
    for (offset, entry) in entries[shown].enumerated() {
      let spans = [Span(clock.hourAndMinute(entry.at) + " ", .time)] + Self.noticeSpans(entry)
      canvas.write(spans, in: rest.line(offset), on: .overlay)
    }
    drawScrollFoot(shown, of: entries.count, on: &canvas, in: foot)
    return OverlaySight(box: box, rows: rest.rows)
  }
}
