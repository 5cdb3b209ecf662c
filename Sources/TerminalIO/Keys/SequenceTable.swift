// What the escape sequences of terminals mean.

import TextGrid

/// Reads escape sequences: xterm's, which most terminals send, and those of the terminfo entry.
struct SequenceTable {
  enum Outcome: Equatable {
    case event(TerminalEvent)
    /// Bracketed paste begins.
    case pasteBegins
    /// The terminal says how it stands with a private mode (DECRPM).
    case mode(Int, isKnown: Bool)
    /// A string for the terminal begins (OSC, DCS, SOS, PM, APC).
    case stringBegins
    /// Understood, or unknown: nothing to tell.
    case nothing
    /// The rest is not there yet.
    case incomplete
  }

  /// Whole sequences of the terminfo entry.
  private let known: [[UInt8]: Key]
  /// Whether the Backspace key sends 8, which is `Ctrl+H` otherwise.
  private let backspaceIsControlH: Bool

  init(known: [[UInt8]: Key] = [:], backspaceIsControlH: Bool = false) {
    self.known = known
    self.backspaceIsControlH = backspaceIsControlH
  }

  /// Whether bytes that were read after a lone ESC make a sequence with it, and are no keys of
  /// their own. `]` is a key; with a number it begins a string for the terminal.
  static func continues(escape bytes: [UInt8]) -> Bool {
    switch bytes.first {
    case UInt8(ascii: "["), UInt8(ascii: "O"): true
    case UInt8(ascii: "]"): bytes.count == 1 || beginsString(bytes[1])
    // What is answered about pictures. Alone, these are keys.
    case UInt8(ascii: "_"): bytes.count > 1 && bytes[1] == UInt8(ascii: "G")
    case UInt8(ascii: "P"): bytes.count > 1 && bytes[1] == UInt8(ascii: ">")
    default: false
    }
  }

  /// Whether a string for the terminal begins with this byte: OSC is followed by its number.
  static func beginsString(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The key of a control character.
  func control(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x00: .control(" ")
    case 0x08: backspaceIsControlH ? .backspace : .control("h")
    case 0x09: .tab
    case 0x0D: .enter
    case 0x1B: .escape
    case 0x7F: .backspace
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
    case 0x1C...0x1F: .control(Character(Unicode.Scalar(byte + 0x40)))
    default: nil
    }
  }

  /// Reads the sequence that begins with the ESC at the scanner, and leaves the scanner after it.
  func next(_ scanner: inout ByteScanner) -> Outcome {
    let start = scanner
    if let (key, length) = match(start.ahead(Self.longestKnown)) {
      for _ in 0..<length { _ = scanner.next() }
      return .event(.key(key))
    }
    _ = scanner.next()
    guard let byte = scanner.peek else { return .incomplete }
    switch byte {
    case UInt8(ascii: "["):
      _ = scanner.next()
      return controlSequence(&scanner)
    case UInt8(ascii: "O"):
      _ = scanner.next()
      return singleShift(&scanner)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      _ = scanner.next()
      return scanner.isAtEnd ? .incomplete : .stringBegins
    case 0x1B: return escaped(&scanner)
    case 0x00..<0x20, 0x7F:
      _ = scanner.next()
      return control(byte).map { .event(.key($0.with(.alt))) } ?? .nothing
    default:
      guard let character = scanner.takeCharacter() else { return .incomplete }
      // Controls of two bytes, U+0080 and on, are no keys.
      guard !character.unicodeScalars.contains(where: { 0x80..<0xA0 ~= $0.value }) else {
        return .nothing
      }
      return .event(.key(.alt(character)))
    }
  }

  /// ESC ESC: Alt with the key whose sequence follows, else Esc and whatever comes.
  private func escaped(_ scanner: inout ByteScanner) -> Outcome {
    var ahead = scanner
    _ = ahead.next()
    guard let second = ahead.peek else { return .incomplete }
    guard Self.continues(escape: [second]) else { return .event(.key(.escape)) }
    let outcome = next(&scanner)
    if case .event(.key(let key)) = outcome { return .event(.key(key.with(.alt))) }
    return outcome
  }

  private static let longestKnown = 12

  private func match(_ bytes: [UInt8]) -> (Key, Int)? {
    for length in stride(from: bytes.count, to: 1, by: -1) {
      if let key = known[Array(bytes[..<length])] { return (key, length) }
    }
    return nil
  }

