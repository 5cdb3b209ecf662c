import ChatModel

/// What became of one open timeline during an input.
struct TimelineChange: Hashable, Sendable {
  /// All of it is told anew.
  var isReset = false
  /// New or changed.
  var messages: Set<MessageID> = []
  var removed: Set<MessageID> = []

  var isEmpty: Bool { !isReset && messages.isEmpty && removed.isEmpty }

  func joined(to later: TimelineChange) -> TimelineChange {
    TimelineChange(
      isReset: isReset || later.isReset, messages: messages.union(later.messages),
      removed: removed.union(later.removed))
  }
}
