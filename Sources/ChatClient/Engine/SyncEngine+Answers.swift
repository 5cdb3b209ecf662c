import ChatModel
import Foundation

/// Hands each answer of server and disk to what asked for it.
extension SyncEngine {
  mutating func take(_ answer: APIAnswer, to id: RequestID) {
    guard let call = calls.removeValue(forKey: id) else { return }
    if case .failed(.notSignedIn(let reason)) = answer { needSignIn(reason) }
    if case .failed(.heldBack(let until, _)) = answer { holdBack(until: until) }
    switch call.purpose {
    case .list(let all, let page): takeList(answer, to: id, all: all, page: page, call)
    case .conversation(let id): takeConversation(answer, id, call)
    case .openConversation: takeContact(answer, call)
    case .history(let place, let page): takeHistory(answer, to: id, place, page: page, call)
    case .check(let place, let page): takeCheck(answer, to: id, place, page: page, call)
    case .catchUp(_, let page): takeCatchUp(answer, to: id, page: page, call)
    case .send(let entry): takeSend(answer, entry, call)
    case .upload: takeUpload(answer, id)
    case .markAllRead(let id, let place, let isAsked):
      takeMarkAllRead(answer, id, through: place, isAsked: isAsked)
    case .setStatus(let id, let status): takeStatus(answer, id, status, call)
    case .reassign(let id, let agent): takeReassigned(answer, id, to: agent, call)
    case .lookBeforeTakingBack(let reversal): takeLook(answer, reversal, call)
    case .takeBack(let reversal): takeTakenBack(answer, reversal, call)
    case .statistics(let isAsked): takeStatistics(answer, isAsked: isAsked)
    }
  }

  mutating func take(_ answer: StoreAnswer, fromStore id: RequestID) {
    guard let purpose = storing.removeValue(forKey: id) else { return }
    switch purpose {
    case .load: loaded(answer)
    case .lead: leadAnswered(answer)
    case .open(let place), .older(let place):
      // It was left meanwhile: what is open there now has asked for itself.
      guard open[place]?.reading == id else { break }
      open[place]?.reading = nil
      var (messages, coverage): ([Message], Coverage?) = ([], nil)
      if case .messages(let found, let known) = answer { (messages, coverage) = (found, known) }
      if case .open = purpose {
        opened(place, messages, coverage)
      } else {
        olderFromStore(place, messages)
      }
    case .peek(let id):
      if case .messages(let messages, let coverage) = answer { peeked(id, messages, coverage) }
    case .recall(let id):
      if case .messages(let messages, _) = answer { noteMine(in: messages, id) }
      records[id]?.isRecalled = true
    case .accept(let request, let entries): accepted(entries, request: request, answer)
    case .depart(let entry): recorded(entry, answer)
    case .readOutbox: readOutbox(answer)
    case .readDrafts: if case .drafts(let new) = answer { adopt(new) }
    case .history(let changes):
      if case .failed = answer { unwritten.add(changes) }
      diskFailed(answer, nil)
    case .outboxState(let ids):
      if case .failed = answer { unwritten.entries.formUnion(ids) }
      if case .updated(let missing) = answer { leftOut(missing) }
      diskFailed(answer, nil)
    case .outboxRetry:
      diskFailed(answer, nil)
      store(.outbox, for: .readOutbox)
    case .outboxDrop(let ids):
      if case .failed = answer {
        unwritten.drops.formUnion(ids)
      } else {
        let dropped = ids.filter { dropping.remove($0) != nil }
        if !dropped.isEmpty { tell(.outboxDropped(dropped)) }
      }
      diskFailed(answer, nil)
    case .waits(let ids):
      if case .failed = answer { unwritten.waits.formUnion(ids) }
      diskFailed(answer, nil)
    case .draft(let id):
      if case .failed = answer {
        unwritten.drafts.insert(id)
        if unkeptDrafts.insert(id).inserted { tell(.draftKept(id, false)) }
      } else {
        if unkeptDrafts.remove(id) != nil { tell(.draftKept(id, true)) }
        if let drops = dropsAfterDraft.removeValue(forKey: id) {
          store(.drop(drops), for: .outboxDrop(drops))
        }
      }
      diskFailed(answer, id)
    }
  }

  private mutating func diskFailed(_ answer: StoreAnswer, _ id: ConversationID?) {
    guard case .failed(let error) = answer else {
      diskIsBroken = false
      return
    }
    unwritten.retry.failed(
      first: timing.restRetry, slowest: timing.restSlowest, at: now.uptime)
    // One notice for one outage, not one for each write.
    guard !diskIsBroken else { return }
    diskIsBroken = true
    notice(
      .failure, "This computer does not keep what is shown: \(error.reason.clause).", about: id)
  }

