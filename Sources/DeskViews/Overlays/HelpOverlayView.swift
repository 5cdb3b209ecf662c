// The keys in force where it was asked.

import Desk
import TextGrid

extension Scene {
  func drawHelp(_ help: HelpOverlay, on canvas: inout Canvas) -> OverlaySight {
    let widths = canvas.widths
    let size = canvas.size
    let keyColumns = min(
      26, size.columns / 4,
      help.lines.reduce(8) { widest, line in
        guard case .key(let keys, _) = line else { return widest }
        return max(widest, widths.width(of: keys))
      })
    let (box, inside) = canvas.openOverlay(
      title: [Span("KEYS ", .focus), Span("of " + help.title, .text)],
      columns: min(size.columns - 6, 72),
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
      }
    }
    drawScrollFoot(shown, of: help.lines.count, on: &canvas, in: foot)
    return OverlaySight(box: box, rows: rest.rows)
  }

  /// The keys, and which part of the whole is shown.
  func drawScrollFoot(
    _ shown: Range<Int>, of count: Int, on canvas: inout Canvas, in row: Rect
  ) {
    let end = drawHints(on: &canvas, in: row, surface: .overlay)
    if shown.count < count {
      canvas.writeRight(
        [Span("\(shown.upperBound) of \(count)", .hint)], in: row, limit: end, on: .overlay)
    }
  }
}
