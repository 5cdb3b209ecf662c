// Notes stand between the messages, where they were written.

import ChatModel
import Foundation

/// A note, and how many messages of the window stand before it.
struct PlacedNote: Hashable, Sendable {
  var note: ConversationNote
  var messagesBefore: Int
}

extension Timeline {
  /// Where notes stand. Those that lie beyond an end of the window, where more is to come, are left out.
  ///
  /// - Parameters:
  ///   - notes: in the order in which they were written.
  ///   - time: when that was by the server's clock.
  func places(
    of notes: [ConversationNote], by time: (ConversationNote) -> Date
  ) -> [PlacedNote] {
    notes.compactMap { note in
      let time = time(note)
      let before = order.partitionIndex { time < $0.time }
      if before == 0, !extent.reachesStart { return nil }
      if before == order.count, !extent.reachesNewest { return nil }
      return PlacedNote(note: note, messagesBefore: before)
    }
  }

  /// The message or the note at a place among both; nil behind them.
  func spot(at index: Int) -> (message: Int?, note: ConversationNote?) {
    // So many notes stand before it.
    var (low, high) = (0, notes.count)
    while low < high {
      let middle = low + (high - low) / 2
      if notes[middle].messagesBefore + middle < index { low = middle + 1 } else { high = middle }
    }
    if low < notes.count, notes[low].messagesBefore + low == index { return (nil, notes[low].note) }
    return (index - low, nil)
  }

  /// The place among both of the message that has this one among the messages.
  func index(ofMessage place: Int) -> Int {
    place + notes.partitionCount { $0.messagesBefore <= place }
  }
}

extension [PlacedNote] {
  /// How many at the beginning are like that, where none behind them is.
  fileprivate func partitionCount(where isBefore: (PlacedNote) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
