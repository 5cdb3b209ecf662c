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
  case snooze([ConversationID], SnoozePicker.Choice)
  /// Marks it, or takes the mark off.
  case markUnread(ConversationID)
  /// Marks these rows and no others: ``DeskState/picked``.
  case pick([ConversationID])
  /// Asks before it changes many.
  case changeMany([ConversationID], ManyChange)
  case markManyUnread([ConversationID])
  case exportMany([ConversationID], path: String)
  /// Asks; a muted one rings again.
  case mute(ConversationID)
  case give(ConversationID, to: UserID)
  /// Opens it over REST alone: nothing is joined, marked read or told.
  case watch(ConversationID)
  /// Asks before it becomes mine.
  case takeOver(ConversationID)
  /// Proposes moves that even out the team: a ``BalanceOverlay``.
  case balance
  /// Proposes how to hand out all that somebody has.
  case empty(Whose)
  /// Leaves these out of the moves that are proposed, or takes them in again.
  case leaveOut([ConversationID])
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
  case showNote(NoteID, of: ConversationID)
  /// Goes to a day in the words of `DateWords`: ``DeskState/dayLanding``.
  case goToDay(String, in: ConversationID)
  /// Puts a message that is loaded into the composer as quoted lines.
  case quote(MessageID, in: ConversationID)
  /// Plays a voice note in place, a video outside.
  case play(Message, of: ConversationID)
  /// Stops a change of many, what plays, or what is written down.
  case stop
  /// Adds faults to those of the own link; `off` ends all.
  case faults(String)
  /// Writes one down as a file; without a path at one that is free.
  case export(ConversationID, path: String?)
  case look(at: OpenTarget, from: ConversationID)
  case save(Media, path: String)
  /// Yes or no to the question that lies over the panes, or to the moves that are proposed there.
  case answer(Bool)
  /// The number that is typed to go on with a change of many.
  case number(String)
  /// A token for the sign-in that is asked for.
  case token(String)
}
