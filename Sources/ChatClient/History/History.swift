import ChatModel
import Foundation

/// The messages of conversations: those on the screen in full, of the others what is read of them for
/// a purpose.
///
/// ```
/// open conversation:  closed ── open ──▶ OpenConversation ── close ──▶ closed
/// comparison:         none ── begin ──▶ pages ──▶ findings ──▶ none
/// catching up:        planned ──▶ pages, one conversation at a time ──▶ on the disk ──▶ the next one
/// ```
/// Each reading waits for one page at a time. A page that fails ends a comparison, and all catching up
/// until the next list plans it anew.
struct History: Sendable {
  /// What is to be done, or what became known, in this order.
  enum Fact: Hashable, Sendable {
    case fetches(HistoryFetch)
    /// The newest messages where no other spot is named.
    case readsDisk(ConversationID, HistorySpot?)
    case keeps(HistoryChange)
    /// Some of these may be mine.
    case ownMessages([Message], ConversationID)
    /// The run up to the newest message is another one now; these are gone from the server.
    case learned(ConversationID, removed: Set<MessageID>)
    /// An open conversation has been compared with the server.
    case compared(ConversationID)
    /// What a comparison for sends has found.
    case found(ConversationID, HistoryPager.Findings, askedAt: TimeInterval)
    /// So many unread messages of a closed conversation are on the disk, these are its newest, and
    /// another may be read.
    case caughtUp(ConversationID, unread: Int, HistoryPager.Findings)
    case tells(Notice)
  }

  /// So many messages of an open conversation are held.
  let windowSize: Int

  private var me: UserID?
  private var open: [ConversationID: OpenConversation] = [:]
  private var paging = Paging()
  private var seenMessages = RecentIDs<MessageID>(capacity: 4096)
  /// Seen, and to be told when the link is up.
  private var unreadMarks: [ConversationID: [MessageID]] = [:]
  private var comparisons = SendComparisons()
  private var catchingUp = CatchingUp()

  init(windowSize: Int = OpenConversation.usualSize) { self.windowSize = windowSize }

  mutating func identify(_ me: UserID?) { self.me = me }

  // MARK: What others may know

  var openIDs: [ConversationID] { open.keys.sorted() }
  func isOpen(_ id: ConversationID) -> Bool { open[id] != nil }
  /// The newest messages of an open conversation; of another none.
  func timeline(_ id: ConversationID) -> Timeline { open[id]?.timeline ?? Timeline() }
  /// All that is held of an open conversation, in no order.
  func held(_ id: ConversationID) -> [Message] { open[id]?.held.all ?? [] }
  /// A message of an open conversation, as far as it is held.
  func message(_ message: MessageID, in id: ConversationID) -> Message? { open[id]?[message] }
  /// Everything back to the first message is there.
  func isWhole(_ id: ConversationID) -> Bool { open[id]?.isWhole == true }
  func wasSeen(_ id: MessageID) -> Bool { seenMessages.contains(id) }
  func isComparing(_ id: ConversationID) -> Bool { comparisons.isUnderWay(id) }

  /// When an open conversation is to be compared, by `Moment.uptime`.
  var due: TimeInterval? { open.values.compactMap(\.due).min() }
  func due(at now: TimeInterval) -> [ConversationID] {
    openIDs.filter { open[$0]?.isDue(at: now) == true }
  }

  // MARK: Opening and closing

  /// Answers whether it was closed; one that is open is told anew.
  mutating func open(_ id: ConversationID, schedule: RefreshSchedule) -> Bool {
    guard open[id] == nil else {
      open[id]?.noteReset()
      return false
    }
    open[id] = OpenConversation(id, size: windowSize, schedule: schedule)
    return true
  }

  /// nil when it was not open.
  mutating func close(_ id: ConversationID, at date: Date) -> [Fact]? {
    defer { open[id] = nil }
    return open[id]?.closed(at: date)
  }

  /// Wanted again as soon as possible.
  mutating func hurry(_ id: ConversationID, at now: TimeInterval) { open[id]?.hurry(at: now) }
  mutating func hurryAll(at now: TimeInterval) { for id in open.keys { hurry(id, at: now) } }

  mutating func entered(
    _ id: ConversationID, pace: TimeInterval, _ known: Circumstances
  ) -> [Fact] {
    open[id]?.entered(isMine: known.isMine, pace: pace, paging: paging, known) ?? []
  }

  mutating func isOutside(
    _ id: ConversationID, isKeptOut: Bool = false, pace: TimeInterval, at now: TimeInterval
  ) {
    open[id]?.isOutside(isKeptOut: isKeptOut, pace: pace, at: now)
  }

  // MARK: The disk

  mutating func diskAsked(_ id: ConversationID, by request: RequestID) {
    open[id]?.diskAsked(by: request)
  }

