import ChatModel
import Foundation
import SplitMix
import Testing

@testable import ChatClient

/// The list of conversations: both lists, shifting pages, refreshes, handoffs, agents.
@Suite struct ListTests {
  private func conversation(_ number: Int, agent: UserID? = "meera") -> Conversation {
    Conversation(
      id: ConversationID(String(format: "c%04d", number)),
      farmer: .known(Participant(id: UserID("f\(number)"), firstName: "Farmer \(number)")),
      agent: agent.map { .known(Participant(bareID: $0)) } ?? .none, status: .open,
      updatedAt: Bench.start.addingTimeInterval(-Double(number)))
  }

  private func bench(
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

  private func lists(_ bench: Bench) -> [ConversationQuery] {
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

  // MARK: Handoffs

  @Test func theFirstListEverAnnouncesNothing() {
    let bench = bench(6)
    #expect(!bench.events.contains { if case .becameMine = $0 { true } else { false } })
  }

  /// Who hears that a conversation is theirs knows by then whose it is.
  @Test func aNewConversationIsToldBeforeItIsAnnounced() throws {
    var bench = bench(4)
    bench.forget()
    bench.server.add(conversation(8))
    bench.perform(.refresh)
    let told = bench.events.firstIndex {
      if case .conversations(let all) = $0 { all.contains { $0.id == "c0008" } } else { false }
    }
    let announced = bench.events.firstIndex(of: .becameMine("c0008", from: nil))
    #expect(try #require(told) < #require(announced))
  }

  @Test func handoffsAreAnnouncedBothWays() {
    var bench = bench(6)
    bench.server.conversations[1].agent = .known(Participant(id: "meera", firstName: "Meera"))
    bench.server.conversations[0].agent = .known(Participant(id: "ravi", firstName: "Ravi"))
    bench.perform(.refresh)
    #expect(
      bench.events.contains(.becameMine("c0001", from: Participant(bareID: "ravi"))))
    #expect(
      bench.events.contains(
        .takenFromMe("c0000", to: Participant(id: "ravi", firstName: "Ravi"))))
    bench.forget()
    bench.perform(.refresh)
    #expect(!bench.events.contains { if case .becameMine = $0 { true } else { false } })
  }

  @Test func aHandoffWhileAwayIsAnnouncedAtTheNextStart() {
    let first = bench(6)
    var second = Bench(prefix: "u")
    second.server = first.server
    second.disk = first.disk
    second.server.conversations[1].agent = .known(Participant(bareID: "meera"))
    second.begin()
    #expect(second.events.contains(.becameMine("c0001", from: Participant(bareID: "ravi"))))
  }

