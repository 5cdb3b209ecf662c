import ChatModel
import Foundation

/// A conversation that is on the screen: a window over its messages, and what is known around them.
///
/// ```
/// reading the disk ─▶ cached ── pages of the server ──▶ compared ◀──▶ comparing again
///                                                          │
///                                      elsewhere: from the disk, then from the server
/// ```
/// The newest messages are kept in step with the server, as many as a window holds. Who goes further
/// back has a window of their own (`away`), until it comes to the newest again.
///
/// Pages and the disk are asked for one at a time. A comparison that is wanted while either is under
/// way waits for its end; moving the window waits for the disk, and for the first comparison.
struct OpenConversation: Sendable {
  let id: ConversationID
  static let usualSize = 400
  /// A window holds so many messages.
  let size: Int
  private(set) var newest = NewestRun()
  /// What is shown in their stead.
  var away: HistoryWindow?
  var move: Move?
  /// The disk was asked for that, and has it not.
  var moveAsksServer = false
  var search: SearchUnderWay?
  /// The server could not be asked: what the disk places by a guess is shown where it stands.
  var takesGuesses = false
  /// Those that were not believed, until pages show what stands there.
  var guesses: [Message] = []
  /// What the disk is read for; nil: the newest.
  var readingSpot: HistorySpot?
  /// What came since the window is elsewhere.
  private var newBelow = 0
  /// Nothing is missing up to the newest, and events keep it so.
  private var isInStep = false
  private var pages: PagesUnderWay?
  /// A comparison is wanted as soon as the one under way has ended.
  private(set) var wantsCompare = false
  /// What the disk was last asked for and has not given.
  private var reading: RequestID?
  /// As the server last said.
  var total: Int?
  var problem: String?
  /// The problem is that the server does not show it to me.
  var isForbidden = false
  /// The server has refused its room, and has not let me in since.
  private var isKeptOut = false
  /// In step with the server since it was opened.
  private(set) var isCompared = false
  private(set) var schedule: RefreshSchedule
  private var news = TimelineNews()
  var marks = ReadingMarks()

  /// How many cached messages are shown at once, and how many more with each step, at the most.
  static let cachedPage = 200
  /// The same for this size of a window.
  var step: Int { Self.step(of: size) }
  static func step(of size: Int) -> Int { min(cachedPage, max(1, size / 2)) }

  init(_ id: ConversationID, size: Int, schedule: RefreshSchedule) {
    self.id = id
    self.size = max(2, size)
    self.schedule = schedule
  }

  // MARK: What is there

  /// The newest messages.
  var timeline: Timeline { newest.timeline }
  /// What lies before them.
  var olderEnd: TimelineEnd { newest.olderEnd }
  /// Everything back to the first message is here.
  var isWhole: Bool { newest.isWhole }

  /// What is shown.
  var shown: Timeline { away?.timeline ?? timeline }

  var held: [Message] {
    timeline.messages
      + (away?.timeline.messages ?? []).filter { !timeline.contains($0.id) }
  }

  subscript(message: MessageID) -> Message? { timeline[message] ?? away?.timeline[message] }

  // MARK: When

  var isReadingStore: Bool { reading != nil }
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

