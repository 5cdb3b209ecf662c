/// A change of a conversation that is to be taken back.
package struct Reversal: Hashable, Sendable {
  package let conversationID: ConversationID
  package let change: Change
  /// The newest message that was known when the change was made; nil when none was.
  package let lastMessage: MessageID?

  package enum Change: Hashable, Sendable {
    case status(from: ConversationStatus, to: ConversationStatus)
    case agent(from: Participant, to: Participant)
  }

  package init(_ id: ConversationID, _ change: Change, lastMessage: MessageID?) {
    conversationID = id
    self.change = change
    self.lastMessage = lastMessage
  }

  /// What the conversation becomes by it.
  package var wanted: ManyChange {
    switch change {
    case .status(let from, _): .status(from)
    case .agent(let from, _): .agent(from.id)
    }
  }
}
