import ChatModel

/// Who is there is told apart from the records (`PresenceTracker`) and kept nowhere: a record that
/// says something new of that alone says nothing new.
extension ConversationSummary {
  func saysTheSame(as other: ConversationSummary) -> Bool {
    if self == other { return true }
    var (mine, theirs) = (self, other)
    mine.conversation = conversation.withoutPresence
    theirs.conversation = other.conversation.withoutPresence
    return mine == theirs
  }
}
