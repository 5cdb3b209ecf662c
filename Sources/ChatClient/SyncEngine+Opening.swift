import ChatModel
import Foundation

/// Conversations on the screen: cache at once, then the server's history, kept in step.
extension SyncEngine {
  /// How many cached messages are shown at once, and how many more with each step back.
  static var cachedPage: Int { 200 }

  mutating func openConversation(_ id: ConversationID) {
    guard open[id] == nil else {
      noteTimeline(id) { $0.isReset = true }
      return
    }
    var schedule = RefreshSchedule(
      base: isOnline ? timing.conversationRefresh : timing.watching,
      slowest: timing.slowestRefresh)
    schedule.hurry(at: now.uptime)
    open[id] = OpenConversation(schedule: schedule)
    store(.messages(id, before: nil, limit: Self.cachedPage), for: .open(id))
    join(id)
    if records[id]?.isShown == true {
      markAllReadOnOpening(id)
    } else if isLoaded {
      fetchUnknown(id)
    }
  }

  mutating func closeConversation(_ id: ConversationID) {
    guard let conversation = open.removeValue(forKey: id) else { return }
    stopTyping(in: id)
    if isOnline, conversation.isJoined || joins[id] != nil { emit(.leave(id)) }
    if joins.removeValue(forKey: id) != nil { lateJoins[id, default: 0] += 1 }
    if conversation.isInStep { keepCoverage(of: conversation, id) }
  }

  /// Only what is mine is marked read; a watcher leaves no trace.
  mutating func markAllReadOnOpening(_ id: ConversationID) {
    guard let record = records[id], record.isShown else { return }
    guard isMine(record) else {
      open[id]?.needsMarkAllRead = false
      return
    }
    guard isOnline else { return }
    open[id]?.needsMarkAllRead = false
    emit(.markAllRead(id))
    readAll(id)
  }

  mutating func opened(_ id: ConversationID, _ messages: [Message], _ coverage: Coverage?) {
    guard var conversation = open[id] else { return }
    conversation.isReadingStore = false
    if !conversation.isCompared {
      conversation.coverage = coverage
      let newest = coverage?.newest.flatMap { id in messages.first { $0.id == id } }
      let oldest = coverage?.oldest.flatMap { id in messages.first { $0.id == id } }
      // What is older than the joined run may lie behind a gap: it comes back page by page.
      let run = messages.filter { message in oldest.map { message >= $0 } ?? true }
      conversation.apart.formUnion(
        run.filter { message in newest.map { message > $0 } ?? true }.map(\.id))
      conversation.storeHasOlder =
        coverage?.oldest != nil && oldest == nil && messages.count >= Self.cachedPage
      conversation.reachesStart = coverage?.reachesStart ?? false
      _ = conversation.timeline.merge(run)
    }
    open[id] = conversation
    noteTimeline(id) { $0.isReset = true }
    noteMine(in: messages, id)
    if conversation.wantsCompare { compare(id) }
  }

  // MARK: Comparing with the server

  /// Brings the newest messages of an open conversation up to date.
  mutating func compare(_ id: ConversationID) {
    guard var conversation = open[id], signIn == .accepted else { return }
    guard conversation.walk == nil, !conversation.isReadingStore else {
      open[id]?.wantsCompare = true
      open[id]?.schedule.began()
      return
    }
    conversation.wantsCompare = false
    conversation.schedule.began()
    begin(walk(.compare, conversation), of: id, &conversation)
  }

  mutating func loadOlder(_ id: ConversationID) {
    guard var conversation = open[id] else { return }
    guard conversation.storeHasOlder || !conversation.reachesStart else {
      noteTimeline(id) { _ in }
      return
    }
    conversation.wantsOlder = true
    open[id] = conversation
    noteTimeline(id) { _ in }
    goOnOlder(id)
  }