  private mutating func loaded(_ answer: StoreAnswer) {
    isLoaded = true
    loadedAt = now.uptime
    switch answer {
    case .loaded(let conversations, let entries, let kept, let waits, let problem):
      keptWaits = waits
      for conversation in conversations { absorb(conversation, from: .disk) }
      handoffs.isWatching = !conversations.isEmpty
      tell(.listFreshness(isComplete: false, at: nil))
      outbox.add(entries)
      let pending = entries.filter(\.isPending).map(\.id)
      tell(.outboxKept(pending))
      for id in pending { noteEntry(id) }
      let sent = kept.filter { isSent($1, to: $0) }.keys
      for id in sent.sorted() { store(.saveDraft(nil, id), for: .draft(id)) }
      adopt(kept.filter { !sent.contains($0.key) })
      if hasLead { leads = true }
      if let problem { cannotRead(problem) }
    case .failed(let error):
      cannotRead(error)
      readOutbox(answer)
    default: break
    }
    takeOver()
    for id in open.keys.sorted() {
      if records[id]?.isShown == true { tellAllRead(id) } else { fetchUnknown(id) }
    }
    listSchedule.hurry(at: now.uptime)
  }

  private mutating func cannotRead(_ problem: StoreError) {
    notice(.failure, "What this computer keeps cannot be read: \(problem.reason.clause).")
  }

  /// The process ended between keeping a message and emptying the reply that it was written in.
  private func isSent(_ draft: Draft, to id: ConversationID) -> Bool {
    guard draft.attachments.isEmpty else { return false }
    let body = OutboxEntry.Body.text(draft.text)
    return outbox.entries.contains { entry in
      entry.conversationID == id && SendMatcher.isSame(entry.body, body)
        && draft.editedAt <= entry.createdAt
    }
  }

  /// Writes again what the disk did not take.
  private mutating func writeAgain() {
    guard let due = unwritten.retry.due, due <= now.uptime else { return }
    unwritten.retry.expire(at: now.uptime)
    // What is being recorded as handed over is still queued here: to write that would follow it.
    let entries = unwritten.entries.sorted().compactMap { outbox[$0] }.filter { entry in
      outbox.flights[entry.id]?.isGiven ?? true
    }
    let drops = unwritten.drops.sorted()
    let texts = unwritten.drafts.sorted()
    let waits = unwritten.waits
    let changes = unwritten.takeHistory()
    unwritten.entries = []
    unwritten.drops = []
    unwritten.drafts = []
    unwritten.waits = []
    if !entries.isEmpty { store(.update(entries), for: .outboxState(entries.map(\.id))) }
    // A draft may hold the text of an entry that is dropped for it.
    for id in texts { store(.saveDraft(drafts[id], id), for: .draft(id)) }
    if !drops.isEmpty { store(.drop(drops), for: .outboxDrop(drops)) }
    if !waits.isEmpty { saveWaits(of: waits) }
    if !changes.isEmpty { store(.apply(changes), for: .history(changes)) }
  }

  /// The server wants to be asked nothing before `until` (row 30).
  private mutating func holdBack(until: Date) {
    let end = now.uptime + max(0, until.timeIntervalSince(now.date))
    // Answers to what was asked at once name the same time.
    let isNews = restRetry.heldUntil.map { end > $0 + 2 } ?? (end > now.uptime)
    restRetry.hold(until: end)
    if isNews { tell(.heldBack(until: until)) }
  }

  // MARK: Time

  mutating func learnTime(_ serverTime: Date?, _ call: PendingCall) {
    guard let serverTime else { return }
    clocks.answers.learn(
      serverTime: serverTime, precision: 1, askedAt: call.uptime, heardAt: now.uptime)
    tellSkew()
  }

  /// A server that dates no answer still dates its messages.
  mutating func learnTime(of message: Message) {
    guard let date = message.createdAt else { return }
    clocks.messages.learn(writtenAt: date, heardAt: now.uptime)
  }

  /// A message that was given away then was saved at `date`.
  mutating func learnTime(ofWriting date: Date, givenAt: TimeInterval) {
    clocks.messages.learn(
      serverTime: date, precision: 0.001, askedAt: givenAt, heardAt: now.uptime)
    tellSkew()
  }

  private mutating func tellSkew() {
    guard let estimate = clocks.difference(at: now) else { return }
    if toldSkew.map({ abs($0 - estimate) > 1 }) ?? true {
      toldSkew = estimate
      tell(.clockSkew(estimate))
    }
  }

  /// What is due by now.
  mutating func runDeadlines() {
    for emission in typing.tick(at: now.uptime) where isOnline { emit(emission) }
    tell(indicators.tick(at: now.uptime))
    restRetry.expire(at: now.uptime)
    diskRetry.expire(at: now.uptime)
    writeAgain()
    if let retry = leadRetry, retry <= now.uptime {
      leadRetry = nil
      if !leads { store(.lead, for: .lead) }
    }
    expireJoins()
    outbox.expireStrays(after: timing.confirmation * 2, at: now.uptime)
    expireFlights()
    runDoubtChecks()
    guard signIn == .accepted, restRetry.heldUntil == nil else { return }
    if listSchedule.isDue(at: now.uptime) { refreshList() }
    for id in open.keys.sorted() where open[id]?.schedule.isDue(at: now.uptime) == true {
      compare(id)
    }
  }
}
