import ChatModel
import Foundation
import Sentences

/// Reads when somebody wants to be reminded: `2h`, `tomorrow 14:00`, `fri 9`, `24 dec 10:30`.
///
/// Hours and minutes are counted as they pass; days, weeks and times of day go by the wall clock, also
/// over a night in which it is changed. A time that the clock leaves out is the first one after it.
struct SnoozeTime {
  /// Why a text is no time, in a sentence.
  struct Problem: Error, Hashable { let sentence: String }

  /// Nobody is put off for longer, in days.
  static let longest = 366

  let now: Date
  private let calendar: Calendar

  init(now: Date, zone: TimeZone) {
    self.now = now
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    self.calendar = calendar
  }

  func read(_ text: String) throws(Problem) -> Date {
    let words = text.lowercased().split { $0.isWhitespace || $0 == "," }.map(String.init)
      .filter { !["at", "in", "on", "next", "until", "um"].contains($0) }
    guard let first = words.first else {
      throw Problem(sentence: said("Type a time: 2h, tomorrow 14:00."))
    }
    guard text.count <= 60 else { throw unread(said("That")) }
    let date = try date(first, Array(words.dropFirst()), text)
    guard date > now else { throw Problem(sentence: said("“\(text)” has passed.")) }
    guard let last = calendar.date(byAdding: .day, value: Self.longest, to: now), date <= last
    else {
      throw Problem(sentence: said("“\(text)” is more than a year away."))
    }
    return date
  }

  private func date(
    _ first: String, _ rest: [String], _ text: String
  ) throws(Problem) -> Date {
    if let date = try duration([first] + rest) { return date }
    if first == "today" || first == "tomorrow" || first == "tom" {
      let day = first == "today" ? 0 : 1
      guard day == 1 || !rest.isEmpty else { throw unread(text) }
      return try time(rest, text, on: offset(day))
    }
    if let weekday = CalendarNames.weekday(beginningWith: first) {
      let today = calendar.component(.weekday, from: now)
      let ahead = (weekday - today + 7) % 7
      let date = try time(rest, text, on: offset(ahead))
      return date > now ? date : try time(rest, text, on: offset(7))
    }
    if let (day, used) = try day([first] + rest, text) {
      return try time(Array(([first] + rest).dropFirst(used)), text, on: day)
    }
    let today = try time([first] + rest, text, on: offset(0))
    return today > now ? today : try time([first] + rest, text, on: offset(1))
  }

  // MARK: 2h, 1h30, 90 min, 3d

  /// nil when it is none.
  private func duration(_ words: [String]) throws(Problem) -> Date? {
    let text = words.joined()
    var seconds = 0.0
    var days = 0
    var digits = ""
    var unit = ""
    var hasUnit = false
    func take() -> Bool {
      // `1h30`: what follows hours are minutes.
      guard let number = Int(digits), number <= 100_000 else { return false }
      switch unit {
      case "m", "min", "mins", "minute", "minutes": seconds += Double(number) * 60
      case "h", "hr", "hrs", "hour", "hours": seconds += Double(number) * 3600
      case "d", "day", "days": days += number
      case "w", "week", "weeks": days += number * 7
      case "" where hasUnit: seconds += Double(number) * 60
      default: return false
      }
      hasUnit = hasUnit || !unit.isEmpty
      return true
    }
    for letter in text {
      if ("0"..."9").contains(letter) {
        if !unit.isEmpty {
          guard take() else { return nil }
          (digits, unit) = ("", "")
        }
        digits.append(letter)
      } else if letter.isLetter, !digits.isEmpty {
        unit.append(letter)
      } else {
        return nil
      }
    }
    guard take(), hasUnit else { return nil }
    guard days <= Self.longest, seconds <= Double(Self.longest) * 86_400 else {
      throw Problem(sentence: said("“\(words.joined(separator: " "))” is more than a year away."))
    }
    return calendar.date(byAdding: .day, value: days, to: now)?.addingTimeInterval(seconds)
  }

  // MARK: Days

  private func offset(_ days: Int) -> DateComponents {
    let date = calendar.date(byAdding: .day, value: days, to: now) ?? now
    return calendar.dateComponents([.year, .month, .day], from: date)
  }

