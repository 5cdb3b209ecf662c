package import ChatModel

/// What `HistoryStore` keeps, as a value.
package struct MemoryHistory: Sendable {
  private var kept: [ConversationID: Conversation] = [:]
  private var histories: [ConversationID: [MessageID: Message]] = [:]
  private var places: [MessageID: ConversationID] = [:]
  /// As `HistoryStore` tells it.
  package private(set) var heldUnread: [ConversationID: Int] = [:]
  private var coverages: [ConversationID: Coverage] = [:]

  package init() {}

  /// In the order of the ids.
  package var conversations: [Conversation] { kept.values.sorted { $0.id < $1.id } }

  package func messages(_ id: ConversationID, before: Message?, limit: Int) -> [Message] {
    let all = (histories[id] ?? [:]).values.filter { message in
      before.map { message < $0 } ?? true
    }
    return all.sorted().suffix(max(0, limit))
  }

  package func coverage(_ id: ConversationID) -> Coverage? { coverages[id] }

  package mutating func apply(_ changes: [HistoryChange]) {
    for change in changes {
      switch change {
      case .conversation(let conversation):
        kept[conversation.id] = kept[conversation.id]?.merging(conversation) ?? conversation
      case .removeConversation(let id):
        kept[id] = nil
        coverages[id] = nil
        heldUnread[id] = nil
        for message in (histories.removeValue(forKey: id) ?? [:]).keys { places[message] = nil }
      case .message(let message, let id):
        let known = places[message.id].flatMap { histories[$0]?.removeValue(forKey: message.id) }
        histories[id, default: [:]][message.id] = known?.merging(message) ?? message
        places[message.id] = id
      case .removeMessage(let id):
        if let place = places.removeValue(forKey: id) { histories[place]?[id] = nil }
      case .coverage(let id, let coverage):
        coverages[id] = coverage
      case .heldUnread(let id, let count):
        heldUnread[id] = count == 0 ? nil : count
      }
    }
  }
}
