package import Foundation
import Sentences

/// Why words name no day, in a sentence for people.
package struct DateWordsFault: Error, Hashable, Sendable {
  package var sentence: String
}

/// Days as people type them: `2026-11-01`, `1 Nov`, `1 Nov 2025`, `today`, `yesterday`, `monday`, `3d`,
/// `2w`.
package enum DateWords {
  private static var examples: String { said("2026-11-01, 1 Nov, yesterday, monday or 3d") }

  /// The beginning of that day in the calendar's time zone. A day without a year is the last such day
  /// that is not to come, and so is a weekday: today, where it is that day.
  package static func day(
    _ text: String, now: Date, calendar given: Calendar
  ) throws(DateWordsFault) -> Date {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = given.timeZone
    let words = SearchWords.words(of: text)
    let today = calendar.startOfDay(for: now)
    func daysAgo(_ count: Int) throws(DateWordsFault) -> Date {
      guard let day = calendar.date(byAdding: .day, value: -count, to: today) else {
        throw DateWordsFault(sentence: said("“\(shown(text))” is no day."))
      }
      return calendar.startOfDay(for: day)
    }
    if words.count == 1, let word = words.first {
      if word == "today" { return today }
      if word == "yesterday" { return try daysAgo(1) }
      if let weekday = CalendarNames.weekday(beginningWith: word) {
        let current = calendar.component(.weekday, from: today)
        return try daysAgo((current - weekday + 7) % 7)
      }
      if let unit = word.last, let factor = ["d": 1, "w": 7][unit],
        let count = Int(word.dropLast()), 0...36_500 ~= count
      {
        return try daysAgo(count * factor)
      }
    }
    guard let (year, month, day) = numbers(words) else {
      throw DateWordsFault(
        sentence: text.isEmpty
          ? said("A day is missing: \(examples).")
          : said("“\(shown(text))” is no day; write \(examples)."))
    }
    if let year { return try date(year, month, day, calendar) }
    let current = calendar.component(.year, from: today)
    // 29 February is looked for in the years before.
    for year in stride(from: current, to: current - 8, by: -1) {
      if let date = try? date(year, month, day, calendar), date <= today { return date }
    }
    return try date(current, month, day, calendar)
  }

  /// The numbers of `2026-11-01`, `1 nov`, `nov 1`, `1 nov 2025`; nil when it is none of these.
  private static func numbers(_ words: [String]) -> (year: Int?, month: Int, day: Int)? {
    let values = words.map { Int($0) }
    if words.count == 3, let year = values[0], let month = values[1], let day = values[2],
      words[0].count == 4
    {
      return (year, month, day)
    }
    guard 2...3 ~= words.count else { return nil }
    let year = words.count == 3 ? values[2] : nil
    if words.count == 3, year == nil || words[2].count != 4 { return nil }
    if let day = values[0], let month = CalendarNames.month(beginningWith: words[1]) {
      return (year, month, day)
    }
    if let day = values[1], let month = CalendarNames.month(beginningWith: words[0]) {
      return (year, month, day)
    }
    return nil
  }

  private static func date(
    _ year: Int, _ month: Int, _ day: Int, _ calendar: Calendar
  ) throws(DateWordsFault) -> Date {
    let wanted = DateComponents(year: year, month: month, day: day)
    guard 1...12 ~= month else {
      throw DateWordsFault(sentence: said("There is no month \(month)."))
    }
    guard 1...31 ~= day, 1970...9999 ~= year, let date = calendar.date(from: wanted),
      calendar.dateComponents([.year, .month, .day], from: date) == wanted
    else {
      throw DateWordsFault(
        sentence: said("There is no \(day) \(CalendarNames.month(month).capitalized) \(year)."))
    }
    return calendar.startOfDay(for: date)
  }

  private static func shown(_ text: String) -> String { String(text.prefix(20)) }
}
