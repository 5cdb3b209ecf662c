import ChatModel
import Foundation

/// The messages that are held of an open conversation: the newest ones, and for who goes further back a
/// window of their own (`away`), until it comes to the newest again. What becomes of the one that is
/// shown is noted, to be told.
struct HeldHistory: Sendable {
  /// A window holds so many messages.
  let size: Int
  private(set) var newest = NewestRun()
  /// What is shown in their stead.
  private(set) var away: HistoryWindow?
  private var news = TimelineNews()

  init(size: Int) { self.size = max(2, size) }

  // MARK: What is there

  /// The newest messages.
  var timeline: Timeline { newest.timeline }
  /// What is shown.
  var shown: Timeline { away?.timeline ?? timeline }
  /// What lies beyond that.
  var older: TimelineEnd { away?.older ?? newest.olderEnd }
  var newer: TimelineEnd { away?.newer ?? .none }
  /// How many messages came while it is elsewhere.
  var newBelow: Int { away?.newBelow ?? 0 }

  var all: [Message] {
    timeline.messages
      + (away?.timeline.messages ?? []).filter { !timeline.contains($0.id) }
  }

  subscript(message: MessageID) -> Message? { timeline[message] ?? away?.timeline[message] }

  // MARK: What is told

  mutating func noteExtent() { news.noteExtent() }
  mutating func noteReset() { news.noteReset() }
  mutating func note(_ change: TimelineChange) { news.note(change) }

  /// There may be something to tell.
  var hasNews: Bool { news.isSomething }

  /// What is to be told since the last time; nil when nothing is.
  mutating func takeUpdate(
    of id: ConversationID, _ extent: TimelineExtent
  ) -> TimelineUpdate? {
    news.take(of: id, shown: shown, extent: extent)
  }

  // MARK: From the disk

  mutating func takeCached(_ messages: [Message], _ known: Coverage?, step: Int) {
    newest.takeCached(messages, known, step: step)
    trim()
  }

  /// Takes in what lies directly before the newest messages that are held: where there is room for it
  /// beside them, or else in a window of its own.
  mutating func takeOlder(_ messages: [Message], end: TimelineEnd) {
    guard away == nil, timeline.count + messages.count <= size else {
      leaveNewest()
      extendOlder(messages, end: end)
      return
    }
    news.note(newest.extendOlder(messages, end: end))
  }

  /// The disk has nothing before the newest messages that are held.
  mutating func diskHasNothingOlder(_ end: TimelineEnd) { newest.diskHasNothingOlder(end) }

  // MARK: The window

  mutating func extendOlder(_ messages: [Message], end: TimelineEnd) {
    if let change = away?.extendOlder(messages, end: end, size: size) { note(change) }
  }

  mutating func extendNewer(_ messages: [Message], end: TimelineEnd) {
    if let change = away?.extendNewer(messages, end: end, size: size) { note(change) }
  }

  /// Where it was looked for nothing lies directly before the window, and what does.
  mutating func noteOlder(_ end: TimelineEnd) { away?.older = end }
  /// The same of its other end.
  mutating func noteNewer(_ end: TimelineEnd) { away?.newer = end }

  /// What is shown stays, whatever comes.
  mutating func leaveNewest() {
    guard away == nil, !timeline.isEmpty else { return }
    away = HistoryWindow(timeline, older: newest.olderEnd, newerCount: 0)
    noteExtent()
  }

  /// The newest messages are shown again.
  mutating func returnToNewest() {
    guard away != nil else { return }
    away = nil
    noteReset()
  }

  /// Shows these instead, around one of them: half of a window on either side of it, or all of the side
  /// that is longer.
  mutating func open(
    _ messages: [Message], around index: Int, older: TimelineEnd, newer: TimelineEnd,
    newerCount: Int?
  ) {
    let low = max(0, min(index - size / 2, messages.count - size))
    let high = min(messages.count, low + size)
    var window = Timeline()
    _ = window.merge(messages[low..<high])
    away = HistoryWindow(
      window, older: low > 0 ? .onDisk : older,
      newer: high < messages.count || newer == .onDisk ? .onDisk : .gap,
      newerCount: newerCount.map { $0 + messages.count - high }, newBelow: newBelow)
    noteReset()
  }

  /// Goes on as the window at the newest where it has come to that.
  mutating func settle() {
    guard let away, let last = timeline.newest, away.timeline.newest?.id == last.id else { return }
    let before = Set(away.timeline.messages.map(\.id))
    self.away = nil
    newest.join(away)
    trim()
    let now = Set(timeline.messages.map(\.id))
    note(
      TimelineChange(
        messages: now.subtracting(before), dropped: before.subtracting(now)))
    noteExtent()
  }

