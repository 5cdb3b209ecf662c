package import JSON

/// Takes out of a wire what signs somebody in: tokens that are known, what looks like one, and what
/// stands under the name of one.
package enum WireSecrets {
  /// The text without the token that is known, and without what looks like one.
  package static func masked(_ text: String, token: String?) -> String {
    guard let token, !token.isEmpty else { return TokenMask.masked(text) }
    return TokenMask.masked(text.replacingBytes(of: token, with: TokenMask.mask))
  }

  /// Of a request's path and query: also the values whose names say so.
  package static func masked(target: String, token: String?) -> String {
    let text = masked(target, token: token)
    guard let start = text.firstIndex(of: "?") else { return text }
    let pairs = text[text.index(after: start)...].split(
      separator: "&", omittingEmptySubsequences: false)
    let query = pairs.map { (pair: Substring) -> String in
      guard let equals = pair.firstIndex(of: "="), isSecret(String(pair[..<equals])) else {
        return String(pair)
      }
      return String(pair[...equals]) + TokenMask.mask
    }
    return String(text[...start]) + query.joined(separator: "&")
  }

  package static func masked(
    _ value: JSONValue, token: String?
  ) -> JSONValue {
    switch value {
    case .string(let text): return .string(masked(text, token: token))
    case .array(let elements): return .array(elements.map { masked($0, token: token) })
    case .object(let members):
      return .object(
        JSONObject(
          members.map { key, value in
            switch value {
            case .string(let text) where isSecret(key) && !text.isEmpty:
              (key, .string(TokenMask.mask))
            default: (masked(key, token: token), masked(value, token: token))
            }
          }))
    case .null, .bool, .integer, .number, .written: return value
    }
  }

  /// A header as it may be shown.
  package static func masked(
    header name: String, _ value: String, token: String?
  ) -> WireHeaderField {
    let lowercase = name.lowercased()
    let isTold = !isSecret(lowercase) && !lowercase.contains("cookie")
    return WireHeaderField(name, isTold ? masked(value, token: token) : TokenMask.mask)
  }

  private static func isSecret(_ name: String) -> Bool {
    let name = name.lowercased()
    return words.contains { name.containsBytes(of: $0) }
  }

  private static let words = [
    "token", "password", "passwd", "secret", "authorization", "api_key", "apikey", "api-key",
    "jwt",
  ]
}
