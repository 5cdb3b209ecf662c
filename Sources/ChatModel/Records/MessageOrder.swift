/// The places of messages in ascending order, each once: what a timeline is built on, at both sides of
/// the client's events. It is not generic, so that its search and merge are compiled for the one type
/// that both sides have.
package struct MessageOrder: Hashable, Sendable, RandomAccessCollection {
  private var places: [MessagePlace] = []

  package init() {}

  package var startIndex: Int { places.startIndex }
  package var endIndex: Int { places.endIndex }
  package subscript(index: Int) -> MessagePlace { places[index] }

  /// The first index whose place is like that; all behind it are, and none before.
  package func partitionIndex(where isBehind: (MessagePlace) -> Bool) -> Int {
    places.partitionIndex(where: isBehind)
  }

  /// nil when it is not there.
  package func index(of place: MessagePlace) -> Int? {
    let index = places.lowerBound(place)
    return index < places.endIndex && places[index] == place ? index : nil
  }

  /// Puts places between those that are there, which they are not among. It costs one pass over what
  /// lies behind the first of them, and nothing more than their number at the end.
  package mutating func insert(_ new: [MessagePlace]) {
    let new = new.sorted()
    guard let first = new.first else { return }
    if places.last.map({ $0 < first }) ?? true {
      places += new
      return
    }
    let start = places.lowerBound(first)
    let tail = Array(places[start...])
    places.removeSubrange(start...)
    places.reserveCapacity(start + tail.count + new.count)
    var old = tail.startIndex
    for place in new {
      while old < tail.endIndex, tail[old] < place {
        places.append(tail[old])
        old += 1
      }
      places.append(place)
    }
    places += tail[old...]
  }

  package mutating func remove(_ place: MessagePlace) {
    if let index = index(of: place) { places.remove(at: index) }
  }

  package mutating func remove(_ ids: Set<MessageID>) {
    places.removeAll { ids.contains($0.id) }
  }

  /// Answers with the places that were taken off.
  package mutating func removeFirst(_ count: Int) -> [MessagePlace] {
    let gone = Array(places.prefix(count))
    places.removeFirst(gone.count)
    return gone
  }

  package mutating func removeLast(_ count: Int) -> [MessagePlace] {
    let gone = Array(places.suffix(count))
    places.removeLast(gone.count)
    return gone
  }
}
