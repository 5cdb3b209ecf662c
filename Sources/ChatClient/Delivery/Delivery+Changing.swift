import ChatModel
import Foundation

/// What the person and the account's other processes do with entries.
extension Delivery {
  mutating func add(_ new: [OutboxEntry]) -> [Fact] {
    insert(new)
    for entry in new { report(.changed(entry.id)) }
    return reported()
  }

  /// What the disk kept of an earlier run. Answers with what still waits.
  mutating func restore(_ kept: [OutboxEntry]) -> [Fact] {
    insert(kept)
    for entry in kept where entry.isPending { report(.changed(entry.id)) }
    return reported()
  }

  // MARK: By the person

  /// - Parameter leads: this process sends; else another may have sent it meanwhile, and what stands
  ///   on the disk decides.
  mutating func retry(_ id: OutboxID, leads: Bool, at now: TimeInterval) -> [Fact] {
    guard let entry = self[id], entry.retried != nil else { return [] }
    guard leads else { return [.asksToRetry(id)] }
    retry(entry, at: now)
    return reported()
  }

  private mutating func retry(_ entry: OutboxEntry, at now: TimeInterval) {
    switch entry.state {
    case .failed where entry.wasRefusedInPassing:
      // What the server refused may have been something else.
      becomeUnconfirmed(entry.id, onLink: false, settledAt: now + timing.settling, at: now)
    case .failed, .unsure:
      noteRetry(entry.id)
      forget(entry.id)
      set(entry.id) { $0 = $0.retried ?? $0 }
      sendBarrierForOrphans(in: entry.conversationID)
    default: break
    }
  }

  /// It is none of ours any more, whatever becomes of what was sent of it.
  mutating func abandon(_ id: OutboxID) -> [Fact] {
    giveUp(id)
    return reported()
  }

  private mutating func giveUp(_ id: OutboxID) {
    for request in uploads.requests(where: { $0 == [id] }) { report(.cancels(request)) }
    let place = self[id]?.conversationID
    remove(id)
    if let place { sendBarrierForOrphans(in: place) }
  }

  // MARK: By other processes

  /// Takes over what others accepted, retried or dropped: the whole outbox, as the disk has it.
  /// - Parameter isNewer: what is here of an entry, or its being dropped, is on its way to the disk.
  mutating func adopt(
    _ read: [OutboxEntry], leads: Bool, at now: TimeInterval, isDropping: (OutboxID) -> Bool,
    isNewer: (OutboxID) -> Bool
  ) -> [Fact] {
    for entry in read where !isDropping(entry.id) {
      guard let known = self[entry.id] else {
        insert([entry])
        if entry.isPending {
          report(.needsOwnMessages(entry.conversationID))
          report(.changed(entry.id))
        }
        continue
      }
      guard known != entry, !isNewer(entry.id) else { continue }
      if !leads {
        show(entry.id) { $0 = entry }
      } else if flights[entry.id] == nil, known.retried?.state == entry.state {
        retry(known, at: now)
      }
    }
    let kept = Set(read.map(\.id))
    lose(entries.map(\.id).filter { !kept.contains($0) })
    arrange(as: read.map(\.id))
    return reported()
  }

  /// The disk has not got them any more: another process dropped them, and they are not sent (again).
  mutating func handleMissing(_ ids: [OutboxID]) -> [Fact] {
    lose(ids)
    return reported()
  }

  private mutating func lose(_ ids: [OutboxID]) {
    let gone = ids.filter { self[$0] != nil }
    for id in gone { giveUp(id) }
    if !gone.isEmpty { report(.dropped(gone)) }
  }
}
