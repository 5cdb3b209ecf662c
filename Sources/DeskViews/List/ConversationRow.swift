// One conversation in the list. Meaning stands left of the name, in columns of constant width:
//
//  >=!47m 1 t Lakshmi R.
//  │││  │ ├ … waits to be sent, ✗ was not sent
//  │││  │ │ └ t typing, d draft, • online
//  │││  │ └ unread
//  │││  └ wait, or -
//  ││└ ! waits too long, ≥ at least so long, R resolved, C closed
//  │└ = open
//  └ > cursor

import ChatModel
import Desk
import Foundation
import TextGrid

/// What a row says of its conversation.
struct ConversationWords: Hashable, Sendable {
  let id: ConversationID
  var isUnderCursor: Bool
  /// The sign of the open one, or of a wait that is too long, and the next to it.
  var first: Span
  var second: Span
  /// How long it waits; nil where nobody does.
  var wait: Span?
  var unread: Int
  var outbox: Span?
  var flag: Span
  var texts: RowTexts.Texts
}

extension Scene {
  /// Columns before the name.
  private func nameColumn(_ rect: Rect) -> Int { rect.columns >= 34 ? 13 : 12 }

  func words(of summary: ConversationSummary, _ texts: inout RowTexts) -> ConversationWords {
    let urgency = state.urgency(summary, now: now)
    let role = Self.urgencyRole(urgency)
    let isOpen = summary.id == state.openID
    let marks = waitMarks(summary, isOpen: isOpen, isLate: urgency == .late)
    return ConversationWords(
      id: summary.id, isUnderCursor: summary.id == state.list.cursor,
      first: Span(marks.first, isOpen ? .focus : role),
      second: settledMark(summary).map { Span($0, .dim) } ?? Span(marks.second, role),
      wait: state.waited(summary, now: now).map { Span(WallClock.short($0), role) },
      unread: summary.unread,
      outbox: outboxMarks[summary.id].map {
        $0 == .failed ? Span("✗", .failed) : Span("…", .queued)
      },
      flag: flag(summary), texts: texts.texts(of: summary, in: state))
  }

  func drawConversation(_ words: ConversationWords, on canvas: inout Canvas, in rect: Rect) {
    var surface = ThemeRole.base
    if words.isUnderCursor {
      surface = hasFocus(.list) ? .selectedRow : .markedRow
      canvas.fill(rect, surface)
    }
    canvas.hit(rect, .listRow(words.id))
    func put(_ span: Span, _ column: Int, row: Int = 0) {
      canvas.write(
        span.text, span.role, at: Point(column: rect.column + column, row: rect.row + row),
        on: surface, clip: rect)
    }
    if words.isUnderCursor { put(Span(">", .focus), 1) }
    put(words.first, 2)
    put(words.second, 3)
    if let wait = words.wait { put(wait, 4) } else { put(Span("-", .dim), 6) }
    let nameColumn = nameColumn(rect)
    let badgeColumns = nameColumn - 11
    if words.unread > 0 {
      let limit = badgeColumns > 1 ? 99 : 9
      let count = words.unread > limit ? "\(limit)+" : "\(words.unread)"
      put(Span(count, .badge), 8 + max(0, badgeColumns - count.utf8.count))
    }
    if let outbox = words.outbox { put(outbox, nameColumn - 3) }
    put(words.flag, nameColumn - 2)
    canvas.write(
      [Span(words.texts.name, .nameTheirs)], in: rect.line(0).indented(nameColumn).narrowed(1),
      on: surface)
    if rect.rows > 1 {
      canvas.write(
        words.texts.lastWords, in: rect.line(1).indented(nameColumn).narrowed(1), on: surface)
    }
  }

  private func waitMarks(
    _ summary: ConversationSummary, isOpen: Bool, isLate: Bool
  ) -> (first: String, second: String) {
    let isAtLeast = summary.wait.map { !$0.isExact } ?? false
    switch (isOpen, isLate, isAtLeast) {
    case (true, true, _): return ("=", "!")
    case (true, false, true): return ("=", "≥")
    case (true, false, false): return ("=", " ")
    case (false, true, true): return ("!", "≥")
    case (false, true, false): return (" ", "!")
    case (false, false, true): return (" ", "≥")
    case (false, false, false): return (" ", " ")
    }
  }

  /// What a conversation is that nobody waits in any more; nil for all others.
  private func settledMark(_ summary: ConversationSummary) -> String? {
    guard summary.wait == nil else { return nil }
    switch summary.conversation.status {
    case .resolved?: return "R"
    case .closed?: return "C"
    case .open?, .waiting?, .other?, nil: return nil
    }
  }

  private func flag(_ summary: ConversationSummary) -> Span {
    if !state.typing(in: summary.id, now: now).isEmpty { return Span("t", .typing) }
    if state.hasDraft(summary.id) { return Span("d", .draft) }
    let person =
      state.isFarmer ? summary.conversation.agent.value : summary.conversation.farmer.value
    if let person, state.isOnline(person) == true { return Span("•", .presence) }
    return Span(" ", .dim)
  }
}

/// What is said of media beside their name.
enum MediaWords {
  /// What can be done with one, and the keys.
  static func keys(_ kind: MediaKind, _ names: KeyNames) -> String {
    let open: (command: Command, word: String) =
      kind == .audio ? (.play, "play") : (.openMedia, "open")
    return "\(names.name(open.command, in: .messages)) \(open.word) · "
      + "\(names.name(.saveMedia, in: .messages)) save"
  }
}
