import ChatModel

/// A window over a history that is not at its newest end: one run without a gap, which slides.
struct HistoryWindow: Sendable {
  private(set) var timeline: Timeline
  /// What lies beyond its ends.
  var older: TimelineEnd
  var newer: TimelineEnd
  /// How many messages are newer than its last one, as far as that is known.
  private(set) var newerCount: Int?
  /// How many messages came while it was shown.
  private(set) var newBelow: Int

  init(
    _ timeline: Timeline, older: TimelineEnd, newer: TimelineEnd = .onDisk, newerCount: Int? = nil,
    newBelow: Int = 0
  ) {
    self.timeline = timeline
    self.older = older
    self.newer = newer
    self.newerCount = newerCount
    self.newBelow = newBelow
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

  /// A message came at the newest end of the history; answers whether it is none that it holds.
  mutating func missed(_ message: Message) -> Bool {
    newerCount? += 1
    guard !timeline.contains(message.id) else { return false }
    newBelow += 1
    return true
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
