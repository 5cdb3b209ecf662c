// Turns the bytes of a terminal into events, in whatever pieces they arrive.
//
// - A lone ESC is the key Esc once nothing has followed for 25 ms. ESC and a letter are Alt and the
//   letter when they were read together, and two keys when they came apart.
// - A sequence that is not known is swallowed, never typed.
// - Text with line ends that comes at once is a paste, whether the terminal brackets it or not.

import TextGrid

/// Decodes what a terminal sends.
struct KeyDecoder {
  typealias Instant = ContinuousClock.Instant

  private enum State {
    case ground
    /// The beginning of a sequence, or of a character of several bytes, whose rest is awaited.
    case incomplete([UInt8], until: Instant)
    /// Inside a bracketed paste.
    case pasting(PasteCollector, until: Instant)
    /// Inside a string for the terminal (OSC, DCS, …) that came back: swallowed up to its end.
    case swallowing(until: Instant)
  }

  private var state = State.ground
  /// Until when text is still part of the paste before it.
  private var burstEnd: Instant?
  private let keys: SequenceTable

  init(keys: SequenceTable = SequenceTable()) { self.keys = keys }

  /// When ``expire(at:)`` has to be called at the latest; nil when nothing is awaited.
  var deadline: Instant? {
    switch state {
    case .ground: nil
    case .incomplete(_, let until), .pasting(_, let until), .swallowing(let until): until
    }
  }

  /// Takes what one read gave.
  mutating func feed(_ bytes: [UInt8], at now: Instant) -> [TerminalEvent] {
    var events = expire(at: now)
    var scanner = ByteScanner(bytes)
    if let end = burstEnd, end <= now { burstEnd = nil }
    if case .incomplete(let begun, _) = state {
      state = .ground
      if begun == [0x1B], !SequenceTable.continues(escape: bytes.first) {
        events.append(.key(.escape))
      } else {
        scanner = ByteScanner(begun + bytes)
      }
    }
    while !scanner.isAtEnd { step(&scanner, into: &events, at: now) }
    return events
  }

  /// Gives up waiting for what has not come in time.
  mutating func expire(at now: Instant) -> [TerminalEvent] {
    switch state {
    case .incomplete(let begun, let until) where until <= now:
      state = .ground
      return Self.abandoned(begun)
    case .pasting(var paste, let until) where until <= now:
      state = .ground
      return [.paste(paste.finish())]
    case .swallowing(let until) where until <= now:
      state = .ground
      return []
    default: return []
    }
  }

  private mutating func step(
    _ scanner: inout ByteScanner, into events: inout [TerminalEvent], at now: Instant
  ) {
    switch state {
    case .pasting(var paste, _):
      if paste.take(&scanner) {
        events.append(.paste(paste.finish()))
        state = .ground
        // A text that brings its own end of paste goes on in the same read.
        burstEnd = now
      } else {
        state = .pasting(paste, until: now + Self.pasteGap)
      }
    case .swallowing:
      state = scanner.skipStringForTerminal() ? .ground : .swallowing(until: now + Self.stringGap)
    default:
      if scanner.peek == 0x1B {
        stepSequence(&scanner, into: &events, at: now)
      } else {
        stepText(&scanner, into: &events, at: now)
      }
    }
  }

  private mutating func stepSequence(
    _ scanner: inout ByteScanner, into events: inout [TerminalEvent], at now: Instant
  ) {
    let start = scanner
    switch keys.next(&scanner) {
    case .event(let event): events.append(event)
    case .pasteBegins: state = .pasting(PasteCollector(), until: now + Self.pasteGap)
    case .stringBegins:
      state = scanner.skipStringForTerminal() ? .ground : .swallowing(until: now + Self.stringGap)
    case .nothing: break
    case .incomplete:
      let begun = start.rest
      scanner.skipAll()
      guard begun.count <= Self.longestSequence else { return }
      state = .incomplete(begun, until: now + Self.escapeDelay)
    }
  }

  private mutating func stepText(
    _ scanner: inout ByteScanner, into events: inout [TerminalEvent], at now: Instant
  ) {
    let run = scanner.takeText()
    if !run.unfinished.isEmpty {
      state = .incomplete(run.unfinished, until: now + Self.characterGap)
    }
    if !run.bytes.isEmpty {
      let text = String(decoding: run.bytes, as: UTF8.self)
      if burstEnd != nil || Self.isPaste(text) {
        events.append(.paste(PasteCollector.normalized(text)))
        burstEnd = now + Self.burstGap
      } else {
        events += text.flatMap(Self.keys).map { .key($0) }
      }
    }
    if let control = scanner.takeControl(), let key = keys.control(control) {
      events.append(.key(key))
    }
  }

  /// Whether text that was read at once was pasted: nobody types four characters and a line end,
  /// or a line of them, within one read. A key held down repeats itself.
  private static func isPaste(_ text: String) -> Bool {
    let characters = text.filter { !$0.isNewline }
    guard Set(characters).count > 1 else { return false }
    return characters.count >= 40 || (characters.count >= 4 && text.contains(where: \.isNewline))
  }

  private static func keys(_ character: Character) -> [Key] {
    switch character {
    case "\r": [.enter]
    case "\n": [.control("j")]
    case "\r\n": [.enter, .control("j")]
    case "\t": [.tab]
    default:
      character.unicodeScalars.contains { (0x80..<0xA0).contains($0.value) || $0 == "\u{FFFD}" }
        ? [] : [.character(character)]
    }
  }

  /// What was typed when the rest of a sequence did not come.
  private static func abandoned(_ begun: [UInt8]) -> [TerminalEvent] {
    switch begun {
    case [0x1B]: [.key(.escape)]
    case [0x1B, 0x1B]: [.key(.escape), .key(.escape)]
    default:
      if begun.count == 2, begun[0] == 0x1B, begun[1] < 0x7F {
        [.key(.alt(Character(Unicode.Scalar(begun[1]))))]
      } else {
        []
      }
    }
  }

  /// No terminal sends longer ones.
  private static let longestSequence = 256
  /// How long the rest of a sequence may take.
  private static let escapeDelay = Duration.milliseconds(25)
  /// How long the rest of a character may take.
  private static let characterGap = Duration.milliseconds(200)
  /// How long a string for the terminal may pause.
  private static let stringGap = Duration.milliseconds(500)
  /// How long a bracketed paste may pause; then its end is not coming.
  private static let pasteGap = Duration.seconds(2)
  /// How long the pieces of a burst may be apart.
  private static let burstGap = Duration.milliseconds(10)
}
