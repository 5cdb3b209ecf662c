// The keys in force where it was asked.

import Desk
import Sentences
import TextGrid

extension Scene {
  func draw(_ help: HelpOverlay, on canvas: inout Canvas) -> OverlaySight {
    let widths = canvas.widths
    let size = canvas.size
    let columns = HelpOverlay.columns(size)
    let keyColumns = HelpLine.keyColumns(of: columns)
    let (box, inside) = canvas.openOverlay(
      title: [Span(said("KEYS "), .focus), Span(said("of \(help.title)"), .text)],
      columns: columns,
      rows: min(help.lines.count, OverlayBox.pagerRows(size)) + 1)
    var rest = inside
    let foot = rest.takeBottom(1)
    let shown = ScrollPart.rows(count: help.lines.count, top: help.top, room: rest.rows)
    for (offset, line) in help.lines[shown].enumerated() {
      let row = rest.line(offset)
      switch line {
      case .heading(let text):
        canvas.write([Span(text, .focus)], in: row, on: .overlay)
      case .key(let keys, let does):
        canvas.write(
          [Span(widths.truncated(keys, to: keyColumns), .key)], in: row.indented(1), on: .overlay)
        canvas.write([Span(does, .text)], in: row.indented(keyColumns + 3), on: .overlay)
      case .sign(let sign, let means):
        if let sign { canvas.write([sign.span], in: row.indented(1), on: .overlay) }
        canvas.write(
          [Span(means, .text)], in: row.indented(HelpLine.signColumns), on: .overlay)
      }
    }
    drawScrollFoot(shown, of: help.lines.count, on: &canvas, in: foot)
    return OverlaySight(box: box, rows: rest.rows)
  }
}
