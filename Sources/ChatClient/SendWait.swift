import ChatModel

/// Somebody waits for what becomes of the entries of one send.
struct SendWait {
  private let continuation: CheckedContinuation<Result<[OutboxEntry], NotAccepted>, Never>
  private var order: [OutboxID] = []
  private var entries: [OutboxID: OutboxEntry] = [:]
  private var refusal: NotAccepted?
  /// The time was over before the disk had answered: then that answer alone is waited for.
  var isOverdue = false
  private(set) var isAccepted = false

  init(_ continuation: CheckedContinuation<Result<[OutboxEntry], NotAccepted>, Never>) {
    self.continuation = continuation
  }

  /// Answers whether the outcome is known.
  mutating func hear(_ event: ClientEvent, _ request: Int) -> Bool {
    switch event {
    case .accepted(request, let ids):
      order = ids
      isAccepted = true
    case .rejected(request, let reason):
      refusal = NotAccepted(reason: reason)
      return true
    case .outbox(let changed):
      for entry in changed where order.contains(entry.id) { entries[entry.id] = entry }
    case .signInNeeded:
      // Nothing goes out before a new token comes: the entries wait, the caller need not.
      isOverdue = true
    default: return false
    }
    guard isAccepted, entries.count == order.count else { return false }
    return isOverdue || entries.values.allSatisfy(Self.isDecided)
  }

  private static func isDecided(_ entry: OutboxEntry) -> Bool {
    switch entry.state {
    case .sent, .failed: true
    case .queued, .uploading, .handedOver, .unsure: false
    }
  }

  func end() {
    if let refusal {
      continuation.resume(returning: .failure(refusal))
    } else if isAccepted {
      continuation.resume(returning: .success(order.compactMap { entries[$0] }))
    } else {
      continuation.resume(returning: .failure(NotAccepted(reason: "the client has ended")))
    }
  }
}
