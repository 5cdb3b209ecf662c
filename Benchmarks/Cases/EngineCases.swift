// What the engine costs by itself: a start from 5,000 conversations, a list of them that says nothing
// new, a flood of messages.

import ChatClient
import ChatModel
import Foundation
import JSON

extension Suite {
  static let engine = Suite(name: "engine") {
    guard let list = try? (0..<5000).map(Payload.conversation) else { return }
    measure("start from 5,000 conversations", count: 1) { keep(Bench(list)) }
    var bench = Bench(list)
    measure("refresh of 5,000 without news", count: 1) { bench.refresh(list) }
    let events = (0..<2000).compactMap { number -> ServerEvent? in
      guard let value = try? JSONValue(parsing: Payload.object(number, conversation: number % 7))
      else { return nil }
      return ServerEvent(name: "message:new", arguments: [value])
    }
    measure("a live message, 2,000 in a batch", count: events.count) {
      var flooded = bench
      keep(flooded.handle(.live(events.map(LiveEvent.heard))))
    }
  }
}

/// An engine of an admin, whose calls and writes are answered by hand.
private struct Bench {
  private var engine = SyncEngine(SyncConfiguration(idPrefix: "b", catchesUp: false))
  private var uptime = 1.0
  private var lists: [(ConversationQuery, RequestID)] = []

  init(_ list: [Conversation]) {
    let claims = Data(#"{"id":"boss","role":"Admin"}"#.utf8).base64EncodedString()
    for output in handle(.start(token: "e30.\(claims.filter { $0 != "=" }).s")) {
      guard case .store(.load, let id) = output else { continue }
      _ = handle(.stored(id, .loaded(list, [], [:])))
    }
  }

  @discardableResult
  mutating func handle(_ input: SyncInput) -> [SyncOutput] {
    uptime += 0.001
    let outputs = engine.handle(input, at: Moment(uptime: uptime, date: Date()))
    for case .call(.list(let query), let id) in outputs { lists.append((query, id)) }
    return outputs
  }

  /// Reads all pages of the list.
  mutating func refresh(_ list: [Conversation]) {
    handle(.command(.refresh))
    while let (query, id) = lists.popLast() {
      let start = (query.page - 1) * query.limit
      let page = Page(
        elements: Array(list.dropFirst(start).prefix(query.limit)),
        pagination: Pagination(
          currentPage: query.page, totalPages: 50, totalItems: list.count,
          itemsPerPage: query.limit, hasNextPage: query.page < 50))
      handle(.answered(id, .list(page, serverTime: nil)))
    }
  }
}
