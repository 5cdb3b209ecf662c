import ChatModel

/// Files on their way up: which request carries which entries, and which files go alone.
struct Uploads: Sendable {
  private var underWay: [RequestID: [OutboxID]] = [:]
  /// Ended by the person.
  private var cancelled: Set<RequestID> = []
  /// Refused together with others.
  private var alone: Set<OutboxID> = []

  mutating func began(_ ids: [OutboxID], by request: RequestID) { underWay[request] = ids }

  /// Answers with what it carried, and whether the person ended it.
  mutating func ended(_ request: RequestID) -> (ids: [OutboxID], wasCancelled: Bool) {
    (underWay.removeValue(forKey: request) ?? [], cancelled.remove(request) != nil)
  }

  subscript(request: RequestID) -> [OutboxID] { underWay[request] ?? [] }

  func carries(_ id: OutboxID) -> Bool { underWay.values.contains { $0.contains(id) } }

  /// The requests that carry any, or nothing but, entries of a kind; in their order.
  func requests(where matches: ([OutboxID]) -> Bool) -> [RequestID] {
    underWay.filter { matches($0.value) }.keys.sorted { $0.rawValue < $1.rawValue }
  }

  mutating func cancel(_ request: RequestID) { cancelled.insert(request) }

  func goesAlone(_ id: OutboxID) -> Bool { alone.contains(id) }

  mutating func sendAlone(_ ids: [OutboxID]) { alone.formUnion(ids) }

  mutating func forget(_ id: OutboxID) { alone.remove(id) }
}
