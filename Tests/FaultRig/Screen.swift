import ChatClient
import ChatModel

/// What a person sees: the client's events, applied as a desk applies them.
struct Screen {
  var entries: [OutboxID: OutboxEntry] = [:]
  /// In the order of their first showing.
  var entryOrder: [OutboxID] = []
  var timelines: [ConversationID: [MessageID: Message]] = [:]
  var extents: [ConversationID: TimelineExtent] = [:]
  var conversations: [ConversationID: ConversationSummary] = [:]
  var needsSignIn = false

  mutating func show(_ event: ClientEvent) {
    switch event {
    case .outbox(let changed):
      for entry in changed {
        if entries.updateValue(entry, forKey: entry.id) == nil { entryOrder.append(entry.id) }
      }
    case .outboxDropped(let ids):
      for id in ids { entries[id] = nil }
      entryOrder.removeAll { ids.contains($0) }
    case .timeline(let update):
      if update.isReset { timelines[update.conversationID] = [:] }
      for message in update.messages {
        timelines[update.conversationID, default: [:]][message.id] = message
      }
      for id in update.dropped { timelines[update.conversationID]?[id] = nil }
      for id in update.removed { timelines[update.conversationID]?[id] = nil }
      extents[update.conversationID] = update.extent
    case .conversations(let summaries):
      for summary in summaries { conversations[summary.id] = summary }
    case .conversationsRemoved(let ids): for id in ids { conversations[id] = nil }
    case .signInNeeded: needsSignIn = true
    case .identified: needsSignIn = false
    default: break
    }
  }

  func shown(_ isWanted: (OutboxEntry.State) -> Bool) -> [OutboxID] {
    entryOrder.filter { id in entries[id].map { isWanted($0.state) } ?? false }
  }
}
