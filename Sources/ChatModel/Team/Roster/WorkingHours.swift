import Foundation
import Sentences

/// The stretches of a week in which somebody works, by the clock of whatever zone it is asked in.
package struct WorkingHours: Hashable, Sendable {
  /// Why a text says no working hours, in a clause.
  package struct Fault: Error, Hashable, Sendable {
    package var words: String
  }

  /// In minutes since the midnight before its day; the end may lie on the next day.
  struct Stretch: Hashable, Sendable {
    /// 1 is Sunday, as in a `Calendar`.
    var weekday: Int
    var start: Int
    var end: Int
  }

  let stretches: [Stretch]

  /// All hours of all days.
  package static let always = WorkingHours(
    stretches: (1...7).map { Stretch(weekday: $0, start: 0, end: ClockWords.minutesOfDay) })

  private init(stretches: [Stretch]) { self.stretches = stretches }

  /// - Parameter text: `Mon-Fri 09:00-18:00, Sat 10:00-14:00`, several times of a day with blanks
  ///   between them, times alone for every day; over midnight where the end is the earlier one.
  package init(_ text: String) throws(Fault) {
    var stretches: [Stretch] = []
    // Days whose times follow behind the next comma: `Mon, Wed 9:00-13:00`.
    var days: [Int] = []
    let text = text.replacing("–", with: "-").replacing(" - ", with: "-")
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      var hasTimes = false
      let words = part.split(whereSeparator: \.isWhitespace)
      guard !words.isEmpty else { throw Fault(words: said("something is missing beside a comma")) }
      for word in words {
        guard word.first?.isNumber == true else {
          guard !hasTimes else { throw Fault(words: said("a comma is missing before \"\(word)\"")) }
          days += try Self.days(word)
          continue
        }
        let (start, end) = try Self.times(word)
        hasTimes = true
        for day in days.isEmpty ? Array(1...7) : days {
          stretches.append(Stretch(weekday: day, start: start, end: end))
        }
      }
      if hasTimes { days = [] }
    }
    guard days.isEmpty, !stretches.isEmpty else { throw Fault(words: said("a time is missing")) }
    self.stretches = stretches
  }

  /// `mon`, `mon-fri`, `sat-mon`.
  private static func days(_ word: Substring) throws(Fault) -> [Int] {
    let ends = word.lowercased().split(separator: "-", omittingEmptySubsequences: false)
      .map { CalendarNames.weekday(beginningWith: String($0)) }
    guard let first = ends[0], let last = ends.count > 2 ? nil : ends[ends.count - 1] else {
      throw Fault(words: said("\"\(word.prefix(20))\" is no day"))
    }
    return (0...(last - first + 7) % 7).map { (first - 1 + $0) % 7 + 1 }
  }

  private static func times(_ word: Substring) throws(Fault) -> (Int, Int) {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let start = ClockWords.minutes(ends[0]),
      let end = ClockWords.minutes(ends[1], endsDay: true), start != end
    else { throw Fault(words: said("\"\(word.prefix(20))\" is no time such as 09:00-18:00")) }
    return (start, end > start ? end : end + ClockWords.minutesOfDay)
  }
}
