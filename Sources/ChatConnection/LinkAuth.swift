package import JSON

/// What a link says of who connects to its namespace.
package enum LinkAuth: Hashable, Sendable {
  /// `{"token":…}`, the token of the moment.
  case token
  case document(JSONValue)
  case nothing

  func bytes(token: String) -> [UInt8]? {
    switch self {
    case .token: JSONValue.object(["token": .string(token)]).encodedBytes
    case .document(let document): document.encodedBytes
    case .nothing: nil
    }
  }
}
