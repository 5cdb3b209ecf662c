// Times as they stand on the desk: of constant width, in the person's zone.

import ChatModel
import Foundation
import Sentences

/// Turns dates into the words of the screen. Calendars are not asked: a screen has many times.
struct WallClock: Sendable {
  let timeZone: TimeZone

  /// `14:32`; `--:--` for a time that nobody knows.
  func hourAndMinute(_ date: Date) -> String {
    guard let seconds = localSeconds(date) else { return "--:--" }
    let minutes = Self.modulo(seconds, 86_400) / 60
    return Self.twoDigits(minutes / 60) + ":" + Self.twoDigits(minutes % 60)
  }

  /// `14:32:05`, and `14:32:05.117` with thousandths.
  func second(_ date: Date, withThousandths: Bool) -> String {
    guard let seconds = localSeconds(date) else {
      return withThousandths ? "--:--:--.---" : "--:--:--"
    }
    let second = Self.twoDigits(Self.modulo(seconds, 60))
    let time = hourAndMinute(date) + ":" + second
    guard withThousandths else { return time }
    let fraction = date.timeIntervalSince1970 - date.timeIntervalSince1970.rounded(.down)
    let thousandths = min(999, Int(fraction * 1000 + 0.0005))
    return time + "." + (thousandths < 100 ? "0" : "") + Self.twoDigits(thousandths)
  }

  /// Days since 1 January 1970; nil for a time that nobody knows.
  func day(_ date: Date) -> Int? {
    localSeconds(date).map { ($0 - Self.modulo($0, 86_400)) / 86_400 }
  }

  /// `Tue 18 Nov`, with the year when it is not that of `now`.
  func dayName(_ date: Date, now: Date) -> String {
    guard let day = day(date) else { return said("at an unknown time") }
    let civil = Self.civil(day)
    let weekday = CalendarNames.short(weekday: Self.modulo(day + 4, 7) + 1)
    let text = "\(weekday) \(civil.day) \(CalendarNames.short(month: civil.month))"
    let thisYear = self.day(now).map { Self.civil($0).year }
    return civil.year == thisYear ? text : text + " \(civil.year)"
  }

  /// `14:32` today, `Tue 18 Nov 14:32` on another day.
  func moment(_ date: Date, now: Date) -> String {
    day(date) == day(now)
      ? hourAndMinute(date) : dayName(date, now: now) + " " + hourAndMinute(date)
  }

  /// Three columns for any length of time: `now`, ` 5m`, `31m`, ` 2h`, ` 3d`, `14w`, ` 2y`.
  static func short(_ interval: TimeInterval) -> String {
    guard interval >= 60 else { return said("now") }
    let minutes = Int(min(interval / 60, 1e9))
    let text =
      switch minutes {
      case ..<60: "\(minutes)m"
      case ..<1440: "\(minutes / 60)h"
      case ..<(100 * 1440): "\(minutes / 1440)d"
      case ..<(100 * 10_080): "\(minutes / 10_080)w"
      default: "\(min(99, minutes / 525_960))y"
      }
    return text.count < 3 ? " " + text : text
  }

  /// The same without the padding, for sentences.
  static func brief(_ interval: TimeInterval) -> String {
    String(short(interval).drop { $0 == " " })
  }

  /// How long something sounds, or how far it is: `0:42`, `61:05`.
  static func playing(_ interval: TimeInterval) -> String {
    let seconds = interval.isFinite ? Int(min(max(0, interval), 359_999)) : 0
    return "\(seconds / 60):" + twoDigits(seconds % 60)
  }

  private func localSeconds(_ date: Date) -> Int? {
    let seconds = date.timeIntervalSince1970
    // The years 1 to 9999; what nobody knows is the distant past.
    guard seconds > -62_135_500_000, seconds < 253_402_300_800 else { return nil }
    return Int(seconds.rounded(.down)) + timeZone.secondsFromGMT(for: date)
  }

  private static func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }

  private static func modulo(_ value: Int, _ divisor: Int) -> Int {
    (value % divisor + divisor) % divisor
  }

  /// The proleptic Gregorian date of a day (Howard Hinnant's `civil_from_days`).
  private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = (shifted - modulo(shifted, 146_097)) / 146_097
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, ofYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}
