// Who types, until they stop or nothing more is heard of it.

import ChatModel
import Foundation

extension DeskState {
  mutating func noteTyping(
    in id: ConversationID, by user: UserID, name: String?, until: Date, now: Date
  ) {
    guard user != me?.userID, until > now else { return }
    typists[id, default: [:]][user] = Typist(name: name, until: until)
    let said = serverTime(now)
    presence[user]?.lastSaid = said
  }

  mutating func endTyping(in id: ConversationID, by user: UserID) {
    typists[id]?[user] = nil
    if typists[id]?.isEmpty == true { typists[id] = nil }
  }

  mutating func expireTyping(now: Date) {
    for (id, people) in typists where people.values.contains(where: { $0.until <= now }) {
      let left = people.filter { $0.value.until > now }
      typists[id] = left.isEmpty ? nil : left
    }
  }

  /// When the first of them has stopped.
  var typingDeadline: Date? {
    typists.values.lazy.compactMap { $0.values.lazy.map(\.until).min() }.min()
  }
}
