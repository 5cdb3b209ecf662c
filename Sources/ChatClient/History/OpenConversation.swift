import ChatModel
import Foundation

/// A conversation that is on the screen: its messages without a gap, and what is known around them.
///
/// ```
/// reading the disk ─▶ cached ── pages of the server ──▶ compared ◀──▶ comparing again
///                                                          │
///                                        older: from the disk, then from the server
/// ```
/// Pages and the disk are asked for one at a time. A comparison that is wanted while either is under
/// way waits for its end; going back waits for both, and for the first comparison.
struct OpenConversation: Sendable {
  let id: ConversationID
  private(set) var timeline = Timeline()
  /// Messages that may lie behind a gap, until the newest page has been compared.
  private var possiblyAfterGap: Set<MessageID> = []
  /// Nothing is missing up to the newest, and events keep it so.
  private var isInStep = false
  private var pages: PagesUnderWay?
  private var wantsOlder = false
  /// A comparison is wanted as soon as the one under way has ended.
  private var wantsCompare = false
  /// What the disk was last asked for and has not given.
  private var reading: RequestID?
  private var coverage: Coverage?
  /// The disk holds older messages that belong to the timeline.
  private var storeHasOlder = false
  private var reachesStart = false
  /// As the server last said.
  private(set) var total: Int?
  private var problem: String?
  /// The problem is that the server does not show it to me.
  private var isForbidden = false
  /// The server has refused its room, and has not let me in since.
  private var isKeptOut = false
  /// In step with the server since it was opened.
  private var isCompared = false
  private var schedule: RefreshSchedule
  private var toldExtent: TimelineExtent?
  /// What is to be told of it; nil when nothing is.
  private var untold: TimelineChange?
  var marks = ReadingMarks()

  /// How many cached messages are shown at once, and how many more with each step back.
  static let cachedPage = 200

  init(_ id: ConversationID, schedule: RefreshSchedule) {
    self.id = id
    self.schedule = schedule
  }

  // MARK: When

  private var isReadingStore: Bool { reading != nil }
  /// When it is to be compared, by `Moment.uptime`; nil while pages or the disk are asked.
  var due: TimeInterval? { pages == nil && !isReadingStore ? schedule.due : nil }
  func isDue(at now: TimeInterval) -> Bool { schedule.isDue(at: now) }
  mutating func hurry(at now: TimeInterval) { schedule.hurry(at: now) }

  // MARK: The room

  /// Events of its room come again only after a room is joined: it is compared at this pace until then.
  mutating func isOutside(
    isKeptOut isRefused: Bool = false, pace: TimeInterval, at now: TimeInterval
  ) {
    isInStep = false
    isKeptOut = isKeptOut || isRefused
    schedule.restart(base: pace, at: now)
    noteExtent()
  }

  /// Its room brings its messages from now on.
  mutating func entered(
    isMine: Bool, pace: TimeInterval, paging: Paging, _ known: Circumstances
  ) -> [History.Fact] {
    schedule.restart(base: pace, at: known.now.uptime)
    isKeptOut = false
    noteExtent()
    if pages == nil, !isCompared {
      // Nothing was asked for yet: what will be is newer than the room.
      schedule.hurry(at: known.now.uptime)
    } else if isMine {
      // What came in between was told to me in person.
      isInStep = isCompared
    } else {
      // What came between the newest page and the room went past a mere watcher.
      return compare(paging, known)
    }
    return []
  }

  // MARK: The disk

  mutating func diskAsked(by request: RequestID) { reading = request }

  /// Answers whether this is what was asked for last.
  mutating func diskAnswered(_ request: RequestID) -> Bool {
    guard reading == request else { return false }
    reading = nil
    return true
  }

