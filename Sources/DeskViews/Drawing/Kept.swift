import Foundation

/// Words that were made from an input, for as long as that is the same and they do not change by
/// themselves.
struct Kept<Input: Equatable & Sendable, Words: Sendable>: Sendable {
  private var made: (words: Words, input: Input, at: Date, until: Date?)?

  /// nil: they have to be made anew.
  func words(for input: Input, at now: Date) -> Words? {
    guard let made, made.input == input, now >= made.at, made.until.map({ now < $0 }) ?? true
    else { return nil }
    return made.words
  }

  /// - Parameter until: when they change by themselves; nil: never.
  mutating func note(_ words: Words, for input: Input, at now: Date, until: Date?) {
    made = (words, input, now, until)
  }
}
