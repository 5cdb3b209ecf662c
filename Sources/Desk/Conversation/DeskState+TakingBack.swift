// `u` takes back, step by step: each press one change further, and never forward again.

import ChatModel
import Foundation
import TextGrid

extension DeskState {
  mutating func noteReversible(_ id: ConversationID, _ change: Reversal.Change) {
    let last = conversations[id]?.conversation.lastMessage.id
    undo.note(.server(Reversal(id, change, lastMessage: last)))
  }

  /// Takes the last change back if it is still ours to take back.
  mutating func takeBack(now: Date) {
    guard undo.underWay == nil else {
      return refuse("The last step is still being taken back.", now: now)
    }
    switch undo.takeLast() {
    case nil: refuse("There is nothing to take back.", now: now)
    case .draft(let id, let draft): takeBack(draft, of: id, now: now)
    case .server(let reversal):
      if let problem = knownObstacle(to: reversal) {
        return sayNotTakenBack(reversal, problem, now: now)
      }
      undo.underWay = reversal
      emit(.client(.takeBack(reversal)))
      // This takes the place of the confirmation that it takes back.
      ask("\(name(of: reversal.conversationID)): back to \(earlier(reversal))…", now: now)
    }
  }

  mutating func noteTakenBack(_ reversal: Reversal, problem: String?, now: Date) {
    if undo.underWay == reversal { undo.underWay = nil }
    if let problem {
      sayNotTakenBack(reversal, Sanitizer.clause(problem), now: now)
    } else {
      let id = reversal.conversationID
      let words =
        switch reversal.change {
        case .status: "is \(earlier(reversal)) again"
        case .agent: "belongs to \(earlier(reversal)) again"
        }
      confirm("Taken back: \(name(of: id)) \(words).", about: id, now: now)
    }
  }

  /// What this computer knows already; the client looks afresh.
  private func knownObstacle(to reversal: Reversal) -> String? {
    guard let conversation = conversations[reversal.conversationID]?.conversation else {
      return "the conversation is gone"
    }
    let isOurs =
      switch reversal.change {
      case .status(_, let to): conversation.status == to
      case .agent(_, let to): conversation.agent.id == to.id
      }
    return isOurs ? nil : "it has been changed since"
  }

  private func earlier(_ reversal: Reversal) -> String {
    switch reversal.change {
    case .status(let from, _): Sanitizer.oneLine(from.rawValue)
    case .agent(let from, _): personName(from, id: from.id)
    }
  }

  private mutating func sayNotTakenBack(_ reversal: Reversal, _ problem: String, now: Date) {
    let id = reversal.conversationID
    let what =
      switch reversal.change {
      case .status(_, let to): "“\(Sanitizer.oneLine(to.rawValue))”"
      case .agent(_, let to): "the move to \(personName(to, id: to.id))"
      }
    say(
      .warning, "\(name(of: id)): \(what) was not taken back: \(problem).", about: id, now: now)
  }

  private mutating func takeBack(_ draft: Draft, of id: ConversationID, now: Date) {
    guard composers[id]?.isEmpty ?? true else {
      return say(
        .warning,
        "The discarded reply to \(name(of: id)) was not brought back: another one is begun.",
        about: id, now: now)
    }
    var composer = Composer(draft)
    composer.isOurs = true
    composer.isDirty = true
    composer.rest()
    composers[id] = composer
    saveDraft(id, now: now)
    confirm("The discarded reply to \(name(of: id)) is back.", about: id, now: now)
  }
}
