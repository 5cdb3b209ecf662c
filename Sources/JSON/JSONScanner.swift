// The one way from foreign bytes to values. It takes what JSON.parse takes, and what comes over the
// wire beside that (row 27): half a surrogate pair and bytes that are no UTF-8 become U+FFFD where
// they stand, a byte order mark is passed over, control characters inside a string stay.

/// The bytes were not JSON at all.
package struct MalformedJSON: Error, Hashable, Sendable {
  /// What the scanner objected to, and at which byte, in words.
  package let reason: String
  /// The same without the place.
  package let words: String
  /// The index of the byte, counted from the first one; behind the last where the document breaks off.
  package let offset: Int
}

extension JSONValue {
  /// Nesting deeper than this is refused, so that foreign bytes cannot exhaust the stack of whoever
  /// walks over the value.
  package static let deepest = 1024

  /// Reads one JSON document, white space around it allowed; a bare string or number is one too.
  ///
  /// - Parameter keepingNumbers: numbers are printed as they stand here.
  package init(
    parsing bytes: some Collection<UInt8>, keepingNumbers: Bool = false
  ) throws(MalformedJSON) {
    let found = bytes.withContiguousStorageIfAvailable { bytes in
      Result { () throws(MalformedJSON) in
        try JSONScanner.read(UnsafeRawBufferPointer(bytes), keepingNumbers: keepingNumbers)
      }
    }
    if let found {
      self = try found.get()
    } else {
      self = try JSONValue(parsing: Array(bytes), keepingNumbers: keepingNumbers)
    }
  }

  /// Reads one JSON document from its text.
  package init(parsing text: some StringProtocol) throws(MalformedJSON) {
    try self.init(parsing: text.utf8)
  }
}

/// Reads in one pass and without recursion: finished values wait on a stack until the array or
/// object that they belong to ends, and are moved into it.
private struct JSONScanner: ~Copyable {
  private enum Container {
    case array
    case object
  }

  private let bytes: UnsafeRawBufferPointer
  private var at = 0
  private var values = MoveStack<JSONValue>(capacity: 32)
  private var names = MoveStack<String>(capacity: 32)
  /// Of each name on its stack: names that differ here differ.
  private var fingerprints = MoveStack<UInt64>(capacity: 32)
  /// A name so far was written with an escape or is not of ASCII: then different prints say nothing.
  private var hasOddName = false
  /// The containers that are open, each with the place of its first value on the stack.
  private var open = MoveStack<(container: Container, start: Int)>(capacity: 16)
  private var unescaped: [UInt8] = []

  private let keepsNumbers: Bool

  static func read(
    _ bytes: UnsafeRawBufferPointer, keepingNumbers: Bool
  ) throws(MalformedJSON) -> JSONValue {
    var scanner = JSONScanner(bytes: bytes, keepsNumbers: keepingNumbers)
    return try scanner.document()
  }

  private init(bytes: UnsafeRawBufferPointer, keepsNumbers: Bool) {
    self.bytes = bytes
    self.keepsNumbers = keepsNumbers
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { at = 3 }
  }

  private func fault(_ words: String) -> MalformedJSON {
    let isInside = at < bytes.count
    return MalformedJSON(
      reason: isInside ? "\(words) at byte \(at)" : "it breaks off",
      words: isInside ? words : "it breaks off", offset: at)
  }

  // MARK: Structure

  private mutating func document() throws(MalformedJSON) -> JSONValue {
    while true {
      skipSpace()
      guard at < bytes.count else { throw fault("") }
      switch bytes[at] {
      case UInt8(ascii: "{"):
        try begin(.object)
        if !take(UInt8(ascii: "}")) {
          try name()
          continue
        }
        end(.object)
      case UInt8(ascii: "["):
        try begin(.array)
        if !take(UInt8(ascii: "]")) { continue }
        end(.array)
      case UInt8(ascii: "\""): values.push(.string(try string()))
      case UInt8(ascii: "t"): try word("true", .bool(true))
      case UInt8(ascii: "f"): try word("false", .bool(false))
      case UInt8(ascii: "n"): try word("null", .null)
      default: try number()
      }
      if try !goesOn(), let value = values.pop() { return value }
    }
  }

