/// One change that is made to many conversations.
package enum ManyChange: Hashable, Sendable {
  case status(ConversationStatus)
  case read
}

/// What became of one of many conversations.
package enum ManyOutcome: Hashable, Sendable {
  /// The status that was before is nil where nobody knew it, or for what has none.
  case changed(from: ConversationStatus?)
  case failed(String)
  /// The server did not answer, and nobody knows.
  case unknown(String)
  /// Not asked of the server: stopped, or the link is lost.
  case notTried(String)
}
