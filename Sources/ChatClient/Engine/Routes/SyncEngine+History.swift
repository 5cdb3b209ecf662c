import ChatModel
import Foundation
import Sentences

/// What the histories need, and what they tell the others.
extension SyncEngine {
  mutating func apply(_ facts: [History.Fact]) {
    for fact in facts {
      switch fact {
      case .fetches(let fetch): fetchHistory(fetch)
      case .readsDisk(let id, let spot): readDisk(id, spot)
      case .keeps(let change): note(change)
      case .ownMessages(let messages, let id): conversations.noteOwn(in: messages, id)
      case .learned(let id, let removed): historyLearned(id, removed: removed)
      case .compared(let id): markReadOverREST(id)
      case .found(let id, let findings, let askedAt): sendsCompared(id, findings, askedAt: askedAt)
      case .caughtUp(let id, let unread, let findings): caughtUp(id, unread: unread, findings)
      case .tells(let notice): tell(.notice(notice))
      }
    }
  }

  private func circumstances(_ id: ConversationID) -> Circumstances {
    Circumstances(
      me: me?.userID, isSignedIn: signIn == .accepted, isOnline: isOnline, isPresent: isPresent,
      isMine: isMine(id), isInside: live.isInside(id), isHidden: live.isHidden(id),
      watchingPace: timing.watching,
      slowestPace: live.isHidden(id) ? timing.slowestWatching : timing.slowestRefresh, now: now)
  }

  // MARK: Opening and closing

  mutating func openConversation(_ id: ConversationID) {
    if live.unhide(id), history.isOpen(id) { join(id) }
    show(id)
  }

  /// Opens it, or stays with it, out of its room.
  mutating func watchConversation(_ id: ConversationID) {
    guard live.hide(id) else { return history.noteReset(id) }
    guard history.isOpen(id) else { return show(id) }
    stopTyping(in: id)
    if live.left(id) { emit(.leave(id)) }
    history.setNeedsMarkAllRead(id, false)
    history.isOutside(id, pace: timing.watching, at: now.uptime)
    history.noteReset(id)
  }

  private mutating func show(_ id: ConversationID) {
    var schedule = RefreshSchedule(
      base: isOnline && !live.isHidden(id) ? timing.conversationRefresh : timing.watching,
      slowest: timing.slowestRefresh)
    schedule.hurry(at: now.uptime)
    guard history.open(id, schedule: schedule) else { return }
    readDisk(id, nil)
    join(id)
    if !conversations.isShown(id), isLoaded { fetchUnknown(id) }
  }

  mutating func closeConversation(_ id: ConversationID) {
    guard let facts = history.close(id, at: now.date) else { return }
    _ = live.unhide(id)
    stopTyping(in: id)
    if live.left(id) { emit(.leave(id)) }
    apply(facts)
  }

  mutating func move(_ id: ConversationID, _ move: Move) {
    apply(history.move(id, move, circumstances(id)))
  }

  /// Brings the newest messages of an open conversation up to date.
  mutating func compare(_ id: ConversationID) { apply(history.compare(id, circumstances(id))) }

  /// The room brings its messages to somebody who looks at it.
  mutating func entered(_ id: ConversationID) {
    guard history.isOpen(id), live.entered(id) else { return }
    apply(history.entered(id, pace: timing.conversationRefresh, circumstances(id)))
  }

  // MARK: The disk

  private var windowStep: Int { OpenConversation.step(of: configuration.window) }

  private mutating func readDisk(_ id: ConversationID, _ spot: HistorySpot?) {
    let request =
      if let spot {
        store(.slice(id, spot, limit: windowStep), for: .slice(id))
      } else {
        store(.newestMessages(id, limit: windowStep), for: .open(id))
      }
    history.diskAsked(id, by: request)
  }

  mutating func handleMessages(
    _ answer: StoreAnswer, of request: RequestID, for id: ConversationID
  ) {
    var (messages, coverage): ([Message], Coverage?) = ([], nil)
    if case .messages(let found, let known) = answer { (messages, coverage) = (found, known) }
    apply(
      history.handleStoreResult(
        messages, coverage, of: request, for: id, circumstances(id)))
  }

  mutating func handleSlice(
    _ answer: StoreAnswer, of request: RequestID, for id: ConversationID
  ) {
    var slice = HistorySlice()
    if case .slice(let found) = answer { slice = found }
    apply(history.handleSlice(slice, of: request, for: id, circumstances(id)))
  }

  /// Reads what the disk has of a conversation that may be opened in a moment.
  mutating func peek(_ id: ConversationID) {
    guard !history.isOpen(id) else { return history.noteReset(id) }
    store(.newestMessages(id, limit: windowStep), for: .peek(id))
  }

  mutating func handlePeek(_ answer: StoreAnswer, of id: ConversationID) {
    guard !history.isOpen(id), case .messages(let messages, let coverage) = answer else { return }
    let run = coverage?.oldest.flatMap { id in messages.first { $0.id == id } }
    tell(
      .timeline(
        TimelineUpdate(
          conversationID: id, isReset: true,
          messages: messages.filter { message in run.map { message >= $0 } ?? true },
          extent: TimelineExtent(isLoading: true, freshness: .cached(coverage?.comparedAt)))))
  }

  // MARK: Pages of the server

  private mutating func fetchHistory(_ fetch: HistoryFetch) {
    let request = call(
      .messages(fetch.id, page: fetch.page, limit: HistoryPager.limit), for: .history(fetch))
    history.asked(fetch, by: request)
  }

