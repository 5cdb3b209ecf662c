import ArgumentParser
import ChatModel
import Sentences

/// Judges what was typed before anything is done with it.
enum Checked {
  /// In seconds: eleven days. What is much longer does not fit where time is counted in nanoseconds.
  static let longestWait = 1_000_000.0

  /// An id, a name or a path: an empty one is a variable of a script that was not set, and would
  /// name something else.
  static func filled(_ text: String) throws -> String {
    guard !text.allSatisfy(\.isWhitespace) else { throw Empty() }
    return text
  }

  /// - Throws: `ValidationError` when `seconds` is no time to wait; not-a-number is none.
  static func wait(_ seconds: Double, orNone: Bool = false) throws {
    let isGood = (orNone ? seconds >= 0 : seconds > 0) && seconds <= longestWait
    guard isGood else {
      let least = orNone ? said("from 0") : said("above 0 and up")
      throw ValidationError(said("--wait must be \(least) to 1000000 seconds, not \(seconds)."))
    }
  }

  /// A length of time: `300ms`, `30s`, `5m`.
  static func time(_ text: String) throws -> Duration {
    guard let time = TimeLength.reading(text), time > .zero else { throw NoTime() }
    return time
  }

  /// - Throws: `ValidationError` when `value` is outside `range`.
  static func number(_ value: Int, in range: ClosedRange<Int>, _ option: String) throws {
    guard range.contains(value) else {
      throw ValidationError(
        said("\(option) must be from \(range.lowerBound) to \(range.upperBound), not \(value)."))
    }
  }

  private struct NoTime: Error, CustomStringConvertible {
    var description: String { said("it is a length of time such as 300ms, 30s or 5m.") }
  }

  private struct Empty: Error, CustomStringConvertible {
    var description: String { said("it must not be empty.") }
  }
}
