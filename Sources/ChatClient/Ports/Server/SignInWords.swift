import Foundation

/// The words in which servers say that a new sign-in is needed (rows 2 and 15), on whatever way they
/// come: a refused connection, an `error` event, an acknowledgement.
package enum SignInWords {
  /// "Unauthorized" is such a word by itself alone: an "unauthorized access to this conversation" is
  /// cured by no token.
  package static func occur(in text: String) -> Bool {
    let text = text.lowercased()
    return phrases.contains { text.contains($0) }
      || text.trimmingCharacters(in: .letters.inverted) == "unauthorized"
  }

  private static let phrases = [
    "authentication error", "authentication failed", "authentication required",
    "not authenticated", "unauthenticated", "invalid token", "token expired", "expired token",
    "token required", "no token", "jwt expired", "jwt malformed", "session expired",
    "sign in again", "log in again", "login required",
  ]
}
