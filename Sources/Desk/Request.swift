package import ChatModel

/// What is asked for with everything named that it needs: the conversation, the words, the choice.
///
/// It is how a surface without keys acts. Nothing of it waits, as a letter does that may be text.
package enum Request: Hashable, Sendable {
  case open(ConversationID)
  case show(NumberedView)
  /// Shows the newest messages of the open conversation again.
  case newest
  /// Sends a text. Refused, and said so, where a draft stands in the composer.
  case send(ConversationID, String)
  /// Sends what stands in the composer, its files too.
  case sendDraft(ConversationID)
  case discardDraft(ConversationID)
  /// Puts a file into the composer.
  case attach(String, to: ConversationID)
  /// Keeps a note, which is sent nowhere.
  case note(String, on: ConversationID)
  case setStatus(ConversationID, ConversationStatus)
  case give(ConversationID, to: UserID)
  case retry(OutboxID)
  /// Asks before it drops.
  case drop(OutboxID)
  case look(at: OpenTarget, from: ConversationID)
  case save(Media, path: String)
  /// Yes or no to the question that lies over the panes.
  case answer(Bool)
  /// A token for the sign-in that is asked for.
  case token(String)
}
