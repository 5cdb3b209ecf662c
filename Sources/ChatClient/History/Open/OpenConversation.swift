import ChatModel
import Foundation

/// A conversation that is on the screen: a window over its messages, and what is known around them.
///
/// ```
/// reading the disk ─▶ cached ── pages of the server ──▶ compared ◀──▶ comparing again
///                                                          │
///                                      elsewhere: from the disk, then from the server
/// ```
/// The newest messages are kept in step with the server, as many as a window holds (`HeldHistory`).
///
/// Pages and the disk are asked for one at a time. A comparison that is wanted while either is under
/// way waits for its end; moving the window waits for the disk, and for the first comparison.
struct OpenConversation: Sendable {
  let id: ConversationID
  static let usualSize = 400
  var held: HeldHistory
  var move: Move?
  /// The disk was asked for that, and has it not.
  var moveAsksServer = false
  var search: SearchUnderWay?
  var guesses = GuessedPlaces()
  /// What the disk is read for; nil: the newest.
  var readingSpot: HistorySpot?
  private(set) var inStep: InStep
  private var pages: PagesUnderWay?
  /// What the disk was last asked for and has not given.
  private var reading: RequestID?
  /// As the server last said.
  var total: Int?
  /// Why its last page did not come.
  private var failure: APIError?
  /// The server has refused its room, and has not let me in since.
  private var isKeptOut = false
  var marks = ReadingMarks()

  /// How many cached messages are shown at once, and how many more with each step, at the most.
  static let cachedPage = 200
  /// The same for this size of a window.
  var step: Int { Self.step(of: held.size) }
  static func step(of size: Int) -> Int { min(cachedPage, max(1, size / 2)) }

  init(_ id: ConversationID, size: Int, schedule: RefreshSchedule) {
    self.id = id
    held = HeldHistory(size: size)
    inStep = InStep(schedule)
  }

  // MARK: What is there

  /// The newest messages.
  var timeline: Timeline { held.timeline }
  /// Everything back to the first message is here.
  var isWhole: Bool { held.newest.isWhole }
  subscript(message: MessageID) -> Message? { held[message] }

  // MARK: When

  var isReadingStore: Bool { reading != nil }
  /// When it is to be compared, by `Moment.uptime`; nil while pages or the disk are asked.
  var due: TimeInterval? { pages == nil && !isReadingStore ? inStep.due : nil }
  func isDue(at now: TimeInterval) -> Bool { inStep.isDue(at: now) }
  mutating func hurry(at now: TimeInterval) { inStep.hurry(at: now) }

  // MARK: The room

  /// Events of its room come again only after a room is joined: it is compared at this pace until then.
  mutating func isOutside(
    isKeptOut isRefused: Bool = false, pace: TimeInterval, at now: TimeInterval
  ) {
    inStep.left(pace: pace, at: now)
    isKeptOut = isKeptOut || isRefused
    noteExtent()
  }

