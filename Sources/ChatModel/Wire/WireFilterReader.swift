import Sentences

/// Reads a filter of the wire from its text.
struct WireFilterReader {
  private struct Token {
    enum Kind: Equatable {
      case word(String)
      /// In quotation marks: never a field, never `and`.
      case quoted(String)
      case sign(String)
    }

    let kind: Kind
    let column: Int
  }

  private let tokens: [Token]
  private let end: Int
  private var at = 0
  private var depth = 0

  init(_ text: String) throws(WireFilterFault) {
    tokens = try Self.tokens(of: Array(text))
    end = text.count + 1
  }

  mutating func filter() throws(WireFilterFault) -> WireFilter.Node {
    let node = try alternatives()
    if let left = peek {
      throw WireFilterFault(
        column: left.column, reason: said("a bracket is closed that is not open"))
    }
    return node
  }

  // MARK: Words

  private static let signs = ["<=", ">=", "!=", "=", "<", ">", "~", "(", ")"]

  private static func tokens(of text: [Character]) throws(WireFilterFault) -> [Token] {
    var tokens: [Token] = []
    var place = 0
    /// Behind the last word.
    var endOfWord: Int?
    while place < text.count {
      let column = place + 1
      let sign = signs.first { text[place...].starts(with: $0) }
      if place == endOfWord, !text[place].isWhitespace, sign == nil {
        throw WireFilterFault(column: column, reason: said("a blank is missing before this"))
      }
      if text[place].isWhitespace {
        place += 1
      } else if let sign {
        tokens.append(Token(kind: .sign(sign), column: column))
        place += sign.count
      } else if text[place] == "\"" {
        var word = ""
        place += 1
        while place < text.count, text[place] != "\"" {
          if text[place] == "\\", place + 1 < text.count { place += 1 }
          word.append(text[place])
          place += 1
        }
        guard place < text.count else {
          throw WireFilterFault(column: column, reason: said("the quotation mark is not closed"))
        }
        place += 1
        tokens.append(Token(kind: .quoted(word), column: column))
        endOfWord = place
      } else {
        var word = ""
        while place < text.count, !text[place].isWhitespace, text[place] != "\"",
          !signs.contains(where: { text[place...].starts(with: $0) })
        {
          word.append(text[place])
          place += 1
        }
        try refuseSigns(in: word, from: column)
        tokens.append(Token(kind: .word(word), column: column))
        endOfWord = place
      }
    }
    return tokens
  }

  /// Other languages join conditions by signs, which would be looked for as text here.
  private static func refuseSigns(in word: String, from column: Int) throws(WireFilterFault) {
    for (sign, name) in [("&&", "and"), ("||", "or"), ("!", "not")] {
      guard let found = word.firstRange(of: sign) else { continue }
      let offset = word.distance(from: word.startIndex, to: found.lowerBound)
      guard sign != "!" || offset == 0 else { continue }
      throw WireFilterFault(
        column: column + offset, reason: said("“\(sign)” is written “\(name)”"))
    }
  }

  private var peek: Token? { at < tokens.count ? tokens[at] : nil }

  private func isWord(_ word: String) -> Bool {
    if case .word(let found)? = peek?.kind { found.lowercased() == word } else { false }
  }

  private mutating func take(_ sign: String) -> Bool {
    guard peek?.kind == .sign(sign) else { return false }
    at += 1
    return true
  }

  // MARK: Sentences

  private static let deepest = 50

  private mutating func alternatives() throws(WireFilterFault) -> WireFilter.Node {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else {
      throw WireFilterFault(
        column: peek?.column ?? end, reason: said("that many brackets are too many"))
    }
    var nodes = [try conditions()]
    while isWord("or") {
      at += 1
      nodes.append(try conditions())
    }
    return nodes.count == 1 ? nodes[0] : .any(nodes)
  }

  private mutating func conditions() throws(WireFilterFault) -> WireFilter.Node {
    var nodes = [try condition()]
    while let next = peek, next.kind != .sign(")"), !isWord("or") {
      if isWord("and") { at += 1 }
      nodes.append(try condition())
    }
    return nodes.count == 1 ? nodes[0] : .all(nodes)
  }

