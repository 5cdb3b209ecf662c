/// The calls of the API's document, by method and path.
package enum APIRequest {
  /// Below the base; `*` is an id. The last one is that of row 23.
  private static let calls = [
    "POST chat/conversations", "GET chat/conversations", "GET chat/conversations/*",
    "POST chat/messages", "GET chat/messages/*", "POST chat/media",
    "PATCH chat/conversations/*/read", "PATCH chat/conversations/*/status",
    "GET chat/support/conversations", "POST chat/support/reassign", "GET chat/support/stats",
    "POST users/login",
  ].map(Call.init)

  private struct Call {
    let method: String
    let steps: [Substring]

    init(_ words: String) {
      let parts = words.split(separator: " ")
      method = parts.first?.uppercased() ?? ""
      steps = parts.dropFirst().first?.split(separator: "/") ?? []
    }

    /// Whether another's steps are the last ones of this call's, or those behind a base.
    func fits(_ other: Call) -> Bool {
      guard method == other.method else { return false }
      let pairs = Array(zip(steps.reversed(), other.steps.reversed()))
      return pairs.allSatisfy { $0 == $1 || $0 == "*" || $1 == "*" }
        && (pairs.contains { $0 == $1 } || other.steps.allSatisfy { $0 == "*" })
    }
  }

  /// Whether the API has such a request: a method and the end of a path, in which `*` is any step.
  package static func isKnown(_ words: String) -> Bool {
    let asked = Call(words)
    return !asked.steps.isEmpty && calls.contains { $0.fits(asked) }
  }
}
