// A new sign-in: a token as dots, or an e-mail address and then its password as dots.

import Desk
import Sentences
import TextGrid

extension Scene {
  func draw(_ prompt: SignInPrompt, on canvas: inout Canvas) -> OverlaySight {
    let widths = canvas.widths
    let columns = min(canvas.size.columns - 6, 60)
    let reason = Excerpt.oneLine(prompt.reason, scalars: 300)
    let reasonRows = min(3, widths.wrap(reason, columns: columns).count)
    let (box, inside) = canvas.openOverlay(
      title: [Span(said("SIGN IN AGAIN"), .focus)], columns: columns, rows: reasonRows + 5)
    var rest = inside
    let foot = rest.takeBottom(1)
    canvas.writeParagraph(reason, .text, in: rest.takeTop(reasonRows), on: .overlay)
    _ = rest.takeTop(1)
    let row = rest.takeTop(1)
    let label = prompt.email == nil ? said("e-mail or token") : said("password")
    let column = canvas.lay(
      [Span("\(label) \(Sign.prompt.glyph) ", .prompt)], in: row, on: .overlay)
    FieldView(editor: prompt.token, isSecret: prompt.isSecret).draw(
      on: &canvas, in: row.indented(column - row.column), hasCursor: true, surface: .overlay)
    if let problem = prompt.problem {
      canvas.write(
        [
          Span(Sign.failed.glyph + " ", .failure),
          Span(Excerpt.oneLine(problem, scalars: 200), .failure),
        ],
        in: rest.takeTop(1), on: .overlay)
    } else {
      canvas.write(
        [Span(words(of: prompt), .dim)], in: rest.takeTop(1), on: .overlay)
    }
    drawHints(on: &canvas, in: foot, surface: .overlay, without: .complete)
    return OverlaySight(box: box, rows: rest.rows)
  }

  private func words(of prompt: SignInPrompt) -> String {
    if prompt.isAsking { return said("Asking the server…") }
    guard let email = prompt.email else {
      return said("What you wrote is kept; only this is needed.")
    }
    return said("Of \(Excerpt.oneLine(email, scalars: 100))")
  }
}
