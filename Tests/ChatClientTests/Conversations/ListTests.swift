import ChatModel
import Foundation
import SplitMix
import Testing

@testable import ChatClient

/// The list of conversations: both lists, shifting pages, refreshes, handoffs, agents.
@Suite struct ListTests {
  func conversation(_ number: Int, agent: UserID? = "meera") -> Conversation {
    Conversation(
      id: ConversationID(String(format: "c%04d", number)),
      farmer: .known(Participant(id: UserID("f\(number)"), firstName: "Farmer \(number)")),
      agent: agent.map { .known(Participant(bareID: $0)) } ?? .none, status: .open,
      updatedAt: Bench.start.addingTimeInterval(-Double(number)))
  }

  func bench(
    _ count: Int, role: Role = .support, start: Bool = true,
    _ change: (inout Bench) -> Void = { _ in }
  ) -> Bench {
    var bench = Bench(role: role)
    for number in 0..<count {
      bench.server.add(conversation(number, agent: number % 2 == 0 ? "meera" : "ravi"))
    }
    change(&bench)
    if start { bench.begin() }
    return bench
  }

  func lists(_ bench: Bench) -> [ConversationQuery] {
    bench.calls.compactMap { if case .list(let query) = $0 { query } else { nil } }
  }

  @Test func bothListsAreReadToTheirEndAHundredAPage() {
    var bench = bench(250)
    #expect(bench.shown.count == 250)
    #expect(bench.shown.values.filter(\.isMine).count == 125)
    bench.forget()
    bench.perform(.refresh)
    #expect(lists(bench).filter(\.all).map(\.page) == [1, 2, 3])
    #expect(lists(bench).filter { !$0.all }.map(\.page) == [1, 2])
    #expect(lists(bench).allSatisfy { $0.limit == 100 })
    #expect(
      bench.events.contains(.listFreshness(isComplete: true, at: bench.now.date)))
  }

  @Test func aFarmerAsksForTheirOwnListAlone() {
    let bench = bench(3, role: .user)
    #expect(lists(bench).allSatisfy { !$0.all })
  }

  @Test func cachedConversationsAreToldBeforeAnyAnswer() {
    let first = bench(5)
    var second = Bench(prefix: "u")
    second.disk = first.disk
    second.holdsStore = { $0 == .load || $0 == .loadFirst(limit: 100) }
    second.holdsCalls = { _ in true }
    second.begin()
    #expect(second.calls.isEmpty, "the disk comes first")
    second.forget()
    for (call, id) in second.heldStore { second.input(.stored(id, second.disk.answer(call))) }
    #expect(second.shown.count == 5, "no call was answered")
  }

  @Test func whatTheListShowsFirstIsToldWhileTheRestIsRead() {
    var second = Bench(prefix: "u")
    second.disk = bench(250).disk
    // The longest wait is where the server's list ends.
    let place = MessagePlace(time: second.now.date - 90_000, id: "m-old")
    _ = second.disk.answer(.saveWaits(["c0249": KeptWait(since: place, isExact: true)]))
    second.holdsStore = { $0 == .load }
    second.holdsCalls = { _ in true }
    second.begin()
    #expect(second.shown.count == 100 && second.shown["c0249"] != nil)
    #expect(!second.events.contains { if case .listFreshness = $0 { true } else { false } })
    for (call, id) in second.heldStore { second.input(.stored(id, second.disk.answer(call))) }
    #expect(second.shown.count == 250)
  }

  /// A message comes between the two readings of the disk.
  @Test func whatChangedSinceItWasReadFirstIsNotReadAgain() {
    var second = Bench(prefix: "u")
    second.disk = bench(3).disk
    second.holdsStore = { $0 == .load }
    second.holdsCalls = { _ in true }
    second.begin()
    second.connect()
    let before = second.shown["c0000"]?.unread ?? 0
    let message = Message(
      id: "m-new", conversationID: "c0000", sender: .known(Participant(bareID: "f0")),
      content: "new", createdAt: second.now.date)
    second.hear(ScriptedServer.notification(message, in: "c0000"))
    #expect(second.shown["c0000"]?.unread == before + 1)
    for (call, id) in second.heldStore { second.input(.stored(id, second.disk.answer(call))) }
    #expect(second.shown["c0000"]?.unread == before + 1)
  }

  /// Reads a list whose items move between the pages; answers what was found.
  private func sweep(
    _ start: [Conversation], turning: (Int, inout [Conversation]) -> Void
  ) -> (found: Set<ConversationID>, isComplete: Bool, end: [Conversation]) {
    var list = start
    var sweep = ListPager()
    var step = sweep.start
    for turn in 0..<100 {
      guard case .fetch(let page) = step else { break }
      let pages = max(1, (list.count + 99) / 100)
      let slice = list.dropFirst((page - 1) * 100).prefix(100)
      step = sweep.handlePage(
        Page(
          elements: Array(slice),
          pagination: Pagination(
            currentPage: page, totalPages: pages, totalItems: list.count, itemsPerPage: 100,
            hasNextPage: page < pages)), number: page)
      turning(turn, &list)
    }
    guard case .done(let isComplete) = step else { return ([], false, list) }
    return (sweep.found, isComplete, list)
  }

  // Row 12.
  @Test func conversationsThatMoveUpWhileTheListIsReadAreFound() {
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let (found, isComplete, _) = sweep((0..<350).map { conversation($0) }) { turn, list in
        // A message comes: its conversation moves to the top.
        guard turn < 3 else { return }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
          list.insert(list.remove(at: Int.random(in: 0..<list.count, using: &random)), at: 0)
        }
      }
      #expect(!isComplete || found.count == 350, "seed \(seed): \(found.count)")
      #expect(found.count == 350, "seed \(seed): \(found.count)")
    }
  }

  @Test func aConversationDeletedWhileTheListIsReadHidesNoOther() {
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let (found, isComplete, end) = sweep((0..<350).map { conversation($0) }) { turn, list in
        if turn < 3, Bool.random(using: &random) {
          list.remove(at: Int.random(in: 0..<list.count, using: &random))
        }
      }
      #expect(!isComplete || found.isSuperset(of: end.map(\.id)), "seed \(seed)")
    }
  }

  @Test func conversationsNoLongerListedAreRemoved() {
    var bench = bench(5)
    bench.server.conversations.removeAll { $0.id == "c0001" }
    bench.perform(.refresh)
    #expect(bench.shown["c0001"] == nil)
    #expect(!bench.disk.lists("c0001"))
  }

  @Test func nothingIsRemovedAfterAnIncompleteRefresh() {
    var bench = bench(150)
    bench.server.conversations.removeAll { $0.id == "c0001" }
    bench.server.failures[.list(ConversationQuery(all: true, page: 2))] =
      .serverFailed(status: 502, "502")
    bench.advance(61)
    #expect(bench.shown["c0001"] != nil)
    #expect(bench.notices == ["The list could not be refreshed: 502."])
  }

  @Test func aReasonThatIsASentenceGetsNoSecondFullStop() {
    var bench = bench(150)
    bench.server.failures[.list(ConversationQuery(all: true, page: 1))] =
      .unreachable("The connection ended; try again.", mayHaveArrived: true)
    bench.advance(61)
    #expect(
      bench.notices
        == ["The list could not be refreshed: The connection ended; try again."])
  }

  @Test func anOpenConversationThatNoListNamesIsAskedForFirst() {
    var bench = bench(5)
    bench.perform(.open("c0001"))
    bench.server.failures[.list(ConversationQuery(all: true))] = .notAllowed("Admins only")
    bench.forget()
    bench.perform(.refresh)
    #expect(bench.calls.contains(.conversation("c0001")))
    #expect(bench.events.contains(.conversationsRemoved(["c0003"])))
  }

  // Rows 8 and 20: nobody is told of either.
  @Test func whetherOneOfMineWasDeletedOrGivenAwayIsAskedAndSaid() {
    var bench = bench(6)
    bench.server.failures[.list(ConversationQuery(all: true))] = .notAllowed("Admins only")
    bench.perform(.refresh)
    bench.forget()
    for (number, answer) in [
      (0, APIError.notFound("Conversation not found")), (2, .notAllowed("Access denied")),
    ] {
      bench.server.failures[.conversation(ConversationID("c000\(number)"))] = answer
    }
    bench.server.conversations.removeAll { ["c0000", "c0002"].contains($0.id) }
    bench.perform(.refresh)
    #expect(bench.events.contains(.deletedWhileMine("c0000")))
    #expect(bench.events.contains(.takenFromMe("c0002", to: nil)))
    #expect(bench.shown["c0000"] == nil && bench.shown["c0002"] == nil)
  }

  @Test func nothingMoreIsSaidToADeletedConversation() {
    var bench = bench(6)
    bench.perform(.open("c0000"), .typed("c0000"))
    bench.server.conversations.removeAll { $0.id == "c0000" }
    bench.perform(.refresh)
    #expect(bench.events.contains(.deletedWhileMine("c0000")))
    let before = bench.emissions.count
    bench.perform(.close("c0000"))
    bench.advance(10)
    #expect(bench.emissions.count == before)
  }

  @Test func aRecordThatIsNoLongerActiveIsADeletedConversation() throws {
    var bench = bench(6)
    var gone = try #require(bench.server.conversations.first { $0.id == "c0000" })
    bench.server.conversations.removeAll { $0.id == gone.id }
    gone.isActive = false
    bench.server.unlisted = [gone]
    bench.forget()
    bench.perform(.refresh)
    #expect(bench.events.contains(.deletedWhileMine("c0000")))
    #expect(bench.shown["c0000"] == nil)
  }

  @Test func withoutTheListOfAllMyOwnIsEnough() {
    var bench = bench(6) {
      $0.server.failures[.list(ConversationQuery(all: true))] = .noSuchCall("404")
    }
    #expect(bench.shown.count == 3)
    #expect(bench.notices.isEmpty)
    bench.forget()
    bench.perform(.refresh)
    #expect(lists(bench).allSatisfy { !$0.all })
  }

  // MARK: When

  // Row 8.
  @Test func theListIsRefreshedEveryMinuteAndEverMoreRarely() {
    var bench = bench(3)
    var times: [TimeInterval] = []
    for second in 1...1200 {
      bench.calls = []
      bench.advance(1)
      if lists(bench).contains(where: { !$0.all }) { times.append(Double(second)) }
    }
    #expect(times == [60, 180, 420, 720, 1020])
  }

  @Test func aChangeBringsThePaceBack() {
    var bench = bench(3)
    bench.advance(1000)
    bench.server.conversations[0].status = .closed
    bench.advance(25)
    #expect(bench.shown["c0000"]?.conversation.status == .closed)
    bench.forget()
    bench.advance(61)
    #expect(lists(bench).count == 2)
  }

  @Test func presenceReturningRefreshesAtOnce() {
    var bench = bench(3)
    bench.perform(.setPresent(false))
    bench.advance(700)
    bench.forget()
    bench.perform(.setPresent(true))
    #expect(lists(bench).count == 2)
  }

  // Row 8.
  @Test func reconnectingRefreshesAtOnce() {
    var bench = bench(3)
    bench.disconnect()
    bench.forget()
    bench.connect()
    #expect(lists(bench).count == 2)
  }

  @Test func anOpenConversationIsRefreshedEveryHalfMinute() {
    var bench = bench(3)
    bench.perform(.open("c0000"))
    bench.forget()
    bench.advance(29)
    #expect(bench.asked("c0000").isEmpty)
    bench.advance(2)
    #expect(bench.asked("c0000").count == 1)
    bench.advance(1000)
    #expect(bench.asked("c0000").count <= 6)
  }

  @Test func anIdleClientWakesSeldom() {
    var bench = bench(3)
    bench.perform(.open("c0000"))
    bench.advance(2000)
    var wakes = 0
    let end = bench.now.uptime + 3000
    while let deadline = bench.engine.nextDeadline, deadline <= end {
      bench.advance(deadline - bench.now.uptime)
      wakes += 1
    }
    #expect(wakes <= 22)
  }
}