  mutating func handleStoreResult(
    _ messages: [Message], _ coverage: Coverage?, of request: RequestID, for id: ConversationID,
    _ known: Circumstances
  ) -> [Fact] {
    // It was left meanwhile: what is open there now has asked for itself.
    guard open[id]?.diskAnswered(request) == true else { return [] }
    return open[id]?.handleCached(messages, coverage, paging: paging, known) ?? []
  }

  mutating func handleSlice(
    _ slice: HistorySlice, of request: RequestID, for id: ConversationID, _ known: Circumstances
  ) -> [Fact] {
    guard open[id]?.diskAnswered(request) == true else { return [] }
    return open[id]?.handleSlice(slice, paging: paging, known) ?? []
  }

  // MARK: The server

  mutating func compare(_ id: ConversationID, _ known: Circumstances) -> [Fact] {
    open[id]?.compare(paging, known) ?? []
  }

  /// Moves the window over an open conversation.
  mutating func move(_ id: ConversationID, _ move: Move, _ known: Circumstances) -> [Fact] {
    open[id]?.move(move, paging, known) ?? []
  }

  /// What comes pushes nothing out of the window.
  mutating func stay(_ id: ConversationID) { open[id]?.held.leaveNewest() }

  /// Reads back to that date, to look for sends there.
  mutating func beginComparison(
    of id: ConversationID, since date: Date, at now: TimeInterval
  ) -> [Fact] {
    comparisons.begin(id, since: date, total: open[id]?.total, paging, at: now)
  }

  /// The page is asked for by this request; nil when nothing may be asked, which ends the reading.
  mutating func asked(_ fetch: HistoryFetch, by request: RequestID?) {
    switch fetch.reader {
    case .open: open[fetch.id]?.pageAsked(by: request)
    case .search: open[fetch.id]?.searchAsked(by: request)
    case .comparison: comparisons.asked(fetch.id, by: request)
    case .catchUp: catchingUp.asked(by: request)
    }
  }

  /// An answer to pages that were given up proves nothing of those that are read now.
  func awaits(_ fetch: HistoryFetch, by request: RequestID) -> Bool {
    switch fetch.reader {
    case .open: open[fetch.id]?.awaitsPage(request) == true
    case .search: open[fetch.id]?.search?.awaited == request
    case .comparison: comparisons.awaits(fetch.id, by: request)
    case .catchUp: catchingUp.awaits(request)
    }
  }

  /// Takes the page that is awaited.
  mutating func handlePage(
    _ page: Page<Message>, of fetch: HistoryFetch, _ known: Circumstances
  ) -> [Fact] {
    switch fetch.reader {
    case .open:
      return open[fetch.id]?.handlePage(page, number: fetch.page, paging: &paging, known) ?? []
    case .search: return open[fetch.id]?.handleSearchPage(page, paging, known) ?? []
    case .comparison:
      return comparisons.handlePage(page, number: fetch.page, of: fetch.id, paging: &paging)
    case .catchUp: return catchingUp.handlePage(page, number: fetch.page, paging: &paging)
    }
  }

  /// The page did not come.
  mutating func failed(_ fetch: HistoryFetch, _ error: APIError, at now: TimeInterval) {
    switch fetch.reader {
    case .open: open[fetch.id]?.pagesFailed(error, at: now)
    case .search: open[fetch.id]?.searchFailed(error)
    case .comparison: comparisons.failed(fetch.id)
    case .catchUp: catchingUp.failed()
    }
  }

  // MARK: Catching up

  /// These are to be read before they are opened, the last one first.
  mutating func planCatchUps(_ ids: [ConversationID]) { catchingUp.plan(ids) }

  /// Reads the next one; `lacking` says how many unread messages the disk lacks, if any.
  mutating func catchUpNext(_ lacking: (ConversationID) -> Int?) -> [Fact] {
    catchingUp.next({ [open] id in open[id] == nil ? lacking(id) : nil }, paging)
  }

  // MARK: Single messages

  /// A message as it is to be known: with what was heard of it before, its conversation and sender;
  /// and whether it is the first copy.
  mutating func ingest(
    _ message: Message, in id: ConversationID, from sender: Participant?
  ) -> (message: Message, isNew: Bool) {
    var message = open[id]?.marks.withEarlyReading(message, me: me) ?? message
    message.conversationID = id
    if let sender, message.sender.id == nil || message.sender.id == sender.id {
      message.sender = message.sender.merging(.known(sender))
    }
    let isNew = seenMessages.insert(message.id) && open[id]?[message.id] == nil
    return (message, isNew)
  }

  mutating func show(_ message: Message, in id: ConversationID, at now: TimeInterval) {
    open[id]?.show(message, at: now)
  }

