// One press of a key, as a terminal can tell it.

/// A key with its modifiers.
///
/// There is one value for each thing a terminal can tell apart: a letter carries its case instead
/// of Shift, `Ctrl` with a letter carries the lower case, and what a terminal sends alike is alike
/// (`Ctrl+I` is Tab, `Ctrl+M` is Enter, `Ctrl+[` is Esc). `Ctrl+J` is not Enter.
package struct Key: Hashable, Sendable {
  /// Which key, without modifiers.
  package enum Code: Hashable, Sendable {
    /// One grapheme cluster, never a control character.
    case character(Character)
    case enter, tab, backspace, delete, insert, escape
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1 is `function(1)`.
    case function(Int)
  }

  /// The keys held down.
  package struct Modifiers: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let control = Modifiers(rawValue: 1)
    package static let alt = Modifiers(rawValue: 2)
    package static let shift = Modifiers(rawValue: 4)
  }

  package let code: Code
  package let modifiers: Modifiers

  /// Brings the key to the one value a terminal can send for it.
  package init(_ code: Code, _ modifiers: Modifiers = []) {
    var code = code
    var modifiers = modifiers
    if case .character(let character) = code {
      if modifiers.contains(.control) {
        modifiers.remove(.shift)
        code = Self.withControl(character)
        if case .character = code {} else { modifiers.remove(.control) }
      } else if modifiers.contains(.shift) {
        modifiers.remove(.shift)
        code = .character(Self.single(character.uppercased()) ?? character)
      }
    }
    self.code = code
    self.modifiers = modifiers
  }

  /// A typed character without modifiers.
  package static func character(_ character: Character) -> Key { Key(.character(character)) }
  /// `Ctrl` with a character: `.control("k")`.
  package static func control(_ character: Character) -> Key {
    Key(.character(character), .control)
  }
  /// `Alt` with a character.
  package static func alt(_ character: Character) -> Key { Key(.character(character), .alt) }
  package static func function(_ number: Int) -> Key { Key(.function(number)) }

  package static let enter = Key(.enter)
  package static let tab = Key(.tab)
  package static let backtab = Key(.tab, .shift)
  package static let backspace = Key(.backspace)
  package static let delete = Key(.delete)
  package static let insert = Key(.insert)
  package static let escape = Key(.escape)
  package static let up = Key(.up)
  package static let down = Key(.down)
  package static let left = Key(.left)
  package static let right = Key(.right)
  package static let home = Key(.home)
  package static let end = Key(.end)
  package static let pageUp = Key(.pageUp)
  package static let pageDown = Key(.pageDown)
  package static let space = Key(.character(" "))

  /// The character to insert when this key is typed into a text; nil for every other key.
  package var typed: Character? {
    guard case .character(let character) = code, modifiers.isEmpty else { return nil }
    return character
  }

  /// What a terminal sends with `Ctrl` has no case, and some characters share one code.
  private static func withControl(_ character: Character) -> Code {
    switch character {
    case "i", "I": .tab
    case "m", "M": .enter
    case "[": .escape
    case "@": .character(" ")
    case "/": .character("_")
    default: .character(single(character.lowercased()) ?? character)
    }
  }

  private static func single(_ text: String) -> Character? {
    text.count == 1 ? text.first : nil
  }
}
