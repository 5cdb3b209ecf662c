/// Takes out of text what looks like a token.
package enum TokenMask {
  /// What stands for a token.
  package static let mask = "(token)"

  /// `text` without JSON Web Tokens: three parts of base64url, the first of which begins an object.
  package static func masked(_ text: String) -> String {
    guard text.containsBytes(of: "eyJ") else { return text }
    return text.replacing(/eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/, with: mask)
  }
}
