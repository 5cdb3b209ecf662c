/// Remembers the last ids seen, in bounded memory: at least `capacity` of them, at most twice that.
struct RecentIDs<ID: Hashable & Sendable>: Sendable {
  private let capacity: Int
  private var current: Set<ID> = []
  private var previous: Set<ID> = []

  init(capacity: Int) { self.capacity = capacity }

  func contains(_ id: ID) -> Bool { current.contains(id) || previous.contains(id) }

  /// Answers whether it was not remembered before.
  mutating func insert(_ id: ID) -> Bool {
    if contains(id) { return false }
    if current.count >= capacity {
      previous = current
      current = []
    }
    current.insert(id)
    return true
  }
}
