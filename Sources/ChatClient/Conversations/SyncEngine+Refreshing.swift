import ChatModel
import Foundation

/// A refresh that a person asked for: it ends with what came of it.
extension SyncEngine {
  /// What was known when it was asked for.
  struct AskedRefresh: Sendable {
    var known: [ConversationID: Known]

    struct Known: Sendable {
      var unread: Int
      var last: MessageID?
    }
  }

  mutating func refreshEverything() {
    listSchedule.hurry(at: now.uptime)
    for id in open.keys { open[id]?.schedule.hurry(at: now.uptime) }
    restRetry.succeeded()
    if me?.role.isStaff == true { call(.statistics, for: .statistics(isAsked: false)) }
    if !isOnline { put(.retryLink) }
    apply(delivery.compareAllNow(at: now.uptime))
    askedRefresh = AskedRefresh(
      known: records.filter(\.value.isShown).mapValues { record in
        .init(unread: record.unread, last: record.conversation.lastMessage.id)
      })
    if signIn != .accepted {
      refreshFailed("a new sign-in is needed first")
    } else if let end = restRetry.heldUntil {
      let until = now.date.addingTimeInterval(end - now.uptime)
      refreshFailed(APIError.holdWords(until: until))
    }
  }

  /// The list has been compared, after the refresh was asked for.
  mutating func refreshSucceeded() {
    guard let asked = askedRefresh else { return }
    askedRefresh = nil
    let new = records.values.filter(\.isShown).map { record -> Int in
      let last = record.conversation.lastMessage
      guard let known = asked.known[record.conversation.id] else { return max(1, record.unread) }
      let isNews = last.id != nil && last.id != known.last && last.value?.sender.id != me?.userID
      return max(record.unread - known.unread, isNews ? 1 : 0)
    }
    tell(.refreshed(new: new.reduce(0, +)))
  }

  /// Answers whether anybody waits for it.
  @discardableResult
  mutating func refreshFailed(_ reason: String) -> Bool {
    guard askedRefresh != nil else { return false }
    askedRefresh = nil
    tell(.refreshFailed(reason: reason.clause))
    return true
  }
}
