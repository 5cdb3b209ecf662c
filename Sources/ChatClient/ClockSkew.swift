import Foundation

/// What the server's clock is ahead of ours, as an interval that every answer narrows.
///
/// An answer was made between our asking and our hearing it: its time lies between those two.
struct ClockSkew: Hashable, Sendable {
  /// In seconds: the server's clock less ours.
  private(set) var range: ClosedRange<TimeInterval>?
  /// What a live message alone tells: it was written before it was heard.
  private var least: TimeInterval?

  var estimate: TimeInterval? { range.map { ($0.lowerBound + $0.upperBound) / 2 } }

  /// `precision` is 1 for a `Date` header, which has whole seconds.
  mutating func learn(
    serverTime: Date, precision: TimeInterval, askedAt: Date, heardAt: Date
  ) {
    guard askedAt <= heardAt else { return }
    let low = serverTime.timeIntervalSince(heardAt)
    let high = serverTime.timeIntervalSince(askedAt) + precision
    let sample = low...high
    guard let range, range.overlaps(sample) else {
      // No overlap: one of the clocks was set.
      range = sample
      return
    }
    self.range = range.clamped(to: sample)
  }

  /// Something was written at `serverTime` and heard just after.
  mutating func learn(writtenAt serverTime: Date, heardAt: Date) {
    let sample = serverTime.timeIntervalSince(heardAt)
    least = least.map { max($0, sample) } ?? sample
  }

  /// The server's clock is ahead of ours by this much at the least.
  var lowerBound: TimeInterval? { range?.lowerBound ?? least }

  /// The server's time at a local time, at the earliest.
  func earliestServerTime(of date: Date) -> Date? {
    lowerBound.map { date.addingTimeInterval($0) }
  }
}
