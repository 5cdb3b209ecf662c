package import Foundation

/// A day of the Gregorian calendar, in no zone.
package struct CalendarDay: Hashable, Sendable {
  package var year: Int
  package var month: Int
  package var day: Int

  package init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// - Parameter text: `2026-12-25`; nil for anything else, and for days that there are not.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2],
      parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year > 0
    else { return nil }
    self.init(year: year, month: month, day: day)
    guard components.isValidDate(in: Calendar(identifier: .gregorian)) else { return nil }
  }

  var components: DateComponents { DateComponents(year: year, month: month, day: day) }
}

/// Working hours in a zone: which time counts, also over nights in which the clock is changed.
package struct WorkCalendar: Sendable {
  private let hours: WorkingHours
  /// Days on which no stretch begins.
  private let holidays: Set<CalendarDay>
  private let calendar: Calendar

  /// Nothing is looked for further ahead, in days.
  private static let furthest = 400

  /// - Parameter hours: nil for all hours.
  package init(_ hours: WorkingHours?, holidays: Set<CalendarDay> = [], in zone: TimeZone) {
    self.hours = hours ?? .always
    self.holidays = holidays
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    self.calendar = calendar
  }

  package func contains(_ date: Date) -> Bool {
    stretches(from: date, to: date).contains { $0.lowerBound <= date && date < $0.upperBound }
  }

  /// How many seconds of working hours lie between two times; 0 where the second is not the later one.
  package func seconds(from start: Date, to end: Date) -> TimeInterval {
    guard start < end else { return 0 }
    var counted = start
    var sum = 0.0
    for stretch in stretches(from: start, to: end) {
      let from = max(stretch.lowerBound, counted)
      let to = min(stretch.upperBound, end)
      guard from < to else { continue }
      sum += to.timeIntervalSince(from)
      counted = to
    }
    return sum
  }

  /// When work next begins after a time outside of the hours; nil when it does not within a year.
  package func opening(after date: Date) -> Date? {
    var day = calendar.startOfDay(for: date)
    for _ in 0...Self.furthest {
      if let next = stretches(of: day).map(\.lowerBound).filter({ $0 > date }).min() { return next }
      guard let following = calendar.date(byAdding: .day, value: 1, to: day) else { return nil }
      day = calendar.startOfDay(for: following)
    }
    return nil
  }

  /// Those that may touch the time between, ascending by their beginnings.
  private func stretches(from start: Date, to end: Date) -> [Range<Date>] {
    var found: [Range<Date>] = []
    // One that began the day before may go on.
    var day = calendar.date(byAdding: .day, value: -1, to: calendar.startOfDay(for: start))
    while let current = day, current <= end {
      found += stretches(of: current)
      day = calendar.date(byAdding: .day, value: 1, to: current).map(calendar.startOfDay)
    }
    return found.sorted { $0.lowerBound < $1.lowerBound }
  }

  private func stretches(of day: Date) -> [Range<Date>] {
    let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: day)
    guard let year = parts.year, let month = parts.month, let number = parts.day,
      !holidays.contains(CalendarDay(year: year, month: month, day: number))
    else { return [] }
    return hours.stretches.filter { $0.weekday == parts.weekday }.compactMap { stretch in
      let ends = [stretch.start, stretch.end].compactMap { minutes in
        // A time that the clock leaves out is as much later as the clock is put forward.
        calendar.date(
          from: DateComponents(
            year: year, month: month, day: number + minutes / ClockWords.minutesOfDay,
            hour: minutes % ClockWords.minutesOfDay / 60, minute: minutes % 60))
      }
      guard ends.count == 2, ends[0] < ends[1] else { return nil }
      return ends[0]..<ends[1]
    }
  }
}
