import ChatModel
import Foundation

/// What is known of each conversation: its record, how much of it is unread, since when its farmer
/// waits, and whose it is.
///
/// ```
/// unknown ── an event or a command names it ──▶ named ── the server or the disk tells of it ──▶ shown
///                                                 │                                              │
///                                                 └────────── the server shows it no more ───────┴─▶ unknown
/// ```
/// A named conversation waits for the one fetch that is under way for it. A live change counts: an
/// answer that was asked for before it does not overrule it. What an earlier process knew of a wait
/// waits here until the first record of its conversation comes.
struct Conversations: Sendable {
  /// What follows from a new record for others, in this order.
  enum Fact: Sendable {
    /// Nothing of it is unread at the server.
    case everythingIsRead(ConversationID)
    case listed(Participant)
    case learned(Agent)
    /// It was mine and is another's.
    case handedAway(ConversationID)
    case changed(ConversationID)
    /// To be told after the conversations that it is about.
    case announce(ClientEvent)
    /// Its last message is another one than it was.
    case lastMessage(Message, ConversationID)
  }

  private var me: Claims?
  private var records: [ConversationID: ConversationRecord] = [:]
  private var untold = UntoldCounts()
  /// Counts live changes.
  private(set) var sequence = 0
  private var agents = AgentDirectory()
  private var handoffs = HandoffWatch()
  /// Somebody waits for the end of a refresh.
  private var askedRefresh: AskedRefresh?

  // MARK: What others may know

  subscript(id: ConversationID) -> Conversation? { records[id]?.conversation }

  func isShown(_ id: ConversationID) -> Bool { records[id]?.isShown == true }
  func isMine(_ id: ConversationID) -> Bool { records[id].map { isMine($0) } ?? false }
  func unread(_ id: ConversationID) -> Int { records[id]?.unread ?? 0 }
  /// The disk has told which messages of mine it holds.
  func isRecalled(_ id: ConversationID) -> Bool { records[id]?.isRecalled == true }
  func recentOwnMessages(_ id: ConversationID) -> [MessagePlace] {
    records[id]?.recentOwnMessages ?? []
  }
  func agent(_ id: UserID) -> Participant? { agents[id] }
  /// The farmer's name, or else the conversation's id.
  func name(_ id: ConversationID) -> String {
    self[id]?.farmer.value?.fullName ?? id.rawValue
  }

  var shown: [ConversationID] { records.values.filter(\.isShown).map(\.conversation.id).sorted() }
  /// The same in no order.
  var shownSet: Set<ConversationID> {
    Set(records.values.lazy.filter(\.isShown).map(\.conversation.id))
  }
  var firstOfMine: ConversationID? { shown.first { isMine($0) } }

  /// As it is shown; nil while only an event has named it.
  func summary(_ id: ConversationID) -> ConversationSummary? {
    records[id].flatMap { $0.isShown ? summary($0) : nil }
  }

  /// As the disk keeps it: what was read since the server counted is not shown as unread offline.
  func kept(_ id: ConversationID) -> Conversation? {
    guard let record = records[id], record.isShown else { return nil }
    var conversation = record.conversation
    if let me, conversation.unread(of: me.userID) != record.unread {
      conversation.unreadCount = (conversation.unreadCount ?? [:])
        .merging([me.userID: record.unread]) { $1 }
    }
    return conversation
  }

  /// Conversations of mine of which the disk does not hold all that is unread, the latest last.
  func lackingUnread() -> [ConversationID] {
    records.values.filter { lacksUnread($0.conversation.id) }
      .sorted {
        let (a, b) = ($0.conversation, $1.conversation)
        return (a.updatedAt ?? .distantPast, a.id) < (b.updatedAt ?? .distantPast, b.id)
      }
      .map(\.conversation.id)
  }

  func lacksUnread(_ id: ConversationID) -> Bool {
    guard let record = records[id] else { return false }
    return record.isShown && record.unread > record.cachedUnread && isMine(record)
  }

  private func isMine(_ record: ConversationRecord) -> Bool {
    me.map { record.isMine(of: $0) } ?? false
  }

  private func summary(_ record: ConversationRecord) -> ConversationSummary {
    ConversationSummary(
      conversation: record.conversation, isMine: isMine(record), unread: record.unread,
      wait: record.clock.wait)
  }

  // MARK: The beginning

  mutating func identify(_ me: Claims?) { self.me = me }

  /// So many are about to be told of.
  mutating func reserve(_ count: Int) { records.reserveCapacity(records.count + count) }

  /// What the disk knows of conversations that it has not told of yet.
  mutating func restore(waits: [ConversationID: KeptWait], heldUnread: [ConversationID: Int]) {
    untold = UntoldCounts(waits: waits, heldUnread: heldUnread)
  }

  /// There is something to compare with: what becomes mine or another's is announced from now on.
  mutating func watchHandoffs() { handoffs.isWatching = true }

  // MARK: Records

