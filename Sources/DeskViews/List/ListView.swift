// The list of conversations: its rows, the last words of the one under the cursor, and a foot that
// says what is held back or out of date.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

extension Scene {
  /// Rows of the list pane that are not conversations, and what is left for those.
  struct ListParts {
    var title: Rect
    var rows: Rect
    var lastWords: Rect?
    var foot: Rect?
    var rowsEach: Int

    init(_ pane: Rect, hasTitle: Bool, showsLastWordsInRows: Bool) {
      var rest = pane
      title = rest.takeTop(hasTitle ? 1 : 0)
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
    ListParts(
      pane, hasTitle: layout.views == nil, showsLastWordsInRows: layout.showsLastWordsInRows)
  }

  func drawList(_ words: ListWords, on canvas: inout Canvas, _ parts: ListParts) {
    if let text = words.empty {
      canvas.writeParagraph(text, .dim, in: parts.rows.inset(columns: 1))
    }
    var rest = parts.rows
    for row in words.rows {
      let rect = rest.takeTop(parts.rowsEach)
      if let row { drawConversation(row, on: &canvas, in: rect) }
    }
    if let rect = parts.lastWords { drawLastWords(words, on: &canvas, in: rect) }
    if let rect = parts.foot { drawListFoot(words.foot, on: &canvas, in: rect) }
  }

  /// What the list is made from, to be compared before any of its words is looked for.
  func listInput(_ parts: ListParts) -> ListInput {
    let list = state.list
    let rows = Array(list.order[list.window(rows: parts.capacity)])
    return ListInput(
      me: state.me, conversations: state.$conversations, local: state.$local,
      presence: state.$presence,
      typists: state.$typists, outbox: state.$outbox, clockSkew: state.clockSkew,
      today: clock.day(now), hasOverlay: state.overlay != nil,
      isFocused: state.focus == .list && state.main == .conversation,
      view: state.view, rows: rows, drafts: rows.map(state.hasDraft),
      latin: rows.map(state.isReadInLatin), marks: list.marks, cursor: list.cursor,
      openID: state.openID, filter: list.filter, narrowing: list.narrowing?.whose,
      found: list.order.count,
      foundInAll: list.foundInAll, counts: list.counts, saved: state.savedViews,
      savedCounts: list.savedCounts, arrived: list.arrived,
      isComplete: list.isComplete, comparedAt: list.comparedAt, isLoading: list.isLoading,
      link: state.link)
  }

  func listWords(_ input: ListInput, _ texts: inout RowTexts) -> ListWords {
    var words = ListWords(input)
    if layout.views == nil { words.title = viewsWords }
    guard !state.list.order.isEmpty else {
      words.empty = emptyListText
      return words
    }
    words.foot = listFoot
    for id in input.rows {
      let summary = state.conversations[id]
      words.rows.append(summary.map { self.words(of: $0, &texts) })
      words.changesAt = [
        words.changesAt, summary.flatMap { state.nextChange(ofWaitIn: $0, after: now) },
        state.nextChange(ofTypingIn: id, after: now),
        state.nextChange(ofSnoozeOf: id, after: now),
      ].compactMap { $0 }.min()
    }
    words.cursorWords = state.list.cursor.flatMap { state.conversations[$0] }
      .map { texts.texts(of: $0, in: state) }
    return words
  }

