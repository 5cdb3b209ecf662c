import ChatModel

/// What became of one open timeline during an input.
struct TimelineChange: Hashable, Sendable {
  /// All of it is told anew.
  var isReset = false
  /// New or changed.
  var messages: Set<MessageID> = []
  var removed: Set<MessageID> = []
  /// The window has slid past them.
  var dropped: Set<MessageID> = []
  /// What a jump has found.
  var landing: MessageID?

  var isEmpty: Bool {
    !isReset && messages.isEmpty && removed.isEmpty && dropped.isEmpty && landing == nil
  }

  mutating func add(_ later: TimelineChange) {
    isReset = isReset || later.isReset
    messages.formUnion(later.messages)
    removed.formUnion(later.removed)
    dropped.formUnion(later.dropped)
    landing = later.landing ?? landing
  }
}
