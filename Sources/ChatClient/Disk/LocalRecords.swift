import ChatModel
import Foundation

/// Notes, snoozes and the like, as the person left them.
///
/// ```
/// kept ─▶ waits for its time ─▶ being written ─▶ written
/// ```
/// What changes with every key (a note that is being written, a place where somebody reads) is written
/// after a while, as it then is.
struct LocalRecords: Sendable {
  private(set) var data = LocalData()
  private let timing: SyncTiming
  /// When each is to be written, by `Moment.uptime`.
  private var due: [LocalKey: TimeInterval] = [:]
  /// How many writes of each are under way.
  private var underWay: [LocalKey: Int] = [:]

  init(timing: SyncTiming) { self.timing = timing }

  var nextDeadline: TimeInterval? { due.values.min() }

  /// The person changed it. Answers with what is to be written now.
  mutating func keep(_ change: LocalChange, at now: TimeInterval) -> [LocalChange] {
    guard data.records[change.key] != change.record else { return [] }
    data.set(change.key, change.record)
    guard let delay = delay(of: change.key), change.record != nil else {
      due[change.key] = nil
      return [change]
    }
    if due[change.key] == nil { due[change.key] = now + delay }
    return []
  }

  private func delay(of key: LocalKey) -> TimeInterval? {
    switch key {
    case .position, .agent: timing.positions
    case .noteDraft: timing.noteDraft
    case .note, .snooze, .unread, .mute, .latin, .spelling, .word: nil
    }
  }

  /// What is to be written by `now`, or at all at the end.
  mutating func takeDue(at now: TimeInterval = .infinity) -> [LocalChange] {
    let keys = due.filter { $0.value <= now }.map(\.key)
    for key in keys { due[key] = nil }
    return keys.map { LocalChange($0, data.records[$0]) }
  }

  mutating func began(_ changes: [LocalChange]) {
    for change in changes { underWay[change.key, default: 0] += 1 }
  }

  mutating func ended(_ changes: [LocalChange]) {
    for change in changes {
      let left = (underWay[change.key] ?? 1) - 1
      underWay[change.key] = left > 0 ? left : nil
    }
  }

  /// What the disk has, but for what is newer here: those of `unwritten` too. Answers with what changed.
  mutating func adopt(_ new: LocalData, unwritten: some Collection<LocalKey>) -> [LocalChange] {
    take(
      data.changes(to: new).filter {
        due[$0.key] == nil && underWay[$0.key] == nil && !unwritten.contains($0.key)
      })
  }

  /// The disk holds these instead of what was wanted.
  mutating func take(_ changes: [LocalChange]) -> [LocalChange] {
    for change in changes { data.set(change.key, change.record) }
    return changes
  }
}