  mutating func read(_ spot: HistorySpot) -> [History.Fact] {
    readingSpot = spot
    return [.readsDisk(id, spot)]
  }

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
      newest.takeCached(messages, known, step: step)
      trim()
    }
    noteReset()
    let facts: [History.Fact] = [.ownMessages(messages, id)]
    return facts + (wantsCompare ? compare(paging, circumstances) : [])
      + goOn(paging, circumstances)
  }

  // MARK: Going back

  /// The window is at the newest, and more before it is wanted.
  mutating func goOnOlderFromNewest(_ paging: Paging, _ known: Circumstances) -> [History.Fact] {
    guard pages == nil else { return [] }
    if olderEnd == .onDisk, let oldest = timeline.oldest {
      return read(.before(MessagePlace(oldest)))
    }
    guard isCompared else {
      // Page numbers count from what is joined to the newest: that comes first.
      return schedule.due == nil ? [] : compare(paging, known)
    }
    guard olderEnd != .none, known.isSignedIn else {
      move = nil
      noteExtent()
      return []
    }
    return begin(.older, paging, known)
  }

  /// What the disk has before the newest messages that are held.
  mutating func handleOlder(_ slice: HistorySlice) {
    guard !slice.messages.isEmpty else {
      newest.diskHasNothingOlder(slice.older)
      return
    }
    move = nil
    takeOlder(slice.messages, end: slice.older)
  }

  /// Takes in what lies directly before the newest messages that are held: where there is room for it
  /// beside them, or else in a window of its own.
  private mutating func takeOlder(_ messages: [Message], end: TimelineEnd) {
    guard away == nil, timeline.count + messages.count <= size else {
      leaveNewest()
      extendOlder(messages, end: end)
      return
    }
    note(newest.extendOlder(messages, end: end))
  }

  mutating func extendOlder(_ messages: [Message], end: TimelineEnd) {
    if let change = away?.extendOlder(messages, end: end, size: size) { note(change) }
  }

  mutating func extendNewer(_ messages: [Message], end: TimelineEnd) {
    if let change = away?.extendNewer(messages, end: end, size: size) { note(change) }
  }

  /// What is shown stays, whatever comes.
  mutating func leaveNewest() {
    guard away == nil, !timeline.isEmpty else { return }
    away = HistoryWindow(timeline, older: olderEnd, newerCount: 0)
    newBelow = 0
    noteExtent()
  }

  /// The newest messages are shown again.
  mutating func returnToNewest() {
    guard away != nil else { return }
    away = nil
    newBelow = 0
    noteReset()
  }

  /// Goes on as the window at the newest where it has come to that.
  mutating func settle() {
    guard let away, let last = timeline.newest, away.timeline.newest?.id == last.id else { return }
    let before = Set(away.timeline.messages.map(\.id))
    self.away = nil
    newBelow = 0
    newest.join(away)
    trim()
    let now = Set(timeline.messages.map(\.id))
    note(
      TimelineChange(
        messages: now.subtracting(before), dropped: before.subtracting(now)))
    noteExtent()
  }

  /// Lets the oldest messages go that are more than a window holds; the disk has them.
  private mutating func trim() {
    let dropped = newest.trim(to: size)
    if away == nil, !dropped.isEmpty { note(TimelineChange(dropped: dropped)) }
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
    pager.knowsAll = isWhole
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
    let step = take(page, number: number, paging: &paging)
    total = pages?.pager.lastTotal ?? total
    switch step {
    case .fetch(let next)?: return [.fetches(HistoryFetch(reader: .open, id: id, page: next))]
    case .done(let findings)?:
      guard let aim = pages?.pager.aim else { return [] }
      pages = nil
      return finish(aim, findings, paging, known)
    case nil: return []
    }
  }

  private mutating func take(
    _ page: Page<Message>, number: Int, paging: inout Paging
  ) -> HistoryPager.Step? {
    let run = newest
    return pages?.handlePage(
      page, number: number, known: run.timeline, possiblyAfterGap: run.possiblyAfterGap,
      paging: &paging)
  }

  private mutating func finish(
    _ aim: HistoryPager.Aim, _ found: HistoryPager.Findings, _ paging: Paging,
    _ known: Circumstances
  ) -> [History.Fact] {
    var findings = found
    findings.messages = found.messages.map { marks.withEarlyReading($0, me: known.me) }
    problem = nil
    isForbidden = false
    takesGuesses = false
    let isOlder = aim == .older
    if findings.hasShifted, !isOlder { return finishShifted(findings, paging, known) }
    var facts: [History.Fact] = []
    var change = TimelineChange()
    if !isOlder, !findings.joins {
      newest.forgetBehindGap(before: findings.messages.min())
      change.isReset = away == nil
    }
    if isOlder, !findings.joins {
      // The pages shifted under us: the next comparison finds the way back.
      move = nil
      wantsCompare = true
    } else {
      var (older, rest) = (ArraySlice<Message>(), findings.messages[...])
      if isOlder, let oldest = timeline.oldest,
        timeline.count + findings.messages.count > size
      {
        older = findings.messages.filter { $0 < oldest && !timeline.contains($0.id) }.sorted()[...]
        rest = findings.messages.filter { $0 >= oldest || timeline.contains($0.id) }[...]
      }
      change.messages.formUnion(newest.merge(rest).map(\.id))
      change.messages.formUnion((away?.update(findings.messages) ?? []).map(\.id))
      facts += findings.messages.map { .keeps(.message($0, in: id)) }
      if findings.reachesStart, older.isEmpty { newest.pagesReachStart() }
      let missing = findings.missing.filter { timeline.contains($0) }
      newest.remove(missing)
      away?.remove(missing)
      change.removed = missing
      facts += missing.sorted().map { .keeps(.removeMessage($0)) }
      let displaced = displace(findings)
      facts += displaced
      if !displaced.isEmpty { change.isReset = true }
      if isOlder { facts += keep(run: findings) }
      if isOlder { facts += displaceGuesses(by: findings.messages) }
      if !older.isEmpty, away == nil {
        move = nil
        let end: TimelineEnd = newest.hasGap ? .gap : .atServer
        takeOlder(Array(older), end: findings.reachesStart ? .none : end)
      } else if isOlder {
        newest.cameToGap()
      }
    }
    if isOlder {
      if !change.messages.isEmpty || newest.reachesStart { move = nil }
    } else {
      compared(with: findings.messages.max(), changed: !change.isEmpty, known)
    }
    facts += keepCoverage(at: known.now.date)
    note(change)
    trim()
    facts.append(.ownMessages(findings.messages, id))
    facts.append(.learned(id, removed: change.removed))
    if !isOlder { facts.append(.compared(id)) }
    if wantsCompare { facts += compare(paging, known) }
    facts += goOn(paging, known)
    return facts
  }

  private mutating func compared(
    with last: Message?, changed: Bool, _ known: Circumstances
  ) {
    let isFirst = !isCompared
    newest.compared(with: last)
    isCompared = true
    isInStep = known.isInside || (known.isOnline && known.isMine)
    schedule.slowest = known.slowestPace
    schedule.ended(
      changed: changed || isFirst, isPresent: known.isPresent || !known.isInside,
      at: known.now.uptime)
    if !known.isInside, known.isPresent, !known.isHidden {
      schedule.restart(base: known.watchingPace, at: known.now.uptime)
    }
    noteExtent()
  }

  /// The pages came to no rest: what they held is shown, and proves nothing of what they did not.
  private mutating func finishShifted(
    _ findings: HistoryPager.Findings, _ paging: Paging, _ known: Circumstances
  ) -> [History.Fact] {
    let changed = newest.mergeLoosely(findings.messages)
    schedule.failed(at: known.now.uptime)
    note(changed + (away?.update(findings.messages) ?? []))
    trim()
    var facts: [History.Fact] = findings.messages.map { .keeps(.message($0, in: id)) }
    facts.append(.ownMessages(findings.messages, id))
    if wantsCompare { facts += compare(paging, known) }
    return facts
  }

  /// Takes messages out that come back with their page.
  private mutating func displace(_ findings: HistoryPager.Findings) -> [History.Fact] {
    let displaced = findings.displaced.compactMap { timeline[$0] }.sorted()
    guard let oldest = findings.messages.min(), !displaced.isEmpty else { return [] }
    newest.remove(findings.displaced)
    away?.remove(findings.displaced)
    return displaced.map { message in
      var message = message
      message.deliveredAt = oldest.time.addingTimeInterval(-0.001)
      return .keeps(.message(message, in: id))
    }
  }

  mutating func pagesFailed(_ error: APIError, at now: TimeInterval) {
    pages = nil
    move = nil
    takesGuesses = true
    newest.cameToGap()
    note(error)
    schedule.failed(at: now)
  }

  mutating func note(_ error: APIError) {
    problem = error.reason
    isForbidden = if case .notAllowed = error { true } else { false }
    noteExtent()
  }

  /// Tells the disk from where to where it has everything.
  private mutating func keepCoverage(at date: Date) -> [History.Fact] {
    guard isCompared, let coverage = newest.cover(at: date) else { return [] }
    return [.keeps(.coverage(id, coverage))]
  }

  /// The same of a stretch that pages held.
  private func keep(run findings: HistoryPager.Findings) -> [History.Fact] {
    keepRun(of: findings.messages.sorted(), reachesStart: findings.reachesStart)
  }

  func keepRun(of messages: [Message], reachesStart: Bool) -> [History.Fact] {
    let dated = { (message: Message) in message.createdAt != nil }
    guard let oldest = messages.first(where: dated), let newest = messages.last(where: dated) else {
      return []
    }
    let reachesStart = reachesStart && oldest.id == messages.first?.id
    return [
      .keeps(
        .run(
          id, HistoryRun(oldest: oldest.id, newest: newest.id, reachesStart: reachesStart)))
    ]
  }

  /// It leaves the screen: what events kept in step is known up to now.
  mutating func closed(at date: Date) -> [History.Fact] {
    isInStep ? keepCoverage(at: date) : []
  }

  // MARK: Single messages

  /// A message came over the link, or as the answer to a send. A window that is elsewhere counts it.
  /// Whether others were sent before it that nobody told (row 8) is asked soon.
  mutating func show(_ message: Message, at now: TimeInterval) {
    let isKnown = timeline.contains(message.id)
    if let changed = away?.update([message]), !changed.isEmpty { note(changed) }
    guard let changed = newest.show(message) else { return }
    if !isKnown {
      pages?.pager.noteArrival(message.id)
      search?.search.noteArrival(message.id)
      schedule.quicken(at: now)
      total = total.map { $0 + 1 }
      away?.newerCount? += 1
      if let away, !away.timeline.contains(message.id) {
        newBelow += 1
        noteExtent()
      }
    }
    if away == nil, !changed.isEmpty { note(changed) }
    trim()
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

  // MARK: What is told

  mutating func noteExtent() { news.noteExtent() }
  mutating func noteReset() { news.noteReset() }
  mutating func note(_ messages: [Message]) { news.note(messages) }
  mutating func note(_ change: TimelineChange) { news.note(change) }

  /// What is to be told of it since the last time; nil when nothing is.
  mutating func takeUpdate(isInside: Bool, isSignedIn: Bool) -> TimelineUpdate? {
    guard news.isSomething else { return nil }
    return news.take(
      of: id, shown: shown, extent: extent(isInside: isInside, isSignedIn: isSignedIn))
  }

  private func extent(isInside: Bool, isSignedIn: Bool) -> TimelineExtent {
    let freshness: TimelineExtent.Freshness =
      if !isCompared {
        .cached(newest.coverage?.comparedAt)
      } else if isInside {
        .live
      } else if !isSignedIn {
        // Nothing is asked of the server.
        .cached(newest.coverage?.comparedAt)
      } else {
        .polled
      }
    var extent = TimelineExtent(
      reachesStart: isWhole,
      isLoading: isReadingStore || move != nil || (pages != nil && !isCompared),
      problem: problem, freshness: freshness)
    extent.older = away?.older ?? olderEnd
    extent.newer = away?.newer ?? .none
    extent.newBelow = newBelow
    extent.isFull = shown.count >= size - size / 4
    extent.isForbidden = isForbidden
    extent.isKeptOut = isKeptOut
    if freshness == .polled { extent.pace = schedule.interval }
    return extent
  }
}