  mutating func handleHistory(
    _ answer: APIAnswer, to request: RequestID, _ fetch: HistoryFetch, _ call: PendingCall
  ) {
    let isAwaited = history.awaits(fetch, by: request)
    guard isAwaited || fetch.reader == .open else { return }
    switch answer {
    case .messages(let page, let serverTime):
      if fetch.reader == .comparison { restRetry.succeeded() }
      learnTime(serverTime, call)
      // What is compared for sends is decided as a whole.
      if fetch.reader != .comparison { recognise(page.elements, in: fetch.id) }
      // Whatever else becomes of the page: what it shows was there before the next send leaves.
      conversations.noteOwn(in: page.elements, fetch.id)
      guard isAwaited else { return }
      apply(history.handlePage(page, of: fetch, circumstances(fetch.id)))
    case .failed(let error):
      guard isAwaited else { return }
      history.failed(fetch, error, at: now.uptime)
      if fetch.reader == .comparison { comparisonFailed(fetch.id, error) }
      // It may be another's by now.
      if case .notAllowed = error, isMine(fetch.id) { list.hurry(at: now.uptime) }
    default:
      guard isAwaited else { return }
      history.failed(fetch, .notThisAPI(said("the answer is not a history")), at: now.uptime)
    }
  }

  private mutating func historyLearned(_ id: ConversationID, removed: Set<MessageID>) {
    let timeline = history.timeline(id)
    historyLearned(
      id, newestFirst: timeline.newestFirst, newest: timeline.newest, removed: removed,
      reachesStart: history.isWhole(id))
  }

  /// The wait clock and the last message follow what the history says.
  private mutating func historyLearned(
    _ id: ConversationID, newestFirst: some Sequence<Message>, newest: Message?,
    removed: Set<MessageID> = [], reachesStart: Bool
  ) {
    let changed = conversations.historyLearned(
      id, newestFirst: newestFirst, newest: newest, removed: removed, reachesStart: reachesStart)
    if changed { noteConversation(id) }
  }

  private mutating func caughtUp(
    _ id: ConversationID, unread: Int, _ findings: HistoryPager.Findings
  ) {
    conversations.setCachedUnread(unread, of: id)
    noteHeldUnread(id)
    if !findings.hasShifted, !findings.isUncertain {
      let newestFirst = findings.messages.sorted(by: >)
      historyLearned(
        id, newestFirst: newestFirst, newest: newestFirst.first,
        reachesStart: findings.reachesStart)
    }
    catchUpNext()
  }

  // MARK: Sends that are not confirmed

  /// `Delivery` says where and how far back to look, and decides by what was found.
  mutating func runComparisons() {
    let due = delivery.comparisonsDue(at: now.uptime) { [history] in history.isComparing($0) }
    for id in due {
      guard signIn == .accepted else { continue }
      if restRetry.isWaiting(at: now.uptime) {
        delivery.scheduleComparison(of: id, at: restRetry.due)
      } else {
        apply(delivery.prepareComparison(of: id))
        let date = delivery.earliestDate(in: id, now: now)
        apply(history.beginComparison(of: id, since: date, at: now.uptime))
      }
    }
  }

  private mutating func sendsCompared(
    _ id: ConversationID, _ findings: HistoryPager.Findings, askedAt: TimeInterval
  ) {
    guard let me = me?.userID else { return }
    apply(
      delivery.handleComparison(
        of: id, with: findings.messages.sorted(),
        isWhole: findings.isComplete && !findings.isUncertain, askedAt: askedAt, me: me, now: now))
  }

  private mutating func comparisonFailed(_ id: ConversationID, _ error: APIError) {
    switch error {
    case .notSignedIn: break
    case .unreachable, .serverFailed, .notThisAPI, .cancelled, .rejected, .localFile, .heldBack:
      restFailed()
      delivery.scheduleComparison(of: id, at: restRetry.due ?? now.uptime + timing.comparison)
    case .notAllowed, .notFound: apply(delivery.comparisonRefused(of: id))
    case .noSuchCall: apply(delivery.comparisonImpossible(of: id))
    }
  }

  // MARK: Catching up

  /// After a list: what it counts as unread and the disk does not hold is read before it is opened, the
  /// latest first and one at a time, so that the messages are there when the server is not.
  mutating func planCatchingUp() {
    guard configuration.catchesUp else { return }
    let ids = conversations.lackingUnread().filter { !history.isOpen($0) }
    history.planCatchUps(ids)
    catchUpNext()
  }

  private mutating func catchUpNext() {
    guard !restRetry.isWaiting(at: now.uptime) else { return }
    let known = conversations
    apply(history.catchUpNext { known.lacksUnread($0) ? known.unread($0) : nil })
  }

  // MARK: Messages as they come

  /// A message over the live link, or the answer to a send: one message, once, whatever the number and
  /// order of copies.
  mutating func ingest(_ message: Message, in id: ConversationID, from sender: Participant?) {
    let (message, isNew) = history.ingest(message, in: id, from: sender)
    recognise([message], in: id)
    history.show(message, in: id, at: now.uptime)
    note(.message(message, in: id))
    if let user = message.sender.id, user != me?.userID {
      tell(live.userWrote(user, in: id, isNew: isNew))
    }
    conversations.ingest(message, in: id, isNew: isNew)
    noteConversation(id)
    if !conversations.isShown(id) { fetchUnknown(id) }
  }

  /// Changes a message wherever it is known.
  mutating func change(
    _ messageID: MessageID, in id: ConversationID, _ change: (inout Message) -> Void
  ) {
    if let message = history.change(messageID, in: id, change) {
      note(.message(message, in: id))
    }
    if conversations.changeLastMessage(messageID, in: id, change) { noteConversation(id) }
  }
}