  private mutating func condition() throws(WireFilterFault) -> WireFilter.Node {
    if isWord("not") {
      depth += 1
      defer { depth -= 1 }
      guard depth < Self.deepest else {
        throw WireFilterFault(column: peek?.column ?? end, reason: said("that is said too often"))
      }
      at += 1
      return .not(try condition())
    }
    guard let token = peek else {
      throw WireFilterFault(column: end, reason: said("a condition is missing"))
    }
    at += 1
    switch token.kind {
    case .sign("("):
      let node = try alternatives()
      guard take(")") else {
        throw WireFilterFault(column: token.column, reason: said("the bracket is not closed"))
      }
      return node
    case .sign(let sign):
      throw WireFilterFault(column: token.column, reason: said("a condition begins with “\(sign)”"))
    case .quoted(let words): return .words(words)
    case .word(let word):
      guard case .sign(let sign)? = peek?.kind, sign != "(", sign != ")" else {
        guard !["and", "or"].contains(word.lowercased()) else {
          throw WireFilterFault(
            column: token.column, reason: said("a condition is missing before it"))
        }
        return .words(word)
      }
      at += 1
      return try comparison(word, sign, column: token.column)
    }
  }

  private mutating func comparison(
    _ field: String, _ sign: String, column: Int
  ) throws(WireFilterFault) -> WireFilter.Node {
    let text = WireFilter.TextField(rawValue: field.lowercased())
    let number = WireFilter.NumberField(rawValue: field.lowercased())
    guard text != nil || number != nil else {
      throw WireFilterFault(
        column: column,
        reason: said("no field is called “\(field)”; there are ")
          + WireFilter.fields.joined(separator: ", "))
    }
    let signColumn = tokens[at - 1].column
    guard let token = peek else {
      throw WireFilterFault(column: end, reason: said("a value is missing behind “\(sign)”"))
    }
    let value: String
    switch token.kind {
    case .word(let word), .quoted(let word): value = word
    case .sign(let other):
      throw WireFilterFault(
        column: token.column, reason: said("a value is missing before “\(other)”"))
    }
    at += 1
    if let text {
      guard ["=", "!=", "~"].contains(sign) else {
        throw WireFilterFault(
          column: signColumn, reason: said("“\(field)” is a text: = != and ~ are for texts"))
      }
      let pattern = TextPattern(value, isPart: sign == "~")
      if let words = text.words, !words.contains(where: pattern.matches) {
        throw WireFilterFault(
          column: token.column,
          reason: said("“\(value)” is none of ") + words.joined(separator: ", "))
      }
      return .text(text, matches: sign != "!=", pattern)
    }
    guard let number, let comparison = WireFilter.Comparison(rawValue: sign) else {
      throw WireFilterFault(
        column: signColumn, reason: said("“\(field)” is a number: ~ is for texts"))
    }
    guard let wanted = Self.number(value + (try unitBehind(value, of: number)), of: number) else {
      throw WireFilterFault(
        column: token.column,
        reason: number == .took
          ? said("“\(value)” is no length of time: 100, 100ms, 2s")
          : number == .bytes
            ? said("“\(value)” is no size: 1000, 10k, 1M") : said("“\(value)” is no number"))
    }
    return .number(number, comparison, wanted)
  }

  /// The next word where it is a unit of this field: `took > 1 ms`. In quotation marks it is a word.
  ///
  /// - Throws: where a word stands in the place of a unit
  private mutating func unitBehind(
    _ value: String, of field: WireFilter.NumberField
  ) throws(WireFilterFault) -> String {
    let units = Self.units(of: field)
    guard !units.isEmpty, value.last?.isNumber == true, let token = peek,
      case .word(let word) = token.kind
    else { return "" }
    if units.contains(where: { $0.name == word.lowercased() }) {
      at += 1
      return word
    }
    guard !["and", "or", "not"].contains(word.lowercased()), !isComparison else { return "" }
    throw WireFilterFault(
      column: token.column,
      reason: said("“\(word)” is no unit; there are ")
        + units.map(\.name).joined(separator: ", "))
  }

  /// Whether a field and a sign come next.
  private var isComparison: Bool {
    guard at + 1 < tokens.count, case .sign(let sign) = tokens[at + 1].kind else { return false }
    return sign != "(" && sign != ")"
  }

  private static func units(
    of field: WireFilter.NumberField
  ) -> [(name: String, share: Double)] {
    switch field {
    case .took:
      [("us", 0.001), ("µs", 0.001), ("ms", 1), ("s", 1000), ("sec", 1000), ("min", 60_000)]
    case .bytes: [("k", 1000), ("kb", 1000), ("m", 1_000_000), ("mb", 1_000_000), ("b", 1)]
    case .of, .n, .answers, .status: []
    }
  }

  private static func number(_ text: String, of field: WireFilter.NumberField) -> Double? {
    var digits = text.lowercased()[...]
    if digits.hasPrefix("#"), [.of, .n, .answers].contains(field) { digits = digits.dropFirst() }
    let unit = units(of: field).first { digits.hasSuffix($0.name) }
    if let unit { digits = digits.dropLast(unit.name.count) }
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
      let number = Double(digits), number.isFinite
    else { return nil }
    return number * (unit?.share ?? 1)
  }
}
