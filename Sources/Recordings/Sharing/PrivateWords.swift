import ChatModel
import Foundation
package import JSON

/// Puts other words in the place of everything private, equal ones in the place of equal ones: names,
/// texts, phone numbers, e-mail addresses, tokens. What is left are ids, times, numbers and the
/// protocol's own words.
package struct PrivateWords: Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case name, text, phone, mail, token, place
  }

  /// What stands for each private word.
  package private(set) var replacements: [String: String] = [:]
  private var kinds: [String: Kind] = [:]
  private var counts: [Kind: Int] = [:]
  /// What stays: the words of the protocol and ids, and the parts of them.
  private var structure: Set<String> = []

  package init() {}

  /// How many of each kind were replaced.
  package var numbers: [(Kind, Int)] {
    Kind.allCases.compactMap { kind in counts[kind].map { (kind, $0) } }
  }

  /// The word that stands for a private one.
  @discardableResult
  package mutating func hide(_ word: String, _ kind: Kind) -> String {
    guard !word.allSatisfy(\.isWhitespace) else { return word }
    if let known = replacements[word] { return known }
    counts[kind, default: 0] += 1
    let number = counts[kind] ?? 0
    let mark = "[\(kind.rawValue) \(number)"
    let replacement = mark + (kind == .text ? ", \(word.count) characters]" : "]")
    replacements[word] = replacement
    kinds[word] = kind
    return replacement
  }

  /// Notes what stays as it is.
  package mutating func keep(_ text: String) {
    structure.insert(text)
    for part in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
      structure.insert(String(part))
    }
  }

  // MARK: Documents

  /// The members whose texts are the protocol's own: they say how things stand, not who says what.
  private static let open: Set = [
    "status", "role", "messageType", "type", "kind", "format", "state", "event", "transport",
    "method", "layer", "dir", "program", "upgrades", "verdict", "check", "origin",
  ]
  private static let names: Set = [
    "name", "firstName", "lastName", "first_name", "last_name", "fullName", "userName",
    "agentName", "senderName",
  ]

  /// The document without anything private.
  package mutating func hidden(_ value: JSONValue, under key: String = "") -> JSONValue {
    switch value {
    case .string(let text): return .string(hidden(text, under: key))
    case .array(let elements):
      var hidden: [JSONValue] = []
      for element in elements { hidden.append(self.hidden(element, under: key)) }
      return .array(hidden)
    case .object(let members):
      var hidden: [(String, JSONValue)] = []
      for (name, member) in members {
        // A key is the protocol's word, or an id of a person (row 13).
        let isWord = Self.isWord(name.drop { $0 == "_" }) || Self.isID(name)
        if isWord { keep(name) }
        hidden.append((isWord ? name : hide(name, .text), self.hidden(member, under: name)))
      }
      return .object(JSONObject(hidden))
    case .integer(let number) where WireMask.isPhone(number, under: key):
      return .string(hide("\(number)", .phone))
    case .null, .bool, .integer, .number, .written: return value
    }
  }

  private mutating func hidden(_ text: String, under key: String) -> String {
    let hidden = replacement(of: text, under: key)
    if hidden == text { keep(text) }
    return hidden
  }

  private mutating func replacement(of text: String, under key: String) -> String {
    guard !text.isEmpty, text != TokenMask.mask else { return text }
    if TokenMask.masked(text) != text { return hide(text, .token) }
    if Timestamp.parse(text) != nil { return text }
    if key == "sid", text.wholeMatch(of: /[A-Za-z0-9_\-]{16,64}/) != nil { return text }
    if key == "_id" || key == "id" || key.hasSuffix("Id") || key == "readBy" || key == "sid" {
      return Self.isID(text) ? text : hide(text, .text)
    }
    if Self.open.contains(key), Self.isWord(text) || Self.isMediaType(text) { return text }
    if WireMask.isPhone(key) { return hide(text, .phone) }
    if key.lowercased().contains("mail") || Self.isMail(text) { return hide(text, .mail) }
    if Self.names.contains(key) { return hide(text, .name) }
    if ["url", "image", "path", "address", "file"].contains(key) { return hide(text, .place) }
    return hide(text, .text)
  }

  private static func isMail(_ text: String) -> Bool {
    text.wholeMatch(of: /[^\s@]+@[^\s@]+\.[^\s@]+/) != nil
  }

  private static func isMediaType(_ text: String) -> Bool {
    text.wholeMatch(of: /[a-z]+\/[a-z0-9.+\-]+/) != nil
  }

  /// One word of the protocol: letters with `:`, `_` or `-` between.
  private static func isWord(_ text: some StringProtocol) -> Bool {
    text.utf8.count <= 40
      && String(text).wholeMatch(of: /[A-Za-z][A-Za-z_\-]*(:[A-Za-z_\-]+)*/) != nil
  }

  /// Digits, and letters of their kind: 24 hexadecimal ones, a UUID, a session's id.
  private static func isID(_ text: String) -> Bool {
    text.utf8.count <= 64
      && (text.wholeMatch(of: /[0-9a-fA-F]{8,}|[0-9a-fA-F\-]{32,40}|[0-9]+/) != nil
        || text.wholeMatch(of: /[A-Za-z0-9_\-]{16,}/) != nil && text.contains(where: \.isNumber))
  }

  // MARK: Texts

  /// A running text with the private words replaced wherever they stand, the longest first.
  package func hidden(in text: String) -> String {
    var text = TokenMask.masked(text)
    for word in searched {
      for form in Self.forms(of: word) {
        text = text.replacing(form, with: replacements[word] ?? "")
      }
    }
    return text
  }

  /// Hides the e-mail addresses and phone numbers that stand in a running text.
  package mutating func hideContacts(in text: String) {
    for match in text.matches(of: Self.mail) { hide(String(match.output), .mail) }
    for number in PhoneNumbers.written(in: text) { hide(number, .phone) }
  }

  private static var mail: Regex<Substring> {
    /[^\s@"'`,;:<>()\[\]{}\\|=\/]+@[^\s@"'`,;:<>()\[\]{}\\|=\/]+\.[^\s@"'`,;:<>()\[\]{}\\|=\/.]+/
  }

  /// The private words that are looked for in texts, the longest first. Those of one or two characters,
  /// short numbers, and those that the protocol itself uses, stand everywhere.
  package var searched: [String] {
    replacements.keys.filter { !isShared($0) }.sorted { ($0.count, $0) > ($1.count, $1) }
  }

  /// The private words that are the protocol's, too: where they stand as its own they tell nothing.
  package var shared: [String] {
    replacements.keys.filter { isShared($0) && !isShort($0) && kinds[$0] != .name }.sorted()
  }

  private func isShared(_ word: String) -> Bool {
    isShort(word) || structure.contains(word) || Self.marks.contains { $0.contains(word) }
      || !word.contains(where: \.isLetter) && word.count(where: \.isNumber) < 7
  }

  private func isShort(_ word: String) -> Bool { word.count <= 2 }

  /// What the replacements themselves are made of.
  private static let marks = Kind.allCases.map(\.rawValue) + ["characters"]

  /// Those that still stand in `text`; of very many the longest are looked for.
  package func left(in text: String) -> [String] {
    let text = Data(text.utf8)
    return searched.prefix(Self.mostSearched).filter { word in
      let isWhole = kinds[word] == .name || kinds[word] == .text
      return Self.forms(of: word).contains { Self.stands($0, in: text, asWhole: isWhole) }
    }
  }

  private static let mostSearched = 1000

  /// Behind its escapes a text is another one.
  private static func forms(of word: String) -> Set<String> {
    [word, String(JSONValue.string(word).encoded.dropFirst().dropLast())]
  }

  /// - Parameter isWhole: not where it is a part of another word, as "age" is of "message".
  private static func stands(_ word: String, in text: Data, asWhole isWhole: Bool) -> Bool {
    var rest = text[...]
    while let found = rest.range(of: Data(word.utf8)) {
      let before = text[..<found.lowerBound].last
      let behind = text[found.upperBound...].first
      let isPart =
        before.map { isLetter($0) && isLetter(text[found.lowerBound]) } ?? false
        || behind.map { isLetter($0) && isLetter(text[found.upperBound - 1]) } ?? false
      if !(isWhole && isPart) { return true }
      rest = text[(found.lowerBound + 1)...]
    }
    return false
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80 || 0x30...0x39 ~= byte
  }
}
