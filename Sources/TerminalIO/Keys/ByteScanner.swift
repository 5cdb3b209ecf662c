// Walks over the bytes of one read.

/// A position in bytes that a terminal sent.
struct ByteScanner {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { index >= bytes.count }
  var peek: UInt8? { isAtEnd ? nil : bytes[index] }
  var rest: [UInt8] { Array(bytes[index...]) }

  /// At most `count` of the bytes that come.
  func ahead(_ count: Int) -> [UInt8] { Array(bytes[index...].prefix(count)) }

  mutating func next() -> UInt8? {
    guard !isAtEnd else { return nil }
    defer { index += 1 }
    return bytes[index]
  }

  mutating func skipAll() { index = bytes.count }

  /// Text as it is typed: characters, tabs and line ends, up to the next control character.
  ///
  /// - Returns: its bytes, and apart from them the beginning of a character at the end of the read.
  mutating func takeText() -> (bytes: ArraySlice<UInt8>, unfinished: [UInt8]) {
    let start = index
    while let byte = peek, byte >= 0x20 && byte != 0x7F || [0x09, 0x0A, 0x0D].contains(byte) {
      index += 1
    }
    let end = isAtEnd ? index - Self.unfinishedTail(of: bytes[start..<index]) : index
    return (bytes[start..<end], Array(bytes[end..<index]))
  }

  /// Everything up to the next ESC.
  mutating func takePlain() -> ArraySlice<UInt8> {
    let start = index
    index = bytes[start...].firstIndex(of: 0x1B) ?? bytes.count
    return bytes[start..<index]
  }

  /// A control character, if one is next.
  mutating func takeControl() -> UInt8? {
    guard let byte = peek, byte < 0x20 || byte == 0x7F, byte != 0x1B else { return nil }
    return next()
  }

  /// One character of UTF-8; nil when it is not all there.
  mutating func takeCharacter() -> Character? {
    guard let first = peek else { return nil }
    let length = Self.length(startingWith: first) ?? 1
    guard index + length <= bytes.count else { return nil }
    defer { index += length }
    return String(decoding: bytes[index..<(index + length)], as: UTF8.self).first
  }

  /// How many bytes at the end of a text are the beginning of a character whose rest may come.
  static func unfinishedTail(of text: ArraySlice<UInt8>) -> Int {
    for (back, byte) in zip(1...3, text.reversed()) {
      if let length = length(startingWith: byte) { return length > back ? back : 0 }
      if byte < 0x80 { return 0 }
    }
    return 0
  }

  /// How many bytes a character has, by its first; nil for a byte that begins none.
  private static func length(startingWith byte: UInt8) -> Int? {
    switch byte {
    case 0..<0x80: 1
    case 0xC2..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0..<0xF5: 4
    default: nil
    }
  }
}
