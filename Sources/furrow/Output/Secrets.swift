import ChatModel
import Foundation
import Synchronization

/// The tokens that this process signs in with. Servers repeat them in their errors; no line of ours
/// does.
final class Secrets: Sendable {
  private let tokens = Mutex<[String]>([])

  /// A word too short to be a token would be taken out of innocent text.
  private static let shortest = 12

  func add(_ token: String) {
    guard token.utf8.count >= Self.shortest else { return }
    tokens.withLock { if !$0.contains(token) { $0.append(token) } }
  }

  /// `text` without the tokens that are known.
  func masked(_ text: String) -> String {
    tokens.withLock { tokens in
      tokens.reduce(text) { text, token in
        strstr(text, token) == nil ? text : text.replacing(token, with: TokenMask.mask)
      }
    }
  }
}