  /// Makes a conversation known, or brings it up to date. Answers whether anything changed.
  mutating func upsert(_ new: Conversation, from source: Source) -> (changed: Bool, facts: [Fact]) {
    let old = records[new.id]
    var record = old ?? ConversationRecord(conversation: Conversation(id: new.id))
    let before = summary(record)
    let previousAgent = record.conversation.agent.value
    let isStale = source.sequence.map { record.lastLiveSequence > $0 } ?? false
    if case .list(mine: true, _) = source { record.isListedMine = true }
    record.merge(new, isStale: isStale, isOverruled: source.isOverruled(by: record))
    var facts: [Fact] = []
    if !isStale, let me, new.unreadCount != nil || old?.isShown != true {
      record.unread = record.conversation.unread(of: me.userID)
      if record.unread == 0 { facts.append(.everythingIsRead(new.id)) }
    }
    if old?.isShown != true {
      if let wait = untold.takeWait(of: new.id) { record.restore(wait) }
      if source == .disk, let held = untold.takeHeldUnread(of: new.id) {
        record.restore(heldUnread: held)
      }
    }
    record.updateClock(isOurs: source == .disk)
    record.isShown = true
    record.isFetching = false
    if case .change = source {
      sequence += 1
      record.lastChange = sequence
    }
    records[new.id] = record
    facts += learnParticipants(of: record.conversation)
    let after = summary(record)
    let changed = old?.isShown != true || !after.saysTheSame(as: before)
    if before.isMine, !after.isMine { facts.append(.handedAway(new.id)) }
    guard changed else { return (false, facts) }
    facts.append(.changed(new.id))
    if case .disk = source { return (true, facts) }
    if me?.role.isStaff == true, source.isAnnounced {
      facts += handoffs.compare(
        new.id, wasMine: old?.isShown == true ? before.isMine : nil, isMine: after.isMine,
        from: previousAgent, to: record.conversation.agent.value
      ).map(Fact.announce)
    }
    if let message = after.conversation.lastMessage.value,
      message.id != before.conversation.lastMessage.id
    {
      facts.append(.lastMessage(message, new.id))
    }
    return (true, facts)
  }

  private mutating func learnParticipants(of conversation: Conversation) -> [Fact] {
    let people = [conversation.farmer.value, conversation.agent.value].compactMap { $0 }
    var facts = people.map(Fact.listed)
    guard me?.role.isStaff == true else { return facts }
    let sender = conversation.lastMessage.value?.sender.value
    let writer = sender?.role?.isStaff == true ? sender : nil
    for agent in [conversation.agent.value, writer].compactMap({ $0 }) {
      if let known = agents.seen(agent) { facts.append(.learned(known)) }
    }
    return facts
  }

  var knownAgents: [Participant] { agents.all }
  /// Answers with what is new of an agent.
  mutating func learn(_ agent: Participant) -> Agent? { agents.seen(agent) }

  /// Answers with the agents of whom it says something new.
  mutating func learn(_ statistics: Statistics) -> [Agent] { agents.counted(statistics) }

  /// An event or a command names it and no list did. Answers whether it is to be fetched.
  mutating func wantsFetch(_ id: ConversationID) -> Bool {
    let record = records[id] ?? ConversationRecord(conversation: Conversation(id: id))
    guard !record.isShown, !record.isFetching else { return false }
    records[id] = record
    return true
  }

  /// The person changed its status or agent here, after the live change of that number.
  func wasChanged(_ id: ConversationID, since sequence: Int) -> Bool {
    records[id].map { $0.lastChange > sequence } ?? false
  }

  mutating func fetchBegan(_ id: ConversationID) { records[id]?.isFetching = true }
  mutating func fetchEnded(_ id: ConversationID) { records[id]?.isFetching = false }

  /// The server does not show it any more, or never did.
  mutating func forget(_ id: ConversationID) { records[id] = nil }

  /// The same of one that was shown: what is to be told, and whether the disk holds its wait.
  mutating func remove(
    _ id: ConversationID, isDeleted: Bool
  ) -> (events: [ClientEvent], hasKeptWait: Bool) {
    guard let record = records.removeValue(forKey: id) else { return ([], false) }
    let hasKeptWait = !record.keptWait.isEmpty
    guard isMine(record), me?.role.isStaff == true, handoffs.isWatching else {
      return ([], hasKeptWait)
    }
    return ([isDeleted ? .deletedWhileMine(id) : .takenFromMe(id, to: nil)], hasKeptWait)
  }

  /// Of those that were known when a list was asked for, which it does not name though it should.
  func unlisted(
    _ known: Set<ConversationID>, found: (ConversationID) -> Bool, since sequence: Int
  ) -> [ConversationID] {
    known.sorted().filter { id in
      !found(id) && records[id].map { $0.lastLiveSequence <= sequence } ?? false
    }
  }

  // MARK: Messages