  /// The newest messages of the disk.
  mutating func handleCached(
    _ messages: [Message], _ known: Coverage?, paging: Paging, _ circumstances: Circumstances
  ) -> [History.Fact] {
    if !isCompared {
      coverage = known
      let newest = known?.newest.flatMap { id in messages.first { $0.id == id } }
      let oldest = known?.oldest.flatMap { id in messages.first { $0.id == id } }
      // What is older than the joined run may lie behind a gap: it comes back page by page.
      let run = messages.filter { message in oldest.map { message >= $0 } ?? true }
      possiblyAfterGap.formUnion(
        run.filter { message in newest.map { message > $0 } ?? true }.map(\.id))
      storeHasOlder = known?.oldest != nil && oldest == nil && messages.count >= Self.cachedPage
      reachesStart = known?.reachesStart ?? false
      _ = timeline.merge(run)
    }
    noteReset()
    let facts: [History.Fact] = [.ownMessages(messages, id)]
    return facts + (wantsCompare ? compare(paging, circumstances) : [])
  }

  mutating func handleOlderCached(
    _ messages: [Message], paging: Paging, _ circumstances: Circumstances
  ) -> [History.Fact] {
    var run = messages
    if let oldest = coverage?.oldest, let index = messages.firstIndex(where: { $0.id == oldest }) {
      run = Array(messages[index...])
      storeHasOlder = false
    } else if messages.count < Self.cachedPage {
      storeHasOlder = false
    }
    let changed = timeline.merge(run)
    if !changed.isEmpty { wantsOlder = false }
    note(changed)
    var facts = wantsCompare ? compare(paging, circumstances) : []
    facts += goOnOlder(paging, circumstances)
    return facts
  }

  // MARK: Going back

  mutating func loadOlder(_ paging: Paging, _ known: Circumstances) -> [History.Fact] {
    noteExtent()
    guard storeHasOlder || !reachesStart else { return [] }
    wantsOlder = true
    return goOnOlder(paging, known)
  }

  private mutating func goOnOlder(_ paging: Paging, _ known: Circumstances) -> [History.Fact] {
    guard wantsOlder, !isReadingStore, pages == nil else { return [] }
    if storeHasOlder { return [.readsDisk(id, before: timeline.oldest, isOlder: true)] }
    guard isCompared else {
      // Page numbers count from what is joined to the newest: that comes first.
      return schedule.due == nil ? [] : compare(paging, known)
    }
    guard !reachesStart, known.isSignedIn else {
      wantsOlder = false
      noteExtent()
      return []
    }
    return begin(.older, paging, known)
  }

  // MARK: Pages of the server

  /// Brings the newest messages up to date.
  mutating func compare(_ paging: Paging, _ known: Circumstances) -> [History.Fact] {
    guard known.isSignedIn else { return [] }
    schedule.began()
    guard pages == nil, !isReadingStore else {
      wantsCompare = true
      return []
    }
    wantsCompare = false
    return begin(.compare, paging, known)
  }

  private mutating func begin(
    _ aim: HistoryPager.Aim, _ paging: Paging, _ known: Circumstances
  ) -> [History.Fact] {
    var pager = HistoryPager(
      aim, order: paging.order, knownCount: timeline.count, total: total, pageSize: paging.size)
    if aim == .compare, !isCompared {
      pager.oldestUnread = timeline.messages.first { message in
        message.sender.id == known.me && !message.isRead && message.createdAt != nil
      }
    }
    pager.knowsAll = reachesStart && !storeHasOlder
    guard case .fetch(let page) = pager.start else { return [] }
    pages = PagesUnderWay(pager: pager)
    noteExtent()
    return [.fetches(HistoryFetch(reader: .open, id: id, page: page))]
  }

  /// The page is asked for; nil when nothing may be asked, which ends the reading.
  mutating func pageAsked(by request: RequestID?) {
    pages?.awaited = request
    if request == nil { pages = nil }
  }

  /// An answer to pages that were given up proves nothing here.
  func awaitsPage(_ request: RequestID) -> Bool { pages?.awaited == request }

  mutating func handlePage(
    _ page: Page<Message>, number: Int, paging: inout Paging, _ known: Circumstances
  ) -> [History.Fact] {
    guard var current = pages else { return [] }
    let step = current.handlePage(
      page, number: number, known: timeline, possiblyAfterGap: possiblyAfterGap, paging: &paging)
    total = current.pager.lastTotal ?? total
    switch step {
    case .fetch(let next):
      pages = current
      return [.fetches(HistoryFetch(reader: .open, id: id, page: next))]
    case .done(let findings):
      pages = nil
      return finish(current.pager.aim, findings, paging, known)
    }
  }

