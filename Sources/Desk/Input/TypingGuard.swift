import Foundation

/// Tells text that is typed where letters are commands from commands.
///
/// It is told of each letter and of Enter, and says whether they act. Letters that follow each other
/// within ``pause`` are one run. A run is text from the letter on that means nothing where it is
/// pressed, or that comes while something of the run still waits to be done; from then on nothing of
/// it acts, the Enter at its end included.
struct TypingGuard: Hashable, Sendable {
  /// What a letter would do where it is pressed.
  enum Meaning: Hashable, Sendable {
    case nothing
    /// It only moves: runs of these are no words.
    case movement
    /// It chooses in a menu, where letters that move do not come before.
    case choice
    case command
    /// It is text there: a filter, a path.
    case text
  }

  enum Verdict: Hashable, Sendable {
    case act
    /// Text in the wrong place; `isFirst` when it was recognised with this letter.
    case swallow(isFirst: Bool)
  }

  /// Letters of one run come no further apart than this, in seconds.
  static let pause: TimeInterval = 0.7
  /// What a letter asks of the server waits so long for the next one.
  static let wait: TimeInterval = 0.45
  /// A text whose first letter comes so soon after the letter that opened the composer began with
  /// that letter.
  static let opening: TimeInterval = 0.35

  private var last: Date?
  /// The last letter came as fast after the one before as they do in a word.
  private var isFast = false
  /// Letters of this run since it began, or since it opened a menu.
  private var count = 0
  private var isRecognised = false
  /// It was said that this run looks like text.
  private var isSaid = false
  /// When a letter closed something: what follows at once was meant for what is gone.
  private var closedAt: Date?
  private var opener: Opener?
  private var field: Field?

  private struct Opener: Hashable, Sendable {
    let letter: Character
    /// It was the first letter of its run.
    let isFirst: Bool
    let at: Date
    /// Text has followed, the last of it then.
    var last: Date?
  }

  /// A field that a letter opened over the desk.
  private enum Field: Hashable, Sendable {
    /// Nothing has been typed into it.
    case opened
    /// What is typed into it goes on with the letter that opened it.
    case continuesWord
  }

  /// Takes a letter outside the composer.
  mutating func judge(_ meaning: Meaning, whileWaiting isWaiting: Bool, at now: Date) -> Verdict {
    let goesOn = isRunGoingOn(at: now)
    isFast = isWithin(Self.opening, of: last, now)
    last = now
    opener = nil
    if meaning == .text, field == .opened ? isFast : field != nil && goesOn {
      field = .continuesWord
    } else {
      field = nil
    }
    if !goesOn || meaning == .text {
      count = 0
      isRecognised = false
      isSaid = false
    }
    let isAfterClosing = isWithin(Self.wait, of: closedAt, now)
    let isText =
      switch meaning {
      case .text: false
      case .nothing: true
      case .movement: isRecognised || isWaiting
      case .choice: isRecognised || isWaiting || isAfterClosing || count > 0
      case .command: isRecognised || isWaiting || isAfterClosing
      }
    if meaning != .text { count += 1 }
    isRecognised = isText
    guard isText else { return .act }
    defer { isSaid = true }
    return .swallow(isFirst: !isSaid)
  }

  /// Takes several characters that came at once and are no commands.
  ///
  /// - Returns: whether that has to be said.
  mutating func recognise(at now: Date) -> Bool {
    if !isWithin(Self.pause, of: last, now) { isSaid = false }
    defer { isSaid = true }
    last = now
    opener = nil
    isRecognised = true
    return !isSaid
  }

  /// The last letter could not be obeyed, and that was said: what follows it at once is no command
  /// either.
  mutating func refuse() {
    isRecognised = true
    isSaid = false
  }

  /// The last letter is the first of its run.
  var isFirst: Bool { count == 1 }

