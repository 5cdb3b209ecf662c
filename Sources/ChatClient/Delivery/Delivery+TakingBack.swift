import ChatModel
import Foundation

/// Messages that stay here for a while after they were accepted, so that the person can take them
/// back. The disk decides: it takes them out only while no process has recorded that they leave.
extension Delivery {
  /// Whether it may not leave yet.
  func staysHere(_ entry: OutboxEntry, at date: Date) -> Bool {
    entry.isHeld(at: date) || takingBack.contains(entry.id)
  }

  /// When the next of them may leave, by the local clock.
  func nextHoldEnd(after date: Date) -> Date? {
    entries.lazy.filter { $0.isHeld(at: date) }.compactMap(\.heldUntil).min()
  }

  /// Begins to take messages back; false when one of them is under way.
  mutating func takeBack(_ ids: [OutboxID]) -> Bool {
    let canBe = ids.allSatisfy { id in
      self[id]?.state == .queued && flights[id] == nil && !uploads.carries(id)
        && !takingBack.contains(id)
    }
    guard canBe, !ids.isEmpty else { return false }
    beginTakingBack(ids)
    return true
  }

  /// What the disk says. Answers with what was taken back; none: all goes on.
  mutating func takeBackEnded(_ ids: [OutboxID], isDone: Bool) -> [OutboxEntry] {
    endTakingBack(ids)
    guard isDone else { return [] }
    let taken = ids.compactMap { self[$0] }
    for id in ids { remove(id) }
    return taken
  }
}
