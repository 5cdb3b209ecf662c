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
  /// Before then nobody is to be told; nil: nobody is at all. Looked for anew only where it may have
  /// become later, for there may be thousands who wait.
  private(set) var earliest: Date?
  private var mayBeLater = false

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
      if old.due != due { entries[id]?.due = due }
      return
    }
    let isOld = entries[id] == nil && !isNews && due <= now
    let next = isOld ? now + again : max(due, now)
    entries[id] = Entry(next: next, due: due)
    earliest = min(earliest ?? next, next)
  }

  mutating func forget(_ id: ConversationID) {
    guard let old = entries.removeValue(forKey: id) else { return }
    if old.next == earliest { mayBeLater = true }
  }

  mutating func noteSeen(_ id: ConversationID) {
    guard let next = entries[id]?.next else { return }
    entries[id]?.next = nil
    if next == earliest { mayBeLater = true }
  }

  /// The clock was set.
  mutating func moveTimes(by seconds: TimeInterval) {
    for id in entries.keys {
      entries[id]?.next?.addTimeInterval(seconds)
      entries[id]?.due.addTimeInterval(seconds)
    }
    earliest?.addTimeInterval(seconds)
  }

  /// Others are silent than before.
  mutating func noteSilence() {
    earliest = entries.values.lazy.compactMap(\.next).min()
    mayBeLater = true
  }

  /// Those that are to be told now, longest first, and again later.
  mutating func take(
    at now: Date, again: TimeInterval, besides isSilent: (ConversationID) -> Bool
  ) -> [ConversationID] {
    guard let earliest, earliest <= now || mayBeLater else { return [] }
    mayBeLater = false
    let heard = entries.filter { !isSilent($0.key) }
    let due = heard.filter { $0.value.next.map { $0 <= now } ?? false }
    for id in due.keys {
      entries[id]?.next = now + again
      entries[id]?.isTold = true
    }
    let later = heard.values.lazy.compactMap(\.next).filter { $0 > now }
    self.earliest = ([now + again].prefix(due.count) + later).min()
    return due.sorted { ($0.value.due, $0.key) < ($1.value.due, $1.key) }.map(\.key)
  }
}