  /// Takes an Enter, or a correction: whether it is a part of the text.
  mutating func swallowsEnd(at now: Date) -> Bool {
    guard isRecognised, isWithin(Self.pause, of: last, now) else { return false }
    last = now
    return true
  }

  /// The last letter goes on with a run.
  var isInRun: Bool { count > 1 }

  /// Whether the last letter came as one of several do in a word.
  var isWord: Bool { count > 1 && isFast }

  /// Whether an Enter that comes now ends a word. Where the letter before opened a menu, two letters
  /// may be meant as commands: then it is the Enter that tells, which follows a word as fast.
  func isEndOfWord(at now: Date) -> Bool {
    isFast && (count > 1 || isWithin(Self.opening, of: last, now))
  }

  /// Whether what is typed into a field goes on with the letter that opened it, as a word does that
  /// was meant for elsewhere; or nothing was typed yet.
  var isInOpenedField: Bool { field != nil }

  /// Whether a letter that comes now belongs to the run of the letters before.
  func isRunGoingOn(at now: Date) -> Bool { isWithin(Self.pause, of: last, now) }

  /// Whether no letter came for so long that an answer can be meant as one.
  func isQuiet(at now: Date) -> Bool { !isRunGoingOn(at: now) }

  /// The letter that comes now may have come so much earlier: between it and the one before lies at
  /// least that much less.
  mutating func delay(by seconds: TimeInterval, at now: Date) {
    func later(_ date: Date?) -> Date? {
      date.map { min($0.addingTimeInterval(seconds), max($0, now)) }
    }
    last = later(last)
    closedAt = later(closedAt)
    guard let old = opener else { return }
    opener = Opener(
      letter: old.letter, isFirst: old.isFirst, at: later(old.at) ?? old.at, last: later(old.last))
  }

  /// A letter opened a menu: its letters are counted from here.
  mutating func noteOpened() {
    count = 0
    field = .opened
  }

  /// A letter closed something.
  mutating func noteClosed(at now: Date) { closedAt = now }

  /// A key that is no letter came: what was typed is done with.
  mutating func end() {
    last = nil
    isFast = false
    count = 0
    isRecognised = false
    isSaid = false
    closedAt = nil
    opener = nil
    field = nil
  }

  // MARK: Into the composer

  /// Whether a letter in the composer goes on with a text that closed what lay over it.
  func goesOnAfterClosing(at now: Date) -> Bool {
    isWithin(Self.wait, of: closedAt, now) || isRecognised && isWithin(Self.pause, of: last, now)
  }

  /// A letter opened the composer.
  mutating func noteReply(_ letter: Character, at now: Date) {
    opener = Opener(letter: letter, isFirst: !isInRun, at: now)
  }

  /// Whether a letter that comes now goes on with a word in whose midst the composer was opened.
  func goesOnThroughOpening(at now: Date) -> Bool {
    guard let opener, !opener.isFirst, opener.last == nil else { return false }
    return isWithin(Self.opening, of: opener.at, now)
  }

  /// Takes a letter in the composer. Answers the letter that opened it when the text began with that
  /// one.
  mutating func takeText(at now: Date) -> Character? {
    guard let opener else { return nil }
    if let last = opener.last {
      if isWithin(Self.pause, of: last, now) {
        self.opener?.last = now
      } else {
        self.opener = nil
      }
      return nil
    }
    guard isWithin(Self.opening, of: opener.at, now) else {
      self.opener = nil
      return nil
    }
    self.opener?.last = now
    return opener.letter
  }

  /// Whether a text that began with the letter that opened the composer is still being typed.
  func isInOpeningText(at now: Date) -> Bool { isWithin(Self.pause, of: opener?.last, now) }

  /// A clock that was set back makes nothing of this last.
  private func isWithin(_ seconds: TimeInterval, of date: Date?, _ now: Date) -> Bool {
    date.map { (0..<seconds).contains(now.timeIntervalSince($0)) } ?? false
  }
}
