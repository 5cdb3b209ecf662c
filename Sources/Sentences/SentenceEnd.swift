/// What ends a sentence in the language in force: `.`, or what that language writes in its place.
package enum SentenceEnd {
  package static var mark: String { said(".", of: "end of a sentence") }

  /// What ends this text: one in Latin letters alone, such as a server's words, keeps its full stop.
  package static func mark(of text: String) -> String {
    let letters = text.unicodeScalars.filter(\.properties.isAlphabetic)
    return !letters.isEmpty && letters.allSatisfy { $0.value < 0x250 } ? "." : mark
  }

  /// What ends a statement, in any language.
  static let stops: Set<Character> = [".", "।"]

  /// What a sentence may have ended with already, in any language.
  static let marks = stops.union(["?", "!"])
}

extension String {
  /// A reason as a part of a sentence that ends with a mark of its own: without one full stop at the end.
  package var clause: String {
    last.map(SentenceEnd.stops.contains) == true && !hasSuffix("..") ? String(dropLast()) : self
  }

  /// With the mark that ends a sentence, unless one stands there.
  package var ended: String {
    last.map(SentenceEnd.marks.contains) == true ? self : self + SentenceEnd.mark(of: self)
  }
}
