import Foundation

/// A text in which small and capital letters are the same.
///
/// Words are looked for by their bytes, so that a vowel sign that is not typed yet takes nothing from
/// what was: in UTF-8 no character begins within another.
struct FoldedText: Hashable, Sendable {
  private let text: String

  init(_ text: String) { self.text = text.lowercased() }

  func contains(_ word: FoldedText) -> Bool { strstr(text, word.text) != nil }
  func begins(with word: FoldedText) -> Bool { strncmp(text, word.text, word.text.utf8.count) == 0 }
}
