import Foundation

/// What is kept from key to key: how fast they come, and what the last letter asked for.
struct InputState: Hashable, Sendable {
  var typing = TypingGuard()
  /// What a letter asked for a moment ago.
  var held: Held?
  /// Where the run of letters under way began.
  var runBegan: Place?
  /// What the letter under way means cannot be done here.
  var isRefused = false
  /// No letter came just before the key under way.
  var isQuiet = true
  /// The Enter under way ended a read of several characters.
  var isEnterDoubtful = false
  /// The key under way came in one read with others.
  var isBurst = false

  /// The choice that the last Enter was not believed to mean.
  var doubt: Doubt?

  struct Doubt: Hashable, Sendable {
    let choice: String
    let at: Date
  }

  /// Two line ends of one burst are no answer; that long lies between two strokes of a key.
  private static let stroke: TimeInterval = 0.04

  mutating func noteDoubt(of choice: String, at now: Date) {
    doubt = Doubt(choice: choice, at: now)
  }

  func isDoubtAnswered(for choice: String, at now: Date) -> Bool {
    doubt.map { $0.choice == choice && now.timeIntervalSince($0.at) >= Self.stroke } ?? false
  }

  var deadline: Date? { held?.due }
}