  /// `2026-12-24`, `24.12.`, `24.12.2026`, `24 dec`, `dec 24`, each with how many words it takes; nil
  /// when it is none.
  private func day(_ words: [String], _ text: String) throws(Problem) -> (DateComponents, Int)? {
    let dashes = words[0].split(separator: "-").map { Int($0) }
    if dashes.count == 3, let year = dashes[0], let month = dashes[1], let day = dashes[2] {
      return (try known(year, month, day, text), 1)
    }
    if words[0].contains(".") {
      let dots = words[0].split(separator: ".").map { Int($0) }
      if dots.count == 3, let day = dots[0], let month = dots[1], let year = dots[2] {
        return (try known(year < 100 ? 2000 + year : year, month, day, text), 1)
      }
      if dots.count == 2, words[0].hasSuffix("."), let day = dots[0], let month = dots[1] {
        return (try coming(month, day, text), 1)
      }
      return nil
    }
    guard words.count > 1 else { return nil }
    if let day = Int(words[0]), let month = CalendarNames.month(beginningWith: words[1]) {
      return (try coming(month, day, text), 2)
    }
    if let month = CalendarNames.month(beginningWith: words[0]), let day = Int(words[1]) {
      return (try coming(month, day, text), 2)
    }
    return nil
  }

  private func known(
    _ year: Int, _ month: Int, _ day: Int, _ text: String
  ) throws(Problem) -> DateComponents {
    let parts = DateComponents(year: year, month: month, day: day)
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
      parts.isValidDate(in: calendar)
    else { throw Problem(sentence: said("There is no such day as “\(text)”.")) }
    return parts
  }

  /// This year's, or next year's when that has passed.
  private func coming(
    _ month: Int, _ day: Int, _ text: String
  ) throws(Problem) -> DateComponents {
    let today = offset(0)
    let year = today.year ?? 2000
    let isPast = (month, day) < (today.month ?? 1, today.day ?? 1)
    return try known(isPast ? year + 1 : year, month, day, text)
  }

  // MARK: Times of day

  /// At nine where none is said.
  private func time(
    _ words: [String], _ text: String, on day: DateComponents
  ) throws(Problem) -> Date {
    var parts = day
    (parts.hour, parts.minute) = (9, 0)
    if !words.isEmpty {
      guard let (hour, minute) = Self.clock(words.joined()) else { throw unread(text) }
      guard (0...23).contains(hour), (0...59).contains(minute) else {
        throw Problem(sentence: said("There is no such time as “\(words.joined(separator: " "))”."))
      }
      (parts.hour, parts.minute) = (hour, minute)
    }
    let start = calendar.date(from: day) ?? now
    // Unlike `date(from:)` it says where the clock is put forward over that time.
    let found = calendar.nextDate(
      after: start.addingTimeInterval(-1),
      matching: DateComponents(hour: parts.hour, minute: parts.minute, second: 0),
      matchingPolicy: .nextTime, repeatedTimePolicy: .first)
    guard let found else { throw unread(text) }
    return found
  }

  /// `9`, `9:30`, `9.30`, `2pm`; nil when it is no time at all.
  private static func clock(_ word: String) -> (Int, Int)? {
    var word = word
    var noon: Bool?
    for (end, isAfter) in [("am", false), ("pm", true)] where word.hasSuffix(end) {
      word.removeLast(2)
      noon = isAfter
    }
    let parts = word.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "." }
    guard parts.count <= 2,
      parts.allSatisfy({ !$0.isEmpty && $0.count <= 2 && $0.allSatisfy(\.isASCII) }),
      var hour = Int(parts[0]), let minute = parts.count == 2 ? Int(parts[1]) : 0
    else { return nil }
    if let noon {
      guard (1...12).contains(hour) else { return (99, minute) }
      hour = hour % 12 + (noon ? 12 : 0)
    }
    return (hour, minute)
  }

  private func unread(_ text: String) -> Problem {
    Problem(
      sentence: said(
        "“\(text)” is no time: 2h, tomorrow 14:00, fri 9, 24 dec 10:30."))
  }
}
