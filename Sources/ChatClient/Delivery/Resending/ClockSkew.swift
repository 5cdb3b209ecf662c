import Foundation

/// The server's clock, as far as answers tell it: an interval that every answer narrows.
///
/// An answer was made between our asking and our hearing it: its time lies between those two. Ours
/// are by `Moment.uptime`, which nobody can set.
struct ClockSkew: Hashable, Sendable {
  /// The server's time, in seconds since the reference date, less `Moment.uptime`.
  private(set) var range: ClosedRange<TimeInterval>?
  /// What a live message alone tells: it was written before it was heard.
  private var least: TimeInterval?

  /// `precision` is 1 for a `Date` header, which has whole seconds.
  mutating func learn(
    serverTime: Date, precision: TimeInterval, askedAt: TimeInterval, heardAt: TimeInterval
  ) {
    guard askedAt <= heardAt else { return }
    let time = serverTime.timeIntervalSinceReferenceDate
    let sample = (time - heardAt)...(time - askedAt + precision)
    guard let range, range.overlaps(sample) else {
      // No overlap: the server's clock was set.
      range = sample
      least = nil
      return
    }
    self.range = range.clamped(to: sample)
  }

  /// Something was written at `serverTime` and heard just after.
  mutating func learn(writtenAt serverTime: Date, heardAt: TimeInterval) {
    let sample = serverTime.timeIntervalSinceReferenceDate - heardAt
    least = least.map { max($0, sample) } ?? sample
  }

  /// The server's time at a moment, at the earliest.
  func earliestServerTime(at uptime: TimeInterval) -> Date? {
    (range?.lowerBound ?? least).map { Date(timeIntervalSinceReferenceDate: $0 + uptime) }
  }

  /// The server's clock less the local one, in seconds.
  func difference(at now: Moment) -> TimeInterval? {
    range.map { range in
      (range.lowerBound + range.upperBound) / 2 + now.uptime
        - now.date.timeIntervalSinceReferenceDate
    }
  }
}

/// The clocks of a server. Answers may be dated by another machine than messages are, a proxy say,
/// and by another clock.
struct ServerClocks: Hashable, Sendable {
  private var answers = ClockSkew()
  private var messages = ClockSkew()
  /// The difference that was told last.
  private var told: TimeInterval?

  /// An answer was dated by a server of HTTP. Answers with the difference where it is news.
  mutating func learnAnswer(
    dated date: Date, askedAt: TimeInterval, at now: Moment
  ) -> TimeInterval? {
    answers.learn(serverTime: date, precision: 1, askedAt: askedAt, heardAt: now.uptime)
    return news(at: now)
  }

  /// A message that was given away then was saved at `date`.
  mutating func learnSaving(
    at date: Date, givenAt: TimeInterval, at now: Moment
  ) -> TimeInterval? {
    messages.learn(serverTime: date, precision: 0.001, askedAt: givenAt, heardAt: now.uptime)
    return news(at: now)
  }

  /// A server that dates no answer still dates its messages.
  mutating func learnMessage(writtenAt date: Date, heardAt: TimeInterval) {
    messages.learn(writtenAt: date, heardAt: heardAt)
  }

  /// The date that a message written at a moment bears, at the earliest.
  func earliestWriting(at uptime: TimeInterval) -> Date? {
    [answers, messages].compactMap { $0.earliestServerTime(at: uptime) }.min()
  }

  /// The server's clock less the local one, in seconds.
  func difference(at now: Moment) -> TimeInterval? {
    messages.difference(at: now) ?? answers.difference(at: now)
  }

  /// A second's difference is worth telling.
  private mutating func news(at now: Moment) -> TimeInterval? {
    guard let estimate = difference(at: now), told.map({ abs($0 - estimate) > 1 }) ?? true else {
      return nil
    }
    told = estimate
    return estimate
  }
}
