import ChatModel

/// A window over a history that is not at its newest end: one run without a gap, which slides.
struct HistoryWindow: Sendable {
  private(set) var timeline: Timeline
  /// What lies beyond its ends.
  var older: TimelineEnd
  var newer: TimelineEnd
  /// How many messages are newer than its last one, as far as that is known.
  var newerCount: Int?

  init(
    _ timeline: Timeline, older: TimelineEnd, newer: TimelineEnd = .onDisk, newerCount: Int? = nil
  ) {
    self.timeline = timeline
    self.older = older
    self.newer = newer
    self.newerCount = newerCount
  }

  /// Takes in what lies directly before it, and lets go at the other end what is more than `size`. Of
  /// very many it takes the nearest.
  ///
  /// - Parameter end: what lies before `messages`
  mutating func extendOlder(
    _ messages: [Message], end: TimelineEnd, size: Int
  ) -> TimelineChange {
    let nearest = messages.suffix(max(1, size / 2))
    older = nearest.count < messages.count ? .onDisk : end
    let added = timeline.merge(nearest)
    let dropped = timeline.keepOldest(size)
    if !dropped.isEmpty { newer = .onDisk }
    newerCount = newerCount.map { $0 + dropped.count }
    return TimelineChange(messages: Set(added.map(\.id)), dropped: Set(dropped))
  }

  /// The same at its newer end.
  mutating func extendNewer(
    _ messages: [Message], end: TimelineEnd, size: Int
  ) -> TimelineChange {
    let nearest = messages.prefix(max(1, size / 2))
    newer = nearest.count < messages.count ? .onDisk : end
    let added = timeline.merge(nearest)
    let dropped = timeline.keepNewest(size)
    if !dropped.isEmpty { older = .onDisk }
    newerCount = newerCount.map { max(0, $0 - nearest.count) }
    return TimelineChange(messages: Set(added.map(\.id)), dropped: Set(dropped))
  }

  /// Takes what is newly known of the messages that it holds; answers with those that changed.
  mutating func update(_ messages: [Message]) -> [Message] {
    let held = messages.filter { timeline.contains($0.id) }
    return held.isEmpty ? [] : timeline.merge(held)
  }

  mutating func change(_ id: MessageID, _ change: (inout Message) -> Void) -> Message? {
    timeline.change(id, change)
  }

  mutating func remove(_ ids: Set<MessageID>) { timeline.remove(ids) }
}
