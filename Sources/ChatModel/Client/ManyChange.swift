/// One change that is made to many conversations.
package enum ManyChange: Hashable, Sendable {
  case status(ConversationStatus)
  /// They become this agent's.
  case agent(UserID)
  case read
}

/// A conversation that is to be somebody's, one of many that each have their own.
package struct Handover: Hashable, Sendable {
  package var conversationID: ConversationID
  package var to: UserID

  package init(_ id: ConversationID, to agent: UserID) {
    conversationID = id
    to = agent
  }
}

/// What became of one of many conversations.
package enum ManyOutcome: Hashable, Sendable {
  /// The status that was before is nil where nobody knew it, or for what has none.
  case changed(from: ConversationStatus?)
  /// From nil: it was nobody's, or nobody knew.
  case moved(from: Participant?, to: Participant)
  case failed(String)
  /// The server did not answer, and nobody knows.
  case unknown(String)
  /// Not asked of the server: stopped, or the link is lost.
  case notTried(String)
}
