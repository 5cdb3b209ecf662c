// What was said in the status line, newest last.

import ChatModel
import Desk
import Sentences
import TextGrid

extension Scene {
  func draw(_ log: LogOverlay, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let rows = state.log.rows(size, widths: canvas.widths)
    let (box, inside) = canvas.openOverlay(
      title: [Span(said("LOG"), .focus)], columns: NoticeLog.columns(size),
      rows: min(max(rows.count, 3), OverlayBox.pagerRows(size)) + 1)
    var rest = inside
    let foot = rest.takeBottom(1)
    let shown = ScrollPart.rows(count: rows.count, top: log.top, room: rest.rows)
    if rows.isEmpty {
      canvas.write(
        [Span(said("Nothing has happened yet. What the desk tells is kept here."), .dim)], in: rest,
        on: .overlay)
    }
    var severity = rows[..<shown.lowerBound].last { $0.entry != nil }?.entry?.severity
    for (offset, line) in rows[shown].enumerated() {
      let row = rest.line(offset)
      if let entry = line.entry {
        severity = entry.severity
        let lead = [Span(clock.hourAndMinute(entry.at) + " ", .time), Self.mark(entry.severity)]
        canvas.write(lead, in: row, on: .overlay)
      }
      let role = Self.mark(severity ?? .info).role
      canvas.write([Span(line.text, role)], in: row.indented(NoticeLog.indent), on: .overlay)
    }
    drawScrollFoot(shown, of: rows.count, on: &canvas, in: foot)
    return OverlaySight(box: box, rows: rest.rows)
  }
}
