import ChatClient
import ChatModel

/// This computer's disk: what was performed stays (the outbox is synced with every write), but a
/// power cut takes the history's last writes along (WAL, synchronous NORMAL).
struct SimulatedDisk {
  private var history = MemoryHistory()
  private var synced = MemoryHistory()
  private var kept = MemoryOutbox()
  private var local = MemoryLocal()
  /// Every entry ever accepted, in that order.
  private(set) var accepted: [OutboxEntry] = []
  var isFull = false

  var outbox: [OutboxEntry] { kept.entries }

  func holds(_ id: OutboxID) -> Bool { outbox.contains { $0.id == id } }

  mutating func sync() { synced = history }

  mutating func losePower() { history = synced }

  mutating func perform(_ call: StoreCall) -> StoreAnswer {
    switch call {
    case .loadFirst(let limit):
      let first = KeptWait.longest(of: local.waits, limit: limit)
      return .loadedFirst(
        history.conversations(first: first, limit: limit), waits: local.waits,
        heldUnread: history.heldUnread)
    case .load:
      return .loaded(
        history.conversations, outbox, local.drafts, waits: local.waits, used: local.used.all,
        heldUnread: history.heldUnread, local: local.data)
    case .newestMessages(let id, let limit):
      return .messages(
        history.newestMessages(id, limit: limit), history.coverage(id))
    case .slice(let id, let spot, let limit):
      return .slice(history.slice(id, spot, limit: limit))
    case .outbox: return .outbox(outbox)
    case .local: return .local(local.data)
    case .samples: return .samples(local.samples)
    case .drafts: return .drafts(local.drafts)
    case .lead: return .leads(true)
    case .apply, .accept, .update, .retry, .drop, .takeBack, .saveDraft, .saveWaits, .saveLocal,
      .noteUsed, .noteTeam:
      return isFull ? .failed(.full) : write(call)
    }
  }

  private mutating func write(_ call: StoreCall) -> StoreAnswer {
    switch call {
    case .apply(let changes): history.apply(changes)
    case .accept(let entries):
      kept.accept(entries)
      local.noteUsed(entries.compactMap(\.used))
      accepted += entries
    case .update(let entries): return .updated(missing: kept.update(entries))
    case .retry(let ids): kept.retry(ids)
    case .drop(let ids): kept.drop(ids)
    case .takeBack(let ids, let draft, let id):
      guard kept.takeBack(ids) else { return .tookBack(false) }
      local.saveDraft(draft, for: id)
      return .tookBack(true)
    case .saveDraft(let draft, let id): local.saveDraft(draft, for: id)
    case .saveWaits(let new): local.saveWaits(new)
    case .saveLocal(let changes): return .localKept(local.saveLocal(changes))
    case .noteUsed(let used): local.noteUsed(used)
    case .noteTeam(let records): local.noteTeam(records)
    default: break
    }
    return .done
  }
}
