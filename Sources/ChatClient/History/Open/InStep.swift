import Foundation

/// How far an open conversation is in step with the server, and when it is compared with it again.
///
///     opened ── compared ──▶ in step, as long as events keep it so ── out of the room ──▶ compared at a pace
struct InStep: Sendable {
  /// It was compared since it was opened.
  private(set) var isCompared = false
  /// Nothing is missing up to the newest, and events keep it so.
  private(set) var isKept = false
  /// A comparison is wanted as soon as what is under way has ended.
  private(set) var isWanted = false
  private var schedule: RefreshSchedule

  init(_ schedule: RefreshSchedule) { self.schedule = schedule }

  /// By `Moment.uptime`; nil while a comparison is under way.
  var due: TimeInterval? { schedule.due }
  /// How often it is compared.
  var pace: TimeInterval { schedule.interval }

  func isDue(at now: TimeInterval) -> Bool { schedule.isDue(at: now) }
  mutating func hurry(at now: TimeInterval) { schedule.hurry(at: now) }
  /// Something came, and others may have come before it.
  mutating func quicken(at now: TimeInterval) { schedule.quicken(at: now) }

  /// No event of it comes from now on.
  mutating func left(pace: TimeInterval, at now: TimeInterval) {
    isKept = false
    schedule.restart(base: pace, at: now)
  }

  /// Its events come from now on.
  mutating func entered(pace: TimeInterval, at now: TimeInterval) {
    schedule.restart(base: pace, at: now)
  }

  /// What came before its events did was told to me in person.
  mutating func missedNothing() { isKept = isCompared }

  /// A comparison is wanted; answers whether it begins now.
  ///
  /// - Parameter isFree: nothing else is under way.
  mutating func begins(isFree: Bool) -> Bool {
    schedule.began()
    isWanted = !isFree
    return isFree
  }

  /// Wanted once more, when what is under way has ended.
  mutating func wantsAnother() { isWanted = true }

  mutating func compared(changed: Bool, _ known: Circumstances) {
    let isFirst = !isCompared
    isCompared = true
    isKept = known.isInside || (known.isOnline && known.isMine)
    schedule.slowest = known.slowestPace
    schedule.ended(
      changed: changed || isFirst, isPresent: known.isPresent || !known.isInside,
      at: known.now.uptime)
    if !known.isInside, known.isPresent, !known.isHidden {
      schedule.restart(base: known.watchingPace, at: known.now.uptime)
    }
  }

  mutating func failed(at now: TimeInterval) { schedule.failed(at: now) }
}
