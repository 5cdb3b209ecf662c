import ChatModel
package import Foundation

/// The hours of each day in which nothing rings, by the clock of the person's zone; over midnight too.
package struct QuietHours: Hashable, Sendable {
  /// In minutes since midnight; never equal.
  private let start: Int
  private let end: Int

  /// - Parameter text: `22:00-06:00`; nil is answered for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      .map { ClockWords.minutes($0.trimmingCharacters(in: .whitespaces)) }
    guard parts.count == 2, let start = parts[0], let end = parts[1], start != end else {
      return nil
    }
    self.start = start
    self.end = end
  }

  package func contains(_ date: Date, in zone: TimeZone) -> Bool {
    let now = minute(of: date, in: zone)
    return start < end ? (start..<end).contains(now) : now >= start || now < end
  }

  /// When they are over, for a time within them.
  func end(after date: Date, in zone: TimeZone) -> Date {
    let left = (end - minute(of: date, in: zone) + Self.day) % Self.day
    let whole = (date.timeIntervalSince1970 / 60).rounded(.down) * 60
    return Date(timeIntervalSince1970: whole + Double(left == 0 ? Self.day : left) * 60)
  }

  private func minute(of date: Date, in zone: TimeZone) -> Int {
    let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: date)
    return ((seconds / 60) % Self.day + Self.day) % Self.day
  }

  private static let day = ClockWords.minutesOfDay
}