  /// `ESC O`: cursor keys and F1 to F4 of a terminal in application mode.
  private func singleShift(_ scanner: inout ByteScanner) -> Outcome {
    var number = 0
    while let byte = scanner.peek, (0x30...0x39).contains(byte) {
      number = min(number * 10 + Int(byte - 0x30), 999)
      _ = scanner.next()
    }
    guard let final = scanner.next() else { return .incomplete }
    guard let code = Self.letters[final] ?? Self.keypad[final] else { return .nothing }
    return .event(.key(Key(code, Self.modifiers(number))))
  }

  private func controlSequence(_ scanner: inout ByteScanner) -> Outcome {
    // The Linux console's F1 to F5.
    if scanner.peek == UInt8(ascii: "[") {
      _ = scanner.next()
      guard let letter = scanner.next() else { return .incomplete }
      guard (0x41...0x45).contains(letter) else { return .nothing }
      return .event(.key(.function(Int(letter) - 0x40)))
    }
    var sequence = ControlSequence()
    while let byte = scanner.peek {
      switch byte {
      case 0x20...0x3F:
        _ = scanner.next()
        sequence.add(byte)
      case 0x40...0x7E:
        _ = scanner.next()
        if byte == UInt8(ascii: "M"), sequence.isEmpty { return Self.skipOldMouse(&scanner) }
        return meaning(of: sequence, final: byte)
      // Something else has begun: what came before is no sequence.
      default: return .nothing
      }
    }
    return .incomplete
  }

  /// Mouse reports of the oldest kind, which are never asked for.
  private static func skipOldMouse(_ scanner: inout ByteScanner) -> Outcome {
    for _ in 0..<3 where scanner.next() == nil { return .incomplete }
    return .nothing
  }

  private func meaning(of sequence: ControlSequence, final: UInt8) -> Outcome {
    if sequence.marker == UInt8(ascii: "<") {
      return MouseReport.event(sequence.numbers, final: final).map { .event(.mouse($0)) }
        ?? .nothing
    }
    if sequence.marker == UInt8(ascii: "?"), final == UInt8(ascii: "c"),
      !sequence.hasIntermediates
    {
      return .event(.reply(.attributes(sequence.numbers)))
    }
    if sequence.marker == UInt8(ascii: "?"), sequence.hasIntermediates, final == UInt8(ascii: "y") {
      return .mode(sequence.number(0), isKnown: (1...3).contains(sequence.number(1)))
    }
    guard sequence.marker == nil, !sequence.hasIntermediates else { return .nothing }
    let first = sequence.numbers.first ?? 0
    // With a first row of 1 it would be F3 with a modifier.
    if final == UInt8(ascii: "R"), first == WidthInquiry.row, sequence.numbers.count == 2 {
      return .event(.reply(.cursor(row: first, column: sequence.number(1))))
    }
    let modifiers = Self.modifiers(sequence.number(1))
    switch final {
    case UInt8(ascii: "t"):
      guard first == 6, sequence.numbers.count == 3,
        sequence.numbers.dropFirst().allSatisfy({ (1...1000).contains($0) })
      else { return .nothing }
      return .event(
        .reply(.cellSize(width: sequence.number(2), height: sequence.number(1))))
    case UInt8(ascii: "I") where sequence.isEmpty: return .event(.focusGained)
    case UInt8(ascii: "O") where sequence.isEmpty: return .event(.focusLost)
    case UInt8(ascii: "Z"): return .event(.key(Key(.tab, modifiers.union(.shift))))
    case UInt8(ascii: "~") where first == 200: return .pasteBegins
    case UInt8(ascii: "~") where first == 27:
      return Self.key(scalar: sequence.number(2), modifiers)
    case UInt8(ascii: "~"):
      return Self.numbered[first].map { .event(.key(Key($0, modifiers))) } ?? .nothing
    case UInt8(ascii: "u"): return Self.key(scalar: first, modifiers)
    default: return Self.letters[final].map { .event(.key(Key($0, modifiers))) } ?? .nothing
    }
  }