  private mutating func goOnOlder(_ id: ConversationID) {
    guard var conversation = open[id], conversation.wantsOlder, !conversation.isReadingStore,
      conversation.walk == nil
    else { return }
    if conversation.storeHasOlder {
      conversation.isReadingStore = true
      open[id] = conversation
      store(
        .messages(id, before: conversation.timeline.oldest, limit: Self.cachedPage), for: .older(id)
      )
      return
    }
    guard conversation.isCompared else {
      // Page numbers count from what is joined to the newest: that comes first.
      if conversation.schedule.due != nil { compare(id) }
      return
    }
    guard !conversation.reachesStart, signIn == .accepted else {
      open[id]?.wantsOlder = false
      noteTimeline(id) { _ in }
      return
    }
    begin(walk(.older, conversation), of: id, &conversation)
  }

  mutating func olderFromStore(_ id: ConversationID, _ messages: [Message]) {
    guard var conversation = open[id] else { return }
    conversation.isReadingStore = false
    let oldest = conversation.coverage?.oldest
    var run = messages
    if let oldest, let index = messages.firstIndex(where: { $0.id == oldest }) {
      run = Array(messages[index...])
      conversation.storeHasOlder = false
    } else if messages.count < Self.cachedPage {
      conversation.storeHasOlder = false
    }
    let changed = conversation.timeline.merge(run)
    if !changed.isEmpty { conversation.wantsOlder = false }
    open[id] = conversation
    noteTimeline(id) { $0.messages.formUnion(changed.map(\.id)) }
    if conversation.wantsCompare { compare(id) }
    goOnOlder(id)
  }

  private func walk(
    _ aim: HistoryWalk.Aim, _ conversation: OpenConversation
  ) -> HistoryWalk {
    var walk = HistoryWalk(
      aim, order: pageOrder, knownCount: conversation.timeline.count, total: conversation.total,
      pageSize: pageSize)
    walk.knowsAll = conversation.reachesStart && !conversation.storeHasOlder
    return walk
  }

  private mutating func begin(
    _ walk: HistoryWalk, of id: ConversationID, _ conversation: inout OpenConversation
  ) {
    guard case .fetch(let page) = walk.start else { return }
    conversation.walk = walk
    open[id] = conversation
    fetchPage(id, page)
    noteTimeline(id) { _ in }
  }

  private mutating func fetchPage(_ id: ConversationID, _ page: Int) {
    let request = APICall.messages(id, page: page, limit: HistoryWalk.limit)
    if call(request, for: .history(id, page: page)) == nil { open[id]?.walk = nil }
  }

  mutating func takeHistory(
    _ answer: APIAnswer, _ id: ConversationID, page: Int, _ call: PendingCall
  ) {
    guard var conversation = open[id], var walk = conversation.walk else {
      if case .messages(let page, let serverTime) = answer {
        learnTime(serverTime, call)
        recognise(page.elements, in: id)
      }
      return
    }
    switch answer {
    case .messages(let elements, let serverTime):
      learnTime(serverTime, call)
      recognise(elements.elements, in: id)
      let step = walk.take(
        elements, number: page, known: conversation.timeline, apart: conversation.apart)
      pageOrder = walk.learned == .unknown ? pageOrder : walk.learned
      pageSize = walk.pageSize
      conversation.walk = walk
      conversation.total = walk.lastTotal ?? conversation.total
      open[id] = conversation
      switch step {
      case .fetch(let next): fetchPage(id, next)
      case .done(let findings): finish(id, walk, findings)
      }
    case .failed(let error): historyFailed(id, error)
    default: historyFailed(id, .notThisAPI("the answer is not a history"))
    }
  }

