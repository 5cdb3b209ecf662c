// The emoji that are offered while a name is typed, over the panes, on the edge of the composer.

import Desk
import TextGrid

extension Scene {
  /// Draws them and tells what they cover.
  func drawEmojiOffer(on canvas: inout Canvas) -> Rect? {
    guard hasFocus(.composer), let offer = state.composer?.offer, let edge = layout.rule else {
      return nil
    }
    let room = edge - layout.panes.row
    // A border keeps it apart from the panes, where there is room for it and a row.
    let frame = room > 3 ? 1 : 0
    let rows = min(offer.choices.count, room - 2 * frame)
    guard rows > 0 else { return nil }
    let box = Rect(
      column: layout.panes.column, row: edge - rows - 2 * frame,
      columns: min(48, layout.panes.columns), rows: rows + 2 * frame)
    let inside = box.inset(columns: frame, rows: frame)
    canvas.fill(box, .overlay)
    if frame > 0 { canvas.frame.border(box, style: canvas.theme.style(.dim, on: .overlay)) }
    let shown = ScrollPart.rows(
      count: offer.choices.count, selection: offer.selection ?? 0, room: rows)
    for (offset, place) in shown.enumerated() {
      let row = inside.line(offset)
      let isSelected = place == offer.selection
      let surface: ThemeRole = isSelected ? .overlaySelected : .overlay
      if isSelected { canvas.fill(row, surface) }
      // The emoji last: terminals disagree about its width.
      let name = canvas.widths.fitted(offer.choices[place].name, to: max(1, row.columns - 6))
      canvas.write(
        [
          Span(isSelected ? "> " : "  ", .key), Span(name, .text),
          Span(" " + offer.choices[place].characters, .text),
        ], in: row, on: surface)
    }
    return box
  }
}