  private var emptyListText: String {
    let list = state.list
    if let problem = state.filterProblem {
      return said("\(problem) \(keys.name(.cancel, in: .list)) shows the list again.")
    }
    if let filter = list.filter, !filter.editor.isEmpty {
      let out = said("\(keys.name(.cancel, in: .list)) shows the list again.")
      guard list.foundInAll > 0 else {
        let words = Excerpt.oneLine(filter.editor.text, scalars: 40)
        return "\(DeskState.nothingMatches(words)) \(out)"
      }
      let open =
        filter.isEditing ? keys.name(.accept, in: .filter) : keys.name(.open, in: .list)
      let them = list.foundInAll == 1 ? said("it") : said("them")
      return said(
        """
        0 here, \(list.foundInAll) in \(NumberedView.list(.all).label): \(open) shows \(them). \
        \(out)
        """)
    }
    // Nothing was heard of anybody: that is not the same as there being nobody.
    if !list.isComplete, state.conversations.isEmpty {
      switch state.link {
      case .offline, .sentAway, .refused:
        let key = keys.name(.refresh, in: .list)
        return said("Not connected, and nothing is kept here yet. \(key) tries again.")
      default: return said("Loading conversations…")
      }
    }
    if let whose = list.narrowing?.whose {
      let key = keys.name(.cancel, in: .list)
      return said("No conversation of \(state.name(of: whose)) is in this view. \(key) leaves it.")
    }
    let all = list.counts[.all] ?? 0
    let key = keys.name(.viewAll, in: .list)
    let rest =
      all == 0
      ? ""
      : said(
        all, one: " \(key) shows all 1 conversation.",
        more: " \(key) shows all \(all) conversations.")
    if case .saved = state.view {
      return said("No conversation is in the view \(state.name(of: state.view)) now.") + rest
    }
    switch list.view {
    case .mine:
      return said("No conversation is yours. One that is given to you appears here by itself.")
        + rest
    case .waiting: return said("No one is waiting.") + rest
    case .unread: return said("Nothing is unread.") + rest
    case .unassigned: return said("Every conversation has its agent.") + rest
    case .all:
      return said("No conversations yet. One appears here as soon as a farmer writes.")
    }
  }

  private func drawLastWords(_ words: ListWords, on canvas: inout Canvas, in rect: Rect) {
    guard let texts = words.cursorWords else { return }
    canvas.write(
      [Span(said("LAST WORDS  "), .dim), Span(texts.name, .text)], in: rect.line(0).indented(1))
    let body = Rect(
      column: rect.column + 1, row: rect.row + 1, columns: rect.columns - 2, rows: rect.rows - 1)
    let said = texts.aside + texts.lastWords
    canvas.writeParagraph(said.map(\.text).joined(), .text, in: body)
  }

  /// What is held back or out of date.
  private var listFoot: [Span] {
    let list = state.list
    if list.arrived > 0 {
      return [
        Span(said("+\(list.arrived) arrived"), .badge),
        Span(said(", \(keys.name(.foldIn, in: .list)) folds in"), .hint),
      ]
    }
    guard !list.isComplete else { return [] }
    let since = list.comparedAt.map { said("not compared since \(clock.moment($0, now: now))") }
    return [Span(since ?? said("kept copy, not compared"), .hint)]
  }

  private func drawListFoot(_ words: [Span], on canvas: inout Canvas, in row: Rect) {
    let row = row.indented(1)
    canvas.write(words, in: row)
    if words.first?.role == .badge { canvas.hit(row, .arrivals) }
  }
}

/// What the list is made from. Equal ones show the same until ``ListWords/changesAt``.
struct ListInput: Hashable, Sendable {
  var me: Claims?
  var conversations: Version
  var local: Version
  var presence: Version
  var typists: Version
  var outbox: Version
  var clockSkew: Double
  var today: Int?
  var hasOverlay: Bool
  var isFocused: Bool
  var view: NumberedView
  var rows: [ConversationID]
  var drafts: [Bool]
  /// Which are read in Latin letters.
  var latin: [Bool]
  var marks: Set<ConversationID>
  var cursor: ConversationID?
  var openID: ConversationID?
  var filter: ListPane.Filter?
  var narrowing: Whose?
  var found: Int
  var foundInAll: Int
  var counts: [ListView: Int]
  var saved: [SavedView]
  var savedCounts: [Int: Int]
  var arrived: Int
  var isComplete: Bool
  var comparedAt: Date?
  var isLoading: Bool
  var link: LinkState
}

/// What the list says.
struct ListWords: Hashable, Sendable {
  /// The views, where the list is titled with them.
  var title: ViewsWords?
  /// How the rows are marked depends on it.
  var isFocused: Bool
  var hasOverlay: Bool
  /// nil where a row has lost its conversation.
  var rows: [ConversationWords?] = []
  var empty: String?
  var foot: [Span] = []
  var cursorWords: RowTexts.Texts?
  /// When the first of the rows says something else by itself.
  var changesAt: Date?

  init(_ input: ListInput) {
    isFocused = input.isFocused
    hasOverlay = input.hasOverlay
  }

  /// The same words, whenever they change.
  var withoutTime: ListWords {
    var words = self
    words.changesAt = nil
    return words
  }
}
