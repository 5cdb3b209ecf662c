// Moves that are proposed, two rows each: who it is about, then from whom to whom, and why.

import Desk
import Sentences
import TextGrid

extension Scene {
  func draw(_ overlay: BalanceOverlay, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let columns = min(size.columns - 6, 92)
    let loads = overlay.loads.filter { $0.before != $0.after }
      .map { "\($0.name) \($0.before)\(Sign.change)\($0.after)" }.joined(separator: " · ")
    let head = loads.isEmpty ? 0 : min(3, canvas.widths.wrap(loads, columns: columns).count)
    let remarks = overlay.remarks.joined(separator: " ")
    // A move comes before what is said of the moves.
    let spare = max(0, size.rows - 8 - head - 2)
    let foot =
      remarks.isEmpty ? 0 : min(3, spare, canvas.widths.wrap(remarks, columns: columns).count)
    let whole = min(spare - foot, reasonRows(overlay, columns, canvas.widths))
    let room = max(2, min(overlay.moves.count * 2, size.rows - 8 - head - foot - whole))
    let (box, inside) = canvas.openOverlay(
      title: [
        Span(Excerpt.oneLine(overlay.title, scalars: 60), .focus),
        Span(said("  \(overlay.chosen.count) of \(overlay.moves.count) moves"), .dim),
      ], columns: columns, rows: room + head + foot + whole + 3)
    var rest = inside
    if head > 0 { canvas.writeParagraph(loads, .text, in: rest.takeTop(head), on: .overlay) }
    _ = rest.takeTop(1)
    let keysRow = rest.takeBottom(1)
    _ = rest.takeBottom(1)
    if foot > 0 { canvas.writeParagraph(remarks, .dim, in: rest.takeBottom(foot), on: .overlay) }
    if whole > 0 {
      let reason = rest.takeBottom(whole)
      if let move = selected(overlay), !fits(move, columns, canvas.widths) {
        canvas.writeParagraph(move.reason, .text, in: reason, on: .overlay)
      }
    }
    let shown = ScrollPart.rows(
      count: overlay.moves.count, selection: overlay.selection, room: max(1, rest.rows / 2))
    for place in shown {
      drawMove(overlay, place, on: &canvas, in: rest.takeTop(2))
    }
    let end = drawHints(on: &canvas, in: keysRow, surface: .overlay)
    if shown.count < overlay.moves.count {
      canvas.writeRight(
        [Span(said("\(overlay.selection + 1) of \(overlay.moves.count)"), .hint)], in: keysRow,
        limit: end, on: .overlay)
    }
    return OverlaySight(box: box, rows: room)
  }

  private func selected(_ overlay: BalanceOverlay) -> BalanceOverlay.Move? {
    overlay.moves.indices.contains(overlay.selection) ? overlay.moves[overlay.selection] : nil
  }

  /// Rows for the whole reason of the chosen move, where that of any does not fit into its own row.
  private func reasonRows(_ overlay: BalanceOverlay, _ columns: Int, _ widths: TextWidth) -> Int {
    overlay.moves.filter { !fits($0, columns, widths) }
      .map { min(3, widths.wrap($0.reason, columns: columns).count) }.max() ?? 0
  }

  private func fits(_ move: BalanceOverlay.Move, _ columns: Int, _ widths: TextWidth) -> Bool {
    widths.width(of: words(of: move)) <= columns - 2
  }

  private func words(of move: BalanceOverlay.Move) -> String {
    "\(move.from)\(Sign.change)\(move.to)  \(move.reason)"
  }

  private func drawMove(
    _ overlay: BalanceOverlay, _ place: Int, on canvas: inout Canvas, in rect: Rect
  ) {
    let move = overlay.moves[place]
    let isSelected = place == overlay.selection
    let isLeft = overlay.stays.contains(move.id)
    let surface: ThemeRole = isSelected ? .overlaySelected : .overlay
    if isSelected { canvas.fill(rect, surface) }
    canvas.hit(rect, .overlayRow(place))
    canvas.write(
      [
        Span(isSelected ? "> " : "  ", .key), Span(isLeft ? said("stays  ") : "", .warning),
        Span(move.name, isLeft ? .dim : .text),
      ], in: rect.line(0), on: surface)
    canvas.write(
      [
        Span("\(move.from)\(Sign.change)\(move.to)", isLeft ? .dim : .text),
        Span("  \(move.reason)", .dim),
      ], in: rect.line(1).indented(2), on: surface)
  }
}
