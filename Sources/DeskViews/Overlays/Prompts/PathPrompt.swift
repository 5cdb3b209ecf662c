// A path being typed, and what it could go on with.

import ChatModel
import Desk
import Sentences
import TextGrid

extension Scene {
  func draw(_ prompt: PathPrompt, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let preview = previewRows(prompt.purpose, size)
    let room = min(8 + preview, max(1, size.rows - 6))
    let (box, inside) = canvas.openOverlay(
      title: pathTitle(prompt), columns: min(size.columns - 6, 64), rows: room + 2)
    var rest = inside
    let row = rest.takeTop(1)
    let column = canvas.lay([Span(Sign.prompt.glyph + " ", .prompt)], in: row, on: .overlay)
    FieldView(editor: prompt.path).draw(
      on: &canvas, in: row.indented(column - row.column), hasCursor: true, surface: .overlay)
    let foot = rest.takeBottom(1)
    let wishes = drawPreview(
      prompt, on: &canvas, in: rest.takeBottom(min(preview, max(0, rest.rows - 4))))
    if let problem = prompt.problem {
      let lines = canvas.writeParagraph(
        Excerpt.oneLine(problem, scalars: 300), .failure, in: rest, on: .overlay)
      _ = rest.takeTop(lines)
    }
    let shown = ScrollPart.rows(
      count: prompt.completions.count, selection: prompt.selection ?? 0, room: rest.rows)
    for (offset, place) in shown.enumerated() {
      let row = rest.line(offset)
      let isSelected = place == prompt.selection
      let surface: ThemeRole = isSelected ? .overlaySelected : .overlay
      if isSelected { canvas.fill(row, surface) }
      canvas.hit(row, .overlayRow(place))
      let path = Excerpt.oneLine(prompt.completions[place])
      canvas.write(
        [
          Span(isSelected ? "> " : "  ", .key),
          Span(canvas.widths.truncatedAtStart(path, to: row.columns - 2), .text),
        ], in: row, on: surface)
    }
    drawHints(on: &canvas, in: foot, surface: .overlay)
    return OverlaySight(box: box, rows: rest.rows, pictures: wishes)
  }

  /// Rows that are kept for what is chosen, by the screen alone, so that nothing moves.
  private func previewRows(_ purpose: PathPrompt.Purpose, _ size: Size) -> Int {
    guard case .attach = purpose else { return 0 }
    return switch size.rows {
    case 30...: 10
    case 20...: 6
    default: 1
    }
  }

  /// The file that is chosen: its type and size, or why it cannot go, and a picture itself.
  private func drawPreview(
    _ prompt: PathPrompt, on canvas: inout Canvas, in rect: Rect
  ) -> [PictureWish] {
    guard let verdict = prompt.preview?.verdict, !rect.isEmpty else { return [] }
    var rest = rect
    let row = rest.takeTop(1)
    switch verdict {
    case .missing: return []
    // After an Enter it is said above.
    case .refused where prompt.problem != nil: return []
    case .refused(_, let reason):
      canvas.writeParagraph(
        Excerpt.oneLine(reason, scalars: 300), .warning, in: rect, on: .overlay)
      return []
    case .fits(let file):
      canvas.write(
        [
          Span("[\(file.kind.label)] ", .media),
          Span(Excerpt.oneLine(file.format, scalars: 40), .text),
          Span(" " + FileSize.text(file.size), .dim),
        ], in: row, on: .overlay)
      guard file.kind == .image, state.picturesProblem == nil, rest.rows >= 3 else { return [] }
      let wish = state.wish(
        for: .file(file.path), of: nil, columns: min(rest.columns, rest.rows * 4), rows: rest.rows,
        isAskedFor: true)
      draw(wish, on: &canvas, in: rest, surface: .overlay)
      return [wish]
    }
  }

  private func pathTitle(_ prompt: PathPrompt) -> [Span] {
    switch prompt.purpose {
    case .attach(let id):
      [Span(said("FILE "), .focus), Span(said("for "), .dim), Span(state.name(of: id), .recipient)]
    case .export(let ids):
      [
        Span(said("EXPORT "), .focus), Span(state.exportName(ids), .recipient),
        Span("  " + PathPrompt.endings + (ids.count > 1 ? said("; * is each name") : ""), .dim),
      ]
    case .wire:
      [
        Span(said("SAVE "), .focus),
        Span(
          said("\(state.wire.shownCount) of the wire as a recording")
            + (state.wire.isUnmasked ? said(", phone numbers as they are") : ""), .dim),
      ]
    case .replay:
      [Span(said("REPLAY "), .focus), Span(said("a recording, against this server"), .dim)]
    case .assertions:
      [
        Span(said("ASSERT "), .focus),
        Span(
          said(
            """
            by a file of assertions; a new one begins with \
            #\(state.wire.chosen?.record.number ?? 0)
            """),
          .dim),
      ]
    case .save:
      [
        Span(said("SAVE AS "), .focus), Span(said("from "), .dim),
        Span(prompt.whose, .recipient),
      ]
    }
  }
}
