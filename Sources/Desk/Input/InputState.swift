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

  var deadline: Date? { held?.due }
}
