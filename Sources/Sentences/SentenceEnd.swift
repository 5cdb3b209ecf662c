/// What ends a sentence in the language in force: `.`, or what that language writes in its place.
package enum SentenceEnd {
  package static var mark: String { said(".", of: "end of a sentence") }

  /// What a sentence may have ended with already, in any language.
  static let marks: Set<Character> = [".", "।", "?", "!"]
}

extension String {
  /// With the mark that ends a sentence, unless one stands there.
  package var ended: String {
    last.map(SentenceEnd.marks.contains) == true ? self : self + SentenceEnd.mark
  }
}
