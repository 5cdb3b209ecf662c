import Foundation

/// The names of days and months, as people begin them: in lower case, by three letters at least.
package enum CalendarNames {
  /// 1 is Sunday, as in a `Calendar`.
  package static func weekday(beginningWith word: String) -> Int? { place(of: word, in: weekdays) }

  /// 1 is January.
  package static func month(beginningWith word: String) -> Int? { place(of: word, in: months) }

  /// - Parameter number: from 1 to 12.
  static func month(_ number: Int) -> String { months[number - 1] }

  /// `Mon`, by the number of a `Calendar`, from 1 to 7.
  static func short(weekday number: Int) -> String { weekdays[number - 1].prefix(3).capitalized }

  /// `Dec`, by a number from 1 to 12.
  static func short(month number: Int) -> String { months[number - 1].prefix(3).capitalized }

  private static func place(of word: String, in names: [String]) -> Int? {
    word.count < 3 ? nil : names.firstIndex { $0.hasPrefix(word) }.map { $0 + 1 }
  }

  private static let weekdays = [
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
  ]
  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
}
