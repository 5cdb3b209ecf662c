import ChatModel
package import Foundation

/// The client: decides what to ask, what to say, what to keep and what to tell, and does none of it.
///
/// It has no clock, no disk and no network; ids come from `configuration`. The same inputs at the
/// same moments give the same outputs.
package struct SyncEngine: Sendable {
  package let configuration: SyncConfiguration

  /// Whether the server may be asked anything.
  enum SignIn: Hashable, Sendable {
    /// Before `.start`.
    case none
    case accepted
    /// Everything is kept; work goes on with `.useToken`.
    case needed
  }

  /// What an API call was made for, and when.
  struct PendingCall: Sendable {
    var purpose: Purpose
    var uptime: TimeInterval
    /// Live changes after this one may be missing in the answer.
    var sequence: Int
  }

  enum Purpose: Hashable, Sendable {
    case list(all: Bool, page: Int)
    case conversation(ConversationID)
    case openConversation
    case history(HistoryFetch)
    case send(OutboxID)
    case upload
    case markAllRead(ConversationID, through: MessagePlace?, isAsked: Bool)
    case lookBeforeChange(ConversationID, Change, shown: Conversation?)
    case setStatus(ConversationID, ConversationStatus, from: ConversationStatus?)
    case reassign(ConversationID, to: UserID, from: Participant?)
    case lookAfterChange(ConversationID, Change, before: Conversation?, reason: String)
    case lookBeforeTakingBack(Reversal)
    case takeBack(Reversal)
    case statistics(isAsked: Bool)
  }

  /// The samples of the statistics that are kept on the disk.
  enum Samples: Hashable, Sendable {
    case unread
    /// One may have come that follows them.
    case underWay(new: StatisticsSample?)
    /// When the newest was taken, by the local clock.
    case read(newest: Date?)
  }

  enum StorePurpose: Hashable, Sendable {
    case loadFirst
    case load
    case open(ConversationID)
    case peek(ConversationID)
    case slice(ConversationID)
    case recall(ConversationID)
    case accept([OutboxEntry])
    case takeBack([OutboxID], ConversationID)
    case readOutbox
    case readDrafts
    case readLocal
    case readSamples
    case lead
  }

  // Who I am.
  var token = ""
  var me: Claims? {
    didSet {
      conversations.identify(me)
      history.identify(me?.userID)
    }
  }
  var signIn = SignIn.none

  // What was asked and not answered.
  var calls: [RequestID: PendingCall] = [:]
  var storing: [RequestID: StorePurpose] = [:]
  /// What the disk gave before all of it.
  var loadedFirst: Set<ConversationID> = []
  private var lastRequest = 0
  private var lastEmission = 0

  // The machines.
  var live: Live
  var conversations = Conversations()
  var bulk = BulkChanges()
  var list: ListSync
  var history: History
  var acceptor: Acceptor
  var delivery: Delivery
  var disk: Disk

  /// Somebody is at the desk.
  var isPresent = true
  var samples = Samples.unread
  /// REST is left alone until then, by `Moment.uptime`, after a call did not get through.
  var restRetry = Backoff()

  // What this input has brought about, told together at its end.
  var now = Moment(uptime: 0, date: .distantPast)
  private var outputs: [SyncOutput] = []
  private var changedConversations: Set<ConversationID> = []
  /// What the disk told is not written to it.
  private var unkeptConversations: Set<ConversationID> = []
  private var fewerOrMoreHeld: Set<ConversationID> = []
  private var announcements: [ClientEvent] = []
  private var changedEntries: [OutboxID] = []
  private var historyChanges: [HistoryChange] = []

  package init(_ configuration: SyncConfiguration) {
    self.configuration = configuration
    let timing = configuration.timing
    history = History(windowSize: configuration.window)
    disk = Disk(timing: timing)
    acceptor = Acceptor(idPrefix: configuration.idPrefix, hold: timing.sendHold)
    delivery = Delivery(timing: timing, boot: configuration.boot)
    live = Live(timing)
    list = ListSync(timing)
  }

  var timing: SyncTiming { configuration.timing }

  /// When `.tick` is due, by `Moment.uptime`; nil while nothing is.
  package var nextDeadline: TimeInterval? {
    var deadlines = [live.nextDeadline, disk.nextDeadline]
    deadlines.append(delivery.nextDeadline { !history.isComparing($0) })
    if signIn == .accepted {
      var reading: [TimeInterval?] = []
      if isLoaded { reading.append(list.due) }
      reading.append(history.due)
      let hold = restRetry.heldUntil ?? -.infinity
      deadlines += reading.map { due in due.map { max($0, hold) } }
      deadlines.append(restRetry.due)
      deadlines.append(disk.departuresDue)
      deadlines.append(holdEnds)
      deadlines.append(sendingOverRESTBegins)
      deadlines.append(clockAwaited)
    }
    return deadlines.compactMap { $0 }.min()
  }

  /// Takes what happened; answers with what is to be done, in order.
  package mutating func handle(_ input: SyncInput, at moment: Moment) -> [SyncOutput] {
    now = moment
    switch input {
    case .start(let token): begin(token)
    case .command(let command): perform(command)
    case .live(let events): for event in events { handle(event) }
    case .answered(let id, let answer): handleResponse(answer, to: id)
    case .uploaded(let id, let part): apply(delivery.uploadProgressed(id, part))
    case .stored(let id, let answer): handleStoreResult(answer, of: id)
    case .inspected(_, let files): apply(acceptor.handleInspection(files, at: now.date))
    case .changedElsewhere(let change): follow(change)
    case .tick: break
    case .stop: end()
    }
    if input != .stop {
      runDeadlines()
      pump()
      runMany()
      if leads { apply(delivery.keepSettling()) }
    }
    return flush()
  }

  // MARK: Giving work back

  mutating func tell(_ event: ClientEvent) { outputs.append(.tell(event)) }
  mutating func tell(_ events: [ClientEvent]) { for event in events { tell(event) } }
  /// Tells it after the conversations that it is about, which may be new.
  mutating func announce(_ event: ClientEvent) { announcements.append(event) }
  mutating func put(_ output: SyncOutput) { outputs.append(output) }

  mutating func notice(
    _ severity: Notice.Severity, _ text: String, about id: ConversationID? = nil
  ) {
    tell(.notice(Notice(severity, text, about: id)))
  }

  /// Makes an API call; nil while a sign-in is needed.
  @discardableResult
  mutating func call(_ call: APICall, for purpose: Purpose) -> RequestID? {
    guard signIn == .accepted else { return nil }
    let id = nextRequestID()
    calls[id] = PendingCall(
      purpose: purpose, uptime: now.uptime, sequence: conversations.sequence)
    put(.call(call, id))
    return id
  }

  @discardableResult
  mutating func store(_ call: StoreCall, for purpose: StorePurpose) -> RequestID {
    let id = nextRequestID()
    storing[id] = purpose
    put(.store(call, id))
    return id
  }

  @discardableResult
  mutating func emit(
    _ emission: ClientEmission, acknowledged: Bool = false, within limit: Duration? = nil
  ) -> EmissionID {
    lastEmission += 1
    let id = EmissionID(rawValue: lastEmission)
    put(.emit(emission, id, acknowledged: acknowledged, within: limit))
    return id
  }

  mutating func nextRequestID() -> RequestID {
    lastRequest += 1
    return RequestID(rawValue: lastRequest)
  }

  // MARK: Noting what changed

  mutating func note(_ change: HistoryChange) { historyChanges.append(change) }
  mutating func noteConversation(_ id: ConversationID) {
    changedConversations.insert(id)
    unkeptConversations.insert(id)
  }
  /// To be told and not to be written.
  mutating func noteConversationOfDisk(_ id: ConversationID) { changedConversations.insert(id) }
  /// The disk holds another number of its unread messages.
  mutating func noteHeldUnread(_ id: ConversationID) { fewerOrMoreHeld.insert(id) }
  mutating func noteEntry(_ id: OutboxID) {
    if !changedEntries.contains(id) { changedEntries.append(id) }
  }

  private mutating func flush() -> [SyncOutput] {
    let entries = changedEntries.compactMap { delivery[$0] }
    if !entries.isEmpty { tell(.outbox(entries)) }
    apply(delivery.forgetOldSent())
    let rooms = live
    let updates = history.takeUpdates(isSignedIn: signIn == .accepted) { rooms.isInside($0) }
    tell(updates.map(ClientEvent.timeline))
    let summaries = changedConversations.sorted().compactMap { conversations.summary($0) }
    if !summaries.isEmpty { tell(.conversations(summaries)) }
    tell(announcements)
    announcements = []
    for id in unkeptConversations.sorted() {
      if let kept = conversations.kept(id) { note(.conversation(kept)) }
    }
    for (id, count) in conversations.heldUnreadToKeep(
      of: unkeptConversations.union(fewerOrMoreHeld))
    {
      note(.heldUnread(id, count))
    }
    keepWaits(of: changedConversations)
    if !historyChanges.isEmpty { apply(disk.keep(historyChanges)) }
    changedEntries = []
    changedConversations = []
    unkeptConversations = []
    fewerOrMoreHeld = []
    historyChanges = []
    defer { outputs = [] }
    return outputs
  }
}
