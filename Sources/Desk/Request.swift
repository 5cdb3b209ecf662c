package import ChatModel

/// What is asked for with everything named that it needs: the conversation, the words, the choice.
///
/// It is how a surface without keys acts. Nothing of it waits, as a letter does that may be text.
package enum Request: Hashable, Sendable {
  case open(ConversationID)
  case show(NumberedView)
  /// Lists all conversations of an agent, or of nobody.
  case showChats(of: Whose)
  /// Shows the newest messages of the open conversation again.
  case newest
  /// Sends a text. Refused, and said so, where a draft stands in the composer.
  case send(ConversationID, String)
  /// Sends what stands in the composer, its files too.
  case sendDraft(ConversationID)
  case discardDraft(ConversationID)
  /// Puts words behind what stands in the composer; nothing is sent.
  case write(ConversationID, String)
  /// Puts in the canned reply of this name.
  case putReply(String, into: ConversationID)
  /// Reads the files of the canned replies anew.
  case readReplies
  /// Puts a file into the composer.
  case attach(String, to: ConversationID)
  /// Keeps a note, which is sent nowhere.
  case note(String, on: ConversationID)
  /// Asks before it deletes.
  case deleteNote(NoteID)
  case setStatus(ConversationID, ConversationStatus)
  /// And opens who waits longest.
  case resolveAndGoOn(ConversationID)
  case snooze(ConversationID, SnoozePicker.Choice)
  /// Marks it, or takes the mark off.
  case markUnread(ConversationID)
  /// Asks; a muted one rings again.
  case mute(ConversationID)
  case give(ConversationID, to: UserID)
  case retry(OutboxID)
  /// Takes a failed message back into the composer.
  case edit(OutboxID)
  /// Asks before it drops.
  case drop(OutboxID)
  /// Finds words in one conversation, or in all: ``DeskState/namedSearch``.
  case search(String, in: ConversationID?)
  /// The next hits of that.
  case searchOn
  /// Shows a message, however old.
  case message(MessageID, of: ConversationID)
  /// Writes one down as a file; without a path at one that is free.
  case export(ConversationID, path: String?)
  case look(at: OpenTarget, from: ConversationID)
  case save(Media, path: String)
  /// Yes or no to the question that lies over the panes.
  case answer(Bool)
  /// A token for the sign-in that is asked for.
  case token(String)
}
