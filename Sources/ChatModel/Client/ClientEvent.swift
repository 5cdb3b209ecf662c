package import Foundation

/// What the client tells whoever shows it. Events are facts; applying one twice changes nothing.
package enum ClientEvent: Hashable, Sendable {
  /// Who I am, once the token was read.
  case identified(Claims)
  case link(LinkState)
  /// New or changed conversations; those not named stay as they were.
  case conversations([ConversationSummary])
  /// Conversations that the server no longer shows me.
  case conversationsRemoved([ConversationID])
  /// The list has been compared with the server (true), or is from this disk alone (false).
  case listFreshness(isComplete: Bool, at: Date?)
  case timeline(TimelineUpdate)
  /// New or changed entries. An entry in state `.sent` gives way to its message.
  case outbox([OutboxEntry])
  /// All that waits, as the disk has it: what was told of before and is not among these is no more.
  case outboxKept([OutboxID])
  case outboxDropped([OutboxID])
  /// They are out of the outbox, and none of them is sent.
  case sendTakenBack(ConversationID, [OutboxEntry])
  /// It has gone, or the disk did not take the change: all goes on.
  case sendNotTakenBack(ConversationID)
  case accepted(request: Int, [OutboxID])
  /// The text stays in the composer; the reason is in words.
  case rejected(request: Int, reason: String)
  /// Somebody types, until the given time at the latest or until `.stoppedTyping`.
  case typing(ConversationID, UserID, name: String?, until: Date)
  case stoppedTyping(ConversationID, UserID)
  /// Presence is a hint (row 18).
  case presence(UserID, isOnline: Bool, lastSeen: Date?)
  case draft(ConversationID, Draft?)
  /// Notes, snoozes and the like that were on the disk, or that another process wrote.
  case local([LocalChange])
  /// The disk did not take the draft of a conversation, or has taken it after all.
  case draftKept(ConversationID, Bool)
  /// What was used before, as the disk has it.
  case used([Used])
  /// New or changed, among all that are known.
  case agents([Agent])
  case statistics(Statistics)
  case statusSet(ConversationID, from: ConversationStatus?, to: ConversationStatus)
  case reassigned(ConversationID, from: Participant?, to: Participant)
  /// Nobody knows whether this change was made: taking it back looks first.
  case maybeChanged(ConversationID, Reversal.Change)
  /// What became of one of many that were to be changed.
  case many(_ request: Int, ConversationID, ManyOutcome)
  /// My own changes at the server, as they are kept on this computer.
  case audited([AuditEntry])
  /// When the numbers are first looked at all that are kept, ascending; then each new one.
  case samples([StatisticsSample])
  /// A change was taken back, or was not, for this reason: a clause without a full stop.
  case takenBack(Reversal, problem: String?)
  /// Nobody knows whether it can be, for this reason: it is to be tried again.
  ///
  /// - Parameter mayBeDone: the server was asked, and may have done it.
  case takeBackFailed(Reversal, reason: String, mayBeDone: Bool)
  /// Newly mine, from the given agent if known; the server itself says nothing (row 8).
  case becameMine(ConversationID, from: Participant?)
  /// No longer mine, and the given agent's, if known; who moved it the server does not say.
  case takenFromMe(ConversationID, to: Participant?)
  /// It was mine, and the server has it no more (row 20).
  case deletedWhileMine(ConversationID)
  /// Of the processes of this account this one now leads, until the client ends.
  case leads
  /// Another one leads: it sends what is written here.
  case follows
  /// The server's clock less ours, in seconds.
  case clockSkew(TimeInterval)
  /// The server wants to be asked nothing before then (row 30); what is written is kept.
  case heldBack(until: Date)
  /// A new token is needed, for this reason; nothing else was lost.
  case signInNeeded(reason: String)
  /// The end of `ClientCommand.refresh`: so many messages came with it that were not known before.
  case refreshed(new: Int)
  /// Or its failure, for this reason.
  case refreshFailed(reason: String)
  case notice(Notice)
}
