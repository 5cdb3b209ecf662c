package import TextGrid

/// A line that is being typed, where the cursor must not be moved about: letters are added and taken
/// off at its end.
///
/// Bytes of one read belong together: where they hold several line ends, they were pasted.
package struct LineEditor: Sendable {
  package enum Event: Hashable, Sendable {
    /// Whole lines that came at once; one that was typed comes alone.
    case lines([String])
    /// `Ctrl+C`; whether a line was thrown away by it.
    case interrupt(hadText: Bool)
    /// `Ctrl+Z`
    case suspend
    /// `Ctrl+D` on an empty line, or the end of the input.
    case end
  }

  /// The bytes of the line so far; the last ones may be a part of a scalar.
  private var bytes: [UInt8] = []
  /// How many of them were echoed.
  private var echoed = 0
  private var escape = Escape.none

  private enum Escape: Sendable { case none, begun, sequence }

  /// More of a line is not taken: 1 MB.
  static let longest = 1 << 20

  package init() {}

  package var isEmpty: Bool { bytes.isEmpty }

  /// Takes the bytes of one read.
  ///
  /// - Returns: what they mean, and what is to be echoed.
  package mutating func feed(
    _ new: [UInt8], widths: TextWidth = .standard
  ) -> (events: [Event], echo: String) {
    var events: [Event] = []
    var lines: [String] = []
    var echo: [UInt8] = []
    func flush() {
      if !lines.isEmpty { events.append(.lines(lines)) }
      lines = []
    }
    for byte in new {
      if skips(byte) { continue }
      if byte < 0x20 || byte == 0x7F, byte != 0x09 { show(bytes.count, &echo) }
      switch byte {
      case 0x0A, 0x0D:
        lines.append(String(decoding: bytes, as: UTF8.self))
        clear()
        echo.append(0x0A)
      case 0x03:
        flush()
        events.append(.interrupt(hadText: !bytes.isEmpty))
        clear()
        echo += Array("^C\n".utf8)
      case 0x04:
        flush()
        if bytes.isEmpty { events.append(.end) }
      case 0x1A:
        flush()
        events.append(.suspend)
      case 0x08, 0x7F: echo += erase(1, widths)
      case 0x15: echo += erase(.max, widths)
      case 0x17: echo += eraseWord(widths)
      case 0x09: add(0x20)
      case 0x00..<0x20: break
      default: add(byte)
      }
    }
    flush()
    show(bytes.count - ByteScanner.unfinishedTail(of: bytes[...]), &echo)
    return (events, String(decoding: echo, as: UTF8.self))
  }

  /// The input has ended: what was begun counts as a line.
  package mutating func end() -> [Event] {
    defer { clear() }
    return (bytes.isEmpty ? [] : [.lines([String(decoding: bytes, as: UTF8.self)])]) + [.end]
  }

  private mutating func add(_ byte: UInt8) {
    guard bytes.count < Self.longest else { return }
    bytes.append(byte)
  }

  private mutating func clear() {
    bytes = []
    echoed = 0
  }

  /// Echoes the line up to that byte. What is pasted may hold what a terminal obeys: it is seen, and
  /// stays in the line.
  private mutating func show(_ end: Int, _ echo: inout [UInt8]) {
    guard echoed < end else { return }
    echo += Self.shown(bytes[echoed..<end]).utf8
    echoed = end
  }

  private static func shown(_ text: some Collection<UInt8>) -> String {
    Sanitizer.displayable(String(decoding: text, as: UTF8.self))
  }

  /// A key that is no letter sends a sequence; nothing of it is text.
  private mutating func skips(_ byte: UInt8) -> Bool {
    switch escape {
    case .none:
      guard byte == 0x1B else { return false }
      escape = .begun
    case .begun: escape = byte == 0x5B || byte == 0x4F ? .sequence : .none
    case .sequence: if (0x40...0x7E).contains(byte) { escape = .none }
    }
    return true
  }

  // MARK: Erasing

  private mutating func erase(_ count: Int, _ widths: TextWidth) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    let before = widths.width(of: Self.shown(bytes))
    bytes = Array(text.dropLast(count).utf8)
    echoed = bytes.count
    let columns = max(0, before - widths.width(of: Self.shown(bytes)))
    return (0..<columns).flatMap { _ in [0x08, 0x20, 0x08] as [UInt8] }
  }

  private mutating func eraseWord(_ widths: TextWidth) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    let blank = text.reversed().prefix { $0 == " " }.count
    let word = text.reversed().dropFirst(blank).prefix { $0 != " " }.count
    return erase(blank + word, widths)
  }
}
