import ChatModel
import Foundation

/// Hands each answer of server and disk to what asked for it.
extension SyncEngine {
  mutating func handleResponse(_ answer: APIAnswer, to id: RequestID) {
    guard let call = calls.removeValue(forKey: id) else { return }
    if case .failed(.notSignedIn(let reason)) = answer { needSignIn(reason) }
    if case .failed(.heldBack(let until, _)) = answer { holdBack(until: until) }
    switch call.purpose {
    case .list(let all, let page): handleList(answer, to: id, all: all, page: page, call)
    case .conversation(let id): handleConversation(answer, id, call)
    case .openConversation: handleContact(answer, call)
    case .history(let fetch): handleHistory(answer, to: id, fetch, call)
    case .send(let entry):
      apply(delivery.handleResponse(answer, to: entry, of: me?.userID, at: now))
    case .upload: apply(delivery.handleResponse(answer, toUpload: id))
    case .markAllRead(let id, let place, let isAsked):
      handleMarkAllRead(answer, id, through: place, isAsked: isAsked)
    case .lookBeforeChange(let id, let change, let shown):
      handleLook(answer, before: change, of: id, shown: shown, call)
    case .lookAfterChange(let id, let change, let before, let reason):
      handleLook(answer, after: change, of: id, before: before, reason: reason, call)
    case .setStatus(let id, let status, let before):
      handleStatus(answer, id, status, from: before, call)
    case .reassign(let id, let agent, let before):
      handleReassigned(answer, id, to: agent, from: before, call)
    case .lookBeforeTakingBack(let reversal): handleLook(answer, reversal, call)
    case .takeBack(let reversal): handleTakenBack(answer, reversal, call)
    case .statistics(let isAsked): handleStatistics(answer, isAsked: isAsked)
    }
  }

  mutating func handleStoreResult(_ answer: StoreAnswer, of id: RequestID) {
    if disk.isWrite(id) {
      return apply(disk.handleStoreResult(answer, of: id, at: now.uptime))
    }
    guard let purpose = storing.removeValue(forKey: id) else { return }
    switch purpose {
    case .loadFirst: handleLoadedFirst(answer)
    case .load: handleLoaded(answer)
    case .lead: handleLeadResult(answer)
    case .open(let place): handleMessages(answer, of: id, for: place)
    case .slice(let place): handleSlice(answer, of: id, for: place)
    case .peek(let id): handlePeek(answer, of: id)
    case .recall(let id):
      if case .messages(let messages, _) = answer { conversations.noteOwn(in: messages, id) }
      conversations.recalled(id)
    case .accept(let entries):
      apply(acceptor.handleStoreResult(answer, of: entries, at: now.date))
    case .takeBack(let ids, let place): handleSendTakenBack(ids, place, answer)
    case .readOutbox: handleOutboxRead(answer)
    case .readLocal: if case .local(let new) = answer { apply(disk.adopt(new)) }
    case .readSamples: handleSamples(answer)
    case .readDrafts: if case .drafts(let new) = answer { apply(disk.adopt(new)) }
    }
  }

  /// The server wants to be asked nothing before `until` (row 30).
  private mutating func holdBack(until: Date) {
    let end = now.uptime + max(0, until.timeIntervalSince(now.date))
    // Answers to what was asked at once name the same time.
    let isNews = restRetry.heldUntil.map { end > $0 + 2 } ?? (end > now.uptime)
    restRetry.hold(until: end)
    if isNews { tell(.heldBack(until: until)) }
  }

  /// What is due by now.
  mutating func runDeadlines() {
    for emission in live.expireTyping(at: now.uptime) { emit(emission) }
    restRetry.expire(at: now.uptime)
    apply(disk.expire(at: now.uptime))
    if disk.lead.expire(at: now.uptime) { store(.lead, for: .lead) }
    expireJoins()
    apply(delivery.expire(at: now.uptime))
    runComparisons()
    guard signIn == .accepted, restRetry.heldUntil == nil else { return }
    if list.isDue(at: now.uptime) { refreshList() }
    for id in history.due(at: now.uptime) { compare(id) }
  }
}
