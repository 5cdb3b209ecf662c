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

  /// The local clock was set: what began or ends so many seconds from now still does. What somebody named by
  /// the clock (a snooze), and what was written down, stays.
  mutating func moveTimes(by seconds: TimeInterval) {
    // The server's clock was not: until its next answer waits are what they were.
    clockSkew -= seconds
    for (id, people) in typists {
      typists[id] = people.mapValues { Typist(name: $0.name, until: $0.until + seconds) }
    }
    if case .offline(let reason, let retryAt?) = link {
      link = .offline(reason: reason, retryAt: retryAt + seconds)
    }
    linkNews.moveTimes(by: seconds)
    attendance.moveTimes(by: seconds)
    notices.moveTimes(by: seconds)
    statistics.moveTimes(by: seconds)
    longWaits.moveTimes(by: seconds)
    coach?.moveTimes(by: seconds)
    for id in composers.keys { composers[id]?.moveTimes(by: seconds) }
    for index in wire.acts.indices { wire.acts[index].until += seconds }
    comingBack = comingBack.mapValues { $0 + seconds }
    list.cursorMovedAt?.addTimeInterval(seconds)
    list.ranking.agesLookedAt?.addTimeInterval(seconds)
    input.held?.due?.addTimeInterval(seconds)
  }
}
