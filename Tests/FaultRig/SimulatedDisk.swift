import ChatClient
import ChatModel

/// This computer's disk: what was performed stays (the outbox is synced with every write), but a
/// power cut takes the history's last writes along (WAL, synchronous NORMAL).
struct SimulatedDisk {
  private struct History {
    var conversations: [ConversationID: Conversation] = [:]
    var messages: [ConversationID: [MessageID: Message]] = [:]
    var coverages: [ConversationID: Coverage] = [:]
  }

  private var history = History()
  private var synced = History()
  private(set) var outbox: [OutboxEntry] = []
  /// Every entry ever accepted, in that order.
  private(set) var accepted: [OutboxEntry] = []
  private var drafts: [ConversationID: Draft] = [:]
  private var waits: [ConversationID: KeptWait] = [:]
  var isFull = false

  func holds(_ id: OutboxID) -> Bool { outbox.contains { $0.id == id } }

  mutating func sync() { synced = history }

  mutating func losePower() { history = synced }

  mutating func perform(_ call: StoreCall) -> StoreAnswer {
    switch call {
    case .load:
      return .loaded(
        history.conversations.values.sorted { $0.id < $1.id }, outbox, drafts, waits: waits)
    case .messages(let id, let before, let limit):
      let all = (history.messages[id] ?? [:]).values.filter { message in
        before.map { message < $0 } ?? true
      }
      return .messages(Array(all.sorted().suffix(limit)), history.coverages[id])
    case .outbox: return .outbox(outbox)
    case .drafts: return .drafts(drafts)
    case .lead: return .leads(true)
    case .apply, .accept, .update, .retry, .drop, .saveDraft, .saveWaits:
      return isFull ? .failed(.full) : write(call)
    }
  }

  private mutating func write(_ call: StoreCall) -> StoreAnswer {
    switch call {
    case .apply(let changes): for change in changes { apply(change) }
    case .accept(let entries):
      outbox += entries
      accepted += entries
    case .update(let entries):
      let missing = entries.map(\.id).filter { id in !outbox.contains { $0.id == id } }
      for entry in entries {
        if let index = outbox.firstIndex(where: { $0.id == entry.id }) { outbox[index] = entry }
      }
      return .updated(missing: missing)
    case .retry(let ids): outbox = outbox.map { ids.contains($0.id) ? $0.retried ?? $0 : $0 }
    case .drop(let ids): outbox.removeAll { ids.contains($0.id) }
    case .saveDraft(let draft, let id): drafts[id] = draft
    case .saveWaits(let new):
      for (id, wait) in new { waits[id] = wait.isEmpty ? nil : wait.over(waits[id]) }
    default: break
    }
    return .done
  }

  private mutating func apply(_ change: HistoryChange) {
    switch change {
    case .conversation(let new):
      history.conversations[new.id] = history.conversations[new.id]?.merging(new) ?? new
    case .removeConversation(let id):
      history.conversations[id] = nil
      history.messages[id] = nil
      history.coverages[id] = nil
    case .message(let message, let id):
      let known = history.messages[id]?[message.id]
      history.messages[id, default: [:]][message.id] = known?.merging(message) ?? message
    case .removeMessage(let id):
      for place in history.messages.keys { history.messages[place]?[id] = nil }
    case .coverage(let id, let coverage): history.coverages[id] = coverage
    }
  }
}
