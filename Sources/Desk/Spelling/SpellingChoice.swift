/// By which dictionary texts are checked.
package enum SpellingChoice: Hashable, Sendable {
  /// By the script of each word.
  case auto
  case off
  /// By the dictionary of this name, `en_US`.
  case language(String)

  /// nil for what is no name of a dictionary.
  package init?(_ text: String) {
    switch text {
    case "auto": self = .auto
    case "off", "false": self = .off
    default:
      let isName = text.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || "_-@0123456789".contains(Character(scalar)))
      }
      guard isName, (2...32).contains(text.count), text.first?.isLetter == true else { return nil }
      self = .language(text)
    }
  }

  package var text: String {
    switch self {
    case .auto: "auto"
    case .off: "off"
    case .language(let name): name
    }
  }
}

extension SpellingChoice: CustomStringConvertible {
  package var description: String { text }
}

/// What was found of dictionaries on this computer.
package enum SpellingDictionaries: Hashable, Sendable {
  /// By name, the one to be preferred among its like first: `en_IN`, `en_US`, `hi_IN`.
  case found([String])
  /// Why there is none, in a sentence without its end.
  case none(String)
}
