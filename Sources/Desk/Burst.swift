import Foundation

/// Recognises text typed where single letters act: a run of letters, faster than anyone gives
/// commands, that do not merely move.
///
/// The letters before the run is recognised have acted; single letters change nothing that cannot
/// be undone.
struct Burst: Hashable, Sendable {
  enum Verdict: Hashable, Sendable {
    case act
    /// Text in the wrong place; `isFirst` when it was recognised with this letter.
    case swallow(isFirst: Bool)
  }

  private var letters: [Character] = []
  private var moves = 0
  private var last: Date?
  private var isRecognised = false

  /// Letters of one run come no further apart than this.
  static let gap: TimeInterval = 0.3
  /// A recognised run ends with a pause as long as this.
  static let pause: TimeInterval = 0.8

  mutating func take(_ letter: Character, isMovement: Bool, at now: Date) -> Verdict {
    let since = last.map { now.timeIntervalSince($0) } ?? .infinity
    last = now
    if isRecognised {
      if since < Self.pause { return .swallow(isFirst: false) }
      self = Burst()
      last = now
    } else if since > Self.gap {
      letters = []
      moves = 0
    }
    letters.append(letter)
    if isMovement { moves += 1 }
    if letters.count > 12 { letters.removeFirst() }
    guard letters.count >= 4, moves < letters.count, Set(letters).count >= 3,
      letters.allSatisfy({ $0.isLetter || $0 == " " })
    else { return .act }
    isRecognised = true
    return .swallow(isFirst: true)
  }

  /// The run was recognised by other means.
  mutating func recognise(at now: Date) {
    last = now
    isRecognised = true
  }

  mutating func end() { self = Burst() }
}
