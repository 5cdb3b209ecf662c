// The list narrowed to the conversations of one agent, or of nobody.

package import ChatModel
import Foundation
import Sentences

/// Whose conversations are shown.
package enum Whose: Hashable, Sendable {
  case agent(UserID)
  case nobody
}

extension ListPane {
  /// The rows are those of one agent.
  package struct Narrowing: Hashable, Sendable {
    package let whose: Whose
    /// What was shown before, and is again.
    var cameFrom: NumberedView
  }
}

extension DeskState {
  /// "Ravi Kumar", "you", "nobody"; sanitized.
  package func name(of whose: Whose) -> String {
    switch whose {
    case .agent(let id) where id == me?.userID: said("you")
    case .agent(let id): agentName(id)
    case .nobody: said("nobody")
    }
  }

  /// The name of an agent, as far as anybody has told it. Sanitized, never empty.
  package func agentName(_ id: UserID) -> String {
    if id == me?.userID, let ownName { return ownName }
    let known = agents.first { $0.id == id }?.participant
    return personName(known, id: id)
  }

  func isOf(_ whose: Whose, _ summary: ConversationSummary) -> Bool {
    switch whose {
    case .agent(let id): summary.conversation.agent.id == id
    case .nobody: summary.conversation.agent == .none
    }
  }

  /// Shows all conversations of an agent, with whom that was not done before; `cancel` leaves them.
  mutating func showChats(of whose: Whose, now: Date) {
    let cameFrom = list.narrowing?.cameFrom ?? view
    list.filter = nil
    list.narrowing = ListPane.Narrowing(whose: whose, cameFrom: cameFrom)
    switchView(to: .list(.all))
    focus = .list
    refilter(now: now)
    list.cursor = list.order.first
  }

  /// Shows the conversations of everybody again, where that was begun.
  mutating func endNarrowing(now: Date) {
    guard let cameFrom = list.narrowing?.cameFrom else { return }
    list.narrowing = nil
    show(cameFrom, now: now)
    refilter(now: now)
    if cameFrom == view, openID == nil { list.cursor = list.order.first }
  }
}
