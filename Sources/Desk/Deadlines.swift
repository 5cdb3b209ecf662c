import ChatModel
import Foundation

// The next time at which something shown changes by itself. There is no clock that ticks: the desk
// sleeps until then, or for good.

extension DeskState {
  mutating func settleDeadline(now: Date) {
    let next = nextDeadline(now: now)
    guard next != memory.deadline else { return }
    memory.deadline = next
    emit(.setDeadline(next))
  }

  func nextDeadline(now: Date) -> Date? {
    var dates: [Date?] = [
      statusExpiry, memory.held?.due, coach?.deadline, draftDeadline(now: now),
      typingDeadline, retryDeadline(now: now), signInDeadline(now: now), waitDeadline(now: now),
      presenceDeadline,
    ]
    if list.isBehind, let moved = list.cursorMovedAt {
      dates.append(moved.addingTimeInterval(Self.cursorCalm))
    }
    if metrics.showsClock { dates.append(nextMinute(now)) }
    return dates.compactMap { $0 }.filter { $0 > now }.min()
  }

  private var typingDeadline: Date? {
    typists.values.lazy.compactMap { $0.values.lazy.map(\.until).min() }.min()
  }

  /// The countdown shows whole seconds.
  private func retryDeadline(now: Date) -> Date? {
    guard case .offline(_, let retryAt?) = link, retryAt > now else { return nil }
    let left = retryAt.timeIntervalSince(now)
    let shown = left.rounded(.up)
    return retryAt.addingTimeInterval(-(shown - 1))
  }

  /// The last half hour of the sign-in shows whole minutes.
  private func signInDeadline(now: Date) -> Date? {
    guard let expiry = me?.expiresAt else { return nil }
    let local = expiry.addingTimeInterval(-clockSkew)
    let left = local.timeIntervalSince(now)
    guard left > 0 else { return nil }
    if left > 30 * 60 { return local.addingTimeInterval(-30 * 60) }
    let minutes = (left / 60).rounded(.up)
    return local.addingTimeInterval(-(minutes - 1) * 60)
  }

  /// When the first of the waits on the screen shows another number.
  private func waitDeadline(now: Date) -> Date? {
    let rows = list.order[list.window(rows: metrics.listRows)]
    let shown = Set(rows).union([openID, list.longestWaiting].compactMap { $0 })
    return shown.compactMap { id -> Date? in
      guard let summary = conversations[id], let waited = waited(summary, now: now) else {
        return nil
      }
      let unit: TimeInterval = waited < 3600 ? 60 : waited < 86_400 ? 3600 : 86_400
      // A wait of 47 min 12 s shows 47 and changes in 48 s.
      return now.addingTimeInterval(unit - waited.truncatingRemainder(dividingBy: unit))
    }.min()
  }

  private func nextMinute(_ now: Date) -> Date {
    let seconds = now.timeIntervalSince1970
    return Date(timeIntervalSince1970: ((seconds / 60).rounded(.down) + 1) * 60)
  }

  /// Where the focus is not told, the person is taken to have left after a while.
  private var presenceDeadline: Date? {
    guard terminalFocus == .unknown, memory.isPresent == true else { return nil }
    return memory.lastKeyAt?.addingTimeInterval(Self.signOfLife)
  }
}
