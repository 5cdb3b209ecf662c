// Who waits next, on screens with more room than the messages need: a glance, no rows to move in.
//
//  waits next
//   47m Lakshmi R.
//       leaf yellow from the tips

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// What the pane is made from, to be compared before any of its words is looked for.
struct NextInput: Hashable, Sendable {
  var me: Claims?
  var conversations: Version
  var local: Version
  var openID: ConversationID?
  var clockSkew: Double
  var isComplete: Bool
  var key: String
  var rows: Int
}

/// One who waits.
struct NextWords: Hashable, Sendable {
  let id: ConversationID
  var wait: Span
  var sign: Span?
  var texts: RowTexts.Texts
}

/// All that the pane says.
private struct NextPaneWords: Hashable, Sendable {
  let rows: [NextWords]
  let isComplete: Bool
  let key: String
}

/// What the pane said last, and from what that was made.
struct NextMemory: Sendable {
  fileprivate(set) var ids: [ConversationID] = []
  fileprivate var kept = Kept<NextInput, [NextWords]>()
}

extension Scene {
  struct NextParts {
    var title: Rect
    var rows: Rect
    static let rowsEach = 2

    init(_ pane: Rect) {
      rows = pane
      title = rows.takeTop(1)
    }

    var capacity: Int { rows.rows / Self.rowsEach }
  }

  func drawNext(on canvas: inout Canvas, in pane: Rect, memory: inout NextMemory) {
    let parts = NextParts(pane)
    let input = NextInput(
      me: state.me, conversations: state.$conversations, local: state.$local,
      openID: state.openID,
      clockSkew: state.clockSkew, isComplete: state.list.isComplete,
      key: keys.name(.longestWaiting, in: .list), rows: parts.capacity)
    var known = memory.kept.words(for: input, at: now)
    if known == nil {
      memory.ids = state.waitingNext(parts.capacity)
      let summaries = memory.ids.compactMap { state.conversations[$0] }
      let new = summaries.compactMap { nextWords($0, &canvas.rowTexts) }
      let until = summaries.compactMap { state.nextChange(ofWaitIn: $0, after: now) }.min()
      memory.kept.note(new, for: input, at: now, until: until)
      known = new
    }
    let words = known ?? []
    canvas.part(
      .next, in: pane,
      from: NextPaneWords(rows: words, isComplete: input.isComplete, key: input.key)
    ) { canvas in
      canvas.write(
        [
          Span(said("waits next  "), .paneTitle), Span(input.key, .key),
          Span(said(" opens"), .hint),
        ],
        in: parts.title.inset(columns: 1))
      var rest = parts.rows
      if words.isEmpty {
        let text = input.isComplete ? said("Nobody else is waiting.") : said("Not known yet.")
        canvas.writeParagraph(text, .dim, in: rest.inset(columns: 1))
      }
      for row in words { drawNext(row, on: &canvas, in: rest.takeTop(NextParts.rowsEach)) }
    }
  }

  private func nextWords(
    _ summary: ConversationSummary, _ texts: inout RowTexts
  ) -> NextWords? {
    guard let waited = state.waited(summary, now: now), let wait = summary.wait else { return nil }
    let urgency = state.urgency(summary, now: now)
    let role = Self.urgencyRole(urgency)
    let sign =
      urgency == .late
      ? Sign.tooLong.span : wait.isExact ? nil : Span(Sign.atLeast.glyph, role)
    return NextWords(
      id: summary.id, wait: Span(WallClock.short(waited), role), sign: sign,
      texts: texts.texts(of: summary, in: state))
  }

  private func drawNext(_ words: NextWords, on canvas: inout Canvas, in rect: Rect) {
    canvas.hit(rect, .waiting(words.id))
    let (first, second) = (rect.line(0).narrowed(1), rect.line(1).narrowed(1))
    canvas.write([words.sign ?? Span(" ", .dim)], in: first, from: rect.column + 1)
    canvas.write([words.wait], in: first, from: rect.column + 2)
    canvas.write([Span(words.texts.name, .text)], in: first.indented(6))
    canvas.write(words.texts.aside + words.texts.lastWords, in: second.indented(6))
  }
}