  /// After a value: ends what ends here, and moves to where the next value begins; false at the end
  /// of the document.
  private mutating func goesOn() throws(MalformedJSON) -> Bool {
    while open.count > 0 {
      let container = open[open.count - 1].container
      skipSpace()
      if at < bytes.count, bytes[at] == UInt8(ascii: ",") {
        at += 1
        if container == .object { try name() }
        return true
      }
      let bracket = container == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")
      guard at < bytes.count, bytes[at] == bracket else { throw fault("no comma or bracket") }
      at += 1
      end(container)
    }
    skipSpace()
    guard at == bytes.count else { throw fault("something after the document") }
    return false
  }

  private mutating func begin(_ container: Container) throws(MalformedJSON) {
    guard open.count < JSONValue.deepest else { throw fault("nesting too deep") }
    open.push((container, values.count))
    at += 1
  }

  private mutating func end(_ container: Container) {
    guard let (_, start) = open.pop() else { return }
    switch container {
    case .array: values.push(.array(values.takeArray(from: start)))
    case .object: values.push(.object(takeObject(from: start)))
    }
  }

  private mutating func takeObject(from start: Int) -> JSONObject {
    let first = names.count - (values.count - start)
    let isDistinct = areDistinct(from: first)
    fingerprints.take(from: first) { _, _ in }
    let members = names.take(from: first) { names, count in
      values.take(from: start) { values, _ in
        [JSONObject.Member](unsafeUninitializedCapacity: count) { members, filled in
          for index in 0..<count {
            members.initializeElement(
              at: index,
              to: JSONObject.Member(key: (names + index).move(), value: (values + index).move()))
          }
          filled = count
        }
      }
    }
    // Of equal names the last counts, as in JSON.parse.
    return JSONObject(ofDistinct: isDistinct ? members : JSONObject.unique(members))
  }

  /// Whether the fingerprints of an object's names tell by themselves that no name stands twice.
  private func areDistinct(from first: Int) -> Bool {
    guard !hasOddName, fingerprints.count - first <= JSONObject.few else { return false }
    for index in first..<fingerprints.count {
      for other in first..<index where fingerprints[other] == fingerprints[index] { return false }
    }
    return true
  }

  /// Of a name as it is written, quotes included.
  private mutating func fingerprint(_ range: Range<Int>) -> UInt64 {
    var print: UInt64 = 0
    var odd: UInt64 = 0
    func add(_ word: UInt64) {
      odd |= word & 0x8080_8080_8080_8080 | Self.places(of: UInt8(ascii: "\\"), in: word)
      print = (print ^ word) &* 0x9E37_79B9_7F4A_7C15
      print ^= print >> 32
    }
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      add(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < range.upperBound {
      rest = rest << 8 | UInt64(bytes[index])
      index += 1
    }
    add(rest)
    if odd != 0 { hasOddName = true }
    return print
  }

  /// A member's name and its colon.
  private mutating func name() throws(MalformedJSON) {
    skipSpace()
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw fault("no name") }
    let start = at
    names.push(try string())
    fingerprints.push(fingerprint(start..<at))
    guard take(UInt8(ascii: ":")) else { throw fault("no colon") }
  }

