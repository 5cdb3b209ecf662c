package import Foundation

/// Where a message stands in a conversation: by the server's time, then by id.
package struct MessagePlace: Hashable, Sendable, Comparable {
  package var time: Date
  package var id: MessageID

  package init(time: Date, id: MessageID) {
    self.time = time
    self.id = id
  }

  package init(_ message: Message) { self.init(time: message.time, id: message.id) }

  package static func < (a: Self, b: Self) -> Bool {
    a.time == b.time ? a.id < b.id : a.time < b.time
  }
}

extension [MessagePlace] {
  /// The first index of an ascending array whose place is like that; all behind it are, and none before.
  package func partitionIndex(where isBehind: (MessagePlace) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The first index of an ascending array whose place is not before `place`.
  package func lowerBound(_ place: MessagePlace) -> Int { partitionIndex { place <= $0 } }
}
