/// What was lately put in, of a number of entries at the most: the oldest makes room.
struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    var value: Value
    /// Which putting in it was.
    var turn: Int
  }

  private let limit: Int
  private var entries: [Key: Entry] = [:]
  /// In their order, with what was taken out or put in anew since.
  private var order: [(key: Key, turn: Int)] = []
  private var start = 0
  private var turn = 0

  init(limit: Int) { self.limit = limit }

  var count: Int { entries.count }

  subscript(key: Key) -> Value? { entries[key]?.value }

  mutating func put(_ value: Value, at key: Key) {
    turn += 1
    entries[key] = Entry(value: value, turn: turn)
    order.append((key, turn))
    while start < order.count, entries.count > limit || order.count - start > 2 * limit {
      let oldest = order[start]
      if entries[oldest.key]?.turn == oldest.turn { entries[oldest.key] = nil }
      start += 1
    }
    if start > limit {
      order.removeFirst(start)
      start = 0
    }
  }

  mutating func take(_ key: Key) -> Value? { entries.removeValue(forKey: key)?.value }
}
