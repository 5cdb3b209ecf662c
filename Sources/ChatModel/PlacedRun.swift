/// A stretch of a history without a gap, with the places of its ends.
package struct PlacedRun: Hashable, Sendable {
  package var oldest: MessagePlace
  package var newest: MessagePlace
  package var reachesStart: Bool

  package init(oldest: MessagePlace, newest: MessagePlace, reachesStart: Bool = false) {
    self.oldest = oldest
    self.newest = newest
    self.reachesStart = reachesStart
  }

  package func contains(_ place: MessagePlace) -> Bool { oldest <= place && place <= newest }

  package func touches(_ other: PlacedRun) -> Bool {
    oldest <= other.newest && other.oldest <= newest
  }

  /// That other run lies before the first message of all, as this one has it: what it held is gone from
  /// the server.
  package func outdates(_ other: PlacedRun) -> Bool {
    reachesStart && other.newest < oldest
  }

  package func joined(to other: PlacedRun) -> PlacedRun {
    PlacedRun(
      oldest: min(oldest, other.oldest), newest: max(newest, other.newest),
      reachesStart: other.oldest < oldest
        ? other.reachesStart
        : oldest < other.oldest ? reachesStart : reachesStart || other.reachesStart)
  }
}
