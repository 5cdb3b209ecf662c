// Overlays that ask: for a file, for a token, for yes or no.

import ChatModel
import Desk
import TextGrid

extension Scene {
  func drawPath(_ prompt: PathPrompt, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let room = min(8, max(1, size.rows - 6))
    let (box, inside) = canvas.openOverlay(
      title: pathTitle(prompt.purpose), columns: min(size.columns - 6, 64), rows: room + 2)
    var rest = inside
    let row = rest.takeTop(1)
    let column = canvas.lay([Span("› ", .prompt)], in: row, on: .overlay)
    FieldView(editor: prompt.path).draw(
      on: &canvas, in: row.indented(column - row.column), hasCursor: true, surface: .overlay)
    let foot = rest.takeBottom(1)
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
    return OverlaySight(box: box, rows: rest.rows)
  }

  private func pathTitle(_ purpose: PathPrompt.Purpose) -> [Span] {
    switch purpose {
    case .attach(let id):
      [Span("FILE ", .focus), Span("for ", .dim), Span(state.name(of: id), .recipient)]
    case .save(_, let id):
      [Span("SAVE AS ", .focus), Span("from ", .dim), Span(state.name(of: id), .recipient)]
    }
  }

  func drawConfirmation(
    _ confirmation: Confirmation, on canvas: inout Canvas
  ) -> OverlaySight {
    let widths = canvas.widths
    let columns = min(
      canvas.size.columns - 6,
      max(
        32, min(64, widths.width(of: confirmation.question)),
        widths.width(of: answers(confirmation))))
    let question = widths.wrap(confirmation.question, columns: columns).count
    let detail =
      confirmation.detail.isEmpty ? 0 : widths.wrap(confirmation.detail, columns: columns).count
    let (box, inside) = canvas.openOverlay(
      title: [Span("SURE?", .focus)], columns: columns, rows: question + detail + 2)
    var rest = inside
    let foot = rest.takeBottom(1)
    _ = rest.takeTop(
      canvas.writeParagraph(confirmation.question, .text, in: rest, on: .overlay))
    if detail > 0 {
      canvas.writeParagraph(confirmation.detail, .dim, in: rest, on: .overlay)
    }
    canvas.write(answers(confirmation), in: foot, on: .overlay)
    return OverlaySight(box: box, rows: rest.rows)
  }

  private func answers(_ confirmation: Confirmation) -> [Span] {
    Self.keyedWords(confirmation.yes) + [Span("   ", .hint)] + Self.keyedWords(confirmation.no)
  }

  /// "y drops it": the first word is the key.
  private static func keyedWords(_ text: String) -> [Span] {
    let parts = text.split(separator: " ", maxSplits: 1)
    guard let key = parts.first else { return [] }
    return [Span(String(key), .key), Span(parts.count > 1 ? " " + parts[1] : "", .hint)]
  }

  func drawSignIn(_ prompt: SignInPrompt, on canvas: inout Canvas) -> OverlaySight {
    let widths = canvas.widths
    let columns = min(canvas.size.columns - 6, 60)
    let reason = Excerpt.oneLine(prompt.reason, scalars: 300)
    let reasonRows = min(3, widths.wrap(reason, columns: columns).count)
    let (box, inside) = canvas.openOverlay(
      title: [Span("SIGN IN AGAIN", .focus)], columns: columns, rows: reasonRows + 5)
    var rest = inside
    let foot = rest.takeBottom(1)
    canvas.writeParagraph(reason, .text, in: rest.takeTop(reasonRows), on: .overlay)
    _ = rest.takeTop(1)
    let row = rest.takeTop(1)
    let column = canvas.lay([Span("token › ", .prompt)], in: row, on: .overlay)
    FieldView(editor: prompt.token, isSecret: true).draw(
      on: &canvas, in: row.indented(column - row.column), hasCursor: true, surface: .overlay)
    if let problem = prompt.problem {
      canvas.write(
        [Span("✗ ", .failure), Span(Excerpt.oneLine(problem, scalars: 200), .failure)],
        in: rest.takeTop(1), on: .overlay)
    } else {
      canvas.write(
        [Span("What you wrote is kept; only this is needed.", .dim)], in: rest.takeTop(1),
        on: .overlay)
    }
    drawHints(on: &canvas, in: foot, surface: .overlay, without: .complete)
    return OverlaySight(box: box, rows: rest.rows)
  }

  func drawPastePreview(
    _ preview: PastePreview, on canvas: inout Canvas
  ) -> OverlaySight {
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
