// The next time at which something shown changes by itself. There is no clock that ticks: the desk
// sleeps until then, or for good. Each part says when that is for itself.

import ChatModel
import Foundation

extension DeskState {
  func nextDeadline(now: Date) -> Date? {
    let dates: [Date?] = [
      input.deadline, attendance.deadline, list.deadline, waitDeadline(now: now),
      typingDeadline, draftDeadline(now: now), snoozeDeadline(now: now), ageDeadline,
      offeredDeadline, questionDeadline, holdDeadline(now: now), notices.deadline,
      alertDeadline(now: now),
      linkDeadline(now: now),
      signInDeadline(now: now), coach?.deadline, clockDeadline(now: now),
      topmost?.component.nextDeadline(on: self, now: now),
      main.component?.nextDeadline(on: self, now: now),
    ]
    return dates.compactMap { $0 }.filter { $0 > now }.min()
  }

  private func clockDeadline(now: Date) -> Date? {
    guard metrics.showsClock else { return nil }
    let seconds = now.timeIntervalSince1970
    return Date(timeIntervalSince1970: ((seconds / 60).rounded(.down) + 1) * 60)
  }
}
