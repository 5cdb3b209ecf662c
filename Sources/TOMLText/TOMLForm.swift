import Sentences

/// What is wrong with the form of a TOML document, and where.
package struct TOMLFault: Error, Hashable, Sendable {
  package let place: TOMLPlaces.Place
  /// A clause.
  package let words: String
}

/// The form of TOML 1.0: keys, headers, and what may stand for a value.
///
/// The parser below TOMLKit ends the program at many texts that are no TOML (`[,`, `a = 1979-05-27T`).
/// What passes here it reads, or refuses in words: names that stand twice, escapes and dates that
/// are none.
package struct TOMLForm {
  /// Deeper arrays and tables are refused.
  private static let deepest = 100

  private let bytes: [UInt8]
  private var at = 0

  /// - Throws: the first thing that is wrong.
  package static func check(_ text: String) throws(TOMLFault) {
    var form = TOMLForm(bytes: Array(text.utf8))
    if form.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { form.at = 3 }
    while form.at < form.bytes.count { try form.takeLine() }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private func fault(_ words: String) -> TOMLFault {
    let before = bytes[..<at]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let column = String(decoding: bytes[start..<at], as: UTF8.self).unicodeScalars.count + 1
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    return TOMLFault(place: TOMLPlaces.Place(line: line, column: column), words: words)
  }

  private func isNext(_ text: String) -> Bool { bytes[at...].starts(with: text.utf8) }

  private mutating func take(_ text: String) -> Bool {
    guard isNext(text) else { return false }
    at += text.utf8.count
    return true
  }

  private mutating func skipBlanks() {
    while let byte = next, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { at += 1 }
  }

  private mutating func skipComment() throws(TOMLFault) {
    guard next == UInt8(ascii: "#") else { return }
    while let byte = next, byte != UInt8(ascii: "\n"), !isNext("\r\n") {
      guard byte >= 0x20 && byte != 0x7F || byte == 9 else {
        throw fault(said("a comment holds a control character"))
      }
      at += 1
    }
  }

  private mutating func takeLineEnd() -> Bool { take("\n") || take("\r\n") }

  // MARK: Lines

  private mutating func takeLine() throws(TOMLFault) {
    skipBlanks()
    if next == UInt8(ascii: "[") {
      try takeHeader()
    } else if let byte = next,
      ![UInt8(ascii: "#"), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(byte)
    {
      try takePair(0)
    }
    skipBlanks()
    try skipComment()
    guard at == bytes.count || takeLineEnd() else {
      throw fault(said("the line does not end here"))
    }
  }

  private mutating func takeHeader() throws(TOMLFault) {
    let isArray = take("[[")
    if !isArray { at += 1 }
    skipBlanks()
    try takeKey()
    skipBlanks()
    guard take(isArray ? "]]" : "]") else {
      throw fault(said("the name of a table ends with \(isArray ? "]]" : "]")"))
    }
  }

  private mutating func takePair(_ depth: Int) throws(TOMLFault) {
    try takeKey()
    skipBlanks()
    guard take("=") else { throw fault(said("behind a name stands =")) }
    skipBlanks()
    try takeValue(depth)
  }

  private mutating func takeKey() throws(TOMLFault) {
    repeat {
      skipBlanks()
      switch next {
      case UInt8(ascii: "\"")?, UInt8(ascii: "'")?:
        guard !isNext("\"\"\""), !isNext("'''") else { throw fault(said("a name has one line")) }
        try takeString()
      case let byte? where Self.isBare(byte):
        while let byte = next, Self.isBare(byte) { at += 1 }
      default: throw fault(said("a name is missing, or a letter in it needs quotes"))
      }
      skipBlanks()
    } while take(".")
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  // MARK: Values

  private mutating func takeValue(_ depth: Int) throws(TOMLFault) {
    guard depth < Self.deepest else { throw fault(said("it is nested too deeply")) }
    switch next {
    case UInt8(ascii: "\"")?, UInt8(ascii: "'")?: try takeString()
    case UInt8(ascii: "[")?: try takeArray(depth)
    case UInt8(ascii: "{")?: try takeTable(depth)
    default: try takeWord()
    }
  }

  private mutating func takeString() throws(TOMLFault) {
    let start = at
    for quotes in ["\"\"\"", "'''", "\"", "'"] where take(quotes) {
      let escapes = quotes.hasPrefix("\"")
      while let byte = next {
        if take(quotes) {
          // Two more may belong to a text of several lines.
          if quotes.utf8.count == 3, let quote = quotes.utf8.first {
            for _ in 0..<2 where next == quote { at += 1 }
          }
          return
        }
        let isLineEnd = byte == UInt8(ascii: "\n") || isNext("\r\n")
        if isLineEnd, quotes.utf8.count == 1 { break }
        guard isLineEnd || byte == 9 || byte >= 0x20 && byte != 0x7F else {
          throw fault(said("a text holds a control character"))
        }
        // TOMLKit takes a text up to there.
        if escapes, isNext("\\u0000") || isNext("\\U00000000") {
          throw fault(said("U+0000 cannot stand in a text"))
        }
        at = min(bytes.count, at + (escapes && byte == UInt8(ascii: "\\") ? 2 : 1))
      }
      break
    }
    at = start
    throw fault(said("a text has no end"))
  }

  /// Blanks, line ends and comments between the elements of an array.
  private mutating func skipBetween() throws(TOMLFault) {
    repeat {
      skipBlanks()
      try skipComment()
    } while takeLineEnd()
  }

  private mutating func takeArray(_ depth: Int) throws(TOMLFault) {
    at += 1
    while true {
      try skipBetween()
      if take("]") { return }
      try takeValue(depth + 1)
      try skipBetween()
      if take("]") { return }
      guard take(",") else { throw fault(said("between elements stands a comma")) }
    }
  }

  private mutating func takeTable(_ depth: Int) throws(TOMLFault) {
    at += 1
    skipBlanks()
    if take("}") { return }
    while true {
      skipBlanks()
      try takePair(depth + 1)
      skipBlanks()
      if take("}") { return }
      guard take(",") else { throw fault(said("between pairs stands a comma")) }
    }
  }

  /// A number, a flag or a time.
  private mutating func takeWord() throws(TOMLFault) {
    let start = at
    while let byte = next, Self.isBare(byte) || "+.:".utf8.contains(byte) { at += 1 }
    // A blank may stand between a day and its time.
    if at - start == 10, isNext(" "), at + 1 < bytes.count, Self.isDigit(bytes[at + 1]) {
      at += 1
      while let byte = next, Self.isBare(byte) || "+.:".utf8.contains(byte) { at += 1 }
    }
    let word = String(decoding: bytes[start..<at], as: UTF8.self)
    guard Self.isValue(word) else {
      at = start
      throw fault(
        word.isEmpty
          ? said("a value is missing")
          : said("\(word.prefix(40)) is no value; a text stands in quotes"))
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isValue(_ word: String) -> Bool {
    if ["true", "false"].contains(word) { return true }
    let number = word.hasPrefix("+") || word.hasPrefix("-") ? word.dropFirst() : word[...]
    if ["inf", "nan"].contains(number) { return true }
    return number.wholeMatch(of: decimal) != nil || word.wholeMatch(of: otherBase) != nil
      || word.wholeMatch(of: time) != nil
  }

  // Regex is not Sendable; these are never changed.
  nonisolated(unsafe) private static let decimal =
    /(0|[1-9](_?[0-9]){0,18})(\.[0-9](_?[0-9]){0,18})?([eE][+-]?[0-9](_?[0-9]){0,3})?/
  nonisolated(unsafe) private static let otherBase =
    /0x[0-9A-Fa-f](_?[0-9A-Fa-f]){0,15}|0o[0-7](_?[0-7]){0,20}|0b[01](_?[01]){0,62}/
  nonisolated(unsafe) private static let time =
    /([0-9]{4}-[0-9]{2}-[0-9]{2})([Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})?)?|[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?/
}
