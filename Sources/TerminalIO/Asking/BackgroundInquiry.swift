// Finds out on which colour the terminal writes, while everything else goes on.

import TextGrid

/// The question for the background, and what came of it.
///
/// The terminal is asked for its background (OSC 11) and then for what it is (DA1). Where it answers
/// the second alone, or nothing in time, the environment is believed; an answer that comes later than
/// that still counts.
struct BackgroundInquiry {
  typealias Instant = ContinuousClock.Instant

  /// How many answers ``question(and:)`` can bring, besides those to what is asked with it.
  static let answers = 2

  /// - Parameter others: what is asked along with it.
  static func question(and others: [UInt8] = []) -> [UInt8] {
    Array("\u{1B}]11;?\u{1B}\\".utf8) + others + Array("\u{1B}[c".utf8)
  }
  /// How long the terminal has until the environment is believed.
  static let patience = Duration.seconds(1)

  /// Nil while it is not known.
  private(set) var background: RGB?
  private let fallback: RGB?
  /// Until when an answer is awaited; nil when none is.
  private(set) var deadline: Instant?
  /// Whether an answer is likely to be under way.
  private(set) var isOpen = false

  init(fallback: RGB?) { self.fallback = fallback }

  /// The terminal cannot be asked.
  mutating func skip() { background = fallback }

  mutating func ask(at now: Instant) {
    deadline = now + Self.patience
    isOpen = true
  }

  /// Takes an answer; returns a background that was not known before.
  mutating func hear(_ reply: TerminalReply) -> RGB? {
    switch reply {
    case .background(let color):
      deadline = nil
      return take(color)
    case .attributes:
      isOpen = false
      guard deadline != nil else { return nil }
      deadline = nil
      return take(fallback)
    case .mode, .cursor, .kittyGraphics, .name, .cellSize: return nil
    }
  }

  /// Gives up waiting in time; returns a background that was not known before.
  mutating func expire(at now: Instant) -> RGB? {
    guard let until = deadline, until <= now else { return nil }
    deadline = nil
    isOpen = false
    return take(fallback)
  }

  private mutating func take(_ color: RGB?) -> RGB? {
    guard let color, color != background else { return nil }
    background = color
    return color
  }
}
