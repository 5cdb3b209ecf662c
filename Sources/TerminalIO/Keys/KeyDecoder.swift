// Turns the bytes of a terminal into events, in whatever pieces they arrive.
//
// - A lone ESC is the key Esc once nothing has followed for 25 ms. ESC and a letter are Alt and the
//   letter when they were read together, and two keys when they came apart.
// - A sequence that is not known is swallowed, never typed.
// - Text with line ends that comes at once is a paste, whether the terminal brackets it or not; a
//   single line end at its end may be an Enter typed fast.

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
    /// Inside a string for the terminal (OSC, DCS, …): read up to its end, and never typed.
    case inString(TerminalString, until: Instant)
  }

  private var state = State.ground
  /// The terminal brackets what is pasted, so that what comes without brackets was typed.
  private var tellsPastes = false
  /// Until when text is still part of the paste before it.
  private var burstEnd: Instant?
  /// The paste before may have ended with a line end that was told as an Enter.
  private var owesLineEnd = false
  /// How many answers of the terminal are awaited, and until when: meanwhile what may be the
  /// beginning of one is waited for longer.
  private var replies = (awaited: 0, until: Instant.now)
  /// When a lone ESC was last taken for the key, if nothing was read since.
  private var escapedAt: Instant?
  /// The incomplete sequence began in a read of its own.
  private var cameApart = false
  private let keys: SequenceTable

  init(keys: SequenceTable = SequenceTable()) { self.keys = keys }

  /// When ``expire(at:)`` has to be called at the latest; nil when nothing is awaited.
  var deadline: Instant? {
    switch state {
    case .ground: nil
    case .incomplete(_, let until), .pasting(_, let until), .inString(_, let until): until
    }
  }

  /// The terminal is asked something: so many answers may come until then.
  mutating func awaitReplies(_ count: Int, until end: Instant) { replies = (count, end) }

  /// Takes what one read gave.
  mutating func feed(_ bytes: [UInt8], at now: Instant) -> [TerminalEvent] {
    var events = expire(at: now)
    var scanner = ByteScanner(bytes)
    if let end = burstEnd, end <= now {
      burstEnd = nil
      owesLineEnd = false
    }
    if case .incomplete(let begun, _) = state {
      state = .ground
      if begun == [0x1B], !SequenceTable.continues(escape: bytes) {
        events.append(.key(.escape))
      } else if cameApart, begun == Self.escapedBracket, let next = bytes.first,
        !SequenceTable.beginsString(next)
      {
        events += abandoned(begun)
      } else {
        cameApart = begun == [0x1B]
        scanner = ByteScanner(begun + bytes)
      }
    } else if let at = escapedAt, now < at + Self.lateness,
      Self.lateReplies.contains(where: { bytes.starts(with: $0) })
    {
      scanner = ByteScanner([0x1B] + bytes)
    }
    escapedAt = nil
    while !scanner.isAtEnd { step(&scanner, into: &events, at: now) }
    cameApart = cameApart && isIncomplete
    return events
  }

  private var isIncomplete: Bool { if case .incomplete = state { true } else { false } }

  /// Gives up waiting for what has not come in time.
  mutating func expire(at now: Instant) -> [TerminalEvent] {
    switch state {
    case .incomplete(let begun, let until) where until <= now:
      state = .ground
      if begun == [0x1B] { escapedAt = until }
      return abandoned(begun)
    case .pasting(var paste, let until) where until <= now:
      state = .ground
      return [.paste(paste.finish())]
    case .inString(_, let until) where until <= now:
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
        owesLineEnd = false
      } else {
        state = .pasting(paste, until: now + Self.pasteGap)
      }
    case .inString(var string, _): take(&string, &scanner, into: &events, at: now)
    default:
      if scanner.peek == 0x1B {
        stepSequence(&scanner, into: &events, at: now)
      } else {
        stepText(&scanner, into: &events, at: now)
      }
    }
  }

  private mutating func take(
    _ string: inout TerminalString, _ scanner: inout ByteScanner,
    into events: inout [TerminalEvent], at now: Instant
  ) {
    guard string.take(&scanner) else {
      state = .inString(string, until: min(now + Self.stringGap, string.end))
      return
    }
    state = .ground
    if let reply = string.reply { note(.reply(reply), into: &events) }
  }

  private mutating func note(_ event: TerminalEvent, into events: inout [TerminalEvent]) {
    if case .reply = event { replies.awaited -= 1 }
    events.append(event)
  }

  private mutating func stepSequence(
    _ scanner: inout ByteScanner, into events: inout [TerminalEvent], at now: Instant
  ) {
    let start = scanner
    switch keys.next(&scanner) {
    case .event(let event): note(event, into: &events)
    case .pasteBegins:
      tellsPastes = true
      state = .pasting(PasteCollector(), until: now + Self.pasteGap)
    case .mode(2004, let isKnown): tellsPastes = tellsPastes || isKnown
    case .mode(let number, _) where !TerminalMode.ofPainting.contains(number): break
    case .mode(let number, let isKnown):
      events.append(.reply(.mode(number, isKnown: isKnown)))
    case .stringBegins:
      var string = TerminalString(at: now)
      take(&string, &scanner, into: &events, at: now)
    case .nothing: break
    case .incomplete:
      let begun = start.rest
      scanner.skipAll()
      guard begun.count <= Self.longestSequence else { return }
      state = .incomplete(begun, until: now + patience(with: begun, at: now))
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
      let isWhole = events.isEmpty && scanner.isAtEnd && run.unfinished.isEmpty
      if burstEnd != nil {
        events.append(.paste((owesLineEnd ? "\n" : "") + PasteCollector.normalized(text)))
        burstEnd = now + Self.burstGap
        owesLineEnd = false
      } else if isWhole, let line = Self.line(text) {
        take(line, into: &events, at: now)
      } else if Self.isPaste(text) {
        events.append(.paste(PasteCollector.normalized(text)))
        burstEnd = now + Self.burstGap
      } else {
        events += Self.typed(text)
      }
    }
    if let control = scanner.takeControl(), let key = keys.control(control) {
      events.append(.key(key))
    }
  }

  /// What stands before the Enter at the end of a read that holds no other line end; nil for every
  /// other read.
  private static func line(_ text: String) -> String? {
    guard text.hasSuffix("\r") || text.hasSuffix("\r\n") else { return nil }
    let line = text.dropLast()
    return line.isEmpty || line.contains(where: \.isNewline) ? nil : String(line)
  }

  /// A short line with its Enter was typed where the terminal tells what is pasted. Elsewhere the
  /// Enter is one that asks.
  private mutating func take(
    _ line: String, into events: inout [TerminalEvent], at now: Instant
  ) {
    let isSure = tellsPastes && line.count < Self.longestTypedLine
    if Self.isPaste(line) {
      events.append(.paste(line))
    } else {
      events += Self.typed(line)
    }
    events.append(isSure ? .key(.enter) : .doubtfulEnter)
    if !isSure {
      burstEnd = now + Self.burstGap
      owesLineEnd = true
    }
  }

  /// Whether text that was read at once was pasted: nobody types a line of forty characters within
  /// one read, or four and a line end with more behind it. A key held down repeats itself.
  private static func isPaste(_ text: String) -> Bool {
    guard text.utf8.count >= 4 else { return false }
    let characters = text.filter { !$0.isNewline }
    guard Set(characters).count > 1 else { return false }
    return characters.count >= 40 || (characters.count >= 4 && text.contains(where: \.isNewline))
  }

  /// Characters that came at once stay together; what is no character is a key of its own.
  private static func typed(_ text: String) -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    var word = ""
    func end() {
      if word.count > 1 {
        events.append(.typed(word))
      } else if let only = word.first {
        events.append(.key(.character(only)))
      }
      word = ""
    }
    for key in text.flatMap(Self.keys) {
      if let character = key.typed {
        word.append(character)
      } else {
        end()
        events.append(.key(key))
      }
    }
    end()
    return events
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

  /// How long the rest of a sequence may take. Nobody types three bytes of one; while an answer is
  /// awaited, what may be the first byte of it is worth a moment.
  private func patience(with begun: [UInt8], at now: Instant) -> Duration {
    if begun.count > 2 { return Self.stringGap }
    return replies.awaited > 0 && now < replies.until ? Self.replyDelay : Self.escapeDelay
  }

  /// What was typed when the rest of a sequence did not come.
  private func abandoned(_ begun: [UInt8]) -> [TerminalEvent] {
    switch begun {
    case [0x1B]: [.key(.escape)]
    case Self.escapedBracket where cameApart: [.key(.escape), .key(.character("]"))]
    case [0x1B, 0x1B]: [.key(.escape), .key(.escape)]
    default:
      if begun.count == 2, begun[0] == 0x1B, begun[1] < 0x7F {
        [.key(.alt(Character(Unicode.Scalar(begun[1]))))]
      } else {
        []
      }
    }
  }

  /// A line, its Enter included, that a fast hand may type within one read.
  private static let longestTypedLine = 16
  /// No terminal sends longer ones.
  private static let longestSequence = 256
  /// `ESC ]`: a key with Alt, two keys, or the beginning of an answer.
  private static let escapedBracket: [UInt8] = [0x1B, 0x5D]
  /// How answers go on after their ESC.
  private static let lateReplies = [Array("]11;".utf8), Array("[?".utf8)]
  /// How long after its ESC the rest of an answer is still known.
  private static let lateness = Duration.seconds(1)
  /// How long the rest of a sequence may take.
  private static let escapeDelay = Duration.milliseconds(25)
  /// The same while answers are awaited.
  private static let replyDelay = Duration.milliseconds(200)
  /// How long the rest of a character may take.
  private static let characterGap = Duration.milliseconds(200)
  /// How long a string for the terminal may pause.
  private static let stringGap = Duration.milliseconds(500)
  /// How long a bracketed paste may pause; then its end is not coming.
  private static let pasteGap = Duration.seconds(2)
  /// How long the pieces of a burst may be apart.
  private static let burstGap = Duration.milliseconds(10)
}
