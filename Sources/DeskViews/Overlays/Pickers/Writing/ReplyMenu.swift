// The canned replies, with what the one under the cursor would say.

import Desk
import Sentences
import TextGrid

extension Scene {
  func draw(_ menu: ReplyMenu, on canvas: inout Canvas) -> OverlaySight {
    drawPicker(
      menu.picker, detailFirst: false, on: &canvas,
      preview: preview(of: menu, columns: min(canvas.size.columns - 10, 60), canvas.widths),
      previewRows: Self.previewRows)
  }

  private static let previewRows = 7

  /// A rule, the text, and what goes with it or lacks.
  private func preview(of menu: ReplyMenu, columns: Int, _ widths: TextWidth) -> [[Span]] {
    guard columns > 0, let (reply, files) = state.preview(of: menu, now: now) else { return [] }
    var feet: [[Span]] = []
    if !files.isEmpty {
      let names = files.map {
        Excerpt.oneLine($0.split(separator: "/").last.map(String.init) ?? $0)
      }
      feet.append([Span("+ ", .prompt), Span(names.joined(separator: ", "), .text)])
    }
    if !reply.missing.isEmpty {
      let words = reply.missing.map(\.words).joined(separator: ", ")
      feet.append([Span(said("not known: \(words)"), .warning)])
    }
    let room = Self.previewRows - 1 - feet.count
    let lines = widths.wrap(reply.text, columns: columns)
    var rows = lines.prefix(room).map { [Span(String(reply.text[$0.shown]), .text)] }
    if lines.count > room, !rows.isEmpty {
      rows[rows.count - 1] = [Span(said("and \(lines.count - room + 1) lines more"), .hint)]
    }
    return [[Span(String(repeating: "─", count: columns), .dim)]] + rows + feet
  }
}
