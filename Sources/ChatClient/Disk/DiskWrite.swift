import ChatModel

/// Something that the disk is to keep.
enum DiskWrite: Hashable, Sendable {
  case history([HistoryChange])
  case entries([OutboxEntry])
  /// The entry as it is from the moment when it is handed over.
  case departure(OutboxEntry)
  /// Asks whoever leads to send these again.
  case retry([OutboxID])
  case drops([OutboxID])
  case draft(ConversationID, Draft?)
  case waits([ConversationID: KeptWait])
  case local([LocalChange])
  case used([Used])
  case team([TeamRecord])

  var call: StoreCall {
    switch self {
    case .history(let changes): .apply(changes)
    case .entries(let entries): .update(entries)
    case .departure(let entry): .update([entry])
    case .retry(let ids): .retry(ids)
    case .drops(let ids): .drop(ids)
    case .draft(let id, let draft): .saveDraft(draft, id)
    case .waits(let waits): .saveWaits(waits)
    case .local(let changes): .saveLocal(changes)
    case .used(let used): .noteUsed(used)
    case .team(let records): .noteTeam(records)
    }
  }

  func changes(_ id: OutboxID) -> Bool {
    switch self {
    case .entries(let entries): entries.contains { $0.id == id }
    case .departure(let entry): entry.id == id
    case .history, .retry, .drops, .draft, .waits, .local, .used, .team: false
    }
  }
}
