package import ChatModel
package import Foundation

/// Where in a conversation's history to read.
package enum HistorySpot: Hashable, Sendable {
  /// Beside a message, which is not given again.
  case before(MessagePlace)
  case after(MessagePlace)
  /// A message and its neighbours.
  case around(MessageID)
  /// The first message at or after it, and its neighbours.
  case at(Date)
  case start
}

/// Messages of one run, ascending: between the first and the last of them nothing is missing.
package struct HistorySlice: Hashable, Sendable {
  package var messages: [Message]
  /// What lies before the first; `.none` where that is the conversation's first message.
  package var older: TimelineEnd
  /// What this disk has behind the last; never `.none`, for it does not know what is newest.
  package var newer: TimelineEnd

  package init(
    messages: [Message] = [], older: TimelineEnd = .atServer, newer: TimelineEnd = .atServer
  ) {
    self.messages = messages
    self.older = older
    self.newer = newer
  }
}

/// A stretch of a history that is on this disk without a gap, by the ids of its ends. Two of them are
/// joined when an end of one lies in the other: that message is in both.
package struct HistoryRun: Hashable, Sendable {
  package var oldest: MessageID
  package var newest: MessageID
  /// Nothing older exists at the server.
  package var reachesStart: Bool

  package init(oldest: MessageID, newest: MessageID, reachesStart: Bool) {
    self.oldest = oldest
    self.newest = newest
    self.reachesStart = reachesStart
  }
}

/// How a store reads a spot: so many messages of a run on either side of a place.
package struct SlicePlan: Hashable, Sendable {
  package var run: PlacedRun
  package var pivot: MessagePlace
  /// How many before `pivot`, and how many from it on.
  package var before: Int
  package var after: Int
  /// `pivot` itself is given, too.
  package var includesPivot: Bool

  /// nil where the spot is not on this disk.
  ///
  /// - Parameter place: where a message stands that is kept; nil when it is not.
  package init?(
    _ spot: HistorySpot, limit: Int, in runs: [PlacedRun], place: (MessageID) -> MessagePlace?
  ) {
    func run(holding place: MessagePlace) -> PlacedRun {
      // One that is in no run is joined to nothing.
      runs.first { $0.contains(place) } ?? PlacedRun(oldest: place, newest: place)
    }
    let limit = max(0, limit)
    (before, after, includesPivot) = (limit / 2, limit - limit / 2, true)
    switch spot {
    case .before(let place):
      (self.run, pivot) = (run(holding: place), place)
      (before, after) = (limit, 0)
    case .after(let place):
      (self.run, pivot) = (run(holding: place), place)
      (before, after, includesPivot) = (0, limit, false)
    case .around(let id):
      guard let place = place(id) else { return nil }
      (self.run, pivot) = (run(holding: place), place)
    case .at(let date):
      let found = runs.first { run in
        (run.reachesStart || run.oldest.time <= date) && date <= run.newest.time
      }
      guard let found else { return nil }
      (self.run, pivot) = (found, max(found.oldest, MessagePlace(time: date, id: "")))
    case .start:
      guard let found = runs.first(where: \.reachesStart) else { return nil }
      (self.run, pivot) = (found, found.oldest)
      (before, after) = (0, limit)
    }
  }

  /// The slice, of what was found.
  ///
  /// - Parameters:
  ///   - hasBefore: whether something is kept before that place
  package func slice(
    _ messages: [Message], hasBefore: (MessagePlace) throws -> Bool,
    hasAfter: (MessagePlace) throws -> Bool
  ) rethrows -> HistorySlice {
    let first = messages.first.map(MessagePlace.init) ?? pivot
    let last = messages.last.map(MessagePlace.init) ?? pivot
    let older: TimelineEnd =
      if run.oldest < first {
        .onDisk
      } else if run.reachesStart {
        .none
      } else {
        try hasBefore(run.oldest) ? .gap : .atServer
      }
    let newer: TimelineEnd =
      if last < run.newest { .onDisk } else { try hasAfter(run.newest) ? .gap : .atServer }
    return HistorySlice(messages: messages, older: older, newer: newer)
  }
}
