package import Foundation
import Sentences

/// Whether somebody can be given conversations now.
package enum Availability: Hashable, Sendable {
  case available
  /// The roster says so; nil: until it says otherwise.
  case away(until: Date?)
  /// Outside of their hours, until the next ones; nil: there are none within a year.
  case offHours(until: Date?)
  /// For a quarter of an hour at least, and silent as long.
  case offline(since: Date)
  /// The roster names others.
  case notListed
  /// The roster names nobody, and it is an admin, who has other work.
  case admin

  package var isAvailable: Bool { self == .available }

  /// Who is offline counts as absent after so long, in seconds: presence is a hint (row 18).
  package static let patience: TimeInterval = 15 * 60

  init(
    _ entry: RosterAgent?, of person: Participant, _ presence: AgentPresence?, isOnline: Bool?,
    lastReply: Date?, _ roster: Roster, now: Date, timeZone: TimeZone
  ) {
    if entry == nil, !roster.agents.isEmpty || person.role == .admin {
      self = roster.agents.isEmpty ? .admin : .notListed
      return
    }
    if let absence = entry?.absence(at: now) {
      self = .away(until: absence.until)
      return
    }
    let calendar = roster.calendar(of: entry, in: timeZone)
    guard calendar.contains(now) else {
      self = .offHours(until: calendar.opening(after: now))
      return
    }
    // Nobody is absent whose going was not seen.
    guard isOnline == false, let gone = presence?.since ?? person.lastSeen else {
      self = .available
      return
    }
    let silent = [gone, presence?.lastSaid, lastReply].compactMap { $0 }.max() ?? gone
    self = now.timeIntervalSince(silent) >= Self.patience ? .offline(since: gone) : .available
  }

  /// Whether the roster says that somebody does not come back on the day of `now`.
  func isAwayForTheDay(now: Date, timeZone: TimeZone) -> Bool {
    guard case .away(let until) = self else { return false }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    return until.map { $0 > now && !calendar.isDate($0, inSameDayAs: now) } ?? true
  }

  /// Why somebody can be given none, in a clause; nil where they can.
  package func words(now: Date, timeZone: TimeZone) -> String? {
    func moment(_ date: Date) -> String { ClockWords.moment(date, now: now, in: timeZone) }
    switch self {
    case .available: return nil
    case .away(let until): return until.map { said("away until \(moment($0))") } ?? said("away")
    case .offHours(let until): return until.map { said("off until \(moment($0))") } ?? said("off")
    case .offline(let since): return said("offline since \(moment(since))")
    case .notListed: return said("not in roster.toml")
    case .admin: return said("an admin")
    }
  }
}
