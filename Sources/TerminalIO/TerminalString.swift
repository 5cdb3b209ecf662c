// Reads a string for the terminal (OSC, DCS, SOS, PM, APC) that comes from it: an answer, or what
// somebody sent that it gave back. None of it is ever typed.

import TextGrid

/// A string while it arrives, wherever the reads cut it.
struct TerminalString {
  typealias Instant = ContinuousClock.Instant

  /// When it is given up, however it goes on: what comes then was typed.
  let end: Instant

  /// Its beginning, which is all of an answer that was asked for.
  private var bytes: [UInt8] = []
  /// How many of its bytes are more than was kept.
  private var excess = 0
  /// The last read ended in the ESC that may begin its end.
  private var hasEscape = false

  init(at now: Instant) { end = now + Self.longest }

  /// Goes on up to its end: BEL, ST, or what cancels it.
  ///
  /// - Returns: whether the end was there. The ESC of another sequence, which cancels a string too, is
  ///   left to be read.
  mutating func take(_ scanner: inout ByteScanner) -> Bool {
    if hasEscape {
      hasEscape = false
      if scanner.peek == UInt8(ascii: "\\") {
        _ = scanner.next()
      } else {
        cancel()
        scanner = ByteScanner([0x1B] + scanner.rest)
      }
      return true
    }
    while let byte = scanner.peek {
      switch byte {
      case 0x07:
        _ = scanner.next()
        return true
      case 0x18, 0x1A:
        _ = scanner.next()
        cancel()
        return true
      case 0x1B:
        let ahead = scanner.ahead(2)
        if ahead.count == 1 {
          _ = scanner.next()
          hasEscape = true
          return false
        }
        if ahead[1] == UInt8(ascii: "\\") {
          _ = scanner.next()
          _ = scanner.next()
        } else {
          cancel()
        }
        return true
      default:
        _ = scanner.next()
        if bytes.count < Self.limit { bytes.append(byte) } else { excess += 1 }
      }
    }
    return false
  }

  /// What it answers; nil when it is no answer to anything that is asked.
  var reply: TerminalReply? {
    guard excess == 0 else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    if text == "Gi=31;OK" { return .kittyGraphics }
    if text.hasPrefix(">|") { return .name(String(text.dropFirst(2))) }
    guard text.hasPrefix("11;") else { return nil }
    return RGB(terminalColor: text.dropFirst("11;".count)).map { .background($0) }
  }

  /// A string that was broken off answers nothing.
  private mutating func cancel() { excess += 1 }

  /// No answer that is asked for has more bytes.
  private static let limit = 48
  /// How long a string may take as a whole.
  private static let longest = Duration.seconds(2)
}
