/// What a person wants from the client. Each command is answered by events, never by waiting.
package enum ClientCommand: Hashable, Sendable {
  /// The person is at the screen or not; sent on change. Governs refreshing, not reading.
  case setPresent(Bool)
  /// Shows a conversation: cache at once, then history and join. What is read, is told.
  case open(ConversationID)
  /// Shows a conversation without leaving a trace at the server: it is read over REST alone, no room is
  /// joined, nothing is marked read, no typing is told. One that is open leaves its room.
  case watch(ConversationID)
  /// Shows what the disk has of a conversation that is not opened yet; the server hears nothing.
  case peek(ConversationID)
  /// Leaves it: typing stops, the room is left, refreshing ends.
  case close(ConversationID)
  /// Moves the window over an open conversation towards its start, from the disk or the server.
  case loadOlder(ConversationID)
  /// Moves it back towards the newest message.
  case loadNewer(ConversationID)
  /// Somebody reads above the end: what comes is counted, and pushes nothing out of the window.
  case stay(ConversationID)
  /// Opens the window elsewhere; answered by a timeline with its `landing`, or by a notice.
  case jump(ConversationID, to: HistoryTarget)
  /// Accepts a message: files first, each a message of its own, the text last. Answered by
  /// `.accepted` once it is on the disk, or by `.rejected` with the text still the user's.
  case send(ConversationID, text: String, files: [String], request: Int)
  /// Sends a failed entry again, as a new attempt.
  case retry(OutboxID)
  /// Removes an entry for good.
  case drop(OutboxID)
  /// Takes entries of one conversation out of the outbox, all or none, if none has been given to a
  /// transport, and leaves what was written in them as its draft. Answered by `.sendTakenBack` or
  /// `.sendNotTakenBack`.
  case takeBackSend(ConversationID, [OutboxID], leaving: Draft)
  /// A key changed the text for this conversation; the client turns it into typing events.
  case typed(ConversationID)
  /// The composer was emptied or left.
  case stoppedTyping(ConversationID)
  /// These messages were on the screen of a person who is there.
  case seen(ConversationID, [MessageID])
  /// The newest unread message of an open conversation was seen, too: everything is marked read, at
  /// once or when the link is there.
  case markAllRead(ConversationID)
  /// Brings what is known of a conversation up to date.
  case lookAt(ConversationID)
  /// Compares the history of an open conversation with the server, out of turn.
  case compare(ConversationID)
  /// These two look first: what others have changed meanwhile is told, and not changed over.
  case setStatus(ConversationID, ConversationStatus)
  case reassign(ConversationID, to: UserID)
  /// Changes many, a few at a time: each is answered by `.many`, whatever becomes of it. What another
  /// has changed since then is told, and left as it is.
  case changeMany([ConversationID], ManyChange, request: Int)
  /// Gives each of many to its own agent, likewise.
  case moveMany([Handover], request: Int)
  /// What is not under way yet is left as it is.
  case stopMany
  /// Takes a change back if a fresh look shows that it is still ours; answered by `.takenBack`
  /// or `.takeBackFailed`.
  case takeBack(Reversal)
  /// The same for many, a few at a time: each is answered by `.many`. What failed is no longer ours to
  /// take back; what is not known or not tried may be tried again.
  case takeBackMany([Reversal], request: Int)
  case saveDraft(ConversationID, Draft)
  /// What only this computer knows. Positions and drafts of notes are written after a while.
  case keep(LocalChange)
  /// Keeps that this was used; a text that is sent is kept with its message.
  case noteUsed(Used)
  /// Brings list, open conversation and agents up to date, and the link if it is down. Answered by
  /// `.refreshed` or `.refreshFailed`.
  case refresh
  /// Fetches the statistics and the agents they name.
  case fetchStatistics
  /// As a farmer: gets or creates my conversation with support.
  case contactSupport
  /// Tries the link at once instead of at its next planned attempt; opens one that is up anew.
  case reconnect
  /// The computer's network changed: like `reconnect`, but a link that is up is asked first whether
  /// it still carries anything.
  case networkChanged
  /// Goes on with a new token; it must belong to the same user.
  case useToken(String)
  /// Sends an event that a person wrote, past everything that is known here, and asks for an
  /// acknowledgement; what becomes of it stands on the wire.
  case emitByHand(ClientEmission, acknowledgedWithin: Duration)
  /// Cancels the uploads in progress of a conversation; their entries fail.
  case cancelUploads(ConversationID)
}
