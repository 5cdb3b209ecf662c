import CLanguages

/// The sentences of one language, by their English text: what a `languages/*.po` file holds.
package struct Catalogue: Sendable {
  private let sentences: [String: String]

  /// - Parameter text: in the form of gettext's catalogues: `msgid` and `msgstr`, in quotes, each perhaps
  ///   on several lines. An entry that is marked fuzzy, or that has no translation, does not count.
  package init(_ text: String) {
    var reader = CatalogueReader()
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) { reader.read(Substring(line)) }
    sentences = reader.ended()
  }

  package var count: Int { sentences.count }

  /// The sentence with its places unfilled; nil when the language does not have it.
  package func translation(of key: String) -> String? { sentences[key] }

  /// The same of a word with that sense.
  func translation(of word: String, sense: String) -> String? {
    sentences[Self.key(word, sense: sense)]
  }

  /// As gettext joins them.
  fileprivate static func key(_ word: String, sense: String) -> String { sense + "\u{4}" + word }

  /// The codes of the languages that this program carries besides English, in their order.
  package static let codes: [String] = (0..<clanguages_count()).compactMap { index in
    clanguages_code(index).map { String(cString: $0) }
  }

  /// The catalogue of a language that this program carries.
  package static func carried(_ code: String) -> Catalogue? {
    guard let index = codes.firstIndex(of: code), let bytes = clanguages_bytes(index) else {
      return nil
    }
    let buffer = UnsafeBufferPointer(start: bytes, count: clanguages_length(index))
    return Catalogue(String(decoding: buffer, as: UTF8.self))
  }
}

/// Puts the lines of a catalogue together.
private struct CatalogueReader {
  private enum Part { case none, key, sentence }

  private var found: [String: String] = [:]
  private var part = Part.none
  private var sense: String?
  private var key = ""
  private var sentence = ""
  private var isFuzzy = false
  private var isNextFuzzy = false

  mutating func read(_ line: Substring) {
    if line.hasPrefix("#") {
      if line.hasPrefix("#,"), line.contains("fuzzy") { isNextFuzzy = true }
    } else if line.hasPrefix("msgctxt ") {
      keep()
      sense = Self.quoted(line.dropFirst(8))
    } else if line.hasPrefix("msgid ") {
      if part != .none { keep() }
      part = .key
      isFuzzy = isNextFuzzy
      isNextFuzzy = false
      key = Self.quoted(line.dropFirst(6))
    } else if line.hasPrefix("msgstr ") {
      part = .sentence
      sentence = Self.quoted(line.dropFirst(7))
    } else if line.hasPrefix("\"") {
      switch part {
      case .key: key += Self.quoted(line)
      case .sentence: sentence += Self.quoted(line)
      case .none: break
      }
    }
  }

  mutating func ended() -> [String: String] {
    keep()
    return found
  }

  private mutating func keep() {
    if part == .sentence, !key.isEmpty, !sentence.isEmpty, !isFuzzy {
      found[sense.map { Catalogue.key(key, sense: $0) } ?? key] = sentence
    }
    part = .none
    sense = nil
    key = ""
    sentence = ""
  }

  private static func quoted(_ text: Substring) -> String {
    guard let first = text.firstIndex(of: "\""), let last = text.lastIndex(of: "\""), first < last
    else { return "" }
    let inside = text[text.index(after: first)..<last]
    guard inside.utf8.contains(UInt8(ascii: "\\")) else { return String(inside) }
    var plain = ""
    var isEscaped = false
    for character in inside.unicodeScalars {
      if isEscaped {
        switch character {
        case "n": plain += "\n"
        case "t": plain += "\t"
        default: plain.unicodeScalars.append(character)
        }
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        plain.unicodeScalars.append(character)
      }
    }
    return plain
  }
}
