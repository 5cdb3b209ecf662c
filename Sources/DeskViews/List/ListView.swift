// The list of conversations: its title with the views, its rows, the last words of the one under
// the cursor, and a foot that says what is held back or out of date.

import ChatModel
import Desk
import Foundation
import TextGrid

extension Scene {
  /// Rows of the list pane that are not conversations, and what is left for those.
  struct ListParts {
    var title: Rect
    var rows: Rect
    var lastWords: Rect?
    var foot: Rect?
    var rowsEach: Int

    init(_ pane: Rect, showsLastWordsInRows: Bool) {
      var rest = pane
      title = rest.takeTop(1)
      foot = rest.rows >= 5 ? rest.takeBottom(1) : nil
      if !showsLastWordsInRows, rest.rows >= 9 {
        lastWords = rest.takeBottom(rest.rows >= 12 ? 3 : 2)
      }
      rows = rest
      rowsEach = showsLastWordsInRows && rest.rows >= 6 ? 2 : 1
    }

    var capacity: Int { rows.rows / rowsEach }
  }

  func listParts(_ pane: Rect) -> ListParts {
    ListParts(pane, showsLastWordsInRows: layout.showsLastWordsInRows)
  }

  func drawList(on canvas: inout Canvas, _ parts: ListParts) {
    if state.list.order.isEmpty {
      drawEmptyList(on: &canvas, in: parts.rows.inset(columns: 1))
    } else {
      drawRows(on: &canvas, parts)
    }
    if let rect = parts.lastWords { drawLastWords(on: &canvas, in: rect) }
    if let rect = parts.foot { drawListFoot(on: &canvas, in: rect) }
  }

  private func drawRows(on canvas: inout Canvas, _ parts: ListParts) {
    var rest = parts.rows
    let window = state.list.window(rows: parts.capacity)
    for id in state.list.order[window] {
      let row = rest.takeTop(parts.rowsEach)
      guard let summary = state.conversations[id] else { continue }
      drawConversation(
        summary, isUnderCursor: id == state.list.cursor, on: &canvas, in: row)
    }
  }

  func drawListTitle(on canvas: inout Canvas, in row: Rect) {
    func name(_ view: NumberedView) -> String {
      "\(view.number) \(state.focus == .list ? view.name.uppercased() : view.name)"
    }
    if let filter = state.list.filter {
      // The view stays named: what is not found here may be found in another one.
      let column = canvas.lay(
        [Span(name(state.view), state.focus == .list ? .focus : .text), Span(" ", .dim)],
        in: row, from: row.column + 1)
      drawFilter(filter, on: &canvas, in: row, from: column)
      return
    }
    var column = canvas.lay(
      [title("list", .list), Span(" ", .dim)], in: row, from: row.column + 1)
    for view in NumberedView.all {
      let isCurrent = view == state.view
      let text = isCurrent ? name(view) : "\(view.number)"
      let end = canvas.lay([Span(text, isCurrent ? .text : .dim)], in: row, from: column)
      canvas.hit(
        Rect(column: column, row: row.row, columns: end - column, rows: 1), .view(view))
      column = end + 1
    }
    if state.list.isLoading {
      canvas.writeRight([Span("… ", .dim)], in: row, limit: column)
    } else {
      canvas.writeRight([Span("views ", .dim)], in: row, limit: column)
    }
  }

  private func drawFilter(
    _ filter: ListPane.Filter, on canvas: inout Canvas, in row: Rect, from column: Int
  ) {
    let start = canvas.lay([Span("/ ", .prompt)], in: row, from: column)
    let count = " \(state.list.order.count) "
    let field = Rect(
      column: start, row: row.row, columns: row.endColumn - start - count.utf8.count, rows: 1)
    FieldView(editor: filter.editor).draw(
      on: &canvas, in: field, hasCursor: filter.isEditing && hasFocus(.list))
    canvas.writeRight([Span(count, .dim)], in: row, limit: start)
  }

  private func drawEmptyList(on canvas: inout Canvas, in rect: Rect) {
    canvas.writeParagraph(emptyListText, .dim, in: rect)
  }

  private var emptyListText: String {
    let list = state.list
    if let filter = list.filter, !filter.editor.isEmpty {
      let out = "\(keys.name(.cancel, in: .list)) shows the list again."
      guard list.foundInAll > 0 else {
        let words = Excerpt.oneLine(filter.editor.text, scalars: 40)
        return "\(DeskState.nothingMatches(words)) \(out)"
      }
      let open =
        filter.isEditing ? keys.name(.accept, in: .filter) : keys.name(.open, in: .list)
      let them = list.foundInAll == 1 ? "it" : "them"
      return "0 here, \(list.foundInAll) in \(ListView.all.name.capitalized): "
        + "\(open) shows \(them). \(out)"
    }
    // Nothing was heard of anybody: that is not the same as there being nobody.
    if !list.isComplete, state.conversations.isEmpty {
      switch state.link {
      case .offline, .sentAway, .refused:
        let key = keys.name(.refresh, in: .list)
        return "Not connected, and nothing is kept here yet. \(key) tries again."
      default: return "Loading conversations…"
      }
    }
    let all = list.counts[.all] ?? 0
    let key = keys.name(.viewAll, in: .list)
    let rest = all == 0 ? "" : " \(key) shows all \(all) conversation\(all == 1 ? "" : "s")."
    switch list.view {
    case .mine: return "No conversation is yours." + rest
    case .waiting: return "No one is waiting." + rest
    case .unread: return "Nothing is unread." + rest
    case .unassigned: return "Every conversation has its agent." + rest
    case .all:
      return "No conversations yet. One appears here as soon as a farmer writes."
    }
  }

  private func drawLastWords(on canvas: inout Canvas, in rect: Rect) {
    guard let id = state.list.cursor, let summary = state.conversations[id] else { return }
    let texts = canvas.rowTexts.texts(of: summary, in: state)
    canvas.write(
      [Span("LAST WORDS  ", .dim), Span(texts.name, .nameTheirs)], in: rect.line(0).indented(1))
    let body = Rect(
      column: rect.column + 1, row: rect.row + 1, columns: rect.columns - 2, rows: rect.rows - 1)
    canvas.writeParagraph(texts.lastWords.map(\.text).joined(), .text, in: body)
  }

  private func drawListFoot(on canvas: inout Canvas, in row: Rect) {
    let row = row.indented(1)
    let list = state.list
    if list.arrived > 0 {
      canvas.write(
        [
          Span("+\(list.arrived) arrived", .badge),
          Span(", \(keys.name(.foldIn, in: .list)) folds in", .hint),
        ], in: row)
      canvas.hit(row, .arrivals)
    } else if !list.isComplete, !list.order.isEmpty {
      if let at = list.comparedAt {
        let since = clock.moment(at, now: now)
        canvas.write([Span("not compared since \(since)", .hint)], in: row)
      } else {
        canvas.write([Span("kept copy, not compared", .hint)], in: row)
      }
    }
  }
}
