import ChatModel
import Foundation

/// Conversations of mine with unread messages are read before they are opened, the latest first and
/// one at a time, so that their messages are there when the server is not.
extension SyncEngine {
  /// After a list: what it counts as unread and the disk does not hold.
  mutating func planCatchingUp() {
    guard configuration.catchesUp else { return }
    catchUps = conversations.lackingUnread().filter { open[$0] == nil }
    catchUpNext()
  }

  private mutating func catchUpNext() {
    guard catchUp == nil, !restRetry.isWaiting(at: now.uptime) else { return }
    while let id = catchUps.popLast() {
      guard open[id] == nil, conversations.lacksUnread(id) else { continue }
      let unread = conversations.unread(id)
      let walk = HistoryWalk(
        .newest(unread), order: pageOrder, knownCount: 0, total: nil, pageSize: pageSize)
      guard case .fetch(let page) = walk.start else { continue }
      catchUp = CatchUp(id: id, walk: walk, unread: unread)
      return fetchCatchUp(page)
    }
  }

  private mutating func fetchCatchUp(_ page: Int) {
    guard let id = catchUp?.id else { return }
    let request = APICall.messages(id, page: page, limit: HistoryWalk.limit)
    let awaited = call(request, for: .catchUp(id, page: page))
    catchUp?.awaited = awaited
    if awaited == nil { catchUp = nil }
  }

  mutating func takeCatchUp(
    _ answer: APIAnswer, to request: RequestID, page: Int, _ call: PendingCall
  ) {
    guard var current = catchUp, current.awaited == request else { return }
    let id = current.id
    guard case .messages(let elements, let serverTime) = answer else {
      // The next list plans anew.
      catchUp = nil
      catchUps = []
      return
    }
    learnTime(serverTime, call)
    recognise(elements.elements, in: id)
    let step = current.walk.take(elements, number: page, known: Timeline())
    pageOrder = current.walk.learned == .unknown ? pageOrder : current.walk.learned
    pageSize = current.walk.pageSize
    catchUp = current
    switch step {
    case .fetch(let next): fetchCatchUp(next)
    case .done(let findings):
      catchUp = nil
      for message in findings.messages { note(.message(message, in: id)) }
      conversations.noteOwn(in: findings.messages, id)
      conversations.setCachedUnread(current.unread, of: id)
      catchUpNext()
    }
  }
}

/// The newest messages of a conversation that is not open, on their way from the server.
struct CatchUp: Sendable {
  var id: ConversationID
  var walk: HistoryWalk
  var awaited: RequestID?
  /// How many were unread when it began.
  var unread: Int
}
