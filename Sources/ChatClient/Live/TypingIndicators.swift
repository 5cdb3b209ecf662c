import ChatModel
import Foundation

/// Who types where. The event that ends it may never come (row 19): each is told with the time until
/// which it is believed, and whoever shows it takes it off then.
struct TypingIndicators: Sendable {
  private struct Key: Hashable, Comparable, Sendable {
    var conversation: ConversationID
    var user: UserID

    static func < (a: Self, b: Self) -> Bool {
      a.conversation == b.conversation ? a.user < b.user : a.conversation < b.conversation
    }
  }

  /// When more were told, all of them end by their time alone.
  static let most = 1000

  private let believed: TimeInterval
  /// Told, and not told to be over.
  private var told: Set<Key> = []

  init(believed: TimeInterval) { self.believed = believed }

  mutating func started(
    _ user: UserID, name: String?, in conversation: ConversationID, at now: Moment
  ) -> [ClientEvent] {
    if told.count >= Self.most { told = [] }
    told.insert(Key(conversation: conversation, user: user))
    return [.typing(conversation, user, name: name, until: now.date.addingTimeInterval(believed))]
  }

  /// They stopped, or what they typed has come.
  mutating func stopped(_ user: UserID, in conversation: ConversationID) -> [ClientEvent] {
    let key = Key(conversation: conversation, user: user)
    return told.remove(key) == nil ? [] : [.stoppedTyping(conversation, user)]
  }

  /// The link went down: nothing more will be heard of them.
  mutating func forget() -> [ClientEvent] {
    defer { told = [] }
    return told.sorted().map { .stoppedTyping($0.conversation, $0.user) }
  }
}
