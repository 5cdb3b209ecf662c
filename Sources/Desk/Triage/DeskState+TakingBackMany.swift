// A change of many conversations, taken back one after the other.

import ChatModel
import Foundation
import TextGrid

extension DeskState {
  /// One step for the person: the conversations go back one after the other.
  mutating func takeBack(_ reversals: [Reversal], now: Date) {
    undo.many = UndoHistory.Many(rest: reversals, count: reversals.count)
    takeNextBack(now: now)
  }

  private mutating func takeNextBack(now: Date) {
    guard let many = undo.many else { return }
    guard let next = undo.takeNextOfMany() else {
      undo.many = nil
      let done = many.count - many.problems.count
      guard !many.problems.isEmpty else {
        return say(.info, "Taken back: all \(done).", now: now)
      }
      for problem in many.problems { log(.warning, "\(problem.words)", now: now) }
      if !many.unknown.isEmpty { undo.note(.many(many.unknown)) }
      let again =
        many.unknown.isEmpty
        ? "" : "; \(key(.takeBack, in: .list)) tries \(many.unknown.count) again"
      return say(
        .warning,
        "Taken back: \(done) of \(many.count), not \(names(of: many.problems.map(\.id)))\(again). "
          + "\(key(.log, in: .list)) says why.", now: now)
    }
    undo.underWay = next
    emit(.client(.takeBack(next)))
    ask("Taking back \(many.count - many.rest.count + 1) of \(many.count)…", now: now)
  }

  /// Whether this was one of many that are taken back; goes on with the next.
  ///
  /// - Parameter isKnown: false where nobody knows whether it can be: it is to be tried again.
  mutating func noteOneOfMany(
    _ reversal: Reversal, problem: String?, isKnown: Bool = true, now: Date
  ) -> Bool {
    guard undo.many != nil, undo.underWay == reversal else { return false }
    undo.underWay = nil
    if let problem {
      let id = reversal.conversationID
      let words = "\(name(of: id)) was not taken back: \(Sanitizer.clause(problem))."
      undo.many?.problems.append(UndoHistory.Many.Problem(id: id, words: words))
      if !isKnown { undo.many?.unknown.append(reversal) }
    }
    takeNextBack(now: now)
    return true
  }
}
