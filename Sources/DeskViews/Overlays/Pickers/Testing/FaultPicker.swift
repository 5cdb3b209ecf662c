// What goes wrong on the own link by intent. What a fault does stands in its row, and below the rows in
// full where there is less room.

import Desk
import TextGrid

extension Scene {
  func draw(_ overlay: FaultPicker, on canvas: inout Canvas) -> OverlaySight {
    let picker = overlay.picker
    let widths = canvas.widths
    let label = picker.items.map { widths.width(of: $0.label) }.max() ?? 0
    let detail = picker.items.map { widths.width(of: $0.detail) }.max() ?? 0
    let columns = label + detail + 4
    let room = canvas.size.columns - 6
    let chosen = columns > room ? picker.selected?.detail ?? "" : ""
    return drawPicker(
      picker, detailFirst: false, on: &canvas, mostColumns: max(columns, Self.pickerColumns),
      preview: widths.wrap(chosen, columns: room).map { [Span(String(chosen[$0.shown]), .hint)] },
      previewRows: columns > room ? 2 : 0)
  }
}
