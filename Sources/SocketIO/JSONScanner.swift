// Walks over JSON text without making values of it: enough to find where each argument of an event
// begins and ends, and to tell well-formed text from other bytes. Every step moves `at` forward
// over what it read and says whether it was right.

enum JSONScanner {
  /// Deeper nesting is taken for malformed, so that foreign text cannot exhaust the stack.
  private static let deepest = 128

  static func skipSpace(_ text: Span<UInt8>, _ at: inout Int) {
    while at < text.count {
      switch text[at] {
      case 0x20, 0x09, 0x0a, 0x0d: at += 1
      default: return
      }
    }
  }

  /// Moves over `byte` when it is next.
  static func skip(_ byte: UInt8, _ text: Span<UInt8>, _ at: inout Int) -> Bool {
    guard at < text.count, text[at] == byte else { return false }
    at += 1
    return true
  }

  static func skipValue(_ text: Span<UInt8>, _ at: inout Int, depth: Int = 0) -> Bool {
    guard at < text.count, depth <= deepest else { return false }
    switch text[at] {
    case UInt8(ascii: "\""): return skipString(text, &at)
    case UInt8(ascii: "{"): return skipObject(text, &at, depth: depth)
    case UInt8(ascii: "["): return skipArray(text, &at, depth: depth)
    case UInt8(ascii: "t"): return skipWord("true", text, &at)
    case UInt8(ascii: "f"): return skipWord("false", text, &at)
    case UInt8(ascii: "n"): return skipWord("null", text, &at)
    default: return skipNumber(text, &at)
    }
  }

  /// Moves over a string, `at` being on its opening quote.
  static func skipString(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    guard skip(UInt8(ascii: "\""), text, &at) else { return false }
    while at < text.count {
      switch text[at] {
      case UInt8(ascii: "\""):
        at += 1
        return true
      case UInt8(ascii: "\\"):
        at += 1
        guard skipEscape(text, &at) else { return false }
      case 0..<0x20: return false
      default: at += 1
      }
    }
    return false
  }

  private static func skipEscape(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    guard at < text.count else { return false }
    let escape = text[at]
    at += 1
    switch escape {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return true
    case UInt8(ascii: "u"):
      for _ in 0..<4 {
        guard at < text.count, hexDigit(text[at]) != nil else { return false }
        at += 1
      }
      return true
    default: return false
    }
  }

  static func hexDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  private static func skipObject(_ text: Span<UInt8>, _ at: inout Int, depth: Int) -> Bool {
    at += 1
    skipSpace(text, &at)
    if skip(UInt8(ascii: "}"), text, &at) { return true }
    while true {
      skipSpace(text, &at)
      guard skipString(text, &at) else { return false }
      skipSpace(text, &at)
      guard skip(UInt8(ascii: ":"), text, &at) else { return false }
      skipSpace(text, &at)
      guard skipValue(text, &at, depth: depth + 1) else { return false }
      skipSpace(text, &at)
      if skip(UInt8(ascii: "}"), text, &at) { return true }
      guard skip(UInt8(ascii: ","), text, &at) else { return false }
    }
  }

  private static func skipArray(_ text: Span<UInt8>, _ at: inout Int, depth: Int) -> Bool {
    at += 1
    skipSpace(text, &at)
    if skip(UInt8(ascii: "]"), text, &at) { return true }
    while true {
      skipSpace(text, &at)
      guard skipValue(text, &at, depth: depth + 1) else { return false }
      skipSpace(text, &at)
      if skip(UInt8(ascii: "]"), text, &at) { return true }
      guard skip(UInt8(ascii: ","), text, &at) else { return false }
    }
  }

  private static func skipWord(_ word: StaticString, _ text: Span<UInt8>, _ at: inout Int) -> Bool {
    word.withUTF8Buffer { letters in
      guard text.count - at >= letters.count else { return false }
      for letter in letters {
        guard text[at] == letter else { return false }
        at += 1
      }
      return true
    }
  }

  private static func skipNumber(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    _ = skip(UInt8(ascii: "-"), text, &at)
    if !skip(UInt8(ascii: "0"), text, &at) {
      guard skipDigits(text, &at) else { return false }
    }
    if skip(UInt8(ascii: "."), text, &at) {
      guard skipDigits(text, &at) else { return false }
    }
    if skip(UInt8(ascii: "e"), text, &at) || skip(UInt8(ascii: "E"), text, &at) {
      if !skip(UInt8(ascii: "+"), text, &at) { _ = skip(UInt8(ascii: "-"), text, &at) }
      guard skipDigits(text, &at) else { return false }
    }
    return true
  }

  private static func skipDigits(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    let start = at
    while at < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[at]) { at += 1 }
    return at > start
  }
}
