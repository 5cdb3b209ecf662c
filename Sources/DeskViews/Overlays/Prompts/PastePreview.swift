// A text that waits for a yes, or that nothing takes.

import Desk
import TextGrid

extension Scene {
  func draw(_ preview: PastePreview, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let columns = min(size.columns - 6, 76)
    let text = Sanitizer.displayable(
      String(String.UnicodeScalarView(preview.text.unicodeScalars.prefix(20_000))))
    let lines = canvas.widths.wrap(text, columns: columns)
    let (box, inside) = canvas.openOverlay(
      title: [Span(Excerpt.oneLine(preview.title, scalars: 100), .focus)], columns: columns,
      rows: min(max(lines.count, 2), OverlayBox.pagerRows(size)) + 1)
    var rest = inside
    let foot = rest.takeBottom(1)
    let shown = ScrollPart.rows(count: lines.count, top: preview.top, room: rest.rows)
    for (offset, line) in lines[shown].enumerated() {
      let row = rest.line(offset)
      canvas.write(text[line.shown], .text, at: row.origin, on: .overlay, clip: row)
    }
    drawScrollFoot(shown, of: lines.count, on: &canvas, in: foot)
    return OverlaySight(box: box, rows: rest.rows)
  }
}
