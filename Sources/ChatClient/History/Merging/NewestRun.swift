import ChatModel
import Foundation

/// The newest messages of an open conversation, and what is known of what lies before them.
///
/// They are one run: between two of them nothing is missing, but where a message came alone
/// (`possiblyAfterGap`), until the newest page has been compared.
struct NewestRun: Sendable {
  private(set) var timeline = Timeline()
  /// Messages that may lie behind a gap, until the newest page has been compared.
  private(set) var possiblyAfterGap: Set<MessageID> = []
  /// What the disk was told last.
  private(set) var coverage: Coverage?
  /// The disk holds older messages that belong to the run.
  private(set) var storeHasOlder = false
  private(set) var reachesStart = false
  /// Behind what lies before the run the disk has more.
  private(set) var hasGap = false

  /// Everything back to the first message is here.
  var isWhole: Bool { reachesStart && !storeHasOlder }

  /// What lies before it.
  var olderEnd: TimelineEnd {
    if storeHasOlder { return .onDisk }
    if reachesStart { return .none }
    return hasGap ? .gap : .atServer
  }

  // MARK: From the disk

  /// Takes in the newest messages of the disk.
  ///
  /// - Parameter step: so many were asked for
  mutating func takeCached(_ messages: [Message], _ known: Coverage?, step: Int) {
    coverage = known
    let newest = known?.newest.flatMap { id in messages.first { $0.id == id } }
    let oldest = known?.oldest.flatMap { id in messages.first { $0.id == id } }
    // What is older than the joined run may lie behind a gap: it comes back page by page.
    let run = messages.filter { message in oldest.map { message >= $0 } ?? true }
    possiblyAfterGap.formUnion(
      run.filter { message in newest.map { message > $0 } ?? true }.map(\.id))
    storeHasOlder = known?.oldest != nil && oldest == nil && messages.count >= step
    reachesStart = known?.reachesStart ?? false
    hasGap = run.count < messages.count
    _ = timeline.merge(run)
  }

  /// Takes in what lies directly before it; answers with what is new or changed.
  mutating func extendOlder(_ messages: [Message], end: TimelineEnd) -> [Message] {
    let changed = timeline.merge(messages)
    storeHasOlder = end == .onDisk
    hasGap = end == .gap
    if end == .none { reachesStart = true }
    return changed
  }

  /// The disk has nothing before it.
  mutating func diskHasNothingOlder(_ end: TimelineEnd) {
    storeHasOlder = false
    reachesStart = end == .none
    hasGap = end == .gap
  }

  /// A window has come down to it from before.
  mutating func join(_ window: HistoryWindow) {
    let older = window.timeline.messages.filter { !timeline.contains($0.id) }
    let oldest = timeline.oldest
    _ = timeline.merge(older)
    guard let last = older.last, let oldest, last < oldest else { return }
    storeHasOlder = window.older == .onDisk
    if window.older == .none { reachesStart = true }
    hasGap = window.older == .gap
  }

  /// Lets the oldest go that are more than a window holds, which the disk has; answers with them.
  mutating func trim(to size: Int) -> Set<MessageID> {
    guard timeline.count > size + size / 8 else { return [] }
    let dropped = timeline.keepNewest(size)
    possiblyAfterGap.subtract(dropped)
    storeHasOlder = true
    return Set(dropped)
  }

  // MARK: From pages of the server

  /// Takes in messages of pages that came to it; answers with what is new or changed.
  mutating func merge(_ messages: some Sequence<Message>) -> [Message] {
    timeline.merge(messages)
  }

  /// Takes in messages of pages that prove nothing of what lies between them.
  mutating func mergeLoosely(_ messages: [Message]) -> [Message] {
    possiblyAfterGap.formUnion(messages.map(\.id).filter { !timeline.contains($0) })
    return timeline.merge(messages)
  }

  mutating func pagesReachStart() { reachesStart = true }

  /// Pages may have come to what the disk has behind the gap.
  mutating func cameToGap() {
    if hasGap, !reachesStart { storeHasOlder = true }
  }

  /// The gap is too long to bridge: what lies behind it stays on the disk as a run of its own.
  mutating func forgetBehindGap(before oldest: Message?) {
    let tail = timeline.messages.filter { message in
      possiblyAfterGap.contains(message.id) && oldest.map { message > $0 } ?? true
    }
    hasGap = hasGap || coverage != nil || tail.count < timeline.count
    timeline = Timeline()
    _ = timeline.merge(tail)
    reachesStart = false
    storeHasOlder = false
  }

  /// Nothing is missing up to this message.
  mutating func compared(with newest: Message?) {
    possiblyAfterGap = possiblyAfterGap.filter { id in
      guard let message = timeline[id] else { return false }
      return newest.map { message > $0 } ?? true
    }
  }

  /// From where to where everything is known now; nil when that is nowhere. A message without a date
  /// of its own stands where it does by a guess, and is no end.
  mutating func cover(at date: Date) -> Coverage? {
    let newest = timeline.newestFirst.first {
      $0.createdAt != nil && !possiblyAfterGap.contains($0.id)
    }
    guard let newest else { return nil }
    let (undated, strays) = (timeline.undated, possiblyAfterGap)
    let oldest = timeline.first { !undated.contains($0) && !strays.contains($0) }
    let new = Coverage(
      oldest: oldest?.id, newest: newest.id,
      reachesStart: isWhole && oldest?.id == timeline.oldest?.id, comparedAt: date)
    coverage = new
    return new
  }

  // MARK: Single messages

  /// Takes in a message that came alone: others may have been missed before it, until the next
  /// comparison. nil when it is older than the run, and others may lie between: it comes back with its
  /// page.
  mutating func show(_ message: Message) -> [Message]? {
    let isKnown = timeline.contains(message.id)
    guard isKnown || !isBefore(message) else { return nil }
    let changed = timeline.merge([message])
    if !isKnown { possiblyAfterGap.insert(message.id) }
    return changed
  }

  private mutating func isBefore(_ message: Message) -> Bool {
    guard message.createdAt != nil, !isWhole, possiblyAfterGap.count < timeline.count else {
      return false
    }
    let strays = possiblyAfterGap
    return timeline.first { !strays.contains($0) }.map { message < $0 } ?? false
  }

  mutating func change(_ id: MessageID, _ change: (inout Message) -> Void) -> Message? {
    timeline.change(id, change)
  }

  mutating func remove(_ ids: Set<MessageID>) { timeline.remove(ids) }
}