  private mutating func skipSpace() {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x09, 0x0A, 0x0D: at += 1
      default: return
      }
    }
  }

  /// Passes over white space, and over `byte` when it is next.
  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  // MARK: Words and numbers

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(MalformedJSON) {
    let letters = UnsafeRawBufferPointer(
      start: word.utf8Start, count: word.utf8CodeUnitCount)
    for letter in letters {
      guard at < bytes.count, bytes[at] == letter else { throw fault("no value") }
      at += 1
    }
    values.push(value)
  }

  private mutating func number() throws(MalformedJSON) {
    let start = at
    let isNegative = at < bytes.count && bytes[at] == UInt8(ascii: "-")
    if isNegative { at += 1 }
    let firstDigit = at
    let magnitude = try digits("no value")
    if at - firstDigit > 1, bytes[firstDigit] == UInt8(ascii: "0") {
      at = firstDigit
      throw fault("a number that begins with 0")
    }
    var isWhole = true
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      isWhole = false
      at += 1
      _ = try digits("no digit")
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") {
        at += 1
      }
      _ = try digits("no digit")
    }
    if isWhole, let magnitude, !(keepsNumbers && isNegative && magnitude == 0) {
      values.push(.integer(isNegative ? -magnitude : magnitude))
    } else {
      let text = String(decoding: bytes[start..<at], as: UTF8.self)
      let value = Self.value(ofNumber: text)
      values.push(keepsNumbers && value.encoded != text ? .written(text) : value)
    }
  }

  /// Passes over one digit or more; their value, when there are so few that it cannot overflow.
  private mutating func digits(_ words: String) throws(MalformedJSON) -> Int? {
    let start = at
    var value = 0
    while at < bytes.count, bytes[at] &- UInt8(ascii: "0") < 10 {
      value = value &* 10 &+ Int(bytes[at] &- UInt8(ascii: "0"))
      at += 1
    }
    guard at > start else { throw fault(words) }
    return at - start <= 18 ? value : nil
  }

  private static func value(ofNumber text: String) -> JSONValue {
    if let integer = Int(text) { return .integer(integer) }
    // What the loop above has let pass is a number to `Double` too.
    let number = Double(text) ?? .infinity
    if number.magnitude < 0x1p53, let integer = Int(exactly: number) { return .integer(integer) }
    return .number(number)
  }

  // MARK: Strings

  /// A string, `at` being on its opening quote.
  private mutating func string() throws(MalformedJSON) -> String {
    at += 1
    let start = at
    at = endOfPlainText(from: at)
    guard at < bytes.count else { throw fault("") }
    if bytes[at] == UInt8(ascii: "\"") {
      defer { at += 1 }
      return String(
        decoding: UnsafeBufferPointer(
          rebasing: bytes.assumingMemoryBound(to: UInt8.self)[start..<at]), as: UTF8.self)
    }
    unescaped.removeAll(keepingCapacity: true)
    unescaped.append(contentsOf: bytes[start..<at])
    while true {
      guard at < bytes.count else { throw fault("") }
      if bytes[at] == UInt8(ascii: "\"") { break }
      if bytes[at] == UInt8(ascii: "\\") {
        at += 1
        try escape()
      }
      let plain = at
      at = endOfPlainText(from: at)
      unescaped.append(contentsOf: bytes[plain..<at])
    }
    at += 1
    return String(decoding: unescaped, as: UTF8.self)
  }

  /// The place of the next quote or backslash, eight bytes at a time.
  private func endOfPlainText(from start: Int) -> Int {
    var at = start
    while at + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let ends =
        Self.places(of: UInt8(ascii: "\""), in: word)
        | Self.places(of: UInt8(ascii: "\\"), in: word)
      // What is behind the first hit may be a false one; the first is right.
      if ends != 0 { return at + ends.littleEndian.trailingZeroBitCount / 8 }
      at += 8
    }
    while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\") {
      at += 1
    }
    return at
  }

  /// The upper bit of each byte of the word that is `byte`, as far as the first such.
  @inline(__always)
  private static func places(of byte: UInt8, in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let difference = word ^ (ones &* UInt64(byte))
    return (difference &- ones) & ~difference & (ones << 7)
  }

  /// What follows a backslash.
  private mutating func escape() throws(MalformedJSON) {
    guard at < bytes.count else { throw fault("") }
    let letter = bytes[at]
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(letter)
    case UInt8(ascii: "b"): unescaped.append(0x08)
    case UInt8(ascii: "f"): unescaped.append(0x0C)
    case UInt8(ascii: "n"): unescaped.append(0x0A)
    case UInt8(ascii: "r"): unescaped.append(0x0D)
    case UInt8(ascii: "t"): unescaped.append(0x09)
    case UInt8(ascii: "u"):
      at += 1
      return try unicodeEscape()
    default: throw fault("no such escape")
    }
    at += 1
  }

  /// The digits of `\u`, and of the `\u` after it when the two are a pair.
  private mutating func unicodeEscape() throws(MalformedJSON) {
    let unit = try codeUnit()
    var scalar = Unicode.Scalar(unit)
    if 0xD800..<0xDC00 ~= unit, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
      bytes[at + 1] == UInt8(ascii: "u")
    {
      let afterFirst = at
      at += 2
      let second = try codeUnit()
      if 0xDC00..<0xE000 ~= second {
        scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
      } else {
        at = afterFirst
      }
    }
    unescaped.append(contentsOf: Character(scalar ?? "\u{FFFD}").utf8)
  }

  private mutating func codeUnit() throws(MalformedJSON) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard at < bytes.count, let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue else {
        throw fault("no hexadecimal digit")
      }
      unit = unit << 4 | UInt32(digit)
      at += 1
    }
    return unit
  }
}
