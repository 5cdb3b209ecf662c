package import Foundation
import Sentences

/// Times of day, days and lengths of time, as people write and read them.
package enum ClockWords {
  package static let minutesOfDay = 24 * 60

  /// The minutes since midnight of `9:30` or `09:30`; nil when it is no time of day.
  ///
  /// - Parameter endsDay: `24:00` is a time, too.
  package static func minutes(_ text: some StringProtocol, endsDay: Bool = false) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count == 2, 1...2 ~= parts[0].count,
      parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), 0...59 ~= minute
    else { return nil }
    if endsDay, hour == 24, minute == 0 { return minutesOfDay }
    return 0...23 ~= hour ? hour * 60 + minute : nil
  }

  /// `47 min`, `2 h 5 min`, `3 d 4 h`, from seconds.
  package static func length(_ seconds: TimeInterval) -> String {
    let minutes = Int(exactly: (max(0, min(seconds, 1e9)) / 60).rounded(.down)) ?? 0
    let (hours, days) = (minutes / 60, minutes / minutesOfDay)
    if days > 0 {
      return hours % 24 > 0 ? said("\(days) d \(hours % 24) h") : said("\(days) d")
    }
    if hours > 0 {
      return minutes % 60 > 0 ? said("\(hours) h \(minutes % 60) min") : said("\(hours) h")
    }
    return said("\(minutes) min")
  }

  /// A time near `now`: `15:00` on the same day, `Mon 09:00` within six days, else `1 Dec`.
  package static func moment(_ date: Date, now: Date, in zone: TimeZone) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let clock = String(Timestamp.timeOfDay(date, in: zone).prefix(5))
    if calendar.isDate(date, inSameDayAs: now) { return clock }
    let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
    if abs(date.timeIntervalSince(now)) < 6 * 86_400 {
      return "\(CalendarNames.short(weekday: parts.weekday ?? 1)) \(clock)"
    }
    let day = "\(parts.day ?? 1) \(CalendarNames.short(month: parts.month ?? 1))"
    let isSameYear = parts.year == calendar.component(.year, from: now)
    return isSameYear ? day : "\(day) \(parts.year ?? 0)"
  }
}