  private mutating func finish(
    _ id: ConversationID, _ walk: HistoryWalk, _ findings: HistoryWalk.Findings
  ) {
    guard var conversation = open[id] else { return }
    conversation.walk = nil
    conversation.problem = nil
    let isOlder = walk.aim == .older
    var change = TimelineChange()
    if !isOlder, !findings.joins {
      // The gap is too long to bridge: what lies behind it comes back page by page.
      let oldest = findings.messages.min()
      let tail = conversation.timeline.messages.filter { message in
        conversation.apart.contains(message.id) && oldest.map { message > $0 } ?? true
      }
      conversation.timeline = Timeline()
      _ = conversation.timeline.merge(tail)
      conversation.reachesStart = false
      conversation.storeHasOlder = false
      change.isReset = true
    }
    if isOlder, !findings.joins {
      // The pages shifted under us: the next comparison finds the way back.
      conversation.wantsOlder = false
      conversation.wantsCompare = true
    } else {
      change.messages.formUnion(conversation.timeline.merge(findings.messages).map(\.id))
      for message in findings.messages { note(.message(message, in: id)) }
      if findings.reachesStart { conversation.reachesStart = true }
      let missing = findings.missing.intersection(conversation.timeline.messages.map(\.id))
      conversation.timeline.remove(missing)
      change.removed = missing
      for message in missing { note(.removeMessage(message)) }
    }
    if isOlder {
      if !change.messages.isEmpty || conversation.reachesStart { conversation.wantsOlder = false }
    } else {
      let isFirst = !conversation.isCompared
      let newest = findings.messages.max()
      conversation.apart = conversation.apart.filter { id in
        guard let message = conversation.timeline[id] else { return false }
        return newest.map { message > $0 } ?? true
      }
      conversation.isCompared = true
      conversation.isInStep = conversation.isJoined || (isOnline && isMine(id))
      conversation.schedule.ended(
        changed: !change.isEmpty || isFirst, isPresent: isPresent || !conversation.isJoined,
        at: now.uptime)
      if !conversation.isJoined, isPresent {
        conversation.schedule.restart(base: timing.watching, at: now.uptime)
      }
    }
    keepCoverage(of: conversation, id)
    open[id] = conversation
    noteTimeline(id) { old in
      old.isReset = old.isReset || change.isReset
      old.messages.formUnion(change.messages)
      old.removed.formUnion(change.removed)
    }
    noteMine(in: findings.messages, id)
    historyLearned(id, removed: change.removed)
    if conversation.wantsCompare { compare(id) }
    goOnOlder(id)
  }

  private mutating func keepCoverage(of conversation: OpenConversation, _ id: ConversationID) {
    let newest = conversation.timeline.newestFirst.first { !conversation.apart.contains($0.id) }
    guard conversation.isCompared, let newest else { return }
    let coverage = Coverage(
      oldest: conversation.storeHasOlder
        ? conversation.coverage?.oldest : conversation.timeline.oldest?.id,
      newest: newest.id, reachesStart: conversation.reachesStart, comparedAt: now.date)
    open[id]?.coverage = coverage
    note(.coverage(id, coverage))
  }

  /// The wait clock and the last message follow what the history says.
  private mutating func historyLearned(_ id: ConversationID, removed: Set<MessageID>) {
    guard let conversation = open[id], var record = records[id] else { return }
    let before = summary(record)
    record.clock.learned(
      newestFirst: conversation.timeline.newestFirst, in: record.conversation,
      reachesStart: conversation.reachesStart && !conversation.storeHasOlder)
    if let newest = conversation.timeline.newest {
      let last = record.conversation.lastMessage.value
      // The place of one that carries no date is a guess.
      let isGuess = last?.createdAt == nil && newest.createdAt != nil
      if last.map({ $0.id == newest.id || $0 < newest || removed.contains($0.id) }) ?? true
        || isGuess
      {
        record.conversation.lastMessage =
          last?.id == newest.id
          ? record.conversation.lastMessage.merging(.known(newest)) : .known(newest)
      }
    }
    records[id] = record
    if summary(record) != before { noteConversation(id) }
  }

  private mutating func historyFailed(_ id: ConversationID, _ error: APIError) {
    guard var conversation = open[id] else { return }
    conversation.walk = nil
    conversation.wantsOlder = false
    conversation.problem = error.reason
    conversation.schedule.failed(at: now.uptime)
    open[id] = conversation
    noteTimeline(id) { _ in }
  }
}
