import TextGrid

/// Which key of an American keyboard types a letter of another script: where letters are commands, the
/// key counts, whatever layout is on.
///
/// Digits of any script are those digits, with no layout named.
package struct Langmap: Hashable, Sendable {
  private var keys: [Character: Character] = [:]

  package init() {}

  /// - Parameters:
  ///   - layouts: names of layouts; of two that type the same letter on different keys the first
  ///     one counts. What is no layout is left out.
  ///   - own: letters of the person's own, with their keys.
  package init(layouts: [String], own: [Character: Character] = [:]) {
    for layout in layouts {
      keys.merge(Self.table(layout)) { first, _ in first }
    }
    keys.merge(own) { _, own in own }
  }

  package static var layouts: [String] { LangmapTables.all.keys.sorted() }

  private static func table(_ name: String) -> [Character: Character] {
    var keys: [Character: Character] = [:]
    for word in (LangmapTables.all[name] ?? "").split(whereSeparator: \.isWhitespace) {
      guard let key = word.first, let code = UInt32(word.dropFirst(), radix: 16),
        let scalar = Unicode.Scalar(code)
      else { continue }
      keys[Character(scalar)] = key
    }
    return keys
  }

  /// The key that was pressed; nil where the letter stands for none.
  package func key(typing character: Character) -> Character? {
    if let key = keys[character] { return key }
    guard !character.isASCII, let scalar = character.unicodeScalars.first,
      character.unicodeScalars.count == 1,
      scalar.properties.generalCategory == .decimalNumber,
      let digit = character.wholeNumberValue
    else { return nil }
    return Character("\(digit)")
  }

  /// The same key as an American keyboard would tell it.
  func translated(_ key: Key) -> Key? {
    guard case .character(let character) = key.code else { return nil }
    return self.key(typing: character).map { Key(.character($0), key.modifiers) }
  }
}