  private mutating func finish(
    _ aim: HistoryPager.Aim, _ found: HistoryPager.Findings, _ paging: Paging,
    _ known: Circumstances
  ) -> [History.Fact] {
    var findings = found
    findings.messages = found.messages.map { marks.withEarlyReading($0, me: known.me) }
    problem = nil
    isForbidden = false
    let isOlder = aim == .older
    if findings.hasShifted, !isOlder { return finishShifted(findings, paging, known) }
    var facts: [History.Fact] = []
    var change = TimelineChange()
    if !isOlder, !findings.joins {
      forgetBehindGap(before: findings.messages.min())
      change.isReset = true
    }
    if isOlder, !findings.joins {
      // The pages shifted under us: the next comparison finds the way back.
      wantsOlder = false
      wantsCompare = true
    } else {
      change.messages.formUnion(timeline.merge(findings.messages).map(\.id))
      facts += findings.messages.map { .keeps(.message($0, in: id)) }
      if findings.reachesStart { reachesStart = true }
      let missing = findings.missing.filter { timeline.contains($0) }
      timeline.remove(missing)
      change.removed = missing
      facts += missing.sorted().map { .keeps(.removeMessage($0)) }
      let displaced = displace(findings)
      facts += displaced
      if !displaced.isEmpty { change.isReset = true }
    }
    if isOlder {
      if !change.messages.isEmpty || reachesStart { wantsOlder = false }
    } else {
      compared(with: findings.messages.max(), changed: !change.isEmpty, known)
    }
    facts += keepCoverage(at: known.now.date)
    note(change)
    facts.append(.ownMessages(findings.messages, id))
    facts.append(.learned(id, removed: change.removed))
    if !isOlder { facts.append(.compared(id)) }
    if wantsCompare { facts += compare(paging, known) }
    facts += goOnOlder(paging, known)
    return facts
  }

  /// The gap is too long to bridge: what lies behind it comes back page by page.
  private mutating func forgetBehindGap(before oldest: Message?) {
    let tail = timeline.messages.filter { message in
      possiblyAfterGap.contains(message.id) && oldest.map { message > $0 } ?? true
    }
    timeline = Timeline()
    _ = timeline.merge(tail)
    reachesStart = false
    storeHasOlder = false
  }

  private mutating func compared(
    with newest: Message?, changed: Bool, _ known: Circumstances
  ) {
    let isFirst = !isCompared
    possiblyAfterGap = possiblyAfterGap.filter { id in
      guard let message = timeline[id] else { return false }
      return newest.map { message > $0 } ?? true
    }
    isCompared = true
    isInStep = known.isInside || (known.isOnline && known.isMine)
    schedule.ended(
      changed: changed || isFirst, isPresent: known.isPresent || !known.isInside,
      at: known.now.uptime)
    if !known.isInside, known.isPresent {
      schedule.restart(base: known.watchingPace, at: known.now.uptime)
    }
  }

  /// The pages came to no rest: what they held is shown, and proves nothing of what they did not.
  private mutating func finishShifted(
    _ findings: HistoryPager.Findings, _ paging: Paging, _ known: Circumstances
  ) -> [History.Fact] {
    possiblyAfterGap.formUnion(findings.messages.map(\.id).filter { !timeline.contains($0) })
    let changed = timeline.merge(findings.messages)
    schedule.failed(at: known.now.uptime)
    note(changed)
    var facts: [History.Fact] = findings.messages.map { .keeps(.message($0, in: id)) }
    facts.append(.ownMessages(findings.messages, id))
    if wantsCompare { facts += compare(paging, known) }
    return facts
  }

  /// Takes messages out that come back with their page.
  private mutating func displace(_ findings: HistoryPager.Findings) -> [History.Fact] {
    let displaced = findings.displaced.compactMap { timeline[$0] }.sorted()
    guard let oldest = findings.messages.min(), !displaced.isEmpty else { return [] }
    timeline.remove(findings.displaced)
    return displaced.map { message in
      var message = message
      message.deliveredAt = oldest.time.addingTimeInterval(-0.001)
      return .keeps(.message(message, in: id))
    }
  }

