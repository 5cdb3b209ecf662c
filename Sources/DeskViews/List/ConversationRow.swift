// One conversation in the list. Meaning stands left of the name, in columns of constant width:
//
//   >=!47m  1 …dt• Lakshmi R.                  z 2h: snoozed for so long; U: marked unread
//                                              below 100 columns without the second unread digit
//                  Kiran · open · last words   an admin reads whose it is and how it stands
//
// Signs are those of the table; each of these has a cell of its own, so that none hides another.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// How much a row asks of me.
enum RowWeight: Hashable, Sendable {
  /// Unread, or somebody waits for me.
  case needsMe
  case normal
  case settled
}

/// What a row says of its conversation.
struct ConversationWords: Hashable, Sendable {
  let id: ConversationID
  var weight: RowWeight
  var isUnderCursor: Bool
  var isMarked: Bool
  /// The sign of the open one, or of a wait that is too long, and the next to it.
  var first: Span?
  var second: Span?
  /// How long it waits; nil where nobody does.
  var wait: Span?
  var unread: Int
  /// By hand.
  var isMarkedUnread: Bool
  var outbox: Span?
  var hasDraft: Bool
  var isTyping: Bool
  var isOnline: Bool
  var texts: RowTexts.Texts
}

/// Where the cells of a row stand, from its left edge.
struct RowColumns {
  let cursor = 1
  let first = 2
  let second = 3
  let wait = 4
  let unread: Range<Int>
  let outbox: Int
  let draft: Int
  let typing: Int
  let presence: Int
  let name: Int

  init(columns: Int) {
    unread = columns >= 34 ? 8..<10 : 8..<9
    let cells = unread.upperBound
    (outbox, draft, typing, presence) = (cells, cells + 1, cells + 2, cells + 3)
    name = cells + 5
  }
}

extension Scene {
  func words(of summary: ConversationSummary, _ texts: inout RowTexts) -> ConversationWords {
    let urgency = state.urgency(summary, now: now)
    let isOpen = summary.id == state.openID
    let snooze = state.local.snooze(of: summary.id)
    let marks = waitMarks(summary, isOpen: isOpen, isLate: urgency == .late && snooze == nil)
    let person =
      state.isFarmer ? summary.conversation.agent.value : summary.conversation.farmer.value
    let waited = state.waited(summary, now: now).map {
      Span(WallClock.short($0), Self.urgencyRole(urgency))
    }
    return ConversationWords(
      id: summary.id, weight: weight(of: summary),
      isUnderCursor: summary.id == state.list.cursor,
      isMarked: state.list.marks.contains(summary.id), first: marks.first,
      second: snooze == nil ? settledSign(summary)?.span ?? marks.second : Sign.snoozed.span,
      wait: snooze.map { snooze in
        state.snoozedFor(snooze, now: now).map { Span(WallClock.short($0), .dim) }
      } ?? waited,
      unread: summary.unread, isMarkedUnread: state.local.isMarkedUnread(summary.id),
      outbox: outboxMarks[summary.id].map { $0 == .failed ? Sign.failed.span : Sign.queued.span },
      hasDraft: state.hasDraft(summary.id),
      isTyping: !state.typing(in: summary.id, now: now).isEmpty,
      isOnline: person.flatMap(state.isOnline) == true, texts: texts.texts(of: summary, in: state))
  }

  /// What a conversation asks of me: nothing while a colleague has it.
  func weight(of summary: ConversationSummary) -> RowWeight {
    if summary.wait == nil, summary.isSettled { return .settled }
    let concernsMe = summary.isMine || summary.conversation.agent == .none
    let isWaiting = summary.wait != nil && state.local.snooze(of: summary.id) == nil
    return concernsMe && (state.isUnread(summary) || isWaiting) ? .needsMe : .normal
  }

  /// The role of a conversation's name.
  static func nameRole(_ weight: RowWeight) -> ThemeRole {
    switch weight {
    case .needsMe: .needsMe
    case .normal: .text
    case .settled: .dim
    }
  }

