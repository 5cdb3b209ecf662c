import ChatClient
import ChatModel
import Foundation
import Synchronization

/// A server that has one history and gives it in pages, from either end.
final class PagedServer: StandInAPI {
  private struct State {
    var messages: [Message]
    var calls = 0
    var underWay = 0
    var mostUnderWay = 0
  }

  private let state: Mutex<State>
  private let newestFirst: Bool
  /// How many messages come between two calls.
  private let arrivals: Int
  /// Whether it speaks of further pages without end, which all are the last one again.
  private let claimsMore: Bool

  private let tellsTotal: Bool
  private let arrivesAt: @Sendable (Int) -> Bool
  /// What goes wrong with the call of that number, from 1.
  private let fault: @Sendable (Int) -> APIError?

  init(
    _ messages: [Message], newestFirst: Bool, arrivals: Int = 0, claimsMore: Bool = false,
    tellsTotal: Bool = false, arrivesAt: @escaping @Sendable (Int) -> Bool = { _ in true },
    fault: @escaping @Sendable (Int) -> APIError? = { _ in nil }
  ) {
    self.tellsTotal = tellsTotal
    self.arrivesAt = arrivesAt
    self.fault = fault
    state = Mutex(State(messages: messages))
    self.newestFirst = newestFirst
    self.arrivals = arrivals
    self.claimsMore = claimsMore
  }

  var calls: Int { state.withLock { $0.calls } }
  /// How many calls were under way at a time.
  var mostUnderWay: Int { state.withLock { $0.mostUnderWay } }

  func messages(_ id: ConversationID, page: Int, limit: Int) async throws(APIError)
    -> Answer<Page<Message>>
  {
    let call = state.withLock { state in
      state.calls += 1
      state.underWay += 1
      state.mostUnderWay = max(state.mostUnderWay, state.underWay)
      return state.calls
    }
    for _ in 0..<20 { await Task.yield() }
    defer { state.withLock { $0.underWay -= 1 } }
    if let error = fault(call) { throw error }
    return state.withLock { state in
      let ordered = newestFirst ? state.messages.reversed() : state.messages
      let pages = max(1, (ordered.count + limit - 1) / limit)
      let number = claimsMore ? min(page, pages) : page
      let start = min((number - 1) * limit, ordered.count)
      let elements = Array(ordered[start..<min(start + limit, ordered.count)])
      for _ in 0..<(arrivesAt(call) ? arrivals : 0) {
        let next = state.messages.count
        state.messages.append(
          Message(
            id: .init("m\(next)"), content: "\(next)",
            createdAt: Date(timeIntervalSince1970: Double(next))))
      }
      return Answer(
        Page(
          elements: elements,
          pagination: Pagination(
            currentPage: page, totalPages: claimsMore ? 1_000_000_000 : pages,
            totalItems: tellsTotal ? ordered.count : nil,
            hasNextPage: claimsMore || page < pages)))
    }
  }
}