  /// A key that is told as the number of its character (`CSI … u`, modifyOtherKeys).
  private static func key(scalar number: Int, _ modifiers: Key.Modifiers) -> Outcome {
    switch number {
    case 8, 127: return .event(.key(Key(.backspace, modifiers)))
    case 9: return .event(.key(Key(.tab, modifiers)))
    case 13: return .event(.key(Key(.enter, modifiers)))
    case 27: return .event(.key(Key(.escape, modifiers)))
    default:
      // The block from 57344 on names keys without characters.
      guard number >= 0x20, !(0x80..<0xA0).contains(number), !(57344...63743).contains(number),
        let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init)
      else { return .nothing }
      return .event(.key(Key(.character(Character(scalar)), modifiers)))
    }
  }

  /// xterm's parameter: 1 and the sum of Shift 1, Alt 2, Ctrl 4, Meta 8.
  private static func modifiers(_ number: Int) -> Key.Modifiers {
    guard number > 1 else { return [] }
    let bits = number - 1
    var modifiers: Key.Modifiers = []
    if bits & 1 != 0 { modifiers.insert(.shift) }
    if bits & 0b1010 != 0 { modifiers.insert(.alt) }
    if bits & 4 != 0 { modifiers.insert(.control) }
    return modifiers
  }

  private static let letters: [UInt8: Key.Code] = [
    0x41: .up, 0x42: .down, 0x43: .right, 0x44: .left, 0x46: .end, 0x48: .home,
    0x50: .function(1), 0x51: .function(2), 0x52: .function(3), 0x53: .function(4),
  ]

  /// The numeric keypad in application mode.
  private static let keypad: [UInt8: Key.Code] = {
    var codes: [UInt8: Key.Code] = [0x4D: .enter]
    for (byte, character) in zip(UInt8(0x6A)..., "*+,-./0123456789") {
      codes[byte] = .character(character)
    }
    return codes
  }()

  private static let numbered: [Int: Key.Code] = {
    var codes: [Int: Key.Code] = [
      1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    ]
    let functions = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24]
    for (index, number) in functions.enumerated() { codes[number] = .function(index + 1) }
    return codes
  }()
}

/// The parameters of a control sequence.
struct ControlSequence {
  /// `<`, `=`, `>` or `?` before the numbers.
  private(set) var marker: UInt8?
  private(set) var numbers: [Int] = []
  private(set) var hasIntermediates = false
  private(set) var isEmpty = true
  /// Colons separate parts of a number, of which only the first counts here.
  private var isInSubNumber = false

  /// Numbers beyond this mean nothing to any sequence.
  private static let largest = 9_999_999
  private static let mostNumbers = 16

  mutating func add(_ byte: UInt8) {
    defer { isEmpty = false }
    switch byte {
    case 0x3C...0x3F where isEmpty: marker = byte
    case 0x30...0x39:
      if numbers.isEmpty { numbers.append(0) }
      guard !isInSubNumber, numbers.count <= Self.mostNumbers else { return }
      numbers[numbers.count - 1] = min(
        numbers[numbers.count - 1] * 10 + Int(byte - 0x30), Self.largest)
    case 0x3B:
      if numbers.isEmpty { numbers.append(0) }
      isInSubNumber = false
      if numbers.count <= Self.mostNumbers { numbers.append(0) }
    case 0x3A: isInSubNumber = true
    default: hasIntermediates = true
    }
  }

  /// A number by its place; 0 where there is none.
  func number(_ place: Int) -> Int { place < numbers.count ? numbers[place] : 0 }
}

/// xterm's mouse reports in the SGR form: `CSI < button ; column ; row M` or `m`.
enum MouseReport {
  static func event(_ numbers: [Int], final: UInt8) -> MouseEvent? {
    guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
    let bits = numbers[0]
    let point = Point(column: numbers[1] - 1, row: numbers[2] - 1)
    var modifiers: Key.Modifiers = []
    if bits & 4 != 0 { modifiers.insert(.shift) }
    if bits & 8 != 0 { modifiers.insert(.alt) }
    if bits & 16 != 0 { modifiers.insert(.control) }
    guard let action = action(bits, isRelease: final == UInt8(ascii: "m")) else { return nil }
    return MouseEvent(action, at: point, modifiers: modifiers)
  }

  private static func action(_ bits: Int, isRelease: Bool) -> MouseEvent.Action? {
    if bits & 64 != 0 {
      switch bits & 3 {
      case 0: return .wheelUp
      case 1: return .wheelDown
      default: return nil
      }
    }
    if isRelease { return .release }
    let buttons: [MouseEvent.Button] = [.left, .middle, .right]
    guard bits & 128 == 0, bits & 3 < 3 else { return nil }
    return bits & 32 != 0 ? .drag(buttons[bits & 3]) : .press(buttons[bits & 3])
  }
}

extension Key {
  fileprivate func with(_ more: Modifiers) -> Key { Key(code, modifiers.union(more)) }
}
