package import ChatModel

/// A message of mine that the server is known to have.
package struct DeliveredMessage: Hashable, Sendable {
  package let entry: OutboxID
  package let message: MessageID
}

/// The order in which entries of the outbox were first heard of, and what is said when the disk has
/// forgotten one.
struct Acceptance: Hashable, Sendable {
  private var places: [OutboxID: Int] = [:]
  private var next = 0
  /// What is said when the disk has forgotten an entry that the person dropped.
  var dropping: [OutboxID: String] = [:]

  /// Entries that the server is known to have, the last ones; the newest last.
  private(set) var delivered: [DeliveredMessage] = []

  private static let mostDelivered = 100

  /// Those that stay here for a while, as of the last moment that was looked at.
  private var held: Set<OutboxID> = []

  func isHeld(_ id: OutboxID) -> Bool { held.contains(id) }

  mutating func noteHeld(_ ids: Set<OutboxID>) { if held != ids { held = ids } }

  mutating func noteDelivered(_ id: OutboxID, as message: MessageID) {
    let new = DeliveredMessage(entry: id, message: message)
    guard !delivered.contains(new) else { return }
    if delivered.count >= Self.mostDelivered { delivered.removeFirst() }
    delivered.append(new)
  }

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
