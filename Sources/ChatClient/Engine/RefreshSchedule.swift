import Foundation

/// When something is to be fetched again: soon while it changes and somebody is there, ever more
/// rarely while not.
struct RefreshSchedule: Hashable, Sendable {
  /// In seconds.
  var base: TimeInterval
  var slowest: TimeInterval
  private(set) var interval: TimeInterval
  private var failures = 0
  /// Fetched out of turn: that nothing changed since the last time says nothing about the pace.
  private var isHurried = false
  /// By `Moment.uptime`; nil while a fetch is under way or none is planned.
  private(set) var due: TimeInterval?

  init(base: TimeInterval, slowest: TimeInterval) {
    self.base = base
    self.slowest = slowest
    interval = base
  }

  /// A fetch has begun.
  mutating func began() { due = nil }

  /// A fetch ended, and found a change or not.
  mutating func ended(changed: Bool, isPresent: Bool, at now: TimeInterval) {
    failures = 0
    interval = isPresent && (changed || isHurried) ? base : min(slowest, interval * 2)
    isHurried = false
    due = now + interval
  }

  /// A fetch failed: again after a few seconds, which double.
  mutating func failed(at now: TimeInterval) {
    let first = min(base, 5)
    due = now + min(slowest, first * pow(2, Double(failures)))
    failures = min(failures + 1, 16)
  }

  /// From now on at the given pace, beginning with its shortest wait.
  mutating func restart(base: TimeInterval, at now: TimeInterval) {
    self.base = base
    interval = base
    failures = 0
    due = now + base
  }

  /// Wanted at that time, or sooner where that is planned.
  mutating func hurry(at time: TimeInterval) {
    interval = base
    isHurried = true
    due = due.map { min($0, time) } ?? time
  }

  /// Something came: whatever the pace was, no later than after its shortest wait.
  mutating func quicken(at now: TimeInterval) {
    guard let due else { return }
    interval = base
    self.due = min(due, now + base)
  }

  func isDue(at now: TimeInterval) -> Bool { due.map { $0 <= now } ?? false }
}
