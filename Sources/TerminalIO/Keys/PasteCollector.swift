// Gathers a bracketed paste up to its end, wherever the reads cut it.

/// The text of a bracketed paste while it arrives.
struct PasteCollector {
  /// More than this is dropped: a megabyte is no message.
  static let limit = 1 << 20

  private static let terminator: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]

  private var bytes: [UInt8] = []
  /// How much of the terminator was seen last.
  private var matched = 0

  /// Takes bytes up to the end of the paste or of the read.
  ///
  /// - Returns: whether the paste has ended.
  mutating func take(_ scanner: inout ByteScanner) -> Bool {
    while true {
      if matched == 0 { keep(scanner.takePlain()) }
      guard let byte = scanner.next() else { return false }
      if byte == Self.terminator[matched] {
        matched += 1
        if matched == Self.terminator.count {
          matched = 0
          return true
        }
        continue
      }
      keep(Self.terminator[..<matched])
      matched = byte == Self.terminator[0] ? 1 : 0
      if matched == 0 { keep([byte]) }
    }
  }

  /// The text that was pasted.
  mutating func finish() -> String {
    keep(Self.terminator[..<matched])
    matched = 0
    return Self.normalized(String(decoding: bytes, as: UTF8.self))
  }

  /// A terminal sends the line ends of a paste as Enter.
  static func normalized(_ text: String) -> String {
    guard text.utf8.contains(0x0D) else { return text }
    return String(text.map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
  }

  private mutating func keep(_ more: some Collection<UInt8>) {
    bytes += more.prefix(max(0, Self.limit - bytes.count))
  }
}
