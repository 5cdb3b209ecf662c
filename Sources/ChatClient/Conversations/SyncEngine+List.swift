import ChatModel
import Foundation

/// Keeping the list of conversations in step with the server, which announces nothing of it (row 8).
extension SyncEngine {
  mutating func refreshList() {
    guard isLoaded, signIn == .accepted else { return }
    listSchedule.began()
    guard list == nil else {
      // What its pages told already may be older than the reason for asking.
      list?.isWantedAgain = true
      return
    }
    let wantsAll = me?.role.isStaff == true && !isRefusedAll
    list = ListRefresh(
      all: wantsAll ? ListSweep() : nil, sequence: sequence,
      known: Set(records.values.filter(\.isShown).map(\.conversation.id)))
    fetchList(all: false, page: 1)
    if wantsAll { fetchList(all: true, page: 1) }
    // What another process changed is heard at once, or now: a bell may go unheard.
    follow(.outbox)
  }

  private mutating func fetchList(all: Bool, page: Int) {
    let query = ConversationQuery(all: all, page: page, limit: ListSweep.limit)
    let awaited = call(.list(query), for: .list(all: all, page: page))
    list?.awaited[all] = awaited
    if awaited == nil { list = nil }
  }

  mutating func takeList(
    _ answer: APIAnswer, to request: RequestID, all: Bool, page: Int, _ call: PendingCall
  ) {
    // A page of a list that was given up would stand for pages that this one has not read.
    guard var refresh = list, refresh.awaited[all] == request else { return }
    switch answer {
    case .list(let elements, let serverTime):
      learnTime(serverTime, call)
      for conversation in elements.elements {
        if absorb(conversation, from: .list(mine: !all, sequence: refresh.sequence)) {
          refresh.changed = true
        }
      }
      if !elements.problems.isEmpty { refresh.isComplete = false }
      let step =
        all
        ? refresh.all?.take(elements, number: page) ?? .done(isComplete: false)
        : refresh.mine.take(elements, number: page)
      list = refresh
      switch step {
      case .fetch(let next): fetchList(all: all, page: next)
      case .done(let isComplete): listEnded(all: all, isComplete: isComplete)
      }
    case .failed(.notAllowed), .failed(.noSuchCall), .failed(.notFound):
      guard all else { return listFailed(answer) }
      isRefusedAll = true
      listEnded(all: true, isComplete: true)
    default: listFailed(answer)
    }
  }

  private mutating func listEnded(all: Bool, isComplete: Bool) {
    guard var refresh = list else { return }
    if !isComplete { refresh.isComplete = false }
    if all {
      // What was read of all conversations still counts as listed.
      refresh.mine.include(refresh.all)
      refresh.all = nil
    } else {
      refresh.isMineDone = true
    }
    list = refresh
    guard refresh.isMineDone, refresh.all == nil else { return }
    list = nil
    if refresh.isComplete { findUnlisted(refresh) }
    handoffs.isWatching = true
    listIsBroken = false
    listCompletedAt = now.date
    tell(.listFreshness(isComplete: true, at: now.date))
    // Sent away, the list alone brings what is new.
    listSchedule.ended(
      changed: refresh.changed || live.isSentAway, isPresent: isPresent || live.isSentAway,
      at: now.uptime)
    if refresh.isWantedAgain {
      listSchedule.hurry(at: now.uptime)
    } else {
      refreshSucceeded()
    }
    planCatchingUp()
  }

  private mutating func findUnlisted(_ refresh: ListRefresh) {
    var gone: [ConversationID] = []
    for id in refresh.known.sorted() where refresh.mine.found[id] == nil {
      guard let record = records[id], record.touched <= refresh.sequence else { continue }
      // An open one may be readable though no list names it; and whether one of mine was deleted or
      // given away is not to be guessed.
      if open[id] != nil || isMine(record) {
        call(.conversation(id), for: .conversation(id))
      } else {
        gone.append(id)
      }
    }
    remove(gone)
  }

  private mutating func listFailed(_ answer: APIAnswer) {
    list = nil
    listSchedule.failed(at: now.uptime)
    guard case .failed(let error) = answer else { return }
    let isTold = refreshFailed(error.reason)
    guard !listIsBroken else { return }
    switch error {
    case .notSignedIn, .heldBack: return
    default: break
    }
    listIsBroken = true
    tell(.listFreshness(isComplete: false, at: listCompletedAt))
    if isTold { return }
    notice(.warning, "The list could not be refreshed: \(error.reason.clause).")
  }
}