  mutating func pagesFailed(_ error: APIError, at now: TimeInterval) {
    pages = nil
    wantsOlder = false
    problem = error.reason
    isForbidden = if case .notAllowed = error { true } else { false }
    schedule.failed(at: now)
    noteExtent()
  }

  /// Tells the disk from where to where it has everything.
  private mutating func keepCoverage(at date: Date) -> [History.Fact] {
    let newest = timeline.newestFirst.first { !possiblyAfterGap.contains($0.id) }
    guard isCompared, let newest else { return [] }
    let new = Coverage(
      oldest: storeHasOlder ? coverage?.oldest : timeline.oldest?.id,
      newest: newest.id, reachesStart: reachesStart, comparedAt: date)
    coverage = new
    return [.keeps(.coverage(id, new))]
  }

  /// It leaves the screen: what events kept in step is known up to now.
  mutating func closed(at date: Date) -> [History.Fact] {
    isInStep ? keepCoverage(at: date) : []
  }

  // MARK: Single messages

  /// Everything back to the first message is here.
  var isWhole: Bool { reachesStart && !storeHasOlder }

  /// A message came over the link, or as the answer to a send.
  mutating func show(_ message: Message) {
    let isKnown = timeline.contains(message.id)
    guard isKnown || !isBeforeRun(message) else { return }
    let changed = timeline.merge([message])
    if !isKnown {
      // Others may have been missed before it: the next comparison goes back to what was compared.
      possiblyAfterGap.insert(message.id)
      pages?.pager.noteArrival(message.id)
      total = total.map { $0 + 1 }
    }
    if !changed.isEmpty { note(changed) }
  }

  /// It is older than what is joined to the newest, and others may lie between: it comes back with
  /// its page.
  private func isBeforeRun(_ message: Message) -> Bool {
    guard message.createdAt != nil, !isWhole else { return false }
    return timeline.first(where: { !possiblyAfterGap.contains($0) }).map { message < $0 } ?? false
  }

  /// Answers with the message as it then is; nil when nothing changed.
  mutating func change(_ message: MessageID, _ change: (inout Message) -> Void) -> Message? {
    guard let new = timeline.change(message, change) else { return nil }
    note([new])
    return new
  }

  // MARK: What is told

  /// Nothing of it changed, but perhaps what is known around it.
  mutating func noteExtent() { untold = untold ?? TimelineChange() }
  mutating func noteReset() { note(TimelineChange(isReset: true)) }
  private mutating func note(_ messages: [Message]) {
    note(TimelineChange(messages: Set(messages.map(\.id))))
  }
  private mutating func note(_ new: TimelineChange) {
    untold = untold?.joined(to: new) ?? new
  }

  /// What is to be told of it since the last time; nil when nothing is.
  mutating func takeUpdate(isInside: Bool, isSignedIn: Bool) -> TimelineUpdate? {
    guard let change = untold else { return nil }
    untold = nil
    let extent = extent(isInside: isInside, isSignedIn: isSignedIn)
    guard !change.isEmpty || extent != toldExtent else { return nil }
    toldExtent = extent
    return TimelineUpdate(
      conversationID: id, isReset: change.isReset,
      messages: change.isReset
        ? timeline.messages : change.messages.compactMap { timeline[$0] }.sorted(),
      removed: change.removed.sorted(), extent: extent)
  }

  private func extent(isInside: Bool, isSignedIn: Bool) -> TimelineExtent {
    let freshness: TimelineExtent.Freshness =
      if !isCompared {
        .cached(coverage?.comparedAt)
      } else if isInside {
        .live
      } else if !isSignedIn {
        // Nothing is asked of the server.
        .cached(coverage?.comparedAt)
      } else {
        .polled
      }
    var extent = TimelineExtent(
      reachesStart: isWhole,
      isLoading: isReadingStore || wantsOlder || (pages != nil && !isCompared),
      problem: problem, freshness: freshness)
    extent.isForbidden = isForbidden
    extent.isKeptOut = isKeptOut
    return extent
  }
}
