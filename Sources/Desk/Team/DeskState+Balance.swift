// Evening out the team, and emptying an agent: the engine proposes, the person decides.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  mutating func openBalance(now: Date) {
    guard mayMoveMany(now: now) else { return }
    let team = team(now: now)
    propose(Balance.evening(team), title: said("BALANCE"), none: said("The team is even"), now: now)
  }

  mutating func openEmptying(_ whose: Whose?, now: Date) {
    guard mayMoveMany(now: now) else { return }
    switch whose {
    case nil: refuse(said("No agent is known yet."), now: now)
    case .nobody?: refuse("Nobody's chats: \(key: .balance) proposes who gets them.", now: now)
    case .agent(let id)?:
      let name = agentName(id)
      propose(
        Balance.emptying(id, team(now: now)), title: said("EMPTY \(name)"),
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
