import ChatModel
import Foundation

/// Who waits too long and was not seen: told when it comes to that, and again until it is seen.
///
/// ```
/// waits ─▶ too long: told ─▶ told again … ─▶ seen, answered or put off: silent
/// ```
struct LongWaits: Hashable, Sendable {
  private struct Entry: Hashable, Sendable {
    /// When it is told next, by the local clock; nil once somebody has seen it.
    var next: Date?
    /// When the wait becomes too long.
    var due: Date
    var isTold = false
  }

  private var entries: [ConversationID: Entry] = [:]

  /// A conversation waits; nobody has read what came last.
  ///
  /// - Parameters:
  ///   - due: when that is too long.
  ///   - isNews: it was seen to come to this; what has waited for long when the desk starts is not told
  ///     at once.
  mutating func note(
    _ id: ConversationID, due: Date, isNews: Bool, again: TimeInterval, now: Date
  ) {
    // What was too long already and still is comes to nothing new.
    if let old = entries[id],
      old.due == due || old.isTold || old.next == nil || max(old.due, due) <= now
    {
      entries[id]?.due = due
      return
    }
    let isOld = entries[id] == nil && !isNews && due <= now
    entries[id] = Entry(next: isOld ? now + again : max(due, now), due: due)
  }

  mutating func forget(_ id: ConversationID) { entries[id] = nil }

  mutating func noteSeen(_ id: ConversationID) { entries[id]?.next = nil }

  /// Those that are to be told now, longest first, and again later.
  mutating func take(
    at now: Date, again: TimeInterval, besides isSilent: (ConversationID) -> Bool
  ) -> [ConversationID] {
    let due = entries.filter { id, entry in
      entry.next.map { $0 <= now } == true && !isSilent(id)
    }
    for id in due.keys {
      entries[id]?.next = now + again
      entries[id]?.isTold = true
    }
    return due.sorted { ($0.value.due, $0.key) < ($1.value.due, $1.key) }.map(\.key)
  }

  func deadline(besides isSilent: (ConversationID) -> Bool) -> Date? {
    entries.filter { !isSilent($0.key) }.compactMap(\.value.next).min()
  }
}
