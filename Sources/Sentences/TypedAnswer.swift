/// Yes and no as they are typed at a question.
package enum TypedAnswer {
  /// As a sentence asks for it.
  package static var yes: String { words(said("yes y", of: "typed for yes"))[0] }

  /// The words of the language in force, and the English ones in every language; nil: neither.
  package static func read(_ text: String) -> Bool? {
    let word = text.filter { !$0.isWhitespace }.lowercased()
    if (["yes", "y"] + words(said("yes y", of: "typed for yes"))).contains(word) { return true }
    if (["no", "n"] + words(said("no n", of: "typed for no"))).contains(word) { return false }
    return nil
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
