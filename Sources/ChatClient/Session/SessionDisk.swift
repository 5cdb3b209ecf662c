import ChatModel
import Sentences
import Synchronization

/// Performs the calls of the store one after another, in the order in which they were wanted. Changes
/// of the history that wait one behind another are written in one transaction.
struct SessionDisk: Sendable {
  private let queue = Queue()
  private let worker: Task<Void, Never>

  /// - Parameter backlog: counts the changes that are not written yet.
  init(_ store: any ChatStore, _ inbox: SessionInbox, _ backlog: Backlog) {
    worker = Task.detached { [queue] in
      for await _ in queue.signals {
        while let group = queue.takeGroup() {
          let answer = await group.call.performed(on: store)
          backlog.remove(group.call.changeCount)
          for id in group.ids { inbox.post(.stored(id, answer)) }
        }
      }
    }
    self.backlog = backlog
  }

  private let backlog: Backlog

  func perform(_ call: StoreCall, _ id: RequestID) {
    backlog.add(call.changeCount)
    queue.add(call, id)
  }

  /// Waits until everything wanted so far is done.
  func finish() async {
    queue.finish()
    await worker.value
  }

  /// One call, for all who wanted a part of it.
  struct Group {
    var call: StoreCall
    var ids: [RequestID]
  }

  private final class Queue: Sendable {
    /// So many changes go into one transaction at most, unless one call has more.
    private static let mostChanges = 10_000

    let signals: AsyncStream<Void>
    private let signalling: AsyncStream<Void>.Continuation
    private let waiting = Mutex<[(StoreCall, RequestID)]>([])

    init() { (signals, signalling) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func add(_ call: StoreCall, _ id: RequestID) {
      waiting.withLock { $0.append((call, id)) }
      signalling.yield()
    }

    func finish() { signalling.finish() }

    func takeGroup() -> Group? {
      waiting.withLock { waiting in
        guard let (first, id) = waiting.first else { return nil }
        guard case .apply(var changes) = first else {
          waiting.removeFirst()
          return Group(call: first, ids: [id])
        }
        var ids = [id]
        for (call, id) in waiting.dropFirst() {
          guard case .apply(let more) = call, changes.count + more.count <= Self.mostChanges else {
            break
          }
          changes += more
          ids.append(id)
        }
        waiting.removeFirst(ids.count)
        return Group(call: .apply(changes), ids: ids)
      }
    }
  }
}

extension StoreCall {
  /// How many changes of the history it writes.
  fileprivate var changeCount: Int {
    if case .apply(let changes) = self { changes.count } else { 0 }
  }
}

extension StoreCall {
  func performed(on store: any ChatStore) async -> StoreAnswer {
    do throws(StoreError) {
      switch self {
      case .loadFirst(let limit):
        let waits = try await store.waits()
        let first = KeptWait.longest(of: waits, limit: limit)
        return .loadedFirst(
          try await store.conversations(first: first, limit: limit), waits: waits,
          heldUnread: try await store.heldUnread())
      case .load:
        let (entries, drafts) = (try await store.outbox(), try await store.drafts())
        let (waits, used) = (try await store.waits(), try await store.used())
        let local = try await store.localData()
        // A history that cannot be read hides nothing of what waits to be sent.
        do throws(StoreError) {
          return .loaded(
            try await store.conversations(), entries, drafts, waits: waits, used: used,
            heldUnread: try await store.heldUnread(), local: local)
        } catch {
          return .loaded(
            [], entries, drafts, waits: waits, used: used, local: local, historyProblem: error)
        }
      case .newestMessages(let id, let limit):
        return .messages(
          try await store.newestMessages(id, limit: limit), try await store.coverage(id))
      case .slice(let id, let spot, let limit):
        return .slice(try await store.slice(id, spot, limit: limit))
      case .apply(let changes): try await store.apply(changes)
      case .accept(let entries): try await store.accept(entries)
      case .update(let entries): return .updated(missing: try await store.update(entries))
      case .retry(let ids): try await store.retry(ids)
      case .drop(let ids): try await store.drop(ids)
      case .takeBack(let ids, let draft, let id):
        return .tookBack(try await store.takeBack(ids, leaving: draft, in: id))
      case .saveDraft(let draft, let id): try await store.saveDraft(draft, for: id)
      case .saveWaits(let waits): try await store.saveWaits(waits)
      case .saveLocal(let changes): return .localKept(try await store.saveLocal(changes))
      case .local: return .local(try await store.localData())
      case .samples: return .samples(try await store.samples())
      case .noteUsed(let used): try await store.noteUsed(used)
      case .noteTeam(let records): try await store.noteTeam(records)
      case .outbox: return .outbox(try await store.outbox())
      case .drafts: return .drafts(try await store.drafts())
      case .lead: return .leads(await store.lead())
      }
      return .done
    } catch {
      return .failed(error)
    }
  }
}

extension APICall {
  func performed(
    on api: any ChatAPI, progress: @escaping @Sendable (Double) -> Void
  ) async -> APIAnswer {
    do throws(APIError) {
      switch self {
      case .list(let query):
        let answer = try await api.conversations(query)
        return .list(answer.value, serverTime: answer.serverTime)
      case .conversation(let id): return .conversation(try await api.conversation(id))
      case .openConversation: return .conversation(try await api.openConversation())
      case .messages(let id, let page, let limit):
        let answer = try await api.messages(id, page: page, limit: limit)
        return .messages(answer.value, serverTime: answer.serverTime)
      case .send(let message): return .sent(try await api.send(message))
      case .upload(let files, let kind):
        for file in files {
          if let change = file.change(since: FileInspection(reading: file.path)) {
            return .failed(.localFile(change.reason.clause))
          }
        }
        return .uploaded(try await api.upload(files, as: kind, progress: progress))
      case .markAllRead(let id):
        try await api.markAllRead(id)
        return .done
      case .setStatus(let id, let status):
        return .changed(try await api.setStatus(id, to: status))
      case .reassign(let id, let agent): return .changed(try await api.reassign(id, to: agent))
      case .statistics: return .statistics(try await api.statistics())
      }
    } catch {
      return .failed(error)
    }
  }
}
