package import ChatModel

/// An account's data in memory alone: for `--no-cache` and for tests. Nothing survives the process.
package actor MemoryStore: ChatStore {
  private var kept: [ConversationID: Conversation] = [:]
  private var histories: [ConversationID: [MessageID: Message]] = [:]
  private var places: [MessageID: ConversationID] = [:]
  private var coverages: [ConversationID: Coverage] = [:]
  private var entries: [OutboxEntry] = []
  private var texts: [ConversationID: Draft] = [:]
  private var times: [ConversationID: KeptWait] = [:]
  package nonisolated let changes: AsyncStream<StoreChange>
  private let changing: AsyncStream<StoreChange>.Continuation

  package init() {
    (changes, changing) = AsyncStream.makeStream()
  }

  package func conversations() -> [Conversation] { Array(kept.values) }

  package func messages(_ id: ConversationID, before: Message?, limit: Int) -> [Message] {
    let all = (histories[id] ?? [:]).values.filter { message in
      before.map { message < $0 } ?? true
    }
    return all.sorted().suffix(max(0, limit))
  }

  package func message(_ id: MessageID) -> Message? {
    places[id].flatMap { histories[$0]?[id] }
  }

  package func coverage(_ id: ConversationID) -> Coverage? { coverages[id] }

  package func apply(_ changes: [HistoryChange]) {
    for change in changes {
      switch change {
      case .conversation(let conversation):
        kept[conversation.id] = kept[conversation.id]?.merging(conversation) ?? conversation
      case .removeConversation(let id):
        kept[id] = nil
        coverages[id] = nil
        for message in (histories.removeValue(forKey: id) ?? [:]).keys { places[message] = nil }
      case .message(let message, let id):
        let known = histories[id]?[message.id]
        histories[id, default: [:]][message.id] = known?.merging(message) ?? message
        places[message.id] = id
      case .removeMessage(let id):
        if let place = places.removeValue(forKey: id) { histories[place]?[id] = nil }
      case .coverage(let id, let coverage):
        coverages[id] = coverage
      }
    }
  }

  package func outbox() -> [OutboxEntry] { entries }

  package func accept(_ new: [OutboxEntry]) { entries += new }

  package func update(_ changed: [OutboxEntry]) -> [OutboxID] {
    var missing: [OutboxID] = []
    for entry in changed {
      if let index = entries.firstIndex(where: { $0.id == entry.id }) {
        entries[index] = entry
      } else {
        missing.append(entry.id)
      }
    }
    return missing
  }

  package func retry(_ ids: [OutboxID]) {
    entries = entries.map { ids.contains($0.id) ? $0.retried ?? $0 : $0 }
  }

  package func drop(_ ids: [OutboxID]) {
    entries.removeAll { ids.contains($0.id) }
  }

  package func drafts() -> [ConversationID: Draft] { texts }

  package func saveDraft(_ draft: Draft?, for id: ConversationID) { texts[id] = draft }

  package func waits() -> [ConversationID: KeptWait] { times }

  package func saveWaits(_ waits: [ConversationID: KeptWait]) {
    for (id, wait) in waits { times[id] = wait.isEmpty ? nil : wait.over(times[id]) }
  }

  package func lead() -> Bool { true }

  package func close() { changing.finish() }
}
