// `u` takes back, step by step: each press one change further, and never forward again.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  mutating func noteReversible(_ id: ConversationID, _ change: Reversal.Change) {
    let last = conversations[id]?.conversation.lastMessage.id
    undo.note(.server(Reversal(id, change, lastMessage: last)))
  }

  /// Takes the last change back if it is still ours to take back.
  mutating func takeBack(now: Date) {
    guard undo.underWay == nil else {
      return refuse(said("The last step is still being taken back."), now: now)
    }
    guard bulk == nil else { return refuseSecondBulk(now: now) }
    if signInNeeded != nil, undo.isLastAtServer {
      return refuse(
        "Nothing is taken back before \(key: .signIn) signs in.", now: now)
    }
    switch undo.takeLast() {
    case nil: sayNothingIsLeft(now: now)
    case .draft(let id, let draft): takeBack(draft, of: id, now: now)
    case .local(let step): takeBack(step, now: now)
    case .many(let reversals): takeBack(reversals, now: now)
    case .server(let reversal):
      if let problem = knownObstacle(to: reversal) {
        return sayNotTakenBack(reversal, problem, now: now)
      }
      undo.underWay = reversal
      emit(.client(.takeBack(reversal)))
      // This takes the place of the confirmation that it takes back.
      ask(said("\(name(of: reversal.conversationID)): back to \(earlier(reversal))…"), now: now)
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
        case .status: said("is \(earlier(reversal)) again")
        case .agent: said("belongs to \(earlier(reversal)) again")
        }
      if case .agent = reversal.change { watchAgain(id, now: now) }
      confirm(said("Taken back: \(name(of: id)) \(words)."), about: id, now: now)
    }
  }

  /// The step stays: nobody knows whether it can be taken.
  mutating func noteTakingBackFailed(
    _ reversal: Reversal, _ reason: String, mayBeDone: Bool, now: Date
  ) {
    if undo.underWay == reversal { undo.giveBack(.server(reversal)) }
    let id = reversal.conversationID
    let what = "\(name(of: id)), \(words(for: reversal)): \(Sanitizer.clause(reason))"
    let sentence: Sentence =
      mayBeDone
      ? "Nobody knows whether it is taken back, \(key: .takeBack) looks again: \(what)."
      : "Not taken back, \(key: .takeBack) tries again: \(what)."
    say(.warning, sentence, about: id, now: now)
  }

  /// The client that was asked has ended.
  mutating func forgetTakingBack() {
    if let reversal = undo.underWay { undo.giveBack(.server(reversal)) }
  }

  /// Beside the confirmation of the last step, which stays to be read.
  private mutating func sayNothingIsLeft(now: Date) {
    guard notices.isConfirming(now), let last = statusLine else {
      return refuse(said("There is nothing to take back."), now: now)
    }
    input.isRefused = true
    let words = said("Nothing more to take back. Last:")
    guard !last.text.hasPrefix(words) else { return }
    var entry = last
    entry.text = "\(words) \(last.text)"
    notices.confirm(again: entry, at: last.at)
  }

  /// What this computer knows already; the client looks afresh.
  private func knownObstacle(to reversal: Reversal) -> String? {
    guard let conversation = conversations[reversal.conversationID]?.conversation else {
      return said("the conversation is gone")
    }
    // Back already: an attempt that failed here may have got through.
    let isOurs =
      switch reversal.change {
      case .status(let from, let to): [from, to].contains(conversation.status)
      case .agent(let from, let to): [from.id, to.id].contains(conversation.agent.id)
      }
    return isOurs ? nil : said("it has been changed since")
  }

  private func earlier(_ reversal: Reversal) -> String {
    switch reversal.change {
    case .status(let from, _): Sanitizer.oneLine(from.words)
    case .agent(let from, _): personName(from, id: from.id)
    }
  }

  private mutating func sayNotTakenBack(_ reversal: Reversal, _ problem: String, now: Date) {
    let id = reversal.conversationID
    say(
      .warning, said("Not taken back, \(problem): \(name(of: id)), \(words(for: reversal))."),
      about: id,
      now: now)
  }

  /// What was changed: “resolved”, "the move to Ravi".
  private func words(for reversal: Reversal) -> String {
    switch reversal.change {
    case .status(_, let to): "“\(Sanitizer.oneLine(to.words))”"
    case .agent(_, let to): said("the move to \(personName(to, id: to.id))")
    }
  }

  private mutating func takeBack(_ draft: Draft, of id: ConversationID, now: Date) {
    guard composers[id]?.isEmpty ?? true else {
      return say(
        .warning,
        said(
          """
          The discarded reply to \(name(of: id)) was not brought back: another one is begun.
          """),
        about: id, now: now)
    }
    var composer = Composer(draft)
    composer.isOurs = true
    composer.isDirty = true
    composer.rest()
    composers[id] = composer
    saveDraft(id, now: now)
    confirm(said("The discarded reply to \(name(of: id)) is back."), about: id, now: now)
  }
}
