package import ChatModel

/// A record as the pane keeps it.
package struct WireEntry: Hashable, Sendable {
  package let record: WireRecord
  package let relation: WireRelation

  package init(_ record: WireRecord, _ relation: WireRelation) {
    self.record = record
    self.relation = relation
  }
}

/// The last so many of something; the oldest makes room for the newest.
struct Ring<Element: Hashable & Sendable>: Hashable, Sendable {
  let limit: Int
  private(set) var count = 0
  private(set) var slots: [Element?] = []
  /// The slot of the oldest.
  private var start = 0

  init(limit: Int) { self.limit = max(1, limit) }

  var isEmpty: Bool { count == 0 }

  /// From the oldest, 0. There is one at that place.
  subscript(index: Int) -> Element {
    guard index < count, let element = slots[(start + index) % slots.count] else {
      preconditionFailure("a place beyond the last")
    }
    return element
  }

  var first: Element? { isEmpty ? nil : self[0] }
  var last: Element? { isEmpty ? nil : self[count - 1] }

  mutating func append(_ element: Element) {
    if count == limit { removeFirst() }
    if count == slots.count { grow() }
    slots[(start + count) % slots.count] = element
    count += 1
  }

  @discardableResult
  mutating func removeFirst() -> Element? {
    guard !isEmpty else { return nil }
    let element = slots[start]
    slots[start] = nil
    start = (start + 1) % slots.count
    count -= 1
    return element
  }

  private mutating func grow() {
    let elements = (0..<count).map { Optional(self[$0]) }
    let room = min(limit, max(16, 2 * count))
    slots = elements + Array(repeating: nil, count: room - count)
    start = 0
  }

  /// The place of the first element that is not before what is looked for, in a ring in order.
  func place(whereNotBefore isBefore: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
