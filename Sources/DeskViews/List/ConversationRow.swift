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

extension Scene {
  /// Columns before the name.
  private func nameColumn(_ rect: Rect) -> Int { rect.columns >= 34 ? 13 : 12 }

  func drawConversation(
    _ summary: ConversationSummary, isUnderCursor: Bool, on canvas: inout Canvas, in rect: Rect
  ) {
    var surface = ThemeRole.base
    if isUnderCursor {
      surface = hasFocus(.list) ? .selectedRow : .markedRow
      canvas.fill(rect, surface)
    }
    canvas.hit(rect, .listRow(summary.id))
    func put(_ text: String, _ role: ThemeRole, _ column: Int, row: Int = 0) {
      canvas.write(
        text, role, at: Point(column: rect.column + column, row: rect.row + row), on: surface,
        clip: rect)
    }
    let isOpen = summary.id == state.openID
    let urgency = state.urgency(summary, now: now)
    let role = Self.urgencyRole(urgency)
    if isUnderCursor { put(">", .focus, 1) }
    let marks = waitMarks(summary, isOpen: isOpen, isLate: urgency == .late)
    put(String(marks.first), marks.first == "=" ? .focus : role, 2)
    if let settled = settledMark(summary) {
      put(settled, .dim, 3)
    } else {
      put(String(marks.second), role, 3)
    }
    if let waited = state.waited(summary, now: now) {
      put(WallClock.short(waited), role, 4)
    } else {
      put("-", .dim, 6)
    }
    let nameColumn = nameColumn(rect)
    let badgeColumns = nameColumn - 11
    if summary.unread > 0 {
      let limit = badgeColumns > 1 ? 99 : 9
      let count = summary.unread > limit ? "\(limit)+" : "\(summary.unread)"
      put(count, .badge, 8 + max(0, badgeColumns - count.utf8.count))
    }
    if let mark = outboxMarks[summary.id] {
      put(mark == .failed ? "✗" : "…", mark == .failed ? .failed : .queued, nameColumn - 3)
    }
    let flag = flag(summary)
    put(flag.text, flag.role, nameColumn - 2)
    let texts = canvas.rowTexts.texts(of: summary, in: state)
    canvas.write(
      [Span(texts.name, .nameTheirs)], in: rect.line(0).indented(nameColumn).narrowed(1),
      on: surface)
    if rect.rows > 1 {
      canvas.write(
        texts.lastWords, in: rect.line(1).indented(nameColumn).narrowed(1), on: surface)
    }
  }

  private func waitMarks(
    _ summary: ConversationSummary, isOpen: Bool, isLate: Bool
  ) -> (first: Character, second: Character) {
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

  private func flag(_ summary: ConversationSummary) -> (text: String, role: ThemeRole) {
    if !state.typing(in: summary.id, now: now).isEmpty { return ("t", .typing) }
    if state.hasDraft(summary.id) { return ("d", .draft) }
    let person =
      state.isFarmer ? summary.conversation.agent.value : summary.conversation.farmer.value
    if let person, state.isOnline(person) == true { return ("•", .presence) }
    return (" ", .dim)
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
