// What a check, a replay or assertions came to: a sentence, then a row for each verdict, what failed
// first.

import Desk
import TextGrid

extension Scene {
  func draw(_ overlay: ReportOverlay, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let report = overlay.report
    let columns = ReportOverlay.columns(size)
    let rows = report.rows(columns: columns, widths: canvas.widths)
    let lead = report.progress ?? report.summary
    let leadRows = canvas.widths.wrap(Excerpt.oneLine(lead, scalars: 600), columns: columns).count
    let most = OverlayBox.pagerRows(size)
    let (box, inside) = canvas.openOverlay(
      title: [
        Span(report.title + " ", .focus),
        Span(
          canvas.widths.truncatedAtStart(
            Excerpt.oneLine(report.subject, scalars: 300),
            to: max(4, columns - canvas.widths.width(of: report.title) - 3)), .recipient),
      ],
      columns: columns, rows: min(leadRows + (rows.isEmpty ? 0 : rows.count + 1), most) + 1)
    var rest = inside
    let foot = rest.takeBottom(1)
    let leadRect = rest.takeTop(
      rows.isEmpty ? rest.rows : min(leadRows, max(1, rest.rows / 2)))
    canvas.writeParagraph(
      Excerpt.oneLine(lead, scalars: 600),
      report.progress != nil ? .dim : report.hasFindings ? .failure : .text, in: leadRect,
      on: .overlay)
    if rest.rows > 4 { _ = rest.takeTop(1) }
    let shown = ScrollPart.rows(count: rows.count, top: overlay.top, room: rest.rows)
    for (offset, line) in rows[shown].enumerated() {
      let row = rest.line(offset)
      canvas.write([Span(Excerpt.oneLine(line.head), Self.role(line.tone))], in: row, on: .overlay)
      canvas.write(
        [Span(line.text, line.tone == .bad ? .failure : line.tone == .plain ? .dim : .text)],
        in: row.indented(line.indent), on: .overlay)
    }
    drawScrollFoot(shown, of: rows.count, on: &canvas, in: foot)
    return OverlaySight(box: box, rows: rest.rows)
  }

  private static func role(_ tone: WireReport.Tone) -> ThemeRole {
    switch tone {
    case .good: .linkLive
    case .bad: .failure
    case .open: .waitWarn
    case .plain: .dim
    }
  }
}
