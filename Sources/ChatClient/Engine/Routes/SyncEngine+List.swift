import ChatModel
import Foundation
import Sentences

/// The list of conversations: `ListSync` says which page is next, `Conversations` what each changes.
extension SyncEngine {
  mutating func refreshList() {
    guard isLoaded, signIn == .accepted else { return }
    let queries = list.begin(
      as: me?.role, sequence: conversations.sequence,
      known: conversations.shownSet)
    guard !queries.isEmpty else { return }
    for query in queries { fetchList(query) }
    // What another process changed is heard at once, or now: a bell may go unheard.
    follow(.outbox)
  }

  private mutating func fetchList(_ query: ConversationQuery) {
    list.asked(query, by: call(.list(query), for: .list(all: query.all, page: query.page)))
  }

  mutating func handleList(
    _ answer: APIAnswer, to request: RequestID, all: Bool, page: Int, _ call: PendingCall
  ) {
    guard list.awaits(request, all: all) else { return }
    switch answer {
    case .list(let elements, let serverTime):
      learnTime(serverTime, call)
      let source = Conversations.Source.list(mine: !all, sequence: list.sequence)
      var changed = false
      for conversation in elements.elements where upsert(conversation, from: source) {
        changed = true
      }
      follow(list.handlePage(elements, number: page, all: all, changed: changed))
    case .failed(.notAllowed), .failed(.noSuchCall), .failed(.notFound):
      if all { follow(list.allWasRefused()) } else { listFailed(answer) }
    default: listFailed(answer)
    }
  }

  private mutating func follow(_ step: ListSync.Step) {
    switch step {
    case .fetch(let query): fetchList(query)
    case .completed(let refresh): listCompleted(refresh)
    case .wait: break
    }
  }

  private mutating func listCompleted(_ refresh: ListRefresh) {
    if refresh.namesEverything { findUnlisted(refresh) }
    conversations.watchHandoffs()
    tell(.listFreshness(isComplete: true, at: now.date))
    list.completed(refresh, isSentAway: live.isSentAway, isPresent: isPresent, at: now)
    if !refresh.isWantedAgain { refreshSucceeded() }
    planCatchingUp()
  }

  private mutating func findUnlisted(_ refresh: ListRefresh) {
    let unlisted = conversations.unlisted(
      refresh.known, found: { refresh.mine.found.contains($0) }, since: refresh.sequence)
    var gone: [ConversationID] = []
    for id in unlisted {
      // An open one may be readable though no list names it; and whether one of mine was deleted or
      // given away is not to be guessed.
      if history.isOpen(id) || isMine(id) {
        call(.conversation(id), for: .conversation(id))
      } else {
        gone.append(id)
      }
    }
    remove(gone)
  }

  private mutating func listFailed(_ answer: APIAnswer) {
    list.failed(at: now.uptime)
    guard case .failed(let error) = answer else { return }
    let isTold = refreshFailed(error.reason)
    switch error {
    case .notSignedIn, .heldBack: return
    default: guard list.broke() else { return }
    }
    tell(.listFreshness(isComplete: false, at: list.completedAt))
    if isTold { return }
    notice(.warning, said("The list could not be refreshed: \(error.reason.clause)."))
  }
}
