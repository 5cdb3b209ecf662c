import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// roster.toml was read again.
  mutating func note(_ new: Roster, problems: [String], now: Date) {
    for problem in problems { say(.warning, Sanitizer.oneLine(problem), now: now) }
    guard new != roster else { return }
    roster = new
    guard problems.isEmpty else { return }
    let count = new.agents.count
    hint(
      said(
        count, one: "Read again: roster.toml, 1 agent.",
        more: "Read again: roster.toml, \(count) agents."), now: now)
  }
}
