// Everything that has not reached the server, in two lines each: how it stands, how old it is, whom it
// is for; why, and what it says.
//
//  > ✗ failed        9m  Lakshmi R.
//      403 access denied · “Also the back of the leaf.”

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

extension Scene {
  func draw(_ outbox: OutboxOverlay, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let rows = state.outboxRows
    let wanted = max(3, rows.count * OutboxRow.lines)
    let (box, inside) = canvas.openOverlay(
      title: outboxTitle(rows), columns: min(size.columns - 6, 76),
      rows: min(wanted, OverlayBox.pagerRows(size)) + 1)
    var rest = inside
    let foot = rest.takeBottom(1)
    if rows.isEmpty {
      canvas.writeParagraph(
        said("Nothing waits to be sent. What you send stands here until the server has it."), .dim,
        in: rest, on: .overlay)
    }
    let place = outbox.place(among: rows) ?? 0
    let room = max(1, rest.rows / OutboxRow.lines)
    let shown = ScrollPart.rows(count: rows.count, selection: place, room: room)
    for (offset, index) in shown.enumerated() {
      let top = rest.line(offset * OutboxRow.lines)
      let below = rest.line(offset * OutboxRow.lines + 1)
      let isSelected = index == place
      let surface: ThemeRole = isSelected ? .overlaySelected : .overlay
      for line in [top, below] {
        if isSelected { canvas.fill(line, surface) }
        canvas.hit(line, .overlayRow(index))
      }
      drawOutboxRow(rows[index], isSelected, on: &canvas, in: top, below, surface)
    }
    let end = drawHints(on: &canvas, in: foot, surface: .overlay)
    if shown.count < rows.count {
      canvas.writeRight(
        [Span(said("\(place + 1) of \(rows.count)"), .hint)], in: foot, limit: end, on: .overlay)
    }
    return OverlaySight(box: box, rows: rest.rows)
  }

  private func outboxTitle(_ rows: [OutboxRow]) -> [Span] {
    let counts = OutboxCounts(rows)
    let drafts = counts.drafts
    var spans = [Span(said("OUTBOX"), .focus)]
    if rows.count > drafts {
      spans.append(
        Span(said(counts.toSend, one: "  1 to send", more: "  \(counts.toSend) to send"), .text))
    }
    if counts.failed > 0 {
      spans += [Span(", ", .text), Span(said("\(counts.failed) failed"), .failure)]
    }
    if drafts > 0 {
      spans.append(Span(drafts == 1 ? said("  1 draft") : said("  \(drafts) drafts"), .draft))
    }
    return spans
  }

  private func drawOutboxRow(
    _ row: OutboxRow, _ isSelected: Bool, on canvas: inout Canvas, in top: Rect, _ below: Rect,
    _ surface: ThemeRole
  ) {
    let look = Self.outboxLook(row)
    let age = WallClock.short(max(0, now.timeIntervalSince(row.since)))
    canvas.write(
      [
        Span(isSelected ? "> " : "  ", .key), look.mark, Span(" ", .text),
        Span(canvas.widths.fitted(look.word.text, to: 12), look.word.role), Span(age + "  ", .time),
        Span(row.whom, .recipient),
      ], in: top, on: surface)
    var parts = [Excerpt.oneLine(row.reason, scalars: 200)]
    if let size = row.size { parts.append(FileSize.text(size)) }
    canvas.write(
      [
        Span(parts.joined(separator: " · "), row.isFailed ? .failure : .dim), Span(" · ", .dim),
        Span(row.content, .text),
      ], in: below.indented(4), on: surface)
  }

  private static func outboxLook(_ row: OutboxRow) -> (mark: Span, word: Span) {
    guard let delivery = row.delivery else { return (Sign.draft.span, Span(said("draft"), .draft)) }
    let mark = BlockMaker.tick(delivery)
    let word =
      switch delivery {
      case .queued: said("queued")
      case .uploading: said("uploading")
      case .handedOver: said("handed over")
      case .sent, .read: said("sent")
      case .unsure: row.isFailed ? said("undecided") : said("unsure")
      case .failed: said("failed")
      }
    return (mark, Span(word, mark.role))
  }
}
