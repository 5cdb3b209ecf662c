import ChatModel

/// What changed of an open timeline during an input, and what of it is to be told.
struct TimelineNews: Sendable {
  private var change: TimelineChange?
  private var toldExtent: TimelineExtent?

  /// Nothing of it changed, but perhaps what is known around it.
  mutating func noteExtent() { change = change ?? TimelineChange() }
  mutating func noteReset() { note(TimelineChange(isReset: true)) }
  mutating func note(_ messages: [Message]) {
    note(TimelineChange(messages: Set(messages.map(\.id))))
  }
  mutating func note(_ new: TimelineChange) {
    if change == nil { change = new } else { change?.add(new) }
  }

  /// There may be something to tell.
  var isSomething: Bool { change != nil }

  /// What is to be told since the last time; nil when nothing is.
  mutating func take(
    of id: ConversationID, shown: Timeline, extent: TimelineExtent
  ) -> TimelineUpdate? {
    guard let change else { return nil }
    self.change = nil
    let update = TimelineUpdate(
      conversationID: id, isReset: change.isReset,
      messages: change.isReset
        ? shown.messages : change.messages.compactMap { shown[$0] }.sorted(),
      removed: change.removed.sorted(),
      dropped: change.dropped.filter { !shown.contains($0) }.sorted(), landing: change.landing,
      extent: extent)
    guard
      change.isReset || update.landing != nil || extent != toldExtent
        || !(update.messages.isEmpty && update.removed.isEmpty && update.dropped.isEmpty)
    else { return nil }
    toldExtent = extent
    return update
  }
}
