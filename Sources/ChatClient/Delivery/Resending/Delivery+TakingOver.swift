import ChatModel
import Foundation

/// From one process to the next: what an ending one leaves on the disk of sends that are not confirmed,
/// and how another takes over what was left half done.
extension Delivery {
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
