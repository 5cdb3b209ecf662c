// The views with their names and counts: on a row of their own across the desk where there is room,
// else as the title of the list, with the name and the count of the one in force.
//
//  1 Mine 6  2 Waiting 17  3 Unread 3  4 All 44 of Ravi 12  7 No agent 2  │  5 Statistics  6 Team  O Outbox
//  1 MINE 6  2 3 4 5 6 7,  1 2 3 4 ALL 12 of Ravi 5 6 7

import Desk
import Sentences
import TextGrid

/// What is said of the views.
struct ViewsWords: Hashable, Sendable {
  var views: [View]
  /// The list gets the keys.
  var isFocused: Bool
  /// An editor of the filter shows its cursor.
  var hasCursor: Bool
  var filter: ListPane.Filter?
  /// Whose rows alone are shown, behind "of".
  var whose: String?
  /// Rows that the filter leaves.
  var found: Int
  var isLoading: Bool
  var outboxKey: String

  struct View: Hashable, Sendable {
    var view: NumberedView
    var label: String
    /// Its rows; nil for what has none.
    var count: Int?
    var isCurrent: Bool
  }

  /// `1 Mine 6`, in capitals where the keys go to it.
  func spans(_ view: View, rest: ThemeRole = .dim) -> [Span] {
    let label = view.label
    let isNamedLoud = view.isCurrent && isFocused
    let role: ThemeRole = !view.isCurrent ? rest : isFocused ? .focus : .view
    let number = view.view.number > 0 ? "\(view.view.number) " : ""
    let name = number + (isNamedLoud ? label.uppercased() : label)
    let count = view.count.map { [Span(" \($0)", role)] } ?? []
    guard let whose, view.isCurrent, view.count != nil else { return [Span(name, role)] + count }
    return [Span(name, role)] + count + [Span(said(" of "), .dim), Span("\(whose) \(found)", role)]
  }

  /// The one in force where there is little room: the name of whose rows alone are shown may be cut, and their
  /// number not.
  func shortSpans(_ view: View) -> [Span] {
    var spans = spans(view)
    guard let whose, spans.count == 4 else { return spans }
    spans[1] = Span(" \(found)", spans[1].role)
    spans[3] = Span(whose, spans[3].role)
    return spans
  }
}

extension Scene {
  var viewsWords: ViewsWords {
    let list = state.list
    // Those without a number are shown only while they are in force.
    let views = state.views.filter { $0.number > 0 || $0 == state.view }.map { view in
      ViewsWords.View(
        view: view, label: state.label(of: view), count: state.count(of: view),
        isCurrent: view == state.view)
    }
    let hasRows = views.contains { $0.isCurrent && $0.count != nil }
    return ViewsWords(
      views: views,
      isFocused: state.focus == .list,
      hasCursor: list.filter?.isEditing == true && hasFocus(.list),
      // Of statistics and the team nothing is left out.
      filter: hasRows ? list.filter : nil,
      whose: list.narrowing.map { state.name(of: $0.whose) },
      found: list.order.count, isLoading: list.isLoading,
      outboxKey: keys.name(.outbox, in: .list))
  }

  /// All of them on a row of their own.
  func drawViews(_ words: ViewsWords, on canvas: inout Canvas, in row: Rect) {
    var rest = row
    var views = words.views
    if words.filter != nil {
      // The field stands above the rows that it chooses from.
      let columns = layout.list.map(\.endColumn) ?? row.columns / 3
      drawFilter(words, on: &canvas, in: rest.takeLeft(columns))
      views.removeAll(where: \.isCurrent)
    }
    var column = rest.column + 1
    func lay(_ spans: [Span], _ target: HitTarget?) {
      let end = canvas.lay(spans, in: rest.narrowed(2), from: column)
      let place = Rect(column: column, row: rest.row, columns: end - column, rows: 1)
      if let target, !place.isEmpty { canvas.hit(place, target) }
      column = end + 2
    }
    for view in views where view.count != nil { lay(words.spans(view), .view(view.view)) }
    lay([Span("│", .divider)], nil)
    for view in views where view.count == nil { lay(words.spans(view), .view(view.view)) }
    lay([Span(said("\(words.outboxKey) Outbox"), .dim)], .hint(.outbox))
    if words.isLoading { canvas.writeRight([Span("… ", .dim)], in: row, limit: column) }
  }

  /// The one in force, and the numbers of the others.
  func drawListTitle(_ words: ViewsWords, on canvas: inout Canvas, in row: Rect) {
    guard words.filter == nil else { return drawFilter(words, on: &canvas, in: row) }
    var column = row.column + 1
    for view in words.views {
      let spans =
        view.isCurrent
        ? words.shortSpans(view) + [Span(" ", .dim)] : [Span("\(view.view.number)", .dim)]
      let end = canvas.lay(spans, in: row, from: column)
      canvas.hit(
        Rect(column: column, row: row.row, columns: end - column, rows: 1), .view(view.view))
      column = end + 1
    }
    if words.isLoading { canvas.writeRight([Span("… ", .dim)], in: row, limit: column) }
  }

  /// The view stays named: what is not found here may be found in another one.
  private func drawFilter(_ words: ViewsWords, on canvas: inout Canvas, in row: Rect) {
    guard let filter = words.filter else { return }
    var name = words.views.first(where: \.isCurrent).map { words.spans($0) } ?? []
    if name.count > 1 { name.removeLast() }
    let start = canvas.lay(
      name + [Span(" ", .dim), Span("/ ", .prompt)], in: row, from: row.column + 1)
    let count = " \(words.found) "
    let field = Rect(
      column: start, row: row.row, columns: row.endColumn - start - count.utf8.count, rows: 1)
    FieldView(editor: filter.editor).draw(on: &canvas, in: field, hasCursor: words.hasCursor)
    canvas.writeRight([Span(count, .dim)], in: row, limit: start)
  }
}