  func drawConversation(_ words: ConversationWords, on canvas: inout Canvas, in rect: Rect) {
    var surface = ThemeRole.base
    if words.isUnderCursor {
      surface = hasFocus(.list) && state.main == .conversation ? .selectedRow : .markedRow
      canvas.fill(rect, surface)
    }
    canvas.hit(rect, .listRow(words.id))
    let columns = RowColumns(columns: rect.columns)
    func put(_ span: Span?, _ column: Int) {
      guard let span else { return }
      canvas.write(
        span.text, span.role, at: Point(column: rect.column + column, row: rect.row),
        on: surface, clip: rect)
    }
    put(words.isUnderCursor ? Sign.cursor.span : nil, columns.cursor)
    put(words.isMarked ? Sign.marked.span : nil, 0)
    put(words.first, columns.first)
    put(words.second, columns.second)
    if let wait = words.wait { put(wait, columns.wait) } else { put(Span("-", .dim), 6) }
    if words.unread > 0 {
      let limit = columns.unread.count > 1 ? 99 : 9
      let count = words.unread > limit ? "\(limit)+" : "\(words.unread)"
      put(
        Span(count, .badge),
        max(columns.unread.lowerBound, columns.unread.upperBound - count.utf8.count))
    }
    if words.unread == 0, words.isMarkedUnread {
      put(Sign.markedUnread.span, columns.unread.upperBound - 1)
    }
    put(words.outbox, columns.outbox)
    put(words.hasDraft ? Sign.draft.span : nil, columns.draft)
    put(words.isTyping ? Sign.typing.span : nil, columns.typing)
    put(words.isOnline ? Sign.online.span : nil, columns.presence)
    canvas.write(
      [Span(words.texts.name, Self.nameRole(words.weight))],
      in: rect.line(0).indented(columns.name).narrowed(1), on: surface)
    if rect.rows > 1 {
      canvas.write(
        words.texts.aside + Self.lastWords(words.texts, words.weight),
        in: rect.line(1).indented(columns.name).narrowed(1), on: surface)
    }
  }

  /// What was said last, brighter where it waits for me.
  private static func lastWords(_ texts: RowTexts.Texts, _ weight: RowWeight) -> [Span] {
    guard weight == .needsMe, let last = texts.lastWords.last else { return texts.lastWords }
    return texts.lastWords.dropLast() + [Span(last.text, .text)]
  }

  private func waitMarks(
    _ summary: ConversationSummary, isOpen: Bool, isLate: Bool
  ) -> (first: Span?, second: Span?) {
    let isAtLeast = summary.wait.map { !$0.isExact } ?? false
    let late = isLate ? Sign.tooLong.span : nil
    let least = isAtLeast ? Span(Sign.atLeast.glyph, isLate ? .waitLate : .wait) : nil
    return isOpen ? (Sign.open.span, late ?? least) : least == nil ? (nil, late) : (late, least)
  }

  /// What a conversation is that nobody waits in any more; nil for all others.
  private func settledSign(_ summary: ConversationSummary) -> Sign? {
    guard summary.wait == nil else { return nil }
    switch summary.conversation.status {
    case .resolved?: return .resolved
    case .closed?: return .closed
    case .open?, .waiting?, .other?, nil: return nil
    }
  }
}

/// What is said of media beside their name.
enum MediaWords {
  /// What can be done with one, and the keys.
  ///
  /// - Parameter isShown: pictures are drawn here, and can be looked at large.
  static func keys(_ kind: MediaKind, _ names: KeyNames, isShown: Bool) -> String {
    let open: (command: Command, word: String) =
      switch kind {
      case .audio: (.play, said("play"))
      case .image where isShown: (.openOrReply, said("big"))
      case .image, .video: (.openMedia, said("open"))
      }
    return "\(names.name(open.command, in: .messages)) \(open.word) · "
      + said("\(names.name(.saveMedia, in: .messages)) save")
  }
}
