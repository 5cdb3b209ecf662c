import ChatModel
import Foundation

/// Who types where. An indicator ends by itself: the event that ends it may never come (row 19).
struct TypingIndicators: Sendable {
  private struct Key: Hashable, Sendable {
    var conversation: ConversationID
    var user: UserID
  }

  private let believed: TimeInterval
  private var ends: [Key: TimeInterval] = [:]

  init(believed: TimeInterval) { self.believed = believed }

  var nextDeadline: TimeInterval? { ends.values.min() }

  mutating func started(
    _ user: UserID, name: String?, in conversation: ConversationID, at now: Moment
  ) -> [ClientEvent] {
    ends[Key(conversation: conversation, user: user)] = now.uptime + believed
    return [.typing(conversation, user, name: name, until: now.date.addingTimeInterval(believed))]
  }

  /// They stopped, or what they typed has come.
  mutating func stopped(_ user: UserID, in conversation: ConversationID) -> [ClientEvent] {
    let key = Key(conversation: conversation, user: user)
    return ends.removeValue(forKey: key) == nil ? [] : [.stoppedTyping(conversation, user)]
  }

  mutating func tick(at now: TimeInterval) -> [ClientEvent] { end { $0 <= now } }

  /// The link went down: nothing more will be heard of them.
  mutating func forget() -> [ClientEvent] { end { _ in true } }

  private mutating func end(where isOver: (TimeInterval) -> Bool) -> [ClientEvent] {
    let over = ends.filter { isOver($0.value) }.keys
    for key in over { ends[key] = nil }
    return over.map { .stoppedTyping($0.conversation, $0.user) }.sorted { a, b in
      guard case .stoppedTyping(let a1, let a2) = a, case .stoppedTyping(let b1, let b2) = b else {
        return false
      }
      return a1 == b1 ? a2 < b2 : a1 < b1
    }
  }
}
