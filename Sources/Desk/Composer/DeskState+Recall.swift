// What was sent before, taken up again: one after the other in an empty reply.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension Composer {
  /// A text out of the history of what was sent.
  struct Recalled: Hashable, Sendable {
    /// A place in the history, from the newest.
    let place: Int
    let text: String
  }

  /// What stands here was taken from the history, and not changed since.
  var recalledPlace: Int? {
    recalled.flatMap { !editor.isEmpty && $0.text == editor.text ? $0.place : nil }
  }
}

extension DeskState {
  /// Goes to an older or a newer text in the history; false when the key is about the cursor.
  mutating func recall(_ command: Command, now: Date) -> Bool {
    guard let id = openID else { return false }
    let composer = composers[id] ?? Composer()
    let place = composer.recalledPlace
    guard place != nil || composer.editor.isEmpty && composer.pending == nil else { return false }
    let end: TextEditor.RowEnd = command == .up ? .first : .last
    let columns = max(1, metrics.composerColumns)
    guard composer.editor.isInRow(end, columns: columns, widths: metrics.widths) else {
      return false
    }
    let history = used.texts(.sent)
    if command == .up {
      let next = place.map { $0 + 1 } ?? 0
      guard history.indices.contains(next) else {
        hint(
          history.isEmpty
            ? said("Nothing was sent from here so far.") : said("Nothing older is kept."),
          about: id, now: now)
        return true
      }
      show(history[next], at: next, now: now)
      return true
    }
    guard let place else { return false }
    if place > 0, history.indices.contains(place - 1) {
      show(history[place - 1], at: place - 1, now: now)
    } else {
      editComposer(now: now) { $0.editor.setText("", as: .recalling) }
    }
    return true
  }

  private mutating func show(_ text: String, at place: Int, now: Date) {
    editComposer(now: now) { composer in
      composer.editor.setText(text, as: .recalling)
      composer.recalled = Composer.Recalled(place: place, text: composer.editor.text)
    }
  }

  mutating func noteSent(_ text: String, to id: ConversationID, now: Date) {
    let words = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !words.isEmpty else { return }
    used.note(Used(.sent, words, in: id, at: now))
  }

  /// What is asked before a text goes once more just as it went before; nil where nothing is.
  func repetition(in composer: Composer, of text: String, now: Date) -> String? {
    guard composer.recalledPlace != nil, let openID, let old = used.last(.sent, text) else {
      return nil
    }
    guard let place = old.conversationID, place != openID else {
      return said(
        """
        You sent this to \(name(of: openID)) at \(clock(old.at)). Enter again sends it again.
        """)
    }
    return said(
      """
      You sent this to \(name(of: place)) at \(clock(old.at)). Enter again sends it to \
      \(name(of: openID)).
      """)
  }
}
