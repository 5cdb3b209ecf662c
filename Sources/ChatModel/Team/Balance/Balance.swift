import Foundation

/// Shares the work of a team out, with the fewest moves that do it.
///
/// Who is available gets as many active conversations as the others, give or take one, within their
/// capacity. What nobody has is given away first, then what those have who are away for the rest of the
/// day. A conversation whose letters tell its language goes to who reads them, where the roster says
/// languages, and is not taken from one who does for one who does not.
package enum Balance {
  /// The least moves to even out the load of all who are available.
  package static func evening(_ team: Team) -> BalancePlan {
    var proposal = Proposal(team, takers: team.members.filter(\.availability.isAvailable))
    for chat in team.chats where chat.isActive {
      if chat.agent == .none {
        proposal.add(chat, from: .nobody)
      } else if let agent = chat.agent.id.flatMap(proposal.teamMember) {
        if agent.availability.isAvailable {
          proposal.add(chat, from: .taker(agent.id))
        } else if agent.availability.isAwayForTheDay(now: team.now, timeZone: team.timeZone) {
          proposal.add(chat, from: .leaver(agent.id))
        }
      }
    }
    return proposal.plan()
  }

  /// Gives away all that an agent has and that is at work; nobody else loses a conversation.
  package static func emptying(_ agent: UserID, _ team: Team) -> BalancePlan {
    let takers = team.members.filter { $0.availability.isAvailable && $0.id != agent }
    var proposal = Proposal(team, takers: takers)
    for chat in team.chats where chat.isActive && chat.agent.id == agent {
      proposal.add(chat, from: .leaver(agent))
    }
    proposal.emptied = agent
    return proposal.plan()
  }
}