  /// Changes it where it is open; answers with the message as it then is.
  mutating func change(
    _ message: MessageID, in id: ConversationID, _ change: (inout Message) -> Void
  ) -> Message? {
    open[id]?.change(message, change)
  }

  // MARK: What I have read

  func isUnread(_ message: Message, in id: ConversationID) -> Bool {
    open[id]?.marks.isUnread(message, me: me) ?? false
  }

  func needsMarkAllRead(_ id: ConversationID) -> Bool {
    open[id]?.marks.needsMarkAllRead == true
  }

  mutating func setNeedsMarkAllRead(_ id: ConversationID, _ isNeeded: Bool) {
    open[id]?.marks.needsMarkAllRead = isNeeded
  }

  /// Everything is being marked read on the link, up to the place that it answers with.
  mutating func markAllTold(_ id: ConversationID) -> MessagePlace? {
    open[id]?.marks.markAllTold()
    return newestPlace(id)
  }

  mutating func allReadIsProven(_ id: ConversationID) { open[id]?.marks.allReadIsProven() }

  func newestPlace(_ id: ConversationID) -> MessagePlace? {
    open[id]?.timeline.newest.map(MessagePlace.init)
  }

  /// Messages were on the screen: answers with those that were unread, and whether the newest message
  /// is among them.
  mutating func see(
    _ messages: [MessageID], in id: ConversationID
  ) -> (unread: [MessageID], isNewest: Bool) {
    let known = messages.compactMap { open[id]?[$0] }
    let unread = open[id]?.marks.see(known, me: me) ?? []
    return (unread, newestPlace(id).map { unread.contains($0.id) } ?? false)
  }

  /// The link is down: these are told when it is up.
  mutating func keepUnreadMarks(_ messages: [MessageID], of id: ConversationID) {
    unreadMarks[id, default: []] += messages
  }

  /// What was seen while the link was down.
  mutating func takeUnreadMarks() -> [(id: ConversationID, messages: [MessageID])] {
    defer { unreadMarks = [:] }
    return unreadMarks.sorted { $0.key < $1.key }.map { (id: $0.key, messages: $0.value) }
  }

  /// All that is unread there was seen: it can be marked read as a whole.
  func isAllSeen(_ id: ConversationID) -> Bool {
    guard let conversation = open[id] else { return false }
    if conversation.marks.needsMarkAllRead { return true }
    let seen = (unreadMarks[id] ?? []).compactMap { conversation[$0] }
    guard let first = seen.min() else { return false }
    return !conversation.timeline.newestFirst.prefix { first < $0 }
      .contains { conversation.marks.isUnread($0, me: me) }
  }

  /// Everything up to there is read by me; where no message was known, everything there is. Answers
  /// with how many are unread behind it.
  mutating func readAll(_ id: ConversationID, through place: MessagePlace?) -> Int {
    if let place { open[id]?.marks.readAll(through: place) }
    let later = unreadMarks[id]?.filter { message in
      guard let place, let message = open[id]?[message] else { return false }
      return place < MessagePlace(message)
    }
    unreadMarks[id] = later?.isEmpty == false ? later : nil
    guard let place, let conversation = open[id] else { return 0 }
    return conversation.marks.unread(after: place, in: conversation.timeline, me: me)
  }

  /// It is another's now: nothing of it is marked read any more.
  mutating func handedAway(_ id: ConversationID) {
    unreadMarks[id] = nil
    setNeedsMarkAllRead(id, false)
  }

  /// The connection ended; marks that went to it may not have arrived.
  mutating func linkLost(
    pace: TimeInterval, at now: TimeInterval, isMine: (ConversationID) -> Bool
  ) {
    for id in openIDs {
      let timeline = self.timeline(id)
      if isMine(id), let unproven = open[id]?.marks.linkLost(timeline), !unproven.isEmpty {
        unreadMarks[id] = unproven
      }
      isOutside(id, pace: pace, at: now)
    }
  }

  // MARK: What the others have read

  mutating func wasReadEarly(_ message: MessageID, in id: ConversationID) {
    open[id]?.marks.wasReadEarly(message)
  }

  mutating func allWasReadEarly(_ id: ConversationID, before date: Date) {
    open[id]?.marks.allWasReadEarly(before: date)
  }

  // MARK: What is told

  /// What is known around the messages may have changed.
  mutating func noteExtent(_ id: ConversationID) { open[id]?.noteExtent() }
  mutating func noteExtents() { for id in open.keys { noteExtent(id) } }
  mutating func noteReset(_ id: ConversationID) { open[id]?.noteReset() }

  /// What is to be told of open conversations since the last time.
  mutating func takeUpdates(
    isSignedIn: Bool, isInside: (ConversationID) -> Bool
  ) -> [TimelineUpdate] {
    openIDs.compactMap { id in
      open[id]?.takeUpdate(isInside: isInside(id), isSignedIn: isSignedIn)
    }
  }
}
