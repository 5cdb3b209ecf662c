// Things to do, each at its time.

/// A queue ordered by time; of two things at one time, the one that was added first comes first.
struct Agenda<Item: Sendable>: Sendable {
  private var entries: [(time: Duration, item: Item)] = []

  var nextTime: Duration? { entries.first?.time }

  mutating func add(_ item: Item, at time: Duration) {
    let place = entries.firstIndex { $0.time > time } ?? entries.endIndex
    entries.insert((time, item), at: place)
  }

  /// The next thing whose time has come.
  mutating func next(at now: Duration) -> (time: Duration, item: Item)? {
    guard let first = entries.first, first.time <= now else { return nil }
    return entries.removeFirst()
  }
}
