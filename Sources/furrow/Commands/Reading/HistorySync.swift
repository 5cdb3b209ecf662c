import ChatClient
import ChatModel
import Foundation
import Synchronization

/// Reads what is missing of many histories into the store, two requests at a time. Nothing is marked
/// read. What was written stays where it is, and the next one goes on there.
final class HistorySync: Sendable {
  /// What has been done so far.
  struct Count: Sendable {
    var conversations = 0
    var messages = 0
    /// Conversations that the server does not give.
    var refused: [ConversationID] = []
  }

  private let api: any ChatAPI
  private let store: any ChatStore & HistoryQueries
  private let since: Date?
  private let tell: @Sendable (Event) -> Void
  private let patiently: Patience
  private let done = Mutex(Count())
  private let waiting = Mutex<ArraySlice<ConversationID>>([])

  enum Event: Sendable {
    /// One more of so many conversations.
    case finished(Int, of: Int)
    /// The server wants to be left alone (row 30).
    case held(until: Date)
  }

  init(
    _ api: any ChatAPI, _ store: any ChatStore & HistoryQueries, since: Date? = nil,
    tell: @escaping @Sendable (Event) -> Void = { _ in }
  ) {
    self.api = api
    self.store = store
    self.since = since
    self.tell = tell
    patiently = Patience { tell(.held(until: $0)) }
  }

  var count: Count { done.withLock { $0 } }

  /// Every conversation of a list, each once. Those that are new here are kept, so that they have a
  /// name; the others are left to the desk, which tells what is new of them.
  func conversations(all: Bool) async throws -> [ConversationID] {
    let known = Set(try await store.conversations().map(\.id))
    var found: [ConversationID] = []
    var seen: Set<ConversationID> = []
    var query = ConversationQuery(all: all)
    while true {
      let asked = query
      let page = try await patiently { () async throws(APIError) in
        try await self.api.conversations(asked).value
      }
      let fresh = page.elements.filter { seen.insert($0.id).inserted }
      found += fresh.map(\.id)
      try await store.apply(fresh.filter { !known.contains($0.id) }.map { .conversation($0) })
      // Whatever the numbers say, a page that brings nothing new is the last (row 11).
      guard !fresh.isEmpty, page.pagination?.isLast(query.page) != true else { return found }
      query.page += 1
    }
  }

  /// Reads all of them.
  ///
  /// - Throws: the first error that concerns all of them, and `CancellationError`.
  func read(_ ids: [ConversationID]) async throws {
    waiting.withLock { $0 = ids[...] }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<Self.requestsAtATime {
        group.addTask {
          while let id = self.waiting.withLock({ $0.popFirst() }) {
            try Task.checkCancellation()
            try await self.read(id)
            let finished = self.done.withLock { done in
              done.conversations += 1
              return done.conversations
            }
            self.tell(.finished(finished, of: ids.count))
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private static let requestsAtATime = 2

  private func read(_ id: ConversationID) async throws {
    do {
      let newest = try await store.runs(id).last?.newest.id
      let known = try await messages(id, around: newest)
      var compared = HistorySweep(id, comparing: known)
      for _ in 0..<Self.mostAttempts {
        compared = try await perform(HistorySweep(id, comparing: known), id)
        // Where much comes meanwhile, the pages may not say how they are numbered (row 12).
        if !compared.isUncertain { break }
      }
      // Each round goes past one piece that is here.
      for _ in 0..<Self.mostPieces {
        let runs = try await store.runs(id)
        guard let run = runs.last, !run.reachesStart, since.map({ $0 < run.oldest.time }) ?? true
        else { return }
        let oldest = try await messages(id, around: run.oldest.id).filter {
          run.oldest <= MessagePlace($0)
        }
        let older = try await messages(id, around: runs.dropLast().last?.newest.id)
        let sweep = try await perform(
          HistorySweep(
            id, before: oldest, count: try await store.count(id, of: run),
            meeting: Set(older.map(\.id)), since: since, after: compared), id)
        guard sweep.hasMet, try await store.runs(id).last != run else { return }
      }
    } catch let error as APIError {
      switch error {
      case .notAllowed, .notFound: done.withLock { $0.refused.append(id) }
      default: throw error
      }
    }
  }

  private static let mostPieces = 1000
  private static let mostAttempts = 5

  private func messages(
    _ id: ConversationID, around message: MessageID?
  ) async throws -> [Message] {
    guard let message else { return [] }
    return try await store.slice(id, .around(message), limit: 200).messages
  }

  private func perform(_ sweep: HistorySweep, _ id: ConversationID) async throws -> HistorySweep {
    var sweep = sweep
    while let page = sweep.page {
      try Task.checkCancellation()
      let before = sweep.newCount
      let answer = try await patiently { () async throws(APIError) in
        try await self.api.messages(id, page: page, limit: HistorySweep.pageSize).value
      }
      let changes = sweep.handlePage(answer, number: page, now: Date())
      try await store.apply(changes)
      let new = sweep.newCount - before
      done.withLock { $0.messages += new }
    }
    return sweep
  }
}
