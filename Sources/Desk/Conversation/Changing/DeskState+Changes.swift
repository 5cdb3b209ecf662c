// Status and agent: asked for, and confirmed by name once they have changed.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  // MARK: Status

  /// The conversation whose status the person can change; says why when there is none.
  mutating func statusTarget(now: Date) -> ConversationSummary? {
    guard me?.role.isStaff == true else {
      refuse(said("Only support changes a status."), now: now)
      return nil
    }
    guard let target, let summary = conversations[target] else {
      refuse(said("There is no conversation to change."), now: now)
      return nil
    }
    if let problem = statusProblem(of: summary) {
      refuse(problem.ended, about: target, now: now)
      return nil
    }
    return summary
  }

  mutating func setStatus(_ status: ConversationStatus, of id: ConversationID, now: Date) {
    if conversations[id]?.conversation.status == status {
      return refuse(said("\(name(of: id)) is \(status.words) already."), now: now)
    }
    askForStatus(status, of: id, now: now)
  }

  /// Resolves a conversation and opens who waits longest.
  mutating func resolveAndGoOn(_ id: ConversationID, now: Date) {
    askForStatus(.resolved, of: id, now: now)
    openLongestWaiting(besides: id, now: now)
  }

  private mutating func askForStatus(
    _ status: ConversationStatus, of id: ConversationID, now: Date
  ) {
    guard !lacksSignIn(for: said("set to \(status.words)"), id, now: now) else { return }
    hint("\(name(of: id)): \(status.words)…", now: now)
    emit(.client(.setStatus(id, status)))
  }

  /// Without a sign-in nothing is asked of the server: says what is not done, and the way.
  mutating func lacksSignIn(for what: String, _ id: ConversationID, now: Date) -> Bool {
    guard signInNeeded != nil else { return false }
    refuse(
      "\(name(of: id)) was not \(what): \(key: .signIn) signs in first.", about: id, now: now)
    return true
  }

  mutating func noteStatus(
    _ id: ConversationID, from: ConversationStatus?, to: ConversationStatus, now: Date
  ) {
    let text = said("\(name(of: id)) is now \(Sanitizer.oneLine(to.words)).")
    guard let from, from != to else { return confirm(text, about: id, now: now) }
    noteReversible(id, .status(from: from, to: to))
    confirm("\(text)  \(key: .takeBack) takes it back", about: id, now: now)
  }

  // MARK: Agent

  mutating func noteAgent(
    _ id: ConversationID, from: Participant?, to: Participant, now: Date
  ) {
    let text = said("\(name(of: id)) now belongs to \(personName(to, id: to.id)).")
    guard let from, from.id != to.id else { return confirm(text, about: id, now: now) }
    noteReversible(id, .agent(from: from, to: to))
    confirm("\(text)  \(key: .takeBack) takes it back", about: id, now: now)
  }
}