  /// Recomputes last message, times, unread and wait.
  mutating func ingest(_ message: Message, in id: ConversationID, isNew: Bool) {
    if isNew { sequence += 1 }
    var record = records[id] ?? ConversationRecord(conversation: Conversation(id: id))
    record.noteLast(message)
    if isNew {
      record.lastLiveSequence = sequence
      if let direction = WaitClock.direction(of: message, in: record.conversation) {
        record.clock.heard(message, direction)
      }
      if message.sender.id == me?.userID {
        record.noteOwn(message)
      } else if !message.isRead, isMine(record) || !record.isShown {
        record.unread += 1
        record.cachedUnread += 1
      }
    }
    records[id] = record
  }

  /// Changes the last message where it is this one; answers whether anything changed.
  mutating func changeLastMessage(
    _ message: MessageID, in id: ConversationID, _ change: (inout Message) -> Void
  ) -> Bool {
    guard var last = records[id]?.conversation.lastMessage.value, last.id == message else {
      return false
    }
    let old = last
    change(&last)
    guard last != old else { return false }
    records[id]?.conversation.lastMessage = .known(last)
    return true
  }

  /// Remembers which of these are mine, so that a resemblance is not taken for another.
  mutating func noteOwn(in messages: [Message], _ id: ConversationID) {
    guard let me = me?.userID else { return }
    for message in messages where message.sender.id == me {
      records[id, default: ConversationRecord(conversation: Conversation(id: id))].noteOwn(message)
    }
  }

  /// Answers whether the disk is to be asked for my messages there.
  mutating func wantsRecall(_ id: ConversationID) -> Bool {
    let record = records[id] ?? ConversationRecord(conversation: Conversation(id: id))
    records[id] = record
    return !record.isRecalled
  }

  mutating func recalled(_ id: ConversationID) { records[id]?.isRecalled = true }

  /// The wait clock and the last message follow what the history says, a gapless run up to the newest,
  /// given newest first. Answers whether anything changed.
  mutating func historyLearned(
    _ id: ConversationID, newestFirst messages: some Sequence<Message>, newest: Message?,
    removed: Set<MessageID>, reachesStart: Bool
  ) -> Bool {
    guard var record = records[id] else { return false }
    let before = summary(record)
    record.clock.removed(removed)
    record.clock.learned(
      newestFirst: messages, in: record.conversation, reachesStart: reachesStart)
    if let newest { record.noteNewest(newest, removed: removed) }
    records[id] = record
    return summary(record) != before
  }

  // MARK: Unread

  /// So many of it are unread by me since now, however many a list still counts. Answers whether it is
  /// known at all.
  mutating func setUnread(_ count: Int, of id: ConversationID) -> Bool {
    noteLiveChange(id)
    guard records[id] != nil else { return false }
    records[id]?.unread = max(0, count)
    return true
  }

  /// One of it was read elsewhere. Answers whether it is known at all.
  mutating func oneWasReadElsewhere(_ id: ConversationID) -> Bool {
    guard let unread = records[id]?.unread else { return false }
    records[id]?.unread = max(0, unread - 1)
    return true
  }

  /// An answer that was asked for before now does not say how many are unread.
  mutating func noteLiveChange(_ id: ConversationID) {
    guard records[id] != nil else { return }
    sequence += 1
    records[id]?.lastLiveSequence = sequence
  }

  /// So many of the unread are on the disk.
  mutating func setCachedUnread(_ count: Int, of id: ConversationID) {
    records[id]?.cachedUnread = count
  }

  /// How many unread messages of these the disk holds, where that is not what it was last told.
  mutating func heldUnreadToKeep(of ids: Set<ConversationID>) -> [(id: ConversationID, count: Int)]
  {
    ids.sorted().compactMap { id in
      guard let record = records[id], record.isShown,
        record.cachedUnread != record.keptCachedUnread
      else { return nil }
      records[id]?.keptCachedUnread = record.cachedUnread
      return (id, record.cachedUnread)
    }
  }

  // MARK: Waits on the disk

  /// What is to be kept of these, where it has changed.
  mutating func waitsToKeep(of ids: Set<ConversationID>) -> [ConversationID: KeptWait] {
    waits(
      of: ids.filter { id in
        records[id].map { $0.isShown && $0.clock.kept != $0.keptWait } ?? false
      })
  }

  /// What is to be kept of these now.
  mutating func waits(of ids: Set<ConversationID>) -> [ConversationID: KeptWait] {
    var waits: [ConversationID: KeptWait] = [:]
    for id in ids {
      waits[id] = records[id]?.clock.kept ?? KeptWait()
      records[id]?.keptWait = waits[id] ?? KeptWait()
    }
    return waits
  }

  // MARK: A refresh that somebody asked for

  mutating func refreshAsked() {
    askedRefresh = AskedRefresh(records.values.lazy.filter(\.isShown))
  }

  /// How many messages came meanwhile; nil where nobody waits for the end.
  mutating func refreshEnded() -> Int? {
    guard let asked = askedRefresh else { return nil }
    askedRefresh = nil
    return asked.newCount(in: records.values.lazy.filter(\.isShown), of: me?.userID)
  }
}
