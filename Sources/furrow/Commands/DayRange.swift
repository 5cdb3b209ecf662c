import ChatModel
import Foundation
import Sentences

/// Days from `--since` through `--until`, by this computer's zone.
struct DayRange: Hashable, Sendable {
  /// The beginning of the first day.
  var start = Date.distantPast
  /// The beginning of the day after the last.
  var end = Date.distantFuture

  /// - Throws: a sentence about what is no day, and where the last one is before the first.
  init(since: String?, until: String?, now: Date, calendar: Calendar = .current) throws(Failure) {
    if let since { start = try Self.day(since, now: now, calendar, "--since") }
    guard let until else { return }
    let last = try Self.day(until, now: now, calendar, "--until")
    guard last >= start else { throw Failure(.usage, said("--until is a day before --since.")) }
    end = calendar.date(byAdding: .day, value: 1, to: last) ?? last
  }

  private static func day(
    _ text: String, now: Date, _ calendar: Calendar, _ option: String
  ) throws(Failure) -> Date {
    do {
      return try DateWords.day(text, now: now, calendar: calendar)
    } catch {
      throw Failure(.usage, "\(option): \(error.sentence)")
    }
  }
}
