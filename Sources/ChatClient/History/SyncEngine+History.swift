import ChatModel
import Foundation

/// Open conversations compared with the server's history, page by page.
extension SyncEngine {
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

  func walk(
    _ aim: HistoryWalk.Aim, _ conversation: OpenConversation
  ) -> HistoryWalk {
    var walk = HistoryWalk(
      aim, order: pageOrder, knownCount: conversation.timeline.count, total: conversation.total,
      pageSize: pageSize)
    if aim == .compare, !conversation.isCompared {
      walk.oldestUnread = conversation.timeline.messages.first { message in
        message.sender.id == me?.userID && !message.isRead && message.createdAt != nil
      }
    }
    walk.knowsAll = conversation.reachesStart && !conversation.storeHasOlder
    return walk
  }

  mutating func begin(
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
    let awaited = call(request, for: .history(id, page: page))
    open[id]?.pageAwaited = awaited
    if awaited == nil { open[id]?.walk = nil }
  }

  mutating func takeHistory(
    _ answer: APIAnswer, to request: RequestID, _ id: ConversationID, page: Int,
    _ call: PendingCall
  ) {
    guard var conversation = open[id], conversation.pageAwaited == request,
      var walk = conversation.walk
    else {
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
    var findings = findings
    findings.messages = findings.messages.map { withEarlyReading($0, in: id) }
    conversation.walk = nil
    conversation.problem = nil
    conversation.isForbidden = false
    let isOlder = walk.aim == .older
    if findings.hasShifted, !isOlder { return finishShifted(id, conversation, findings) }
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
      for message in missing.sorted() { note(.removeMessage(message)) }
      if displace(findings, in: id, &conversation) { change.isReset = true }
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
      let isInside = live.isInside(id)
      conversation.isInStep = isInside || (isOnline && isMine(id))
      conversation.schedule.ended(
        changed: !change.isEmpty || isFirst, isPresent: isPresent || !isInside,
        at: now.uptime)
      if !isInside, isPresent {
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
    conversations.noteOwn(in: findings.messages, id)
    historyLearned(id, removed: change.removed)
    if !isOlder { markReadOverREST(id) }
    if conversation.wantsCompare { compare(id) }
    goOnOlder(id)
  }

  /// The pages came to no rest: what they held is shown, and proves nothing of what they did not.
  private mutating func finishShifted(
    _ id: ConversationID, _ conversation: OpenConversation, _ findings: HistoryWalk.Findings
  ) {
    var conversation = conversation
    let fresh = findings.messages.filter { !conversation.timeline.contains($0.id) }
    conversation.apart.formUnion(fresh.map(\.id))
    let changed = conversation.timeline.merge(findings.messages)
    conversation.schedule.failed(at: now.uptime)
    open[id] = conversation
    for message in findings.messages { note(.message(message, in: id)) }
    conversations.noteOwn(in: findings.messages, id)
    noteTimeline(id) { $0.messages.formUnion(changed.map(\.id)) }
    if conversation.wantsCompare { compare(id) }
  }

  /// Takes messages out that come back with their page; answers whether there were any.
  private mutating func displace(
    _ findings: HistoryWalk.Findings, in id: ConversationID, _ conversation: inout OpenConversation
  ) -> Bool {
    let displaced = findings.displaced.compactMap { conversation.timeline[$0] }
    guard let oldest = findings.messages.min(), !displaced.isEmpty else { return false }
    conversation.timeline.remove(findings.displaced)
    for var message in displaced {
      message.deliveredAt = oldest.time.addingTimeInterval(-0.001)
      note(.message(message, in: id))
    }
    return true
  }

  mutating func keepCoverage(of conversation: OpenConversation, _ id: ConversationID) {
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
    guard let conversation = open[id] else { return }
    let changed = conversations.historyLearned(
      id, newestFirst: conversation.timeline.newestFirst, newest: conversation.timeline.newest,
      removed: removed, reachesStart: conversation.reachesStart && !conversation.storeHasOlder)
    if changed { noteConversation(id) }
  }

  private mutating func historyFailed(_ id: ConversationID, _ error: APIError) {
    guard var conversation = open[id] else { return }
    conversation.walk = nil
    conversation.wantsOlder = false
    conversation.problem = error.reason
    conversation.isForbidden = if case .notAllowed = error { true } else { false }
    conversation.schedule.failed(at: now.uptime)
    open[id] = conversation
    noteTimeline(id) { _ in }
  }
}
