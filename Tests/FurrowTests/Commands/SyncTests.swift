import ChatClient
import ChatModel
import Foundation
import Synchronization
import Testing

@testable import furrow

/// Reading what is missing of the histories.
@Suite struct SyncTests {
  private static let ends = [true, false]

  private static func message(_ number: Int) -> Message {
    Message(
      id: .init("m\(number)"), content: "\(number)",
      createdAt: Date(timeIntervalSince1970: Double(number)))
  }

  private static func history(_ count: Int) -> [Message] { (0..<count).map(message) }

  private func ids(_ range: Range<Int>) -> [MessageID] { range.map { .init("m\($0)") } }

  /// A store that has these messages, a run each.
  private func store(_ runs: [Range<Int>], of id: ConversationID = "c") async -> MemoryStore {
    let store = MemoryStore()
    for run in runs {
      await store.apply(run.map { .message(Self.message($0), in: id) })
      await store.apply([
        .run(
          id,
          HistoryRun(
            oldest: .init("m\(run.lowerBound)"), newest: .init("m\(run.upperBound - 1)"),
            reachesStart: run.lowerBound == 0))
      ])
    }
    return store
  }

  @Test(arguments: ends, [0, 1, 99, 100, 101, 250, 730])
  func allOfAHistoryIsRead(_ newestFirst: Bool, _ count: Int) async throws {
    for tellsTotal in [false, true] {
      let server = PagedServer(
        Self.history(count), newestFirst: newestFirst, tellsTotal: tellsTotal)
      let store = await store([])
      let sync = HistorySync(server, store)
      try await sync.read(["c"])
      #expect(await store.newestMessages("c", limit: .max).map(\.id) == ids(0..<count))
      #expect(await store.reach(of: ["c"]) == ["c": count == 0 ? .nothing : .whole])
      #expect(sync.count.messages == count && sync.count.conversations == 1)
      // A page for each hundred, and what it takes to know how they are numbered.
      #expect(server.calls <= count / 100 + 6)
    }
  }

  @Test(arguments: ends)
  func whatIsHereIsNotReadAgain(_ newestFirst: Bool) async throws {
    let server = PagedServer(Self.history(2000), newestFirst: newestFirst, tellsTotal: true)
    let store = await store([700..<2000])
    try await HistorySync(server, store).read(["c"])
    #expect(await store.newestMessages("c", limit: .max).map(\.id) == ids(0..<2000))
    #expect(await store.reach(of: ["c"]) == ["c": .whole])
    #expect(server.calls <= 13)
    let again = PagedServer(Self.history(2000), newestFirst: newestFirst, tellsTotal: true)
    try await HistorySync(again, store).read(["c"])
    #expect(again.calls <= 3)
  }

  @Test(arguments: ends)
  func piecesThatAreHereAreJoinedAndPassedBy(_ newestFirst: Bool) async throws {
    let server = PagedServer(Self.history(3000), newestFirst: newestFirst, tellsTotal: true)
    let store = await store([300..<900, 1100..<2500])
    try await HistorySync(server, store).read(["c"])
    #expect(await store.newestMessages("c", limit: .max).count == 3000)
    #expect(await store.reach(of: ["c"]) == ["c": .whole])
    #expect(server.calls < 30)
  }

  @Test(arguments: ends)
  func whoIsInterruptedGoesOnWhereTheyWere(_ newestFirst: Bool) async throws {
    let store = await store([])
    let failing = PagedServer(
      Self.history(1500), newestFirst: newestFirst, tellsTotal: true,
      fault: { $0 > 8 ? .unreachable("no route", mayHaveArrived: false) : nil })
    await #expect(throws: APIError.unreachable("no route", mayHaveArrived: false)) {
      try await HistorySync(failing, store).read(["c"])
    }
    let before = await store.newestMessages("c", limit: .max).count
    #expect(before >= 400)
    #expect(await store.runs("c").count == 1)
    let server = PagedServer(Self.history(1500), newestFirst: newestFirst, tellsTotal: true)
    let sync = HistorySync(server, store)
    try await sync.read(["c"])
    #expect(await store.reach(of: ["c"]) == ["c": .whole])
    #expect(before + sync.count.messages == 1500)
    #expect(server.calls <= (1500 - before) / 100 + 5)
  }

  // Row 12.
  @Test(arguments: ends, [false, true])
  func messagesThatArriveMeanwhileLoseNone(_ newestFirst: Bool, _ tellsTotal: Bool) async throws {
    let server = PagedServer(
      Self.history(930), newestFirst: newestFirst, arrivals: 7, tellsTotal: tellsTotal,
      arrivesAt: { !tellsTotal || $0 % 3 == 0 })
    let store = await store([])
    try await HistorySync(server, store).read(["c"])
    let kept = Set(await store.newestMessages("c", limit: .max).map(\.id))
    #expect(kept.isSuperset(of: ids(0..<930)))
    #expect(await store.reach(of: ["c"]) == ["c": .whole])
  }

  @Test(arguments: ends)
  func noMoreIsReadThanTheDayThatIsNamed(_ newestFirst: Bool) async throws {
    let server = PagedServer(Self.history(5000), newestFirst: newestFirst, tellsTotal: true)
    let store = await store([])
    let since = Date(timeIntervalSince1970: 4500)
    try await HistorySync(server, store, since: since).read(["c"])
    let kept = await store.newestMessages("c", limit: .max).map(\.id)
    #expect(Set(kept).isSuperset(of: ids(4500..<5000)))
    #expect(kept.count < 900)
  }

  // Row 30.
  @Test func aServerThatWantsToBeLeftAloneIsAskedAgainLater() async throws {
    let server = PagedServer(
      Self.history(250), newestFirst: true,
      fault: {
        $0 == 2 ? .heldBack(until: Date(timeIntervalSinceNow: 0.05), mayHaveArrived: false) : nil
      })
    let store = await store([])
    let held = Mutex(0)
    let sync = HistorySync(server, store) { event in
      if case .held = event { held.withLock { $0 += 1 } }
    }
    try await sync.read(["c"])
    #expect(await store.reach(of: ["c"]) == ["c": .whole])
    #expect(held.withLock { $0 } == 1)
  }

  @Test func twoRequestsAreUnderWayAtMost() async throws {
    let server = PagedServer(Self.history(120), newestFirst: true)
    let sync = HistorySync(server, await store([]))
    try await sync.read((0..<20).map { ConversationID("c\($0)") })
    #expect(server.mostUnderWay == 2 && sync.count.conversations == 20)
  }

  @Test func aConversationThatIsRefusedHoldsUpNoOther() async throws {
    let server = PagedServer(
      Self.history(20), newestFirst: true, fault: { $0 == 1 ? .notAllowed("Access denied") : nil })
    let sync = HistorySync(server, await store([]))
    try await sync.read(["a", "b"])
    #expect(sync.count.refused.count == 1 && sync.count.conversations == 2)
  }

  @Test func aServerThatClaimsMoreForEverIsLeft() async throws {
    let server = PagedServer(Self.history(350), newestFirst: true, claimsMore: true)
    let store = await store([])
    try await HistorySync(server, store).read(["c"])
    #expect(await store.newestMessages("c", limit: .max).count == 350)
    #expect(server.calls < 40)
  }
}