  /// Lets the oldest messages go that are more than a window holds; the disk has them.
  mutating func trim() {
    let dropped = newest.trim(to: size)
    if away == nil, !dropped.isEmpty { note(TimelineChange(dropped: dropped)) }
  }

  // MARK: From pages of the server

  /// What became of the messages that pages came to.
  struct Taken {
    var change = TimelineChange()
    /// The server has them no more.
    var missing: Set<MessageID> = []
    /// Taken out: they come back with their page, and stand before what was found until then.
    var displaced: [Message] = []
    /// What lies before the newest messages was shown, in them or in a window.
    var hasGoneBack = false
  }

  /// Takes in what pages held that came to the newest messages, or, when they were to go further back,
  /// what lies before these.
  mutating func take(_ findings: HistoryPager.Findings, isOlder: Bool) -> Taken {
    var taken = Taken()
    if !isOlder, !findings.joins {
      newest.forgetBehindGap(before: findings.messages.min())
      taken.change.isReset = away == nil
    }
    let (older, rest) = isOlder ? parted(findings.messages) : ([], findings.messages)
    taken.change.messages.formUnion(newest.merge(rest).map(\.id))
    taken.change.messages.formUnion((away?.update(findings.messages) ?? []).map(\.id))
    if findings.reachesStart, older.isEmpty { newest.pagesReachStart() }
    taken.missing = findings.missing.filter { timeline.contains($0) }
    remove(taken.missing)
    taken.change.removed = taken.missing
    taken.displaced = displace(findings)
    if !taken.displaced.isEmpty { taken.change.isReset = true }
    if !older.isEmpty, away == nil {
      let end: TimelineEnd = newest.hasGap ? .gap : .atServer
      takeOlder(older, end: findings.reachesStart ? .none : end)
      taken.hasGoneBack = true
    } else if isOlder {
      newest.cameToGap()
    }
    if isOlder, !taken.change.messages.isEmpty || newest.reachesStart { taken.hasGoneBack = true }
    return taken
  }

  /// Those before the newest messages where there is no room for them beside these, ascending; and the
  /// others.
  private func parted(_ messages: [Message]) -> (older: [Message], rest: [Message]) {
    guard let oldest = timeline.oldest, timeline.count + messages.count > size else {
      return ([], messages)
    }
    let isOlder = { (message: Message) in message < oldest && !timeline.contains(message.id) }
    return (messages.filter(isOlder).sorted(), messages.filter { !isOlder($0) })
  }

  private mutating func displace(_ findings: HistoryPager.Findings) -> [Message] {
    let displaced = findings.displaced.compactMap { timeline[$0] }.sorted()
    guard let oldest = findings.messages.min(), !displaced.isEmpty else { return [] }
    remove(findings.displaced)
    return displaced.map { message in
      var message = message
      message.deliveredAt = oldest.time.addingTimeInterval(-0.001)
      return message
    }
  }

  /// Takes in messages of pages that prove nothing of what lies between them.
  mutating func takeLoosely(_ messages: [Message]) {
    note(newest.mergeLoosely(messages) + (away?.update(messages) ?? []))
    trim()
  }

  /// Takes what pages say of messages that are shown.
  mutating func updateAway(_ messages: [Message]) { note(away?.update(messages) ?? []) }

  /// Pages may have come to what the disk has behind a gap.
  mutating func cameToGap() { newest.cameToGap() }

  /// Nothing is missing up to this message.
  mutating func compared(with last: Message?) { newest.compared(with: last) }

  /// From where to where everything is known now; nil when that is nowhere.
  mutating func cover(at date: Date) -> Coverage? { newest.cover(at: date) }

  // MARK: Single messages

  /// A message came alone. A window that is elsewhere counts it. Answers whether it is new here; nil
  /// where it has no place yet.
  mutating func show(_ message: Message) -> Bool? {
    let isKnown = timeline.contains(message.id)
    if let changed = away?.update([message]), !changed.isEmpty { note(changed) }
    guard let changed = newest.show(message) else { return nil }
    if !isKnown, away?.missed(message) == true { noteExtent() }
    if away == nil, !changed.isEmpty { note(changed) }
    trim()
    return !isKnown
  }

  /// Answers with the message as it then is; nil when nothing changed.
  mutating func change(_ message: MessageID, _ change: (inout Message) -> Void) -> Message? {
    let elsewhere = away?.change(message, change)
    guard let new = newest.change(message, change) ?? elsewhere else { return nil }
    note([new])
    return new
  }

  mutating func remove(_ ids: Set<MessageID>) {
    newest.remove(ids)
    away?.remove(ids)
  }

  private mutating func note(_ messages: [Message]) { news.note(messages) }
}
