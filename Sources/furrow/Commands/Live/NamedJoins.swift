import ChatClient
import ChatModel

/// The joins of conversations that were named, until each is answered. A refusal does not say whose it
/// is, so that they are told apart once all have their answer: who has not joined was refused.
struct NamedJoins {
  /// Each once.
  let ids: [String]
  private var open: [String] = []
  private var words: [String] = []

  init(_ ids: [String]) {
    var seen: Set<String> = []
    self.ids = ids.filter { seen.insert($0).inserted }
  }

  /// - Returns: after the last answer those that were refused, with the server's words
  mutating func note(_ event: LiveEvent) -> [(id: String, words: String)]? {
    switch event {
    case .connected(_, recovered: false): (open, words) = (ids, [])
    case .event(let name, let arguments, _):
      switch ServerEvent(name: name, arguments: arguments) {
      case .joined(let id): open.removeAll { $0 == id.rawValue }
      case .error(let message) where !open.isEmpty: words.append(message)
      default: return nil
      }
      guard !words.isEmpty, words.count >= open.count else { return nil }
      defer { (open, words) = ([], []) }
      return zip(open, words).map { ($0, $1) }
    default: break
    }
    return nil
  }
}
