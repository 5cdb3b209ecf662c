import ChatModel
import Foundation

/// What the person and the account's other processes do with entries, and how a process takes over
/// what an earlier one left half done.
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

  // MARK: From one process to the next

  /// This process sends from now on: what another one, or an earlier run, left half done is
  /// unconfirmed.
  mutating func takeOver(at now: TimeInterval) -> [Fact] {
    for entry in entries where flights[entry.id] == nil {
      if entry.isPending { report(.needsOwnMessages(entry.conversationID)) }
      switch entry.state {
      case .handedOver, .unsure:
        guard unconfirmed[entry.id] == nil else { continue }
        becomeUnconfirmed(entry.id, onLink: false, settledAt: settledAt(entry, now), at: now)
      case .failed(let reason) where entry.wasRefusedInPassing:
        guard unconfirmed[entry.id] == nil else { continue }
        let settledAt = settledAt(entry, now)
        markUnconfirmed(entry.id, onLink: false, settledAt: settledAt, at: settledAt)
        attributeError(to: entry.id, reason)
      case .uploading where !uploads.carries(entry.id): requeue(entry.id)
      default: continue
      }
    }
    return reported()
  }

  /// What an earlier process let go of settles from then, and else from now: the clock of the day may
  /// have been set since.
  private func settledAt(_ entry: OutboxEntry, _ now: TimeInterval) -> TimeInterval {
    guard let released = entry.releasedAt, released.boot == boot else {
      return now + timing.settling
    }
    return min(released.seconds, now) + timing.settling
  }

  /// The disk learns from when each attempt settles, so that a next process goes on where this one
  /// ends.
  mutating func keepSettling() -> [Fact] {
    guard let boot, !unconfirmed.isEmpty else { return [] }
    for entry in entries {
      guard let attempt = unconfirmed[entry.id] else { continue }
      let settledAt = attempt.awaitsBarrier ? nil : attempt.settledAt
      release(entry, settledAt.map { BootTime(boot: boot, seconds: $0 - timing.settling) })
    }
    return reported()
  }

  /// The link ends with this process.
  mutating func releaseEverything(at now: TimeInterval) -> [Fact] {
    guard let boot else { return [] }
    let released = BootTime(boot: boot, seconds: now + timing.farewell)
    for entry in entries where entry.isPending {
      let isHeld =
        flights[entry.id]?.isGiven == true
        || unconfirmed[entry.id].map { $0.awaitsBarrier || $0.settledAt == nil } == true
      if isHeld { release(entry, released) }
    }
    return reported()
  }

  private mutating func release(_ entry: OutboxEntry, _ released: BootTime?) {
    let isKept =
      switch (entry.releasedAt, released) {
      case (let old?, let new?): old.boot == new.boot && abs(old.seconds - new.seconds) < 0.001
      case (let old, let new): old == new
      }
    if !isKept { set(entry.id) { $0.releasedAt = released } }
  }
}
