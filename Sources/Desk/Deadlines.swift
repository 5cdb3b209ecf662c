// The next time at which something shown changes by itself. There is no clock that ticks: the desk
// sleeps until then, or for good. Each part says when that is for itself.

import ChatModel
import Foundation

extension DeskState {
  func nextDeadline(now: Date) -> Date? {
    let dates: [Date?] = [
      input.deadline, attendance.deadline, draftDeadline(now: now), offeredDeadline,
      questionDeadline, holdDeadline(now: now), notices.deadline, restDeadline,
    ]
    return dates.compactMap { $0 }.filter { $0 > now }.min()
  }

  /// When anything else is next shown otherwise: what no key in a reply changes.
  func nextDeadlineOfRest(now: Date) -> Date? {
    let dates: [Date?] = [
      list.deadline, waitDeadline(now: now), typingDeadline, snoozeDeadline(now: now), ageDeadline,
      alertDeadline(now: now), linkDeadline(now: now), signInDeadline(now: now), coach?.deadline,
      clockDeadline(now: now), topmost?.component.nextDeadline(on: self, now: now),
      StatisticsPane.deadline(on: self, now: now), TeamPane.deadline(on: self, now: now),
      actDeadline,
    ]
    return dates.compactMap { $0 }.filter { $0 > now }.min()
  }

  private func clockDeadline(now: Date) -> Date? {
    guard metrics.showsClock else { return nil }
    let seconds = now.timeIntervalSince1970
    return Date(timeIntervalSince1970: ((seconds / 60).rounded(.down) + 1) * 60)
  }
}
