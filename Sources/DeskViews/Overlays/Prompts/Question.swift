// A question with the keys of yes and no.

import Desk
import Sentences
import TextGrid

extension Scene {
  func draw(_ overlay: Question, on canvas: inout Canvas) -> OverlaySight {
    let widths = canvas.widths
    let columns = min(
      canvas.size.columns - 6,
      max(
        32, min(64, widths.width(of: overlay.question)), widths.width(of: answers(overlay))))
    let question = widths.wrap(overlay.question, columns: columns).count
    let detail =
      overlay.detail.isEmpty ? 0 : widths.wrap(overlay.detail, columns: columns).count
    let (box, inside) = canvas.openOverlay(
      title: [Span(said("SURE?"), .focus)], columns: columns, rows: question + detail + 2)
    var rest = inside
    let foot = rest.takeBottom(1)
    _ = rest.takeTop(
      canvas.writeParagraph(overlay.question, .text, in: rest, on: .overlay))
    if detail > 0 {
      canvas.writeParagraph(overlay.detail, .dim, in: rest, on: .overlay)
    }
    canvas.write(answers(overlay), in: foot, on: .overlay)
    return OverlaySight(box: box, rows: rest.rows)
  }

  private func answers(_ overlay: Question) -> [Span] {
    Self.keyedWords(overlay.yes) + [Span("   ", .hint)] + Self.keyedWords(overlay.no)
  }

  /// "y drops it": the first word is the key.
  private static func keyedWords(_ text: String) -> [Span] {
    let parts = text.split(separator: " ", maxSplits: 1)
    guard let key = parts.first else { return [] }
    return [Span(String(key), .key), Span(parts.count > 1 ? " " + parts[1] : "", .hint)]
  }
}
