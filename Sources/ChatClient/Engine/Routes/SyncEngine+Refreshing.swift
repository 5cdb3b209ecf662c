import ChatModel
import Foundation
import Sentences

/// A refresh that a person asked for: it ends with what came of it.
extension SyncEngine {
  mutating func refreshEverything() {
    list.hurry(at: now.uptime)
    history.hurryAll(at: now.uptime)
    restRetry.succeeded()
    if me?.role.isStaff == true { call(.statistics, for: .statistics(isAsked: false)) }
    if !isOnline { put(.retryLink) }
    apply(delivery.compareAllNow(at: now.uptime))
    conversations.refreshAsked()
    if signIn != .accepted {
      refreshFailed(said("a new sign-in is needed first"))
    } else if let end = restRetry.heldUntil {
      let until = now.date.addingTimeInterval(end - now.uptime)
      refreshFailed(APIError.holdWords(until: until))
    }
  }

  /// The list has been compared, after the refresh was asked for.
  mutating func refreshSucceeded() {
    if let news = conversations.refreshEnded() { tell(.refreshed(new: news)) }
  }

  /// Answers whether anybody waits for it.
  @discardableResult
  mutating func refreshFailed(_ reason: String) -> Bool {
    guard conversations.refreshEnded() != nil else { return false }
    tell(.refreshFailed(reason: reason.clause))
    return true
  }
}
