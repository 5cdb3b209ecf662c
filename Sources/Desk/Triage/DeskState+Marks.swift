// Rows that are marked, for a change of many at once.

package import ChatModel
import Foundation
import Sentences

extension DeskState {
  /// The conversations that are marked and still there, in the order of the rows, then those that the
  /// list does not show. None where keys are not about the list.
  package var marked: [ConversationID] {
    guard focus == .list, main == .conversation, !list.marks.isEmpty else { return [] }
    return picked
  }

  /// The same for a surface without keys, wherever these would go.
  package var picked: [ConversationID] {
    let shown = list.order.filter(list.marks.contains)
    let rest = list.marks.subtracting(shown).filter { conversations[$0] != nil }
    return shown + rest.sorted()
  }

  /// What a key that may be about many is about: the marked, else the row or the open conversation.
  var targets: [ConversationID] {
    let marked = marked
    return marked.isEmpty ? target.map { [$0] } ?? [] : marked
  }

  mutating func toggleMark(now: Date) {
    guard !isFarmer, let cursor = list.cursor else {
      return refuse(said("There is no conversation to mark."), now: now)
    }
    if list.marks.remove(cursor) == nil { list.marks.insert(cursor) }
    move(.down, now: now)
    sayMarks(now: now)
  }

  /// The first press begins at the cursor, the next marks all up to where it then is.
  mutating func markRange(now: Date) {
    guard !isFarmer, let cursor = list.cursor else {
      return refuse(said("There is no conversation to mark."), now: now)
    }
    let rows = list.order
    guard let from = list.rangeFrom, let first = rows.firstIndex(of: from),
      let last = rows.firstIndex(of: cursor)
    else {
      list.rangeFrom = cursor
      list.marks.insert(cursor)
      return hint("From here: move, and \(key: .markRange) marks up to there.", now: now)
    }
    list.marks.formUnion(rows[min(first, last)...max(first, last)])
    list.rangeFrom = nil
    sayMarks(now: now)
  }

  private mutating func sayMarks(now: Date) {
    let count = marked.count
    guard count > 0 else { return hint(said("Nothing is marked."), now: now) }
    let giving: Sentence = isAdmin ? "\(key: .reassign) give, " : ""
    hint(
      """
      \(wordsForMarks): \(key: .status) status, \(giving)\(key: .snooze) snooze, \
      \(key: .markUnread) unread, \(key: .export) export, :read; \(key: .cancel) drops the marks.
      """, now: now)
  }

  /// "43 marked, 25 not in this list".
  private var wordsForMarks: String {
    let marked = marked
    let hidden = marked.count - list.order.count(where: list.marks.contains)
    return hidden == 0
      ? said("\(marked.count) marked") : said("\(marked.count) marked, \(hidden) not in this list")
  }

  mutating func dropMarks() {
    list.marks = []
    list.rangeFrom = nil
  }
}
