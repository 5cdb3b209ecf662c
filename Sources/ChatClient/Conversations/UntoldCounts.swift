import ChatModel

/// What the disk knows of conversations that nobody has told of yet. It waits here for the first record of
/// each.
struct UntoldCounts: Sendable {
  private var waits: [ConversationID: KeptWait]
  /// How many unread messages the disk holds.
  private var heldUnread: [ConversationID: Int]

  init(waits: [ConversationID: KeptWait] = [:], heldUnread: [ConversationID: Int] = [:]) {
    self.waits = waits
    self.heldUnread = heldUnread
  }

  mutating func takeWait(of id: ConversationID) -> KeptWait? { waits.removeValue(forKey: id) }

  mutating func takeHeldUnread(of id: ConversationID) -> Int? {
    heldUnread.removeValue(forKey: id)
  }
}
