import ChatModel
import Sentences

/// Somebody waits for what becomes of the entries of one send.
struct SendWait {
  private let continuation: CheckedContinuation<Result<[OutboxEntry], NotAccepted>, Never>
  private var order: [OutboxID] = []
  private var entries: [OutboxID: OutboxEntry] = [:]
  private var dropped: Set<OutboxID> = []
  private var refusal: NotAccepted?
  /// The time was over before the disk had answered: then that answer alone is waited for.
  var isOverdue = false
  private(set) var isAccepted = false

  init(_ continuation: CheckedContinuation<Result<[OutboxEntry], NotAccepted>, Never>) {
    self.continuation = continuation
  }

  /// Answers whether the outcome is known.
  mutating func handle(_ event: ClientEvent, _ request: Int) -> Bool {
    switch event {
    case .accepted(request, let ids):
      order = ids
      isAccepted = true
    case .rejected(request, let reason):
      refusal = NotAccepted(reason: reason)
      return true
    case .outbox(let changed):
      for entry in changed where order.contains(entry.id) { entries[entry.id] = entry }
    case .outboxDropped(let ids):
      for id in ids where order.contains(id) { dropped.insert(id) }
    case .signInNeeded:
      // Nothing goes out before a new token comes: the entries wait, the caller need not.
      isOverdue = true
    default: return false
    }
    guard isAccepted, order.allSatisfy({ entries[$0] != nil || dropped.contains($0) }) else {
      return false
    }
    return isOverdue || order.allSatisfy(isDecided)
  }

  private func isDecided(_ id: OutboxID) -> Bool {
    switch entries[id]?.state {
    case .sent, .failed: true
    case .unsure where entries[id]?.needsManualResolution == true: true
    case .queued, .uploading, .handedOver, .unsure, nil: dropped.contains(id)
    }
  }

  func end() {
    if let refusal {
      continuation.resume(returning: .failure(refusal))
    } else if isAccepted {
      let left = order.compactMap { id in
        entries[id].map { dropped.contains(id) ? $0.droppedElsewhere : $0 }
      }
      continuation.resume(returning: .success(left))
    } else {
      continuation.resume(returning: .failure(NotAccepted(reason: said("the client has ended"))))
    }
  }
}

extension OutboxEntry {
  /// As its sender is told of it when another process has dropped it before it was confirmed.
  fileprivate var droppedElsewhere: OutboxEntry {
    if case .sent = state { return self }
    var entry = self
    entry.state = .failed(said("another furrow dropped it from the outbox before it was confirmed"))
    return entry
  }
}
