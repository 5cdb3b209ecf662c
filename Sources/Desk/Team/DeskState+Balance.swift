// Evening out the team, and emptying an agent: the engine proposes, the person decides.

import ChatModel
import Foundation
import Sentences
import TextGrid

/// A plan that is to be proposed once the list has been read.
struct WantedPlan: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case evening
    case emptying(UserID)
  }

  let kind: Kind
  let at: Date
  /// The list has been read since.
  var isReady = false

  /// After so many seconds nobody waits for it any more.
  static let patience: TimeInterval = 15
}

extension DeskState {
  mutating func openBalance(now: Date) {
    guard mayMoveMany(now: now) else { return }
    want(.evening, now: now)
  }

  mutating func openEmptying(_ whose: Whose?, now: Date) {
    guard mayMoveMany(now: now) else { return }
    switch whose {
    case nil: refuse(said("No agent is known yet."), now: now)
    case .nobody?: refuse("Nobody's chats: \(key: .balance) proposes who gets them.", now: now)
    case .agent(let id)?: want(.emptying(id), now: now)
    }
  }

  /// What others have moved since the list was read is heard of by reading it again.
  private mutating func want(_ kind: WantedPlan.Kind, now: Date) {
    guard !list.isFresh(now) else { return propose(kind, now: now) }
    teamPane.wanted = WantedPlan(kind: kind, at: now)
    emit(.client(.refresh))
    ask(Self.readingWords, now: now)
  }

  private static var readingWords: String { said("Reading who has what…") }

  /// A plan that waits for the list is proposed once that has been read, unless something else is being
  /// done.
  mutating func proposeWanted(now: Date) {
    guard let wanted = teamPane.wanted, wanted.isReady else { return }
    teamPane.wanted = nil
    if statusLine?.text == Self.readingWords { statusLine = nil }
    guard overlay == nil, now.timeIntervalSince(wanted.at) < WantedPlan.patience,
      mayMoveMany(now: now)
    else { return }
    propose(wanted.kind, now: now)
  }

  private mutating func propose(_ kind: WantedPlan.Kind, now: Date) {
    let team = team(now: now)
    switch kind {
    case .evening:
      propose(
        Balance.evening(team), title: said("BALANCE"), none: said("The team is even"), now: now)
    case .emptying(let id):
      let name = agentName(id)
      propose(
        Balance.emptying(id, team), title: said("EMPTY \(name)"),
        none: said("\(name) has no chat that goes on"), now: now)
    }
  }

  private mutating func mayMoveMany(now: Date) -> Bool {
    guard isAdmin else {
      refuse(said("Only an admin moves conversations."), now: now)
      return false
    }
    guard list.isComplete else {
      refuse("Not before all conversations are known; \(key: .refresh) asks for them.", now: now)
      return false
    }
    guard bulk == nil else {
      refuseSecondBulk(now: now)
      return false
    }
    guard !roster.isIncomplete else {
      refuse(Roster.incompleteWords, now: now)
      return false
    }
    guard signInNeeded == nil else {
      refuse("Nothing is changed before \(key: .signIn) signs in.", now: now)
      return false
    }
    return true
  }

  private mutating func propose(
    _ plan: BalancePlan, title: String, none: String, now: Date
  ) {
    guard !plan.moves.isEmpty else {
      let remarks = plan.remarks.map(Sanitizer.oneLine)
      // More than fits into a line is read in the log.
      for remark in remarks { log(.info, remark, now: now) }
      return refuse(
        remarks.isEmpty
          ? said("\(none): nothing is to be moved.") : remarks.joined(separator: " "), now: now)
    }
    open(BalanceOverlay(plan, title: title, on: self))
  }
}
