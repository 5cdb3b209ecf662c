/// What is proposed, so that the work is shared evenly.
package struct BalancePlan: Hashable, Sendable {
  /// In the order in which to make them: what nobody has first, and who waits longest.
  package var moves: [BalanceMove] = []
  /// Of all who can be given chats, in the order of the team.
  package var loads: [BalanceLoad] = []
  /// Whole sentences: what was not possible, and who keeps chats though they are not there. Their
  /// names are unsanitized.
  package var remarks: [String] = []
}

/// One conversation that is to be somebody else's.
package struct BalanceMove: Hashable, Sendable, Identifiable {
  package var conversationID: ConversationID
  package var farmer: Participant?
  /// nil: nobody has it.
  package var from: Participant?
  package var to: Participant
  /// Why, in a clause; unsanitized.
  package var reason: String

  package var id: ConversationID { conversationID }
}

/// How many active conversations somebody has, and would have.
package struct BalanceLoad: Hashable, Sendable, Identifiable {
  package var member: TeamMember
  package var before: Int
  package var after: Int

  package var id: UserID { member.id }
}