  /// Its room brings its messages from now on.
  mutating func entered(
    isMine: Bool, pace: TimeInterval, paging: Paging, _ known: Circumstances
  ) -> [History.Fact] {
    inStep.entered(pace: pace, at: known.now.uptime)
    isKeptOut = false
    noteExtent()
    if pages == nil, !inStep.isCompared {
      // Nothing was asked for yet: what will be is newer than the room.
      inStep.hurry(at: known.now.uptime)
    } else if isMine {
      inStep.missedNothing()
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
    if !inStep.isCompared {
      held.takeCached(messages, known, step: step)
    }
    noteReset()
    let facts: [History.Fact] = [.ownMessages(messages, id)]
    return facts + (inStep.isWanted ? compare(paging, circumstances) : [])
      + goOn(paging, circumstances)
  }

  // MARK: Going back

  /// The window is at the newest, and more before it is wanted.
  mutating func goOnOlderFromNewest(_ paging: Paging, _ known: Circumstances) -> [History.Fact] {
    guard pages == nil else { return [] }
    if held.newest.olderEnd == .onDisk, let oldest = timeline.oldest {
      return read(.before(MessagePlace(oldest)))
    }
    guard inStep.isCompared else {
      // Page numbers count from what is joined to the newest: that comes first.
      return inStep.due == nil ? [] : compare(paging, known)
    }
    guard held.newest.olderEnd != .none, known.isSignedIn else {
      move = nil
      noteExtent()
      return []
    }
    return begin(.older, paging, known)
  }

  /// What the disk has before the newest messages that are held.
  mutating func handleOlder(_ slice: HistorySlice) {
    guard !slice.messages.isEmpty else {
      held.diskHasNothingOlder(slice.older)
      return
    }
    move = nil
    held.takeOlder(slice.messages, end: slice.older)
  }

  // MARK: Pages of the server

  /// Brings the newest messages up to date.
  mutating func compare(_ paging: Paging, _ known: Circumstances) -> [History.Fact] {
    let isFree = pages == nil && !isReadingStore
    guard known.isSignedIn, inStep.begins(isFree: isFree) else { return [] }
    return begin(.compare, paging, known)
  }

  private mutating func begin(
    _ aim: HistoryPager.Aim, _ paging: Paging, _ known: Circumstances
  ) -> [History.Fact] {
    var pager = HistoryPager(
      aim, order: paging.order, knownCount: timeline.count, total: total, pageSize: paging.size)
    if aim == .compare, !inStep.isCompared {
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
    let run = held.newest
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
    pagesCame()
    let isOlder = aim == .older
    if findings.hasShifted, !isOlder { return finishShifted(findings, paging, known) }
    var facts: [History.Fact] = []
    var change = TimelineChange()
    if isOlder, !findings.joins {
      // The pages shifted under us: the next comparison finds the way back.
      move = nil
      inStep.wantsAnother()
    } else {
      let taken = held.take(findings, isOlder: isOlder)
      change = taken.change
      facts += findings.messages.map { .keeps(.message($0, in: id)) }
      facts += taken.missing.sorted().map { .keeps(.removeMessage($0)) }
      facts += taken.displaced.map { .keeps(.message($0, in: id)) }
      if isOlder {
        facts += keep(run: findings) + displaceGuesses(by: findings.messages, isNewer: false)
        if taken.hasGoneBack { move = nil }
      }
    }
    if !isOlder { compared(with: findings.messages.max(), changed: !change.isEmpty, known) }
    facts += keepCoverage(at: known.now.date)
    held.note(change)
    held.trim()
    facts.append(.ownMessages(findings.messages, id))
    facts.append(.learned(id, removed: change.removed))
    if !isOlder { facts.append(.compared(id)) }
    if inStep.isWanted { facts += compare(paging, known) }
    facts += goOn(paging, known)
    return facts
  }

  private mutating func compared(
    with last: Message?, changed: Bool, _ known: Circumstances
  ) {
    held.compared(with: last)
    inStep.compared(changed: changed, known)
    noteExtent()
  }

  /// The pages came to no rest: what they held is shown, and proves nothing of what they did not.
  private mutating func finishShifted(
    _ findings: HistoryPager.Findings, _ paging: Paging, _ known: Circumstances
  ) -> [History.Fact] {
    held.takeLoosely(findings.messages)
    inStep.failed(at: known.now.uptime)
    var facts: [History.Fact] = findings.messages.map { .keeps(.message($0, in: id)) }
    facts.append(.ownMessages(findings.messages, id))
    if inStep.isWanted { facts += compare(paging, known) }
    return facts
  }

  mutating func pagesFailed(_ error: APIError, at now: TimeInterval) {
    pages = nil
    move = nil
    held.cameToGap()
    noteFailure(error)
    inStep.failed(at: now)
  }

  /// A page did not come, whatever it was asked for.
  mutating func noteFailure(_ error: APIError) {
    failure = error
    guesses.pagesFailed()
    noteExtent()
  }

  /// All pages came that were asked for.
  mutating func pagesCame() {
    failure = nil
    guesses.pagesCame()
  }

  /// Tells the disk from where to where it has everything.
  private mutating func keepCoverage(at date: Date) -> [History.Fact] {
    guard inStep.isCompared, let coverage = held.cover(at: date) else { return [] }
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
    inStep.isKept ? keepCoverage(at: date) : []
  }

  // MARK: Single messages

  /// A message came over the link, or as the answer to a send. Whether others were sent before it that
  /// nobody told (row 8) is asked soon.
  mutating func show(_ message: Message, at now: TimeInterval) {
    guard held.show(message) == true else { return }
    pages?.pager.noteArrival(message.id)
    search?.search.noteArrival(message.id)
    inStep.quicken(at: now)
    total = total.map { $0 + 1 }
  }

  /// Answers with the message as it then is; nil when nothing changed.
  mutating func change(_ message: MessageID, _ change: (inout Message) -> Void) -> Message? {
    held.change(message, change)
  }

  // MARK: What is told

  mutating func noteExtent() { held.noteExtent() }
  mutating func noteReset() { held.noteReset() }

  /// What is to be told of it since the last time; nil when nothing is.
  mutating func takeUpdate(isInside: Bool, isSignedIn: Bool) -> TimelineUpdate? {
    guard held.hasNews else { return nil }
    return held.takeUpdate(of: id, extent(isInside: isInside, isSignedIn: isSignedIn))
  }

  private func extent(isInside: Bool, isSignedIn: Bool) -> TimelineExtent {
    let freshness: TimelineExtent.Freshness =
      if !inStep.isCompared {
        .cached(held.newest.coverage?.comparedAt)
      } else if isInside {
        .live
      } else if !isSignedIn {
        // Nothing is asked of the server.
        .cached(held.newest.coverage?.comparedAt)
      } else {
        .polled
      }
    var extent = TimelineExtent(
      reachesStart: isWhole,
      isLoading: isReadingStore || move != nil || (pages != nil && !inStep.isCompared),
      problem: failure?.reason, freshness: freshness)
    extent.older = held.older
    extent.newer = held.newer
    extent.newBelow = held.newBelow
    extent.isFull = held.shown.count >= held.size - held.size / 4
    if case .notAllowed? = failure { extent.isForbidden = true }
    extent.isKeptOut = isKeptOut
    if freshness == .polled { extent.pace = inStep.pace }
    return extent
  }
}
