/// Sequences that a terminal would obey, in a text that was copied with them.
enum EscapeSequences {
  /// The text without them. A beginning that nothing ends is left: what follows it may be words.
  static func removed(from text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    guard scalars.contains(where: { $0 == "\u{1B}" || isSingle($0) }) else { return text }
    var kept = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      if let end = end(of: index, in: scalars) {
        index = end
      } else {
        kept.append(scalars[index])
        index += 1
      }
    }
    return String(kept)
  }

  /// CSI and what begins a string, in one scalar.
  private static func isSingle(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{9B}", "\u{9D}", "\u{90}", "\u{98}", "\u{9E}", "\u{9F}": true
    default: false
    }
  }

  /// The place behind the sequence that begins there; nil where none does.
  private static func end(of start: Int, in scalars: [Unicode.Scalar]) -> Int? {
    var kind = scalars[start]
    var index = start + 1
    if kind == "\u{1B}" {
      guard index < scalars.count else { return nil }
      kind = scalars[index]
      index += 1
    } else {
      guard isSingle(kind), let plain = Unicode.Scalar(kind.value - 0x40) else { return nil }
      kind = plain
    }
    switch kind {
    case "[":
      index = skip(0x30...0x3F, from: index, in: scalars)
      index = skip(0x20...0x2F, from: index, in: scalars)
      return isOne(of: 0x40...0x7E, at: index, in: scalars) ? index + 1 : nil
    case "]", "P", "X", "^", "_": return endOfString(from: index, in: scalars)
    case " "..."/":
      index = skip(0x20...0x2F, from: index, in: scalars)
      return isOne(of: 0x30...0x7E, at: index, in: scalars) ? index + 1 : nil
    case "7", "8", "=", ">": return index
    default: return nil
    }
  }

  /// A string ends with BEL or ST, in its line.
  private static func endOfString(from start: Int, in scalars: [Unicode.Scalar]) -> Int? {
    for index in start..<max(start, scalars.count) {
      switch scalars[index] {
      case "\u{7}", "\u{9C}": return index + 1
      case "\u{1B}":
        return index + 1 < scalars.count && scalars[index + 1] == "\\" ? index + 2 : nil
      case "\n", "\r": return nil
      default: break
      }
    }
    return nil
  }

  private static func isOne(
    of range: ClosedRange<UInt32>, at index: Int, in scalars: [Unicode.Scalar]
  ) -> Bool {
    index < scalars.count && range ~= scalars[index].value
  }

  private static func skip(
    _ range: ClosedRange<UInt32>, from start: Int, in scalars: [Unicode.Scalar]
  ) -> Int {
    var index = start
    while isOne(of: range, at: index, in: scalars) { index += 1 }
    return index
  }
}
