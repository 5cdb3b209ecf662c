import Foundation
import Sentences

/// The names of days and months, as people begin them: in lower case, by three letters at least.
package enum CalendarNames {
  /// 1 is Sunday, as in a `Calendar`.
  package static func weekday(beginningWith word: String) -> Int? { place(of: word, in: weekdays) }

  /// 1 is January.
  package static func month(beginningWith word: String) -> Int? { place(of: word, in: months) }

  /// - Parameter number: from 1 to 12.
  static func month(_ number: Int) -> String { months[number - 1] }

  /// `Mon`, by the number of a `Calendar`, from 1 to 7.
  package static func short(weekday number: Int) -> String {
    switch number {
    case 1: said("Sun")
    case 2: said("Mon")
    case 3: said("Tue")
    case 4: said("Wed")
    case 5: said("Thu")
    case 6: said("Fri")
    default: said("Sat")
    }
  }

  /// `Dec`, by a number from 1 to 12.
  package static func short(month number: Int) -> String {
    switch number {
    case 1: said("Jan")
    case 2: said("Feb")
    case 3: said("Mar")
    case 4: said("Apr")
    case 5: said("May")
    case 6: said("Jun")
    case 7: said("Jul")
    case 8: said("Aug")
    case 9: said("Sep")
    case 10: said("Oct")
    case 11: said("Nov")
    default: said("Dec")
    }
  }

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