  @Test func myOwnMovesAreNotAnnouncedAsDoneToMe() {
    var bench = bench(6, role: .admin)
    bench.forget()
    bench.perform(.reassign("c0001", to: "meera"), .reassign("c0000", to: "ravi"), .refresh)
    #expect(
      bench.events.contains(
        .reassigned(
          "c0001", from: Participant(bareID: "ravi"), to: Participant(bareID: "meera"))))
    #expect(bench.shown["c0001"]?.isMine == true)
    #expect(
      !bench.events.contains { event in
        switch event {
        case .becameMine, .takenFromMe: true
        default: false
        }
      })
  }

  @Test func aListAskedForBeforeAMoveDoesNotTakeItBack() {
    var bench = bench(6, role: .admin)
    bench.holdsCalls = { if case .list = $0 { true } else { false } }
    bench.perform(.refresh)
    let old = bench.heldCalls.map { ($1, bench.server.answer($0, at: bench.now.date)) }
    bench.heldCalls = []
    bench.perform(.setStatus("c0000", .resolved), .reassign("c0000", to: "ravi"))
    for (id, answer) in old { bench.input(.answered(id, answer)) }
    #expect(bench.shown["c0000"]?.conversation.status == .resolved)
    #expect(bench.shown["c0000"]?.conversation.agent.id == "ravi")
    #expect(!bench.events.contains(.becameMine("c0000", from: Participant(bareID: "ravi"))))
    bench.holdsCalls = { _ in false }
    bench.server.conversations[0].status = .open
    bench.perform(.refresh)
    #expect(bench.shown["c0000"]?.conversation.status == .open, "what is asked for later counts")
  }

  @Test func aListWantedWhileOneIsUnderWayIsAskedForAfterIt() {
    var bench = bench(2)
    bench.holdsCalls = { if case .list = $0 { true } else { false } }
    bench.perform(.refresh)
    bench.forget()
    bench.perform(.refresh)
    #expect(lists(bench).isEmpty)
    bench.release()
    #expect(lists(bench).count == 2)
  }

  // MARK: Status, reassignment, agents

  @Test func aStatusIsSetAndToldWithWhatItWas() {
    var bench = bench(2)
    bench.perform(.setStatus("c0000", .resolved))
    #expect(bench.events.contains(.statusSet("c0000", from: .open, to: .resolved)))
    #expect(bench.shown["c0000"]?.conversation.status == .resolved)
  }

  @Test func aRefusedChangeNamesThePersonAndTheReason() {
    var bench = bench(2)
    bench.server.failures[.setStatus("c0000", .closed)] = .notAllowed("access denied")
    bench.server.failures[.reassign("c0000", to: "nobody")] =
      .notFound("Support user not found or invalid")
    bench.perform(.setStatus("c0000", .closed), .reassign("c0000", to: "nobody"))
    #expect(
      bench.notices == [
        "Farmer 0 was not set to closed: access denied.",
        "Farmer 0 was not moved: Support user not found or invalid.",
      ])
  }

  // Row 24: whoever is in no list is kept once the server has given them a conversation, and not before.
  @Test func anAgentWhoseIdWasTypedIsKeptOnlyIfTheServerKnowsThem() {
    var bench = bench(2)
    bench.server.failures[.reassign("c0000", to: "mistyped")] =
      .notFound("Support user not found or invalid")
    bench.perform(.reassign("c0000", to: "mistyped"), .reassign("c0001", to: "typed"))
    bench.advance(60)
    let kept = bench.disk.data.agents.map(\.id)
    #expect(kept.contains("typed") && !kept.contains("mistyped"))
  }

  // Row 10: a name is never replaced by an id.
  @Test func anAnswerWithBareIDsKeepsTheNames() {
    var bench = bench(2)
    bench.server.write("hello", by: "f0", in: "c0000", at: bench.now.date)
    bench.perform(.refresh)
    bench.holdsCalls = { if case .setStatus = $0 { true } else { false } }
    bench.perform(.setStatus("c0000", .resolved))
    guard let (_, id) = bench.heldCalls.first else {
      Issue.record("not asked")
      return
    }
    bench.input(
      .answered(
        id,
        .changed(
          Conversation(
            id: "c0000", farmer: .known(Participant(bareID: "f0")), status: .resolved,
            lastMessage: .known(Message(bareID: "m-other"))))))
    #expect(bench.shown["c0000"]?.conversation.farmer.value?.firstName == "Farmer 0")
    #expect(bench.shown["c0000"]?.conversation.lastMessage.value?.content == "hello")
  }

  // Row 24.
  @Test func agentsAreThoseOfTheStatisticsAndThoseSeen() {
    var bench = bench(2)
    bench.server.statistics.perAgent = [
      AgentStatistics(
        id: "ravi", name: "Ravi", totalConversations: 9, activeConversations: 4),
      AgentStatistics(id: "new", name: "New", totalConversations: 0, activeConversations: 0),
    ]
    bench.perform(.fetchStatistics)
    var agents: [UserID: Agent] = [:]
    for case .agents(let changed) in bench.events {
      for agent in changed { agents[agent.id] = agent }
    }
    #expect(Set(agents.keys) == ["meera", "ravi", "new"])
    #expect(agents["ravi"]?.participant.fullName == "Ravi")
    #expect(agents["ravi"]?.activeConversations == 4)
    #expect(agents["meera"]?.activeConversations == 0, "whom the statistics leave out has none")
  }

  @Test func contactingSupportShowsTheConversation() {
    var bench = Bench(me: "f7", role: .user)
    bench.begin()
    bench.server.add(conversation(7))
    bench.perform(.contactSupport)
    #expect(bench.shown["c0007"]?.isMine == true)
  }

  // Row 24: somebody without conversations is in neither list.
  @Test func agentsAndSamplesOfTheStatisticsOutliveTheProcess() {
    var bench = bench(1)
    bench.server.statistics.perAgent = [AgentStatistics(id: "farhan", name: "Farhan Ali")]
    bench.perform(.fetchStatistics, .fetchStatistics)
    bench.advance(31)
    bench.perform(.fetchStatistics)
    var samples: [StatisticsSample] = []
    for case .samples(let new) in bench.events { samples += new }
    #expect(samples.count == 2 && bench.disk.samples == samples)
    bench.advance(60)
    #expect(bench.disk.data.agents.map(\.id).contains("farhan"))
    // The next process has them before it has asked anybody.
    var next = Bench()
    next.disk = bench.disk
    next.begin(online: false)
    var agents: Set<UserID> = []
    for case .agents(let known) in next.events { agents.formUnion(known.map(\.id)) }
    #expect(agents.contains("farhan"))
    #expect(!next.events.contains(.samples(samples)), "nobody has looked at the numbers yet")
    next.perform(.fetchStatistics)
    #expect(next.events.contains(.samples(samples)))
  }
}
