import ChatModel

/// The order in which entries of the outbox were first heard of, and what is said when the disk has
/// forgotten one.
struct Acceptance: Hashable, Sendable {
  private var places: [OutboxID: Int] = [:]
  private var next = 0
  /// What is said when the disk has forgotten an entry that the person dropped.
  var dropping: [OutboxID: String] = [:]

  mutating func note(_ id: OutboxID) {
    guard places[id] == nil else { return }
    places[id] = next
    next += 1
  }

  mutating func forget(_ id: OutboxID) { places[id] = nil }

  /// The first accepted first.
  func sorted(_ entries: some Sequence<OutboxEntry>) -> [OutboxEntry] {
    entries.sorted { a, b in
      let (first, second) = (places[a.id] ?? 0, places[b.id] ?? 0)
      return first == second ? a.id < b.id : first < second
    }
  }
}
