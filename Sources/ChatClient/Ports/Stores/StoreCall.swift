package import ChatModel

/// One call of the port `ChatStore`.
package enum StoreCall: Hashable, Sendable {
  /// What a list shows first: where somebody has waited longest, and what changed last.
  case loadFirst(limit: Int)
  /// Conversations, outbox, drafts, waits and local data.
  case load
  case newestMessages(ConversationID, limit: Int)
  case slice(ConversationID, HistorySpot, limit: Int)
  case apply([HistoryChange])
  case accept([OutboxEntry])
  case update([OutboxEntry])
  /// Asks whoever leads to send these again (`ChatStore.retry`).
  case retry([OutboxID])
  case drop([OutboxID])
  /// Takes entries out, all or none, and leaves a draft (`ChatStore.takeBack`).
  case takeBack([OutboxID], Draft, ConversationID)
  case saveDraft(Draft?, ConversationID)
  case saveWaits([ConversationID: KeptWait])
  case saveLocal([LocalChange])
  case noteUsed([Used])
  case noteTeam([TeamRecord])
  case outbox
  case drafts
  case local
  case samples
  /// Tries to become the one process that sends.
  case lead
}

/// The answer to a `StoreCall`.
package enum StoreAnswer: Hashable, Sendable {
  case loadedFirst(
    [Conversation], waits: [ConversationID: KeptWait], heldUnread: [ConversationID: Int])
  case loaded(
    [Conversation], [OutboxEntry], [ConversationID: Draft],
    waits: [ConversationID: KeptWait] = [:], used: [Used] = [],
    heldUnread: [ConversationID: Int] = [:], local: LocalData = LocalData(),
    historyProblem: StoreError? = nil)
  case messages([Message], Coverage?)
  case slice(HistorySlice)
  case outbox([OutboxEntry])
  case drafts([ConversationID: Draft])
  case local(LocalData)
  case samples([StatisticsSample])
  /// Written; these stand otherwise than they were wanted.
  case localKept([LocalChange])
  case leads(Bool)
  /// The states are written, except of those that are not there any more.
  case updated(missing: [OutboxID])
  case tookBack(Bool)
  case done
  case failed(StoreError)
}
