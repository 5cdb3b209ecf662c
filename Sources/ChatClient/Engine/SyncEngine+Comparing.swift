import ChatModel
import Foundation

/// Sends that are not confirmed, compared with the server's history: `Delivery` says where and how
/// far back, and decides by what was found.
extension SyncEngine {
  mutating func runComparisons() {
    for id in delivery.comparisonsDue(at: now.uptime, isUnderWay: { checks[$0] != nil }) {
      guard signIn == .accepted else { continue }
      if restRetry.isWaiting(at: now.uptime) {
        delivery.scheduleComparison(of: id, at: restRetry.due)
      } else {
        beginCheck(id)
      }
    }
  }

  private mutating func beginCheck(_ id: ConversationID) {
    apply(delivery.prepareComparison(of: id))
    let walk = HistoryWalk(
      .since(delivery.earliestDate(in: id, now: now)), order: pageOrder, knownCount: 0,
      total: open[id]?.total, pageSize: pageSize)
    guard case .fetch(let page) = walk.start else { return }
    checks[id] = HistoryCheck(walk: walk, askedAt: now.uptime)
    fetchCheck(id, page)
  }

  private mutating func fetchCheck(_ id: ConversationID, _ page: Int) {
    let request = APICall.messages(id, page: page, limit: HistoryWalk.limit)
    let awaited = call(request, for: .check(id, page: page))
    checks[id]?.awaited = awaited
    if awaited == nil { checks[id] = nil }
  }

  mutating func takeCheck(
    _ answer: APIAnswer, to request: RequestID, _ id: ConversationID, page: Int,
    _ call: PendingCall
  ) {
    guard var check = checks[id], check.awaited == request else { return }
    switch answer {
    case .messages(let elements, let serverTime):
      restRetry.succeeded()
      learnTime(serverTime, call)
      let step = check.walk.take(elements, number: page, known: Timeline())
      pageOrder = check.walk.learned == .unknown ? pageOrder : check.walk.learned
      pageSize = check.walk.pageSize
      checks[id] = check
      switch step {
      case .fetch(let next): fetchCheck(id, next)
      case .done(let findings):
        checks[id] = nil
        decide(id, findings, askedAt: check.askedAt)
      }
    case .failed(let error):
      checks[id] = nil
      checkFailed(id, error)
    default: checks[id] = nil
    }
  }

  private mutating func decide(
    _ id: ConversationID, _ findings: HistoryWalk.Findings, askedAt: TimeInterval
  ) {
    guard let me = me?.userID else { return }
    let ascending = findings.messages.sorted()
    conversations.noteOwn(in: ascending, id)
    apply(
      delivery.handleComparison(
        of: id, with: ascending, isWhole: findings.isComplete && !findings.isUncertain,
        askedAt: askedAt, me: me, now: now))
  }

  private mutating func checkFailed(_ id: ConversationID, _ error: APIError) {
    switch error {
    case .notSignedIn: break
    case .unreachable, .serverFailed, .notThisAPI, .cancelled, .rejected, .localFile, .heldBack:
      restFailed()
      delivery.scheduleComparison(of: id, at: restRetry.due ?? now.uptime + timing.comparison)
    case .notAllowed, .notFound: apply(delivery.comparisonRefused(of: id))
    case .noSuchCall: apply(delivery.comparisonImpossible(of: id))
    }
  }
}
