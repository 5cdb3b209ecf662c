// What a search of all conversations finds, in two lines each: when and whose; who says what.
//
//  > 12 Nov 10:45  Lakshmi R.
//      you: …send a photo of the whole leaf, please

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

extension Scene {
  private static let linesOfHit = 2

  func draw(_ search: SearchOverlay, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let (box, inside) = canvas.openOverlay(
      title: [Span(said("SEARCH "), .focus), Span(said("everything on this computer"), .dim)],
      columns: min(size.columns - 6, 96), rows: OverlayBox.pagerRows(size))
    var rest = inside
    let line = rest.takeTop(1)
    let column = canvas.lay([Span(Sign.prompt.glyph + " ", .prompt)], in: line, on: .overlay)
    FieldView(editor: search.text).draw(
      on: &canvas, in: line.indented(column - line.column), hasCursor: true, surface: .overlay)
    let foot = rest.takeBottom(1)
    if let words = remark(on: search) {
      canvas.write([words], in: rest.takeBottom(1), on: .overlay)
    }
    if search.hits.isEmpty { drawNothing(of: search, on: &canvas, in: rest) }
    let room = max(1, rest.rows / Self.linesOfHit)
    let shown = ScrollPart.rows(count: search.hits.count, selection: search.selection, room: room)
    for (offset, index) in shown.enumerated() {
      let top = rest.line(offset * Self.linesOfHit)
      let below = rest.line(offset * Self.linesOfHit + 1)
      let isSelected = index == search.selection
      let surface: ThemeRole = isSelected ? .overlaySelected : .overlay
      for row in [top, below] {
        if isSelected { canvas.fill(row, surface) }
        canvas.hit(row, .overlayRow(index))
      }
      draw(search.hits[index], isSelected, on: &canvas, in: top, below, surface)
    }
    let end = drawHints(on: &canvas, in: foot, surface: .overlay)
    if !search.hits.isEmpty {
      let more = search.page?.next == nil ? "" : "+"
      canvas.writeRight(
        [Span(said("\(search.selection + 1) of \(search.hits.count)\(more)"), .hint)], in: foot,
        limit: end,
        on: .overlay)
    }
    return OverlaySight(box: box, rows: rest.rows)
  }

  private func draw(
    _ hit: SearchResult, _ isSelected: Bool, on canvas: inout Canvas, in top: Rect, _ below: Rect,
    _ surface: ThemeRole
  ) {
    let date: Date?
    let who: Span
    switch hit {
    case .message(let hit):
      date = hit.message.createdAt
      who = Span(state.speaker(of: hit) + ": ", .dim)
    case .note(let hit):
      date = state.serverTime(hit.note.writtenAt)
      who = Span(Sign.note.glyph + noteTitle(hit.note) + ": ", .note)
    }
    let time = date.map { clock.moment($0, now: serverNow) } ?? said("no date")
    canvas.write(
      [
        Span(isSelected ? "> " : "  ", .key), Span(time + "  ", .time),
        Span(state.name(of: hit.conversation.id), .recipient),
      ], in: top, on: surface)
    let room = max(8, below.columns - 6 - canvas.widths.width(of: who.text))
    let snippet = hit.snippet(length: room)
    canvas.write(
      [who] + marked(snippet.text, snippet.marks), in: below.indented(4),
      on: surface)
  }

  /// A text with what was found in it.
  func marked(_ text: String, _ marks: [Range<Int>], _ plain: ThemeRole = .text) -> [Span] {
    let clusters = Array(text)
    var spans: [Span] = []
    var place = 0
    func add(_ range: Range<Int>, _ role: ThemeRole) {
      if !range.isEmpty { spans.append(Span(Sanitizer.oneLine(String(clusters[range])), role)) }
    }
    for mark in marks where mark.lowerBound >= place && mark.upperBound <= clusters.count {
      add(place..<mark.lowerBound, plain)
      add(mark, .match)
      place = mark.upperBound
    }
    add(place..<clusters.count, plain)
    return spans
  }

  /// A row of a message, with what was found in it: of a phrase that goes over two rows each word.
  func found(in row: String, of text: String, _ plain: ThemeRole = .text) -> [Span] {
    guard let query = state.markedQuery, !query.terms.isEmpty else { return [Span(row, plain)] }
    let whole = query.marks(in: row)
    guard whole.isEmpty, !query.marks(in: text).isEmpty else {
      return marked(row, whole, plain)
    }
    var words = query
    words.terms = query.terms.filter { $0.words.count > 1 }.flatMap { term in
      term.words.map { SearchQuery.Term(words: [$0]) }
    }
    return marked(row, words.marks(in: row), plain)
  }

  private func drawNothing(of search: SearchOverlay, on canvas: inout Canvas, in rest: Rect) {
    let words: Span
    if let problem = search.problem {
      words = Span(Excerpt.oneLine(problem, scalars: 200), .failure)
    } else if search.isAsking {
      words = Span(said("Looking…"), .dim)
    } else if search.page != nil {
      words = Span(
        said("Nothing is found. `furrow sync` reads what is not on this computer yet."), .dim)
    } else {
      words = Span(
        said(
          """
          words, "a phrase", begin*; from:me from:farmer from:NAME in:NAME before:1 Nov \
          after:monday has:image has:file has:link has:phone
          """), .dim)
    }
    canvas.writeParagraph(words.text, words.role, in: rest, on: .overlay)
  }

  /// What is to be known of the result as a whole, else of the chosen hit's conversation.
  private func remark(on search: SearchOverlay) -> Span? {
    if let problem = search.problem, !search.hits.isEmpty {
      return Span(Excerpt.oneLine(problem, scalars: 200), .failure)
    }
    if let remark = search.page?.remarks.first {
      return Span(Excerpt.oneLine(remark, scalars: 120), .warning)
    }
    if let share = search.page?.indexedShare {
      return Span(said("\(Int(share * 100)) % of the messages here are indexed so far"), .hint)
    }
    guard search.hits.indices.contains(search.selection) else { return nil }
    let id = search.hits[search.selection].conversation.id
    return search.reach[id].map { reach in
      Span(said("of this chat: ") + reach.words { clock.moment($0, now: serverNow) }, .hint)
    }
  }
}
