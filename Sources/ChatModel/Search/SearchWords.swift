import Foundation

/// The words of a text, as a search compares them. This is the one place that says what a word is;
/// docs/search.md says it to people.
///
/// A text is taken in Unicode's composed form (NFC) and without what joins or varies letters unseen. A
/// word begins with a letter or a number and goes on with letters, marks and numbers; case, the
/// accents of the letters a to z and what `NorthernSpelling` makes one are passed over.
package enum SearchWords {
  /// What is longer counts by its beginning, in Unicode scalars: no word of a language is.
  package static let longest = 200

  /// The words of a text in their order.
  package static func words(of text: String) -> [String] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return plainWords(of: text) }
    var words: [String] = []
    var word = String.UnicodeScalarView()
    for scalar in composed(text).unicodeScalars {
      if goesOn(scalar, word) {
        word.append(scalar)
      } else if !word.isEmpty {
        words.append(folded(word))
        word = String.UnicodeScalarView()
      }
    }
    if !word.isEmpty { words.append(folded(word)) }
    return words
  }

  /// A word and the clusters of the text that it covers, whole or in part.
  package struct Place: Hashable, Sendable {
    package var word: String
    package var clusters: Range<Int>
  }

  /// The same words, with the clusters in which each stands.
  package static func places(in text: String) -> [Place] {
    var places: [Place] = []
    var word = String.UnicodeScalarView()
    var start = 0
    var end = 0
    func finish() {
      guard !word.isEmpty else { return }
      // Pieces that stood apart as clusters may compose.
      let whole = String(word).precomposedStringWithCanonicalMapping.unicodeScalars
      places.append(Place(word: folded(whole), clusters: start..<end))
      word = String.UnicodeScalarView()
    }
    for (index, cluster) in text.enumerated() {
      for scalar in composed(String(cluster)).unicodeScalars {
        if goesOn(scalar, word) {
          if word.isEmpty { start = index }
          word.append(scalar)
          end = index + 1
        } else {
          finish()
        }
      }
    }
    finish()
    return places
  }

  /// Words of ASCII alone, which most texts are: nothing composes there.
  private static func plainWords(of text: String) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        word.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
      default:
        if !word.isEmpty { words.append(String(decoding: word.prefix(longest), as: UTF8.self)) }
        word.removeAll(keepingCapacity: true)
      }
    }
    if !word.isEmpty { words.append(String(decoding: word.prefix(longest), as: UTF8.self)) }
    return words
  }

  private static func composed(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    var composes = false
    for scalar in text.unicodeScalars where !isUnseen(scalar) {
      kept.append(scalar)
      composes = composes || mayCompose(scalar)
    }
    let text = String(kept)
    return composes ? text.precomposedStringWithCanonicalMapping : text
  }

  /// Whether NFC may change a text because this is in it. What is known not to are the letters and
  /// signs that these desks write most; anything else is looked at in full.
  private static func mayCompose(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x300: false
    // Arabic letters, Devanagari, Bengali and Tamil but for nuktas, for signs that are a second half,
    // and for marks above.
    case 0x620...0x64A, 0x66E...0x6D5, 0x900...0x93B, 0x93D...0x950, 0x960...0x97F, 0x980...0x9BB,
      0x9BD, 0x9BF...0x9D6, 0x9E0...0x9FD, 0xB80...0xBBD, 0xBBF...0xBD6, 0xBD8...0xBFF:
      false
    // Punctuation, Chinese characters, emoji.
    case 0x2010...0x2027, 0x4E00...0x9FFF, 0x1F300...0x1FAFF: false
    default: true
    }
  }

  /// Joiners, and what chooses among the pictures of one letter or emoji.
  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200C, 0x200D, 0xFE00...0xFE0F: true
    default: false
    }
  }

  private static func goesOn(
    _ scalar: Unicode.Scalar, _ word: String.UnicodeScalarView
  ) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return true
    case 0..<0x80: return false
    default: break
    }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .privateUse:
      true
    case .nonspacingMark, .spacingMark, .enclosingMark: !word.isEmpty
    default: false
    }
  }

  /// In one spelling, without case and accents of the letters a to z, cut to the longest that counts.
  private static func folded(_ word: String.UnicodeScalarView) -> String {
    var folded = ""
    var changes = false
    for scalar in NorthernSpelling.folded(Array(word.prefix(longest))) {
      guard scalar.properties.isCased || scalar.properties.changesWhenUppercased else {
        folded.unicodeScalars.append(scalar)
        continue
      }
      changes = true
      // By way of the capital, so that both small sigmas are one.
      for capital in scalar.properties.uppercaseMapping.unicodeScalars {
        folded += capital.properties.lowercaseMapping
      }
    }
    guard changes else { return folded }
    return withoutAccents(folded)
  }

  private static func withoutAccents(_ word: String) -> String {
    guard word.unicodeScalars.contains(where: { $0.value >= 0x80 }) else { return word }
    var bare = String.UnicodeScalarView()
    var isPlain = false
    for scalar in word.decomposedStringWithCanonicalMapping.unicodeScalars {
      if isPlain, 0x300...0x36F ~= scalar.value { continue }
      isPlain = 0x61...0x7A ~= scalar.value
      bare.append(scalar)
    }
    return String(bare).precomposedStringWithCanonicalMapping
  }
}
