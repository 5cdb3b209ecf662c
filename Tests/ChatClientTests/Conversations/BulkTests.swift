import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// The same change of many conversations.
@Suite struct BulkTests {
  private struct Rig {
    var engine = SyncEngine(SyncConfiguration(idPrefix: "t"))
    var now = Moment(uptime: 100, date: Date(timeIntervalSince1970: 1_763_476_320))
    var calls: [(call: APICall, id: RequestID)] = []
    var told: [ClientEvent] = []

    init(_ count: Int) {
      put(.start(token: Bench.token("agent-meera")))
      let conversations = (0..<count).map { place in
        Conversation(
          id: ConversationID("c\(place)"), agent: .known(Participant(id: "agent-meera")),
          status: .open)
      }
      // The first reading of the list.
      answerStores()
      for _ in 0..<4 {
        guard
          let list = calls.firstIndex(where: { if case .list = $0.call { true } else { false } })
        else { break }
        let id = calls.remove(at: list).id
        put(.answered(id, .list(Page(elements: conversations), serverTime: nil)))
      }
      calls = []
      told = []
    }

    private var stores: [(StoreCall, RequestID)] = []

    mutating func put(_ input: SyncInput) {
      for output in engine.handle(input, at: now) {
        switch output {
        case .call(let call, let id): calls.append((call, id))
        case .tell(let event): told.append(event)
        case .store(let call, let id): stores.append((call, id))
        default: break
        }
      }
      if case .start = input { return }
      answerStores()
    }

    mutating func answerStores() {
      while !stores.isEmpty {
        let (call, id) = stores.removeFirst()
        let answer: StoreAnswer =
          switch call {
          case .load: .loaded([], [], [:])
          case .lead: .leads(true)
          case .outbox: .outbox([])
          default: .done
          }
        put(.stored(id, answer))
      }
    }

    /// Answers the oldest call about a conversation.
    mutating func answer(_ id: ConversationID, _ answer: (APICall) -> APIAnswer) {
      guard let place = calls.firstIndex(where: { Self.place(of: $0.call) == id }) else {
        Issue.record("nothing is asked about \(id)")
        return
      }
      let call = calls.remove(at: place)
      put(.answered(call.id, answer(call.call)))
    }

    static func place(of call: APICall) -> ConversationID? {
      switch call {
      case .conversation(let id), .setStatus(let id, _), .markAllRead(let id),
        .reassign(let id, _):
        id
      default: nil
      }
    }

    static func good(_ call: APICall) -> APIAnswer {
      switch call {
      case .conversation(let id): .conversation(Conversation(id: id, status: .open))
      case .setStatus(let id, let status):
        .changed(Conversation(id: id, status: status))
      case .reassign(let id, let agent):
        .changed(Conversation(id: id, agent: .known(Participant(id: agent))))
      default: .done
      }
    }

    var audited: [AuditEntry] {
      var audited: [AuditEntry] = []
      for case .audited(let entries) in told { audited += entries }
      return audited
    }

    var asked: [ConversationID] { calls.compactMap { Self.place(of: $0.call) } }

    var outcomes: [ConversationID: ManyOutcome] {
      var outcomes: [ConversationID: ManyOutcome] = [:]
      for case .many(_, let id, let outcome) in told { outcomes[id] = outcome }
      return outcomes
    }

    mutating func resolve(_ count: Int) {
      let ids = (0..<count).map { ConversationID("c\($0)") }
      put(.command(.changeMany(ids, .status(.resolved), request: 1)))
    }
  }

  @Test func fourAreAskedAboutAtATimeAndEachTellsWhatBecameOfIt() {
    var rig = Rig(10)
    rig.resolve(10)
    #expect(rig.asked == ["c0", "c1", "c2", "c3"])
    var most = 0
    while let id = rig.asked.first {
      most = max(most, rig.asked.count)
      rig.answer(id, Rig.good)
    }
    #expect(most == 4)
    #expect(rig.outcomes.count == 10)
    #expect(rig.outcomes.values.allSatisfy { $0 == .changed(from: .open) })
    // No single confirmations and no notices beside it.
    for event in rig.told {
      if case .statusSet = event { Issue.record("told twice") }
      if case .notice(let notice) = event { Issue.record("\(notice.text)") }
    }
  }

  @Test func aServerThatWantsToBeLeftAlonePausesAllOfIt() {
    var rig = Rig(10)
    rig.resolve(10)
    let until = rig.now.date + 60
    rig.answer("c0") { _ in .failed(.heldBack(until: until, mayHaveArrived: false)) }
    for id in ["c1", "c2", "c3"] as [ConversationID] {
      rig.answer(id) { _ in .failed(.heldBack(until: until, mayHaveArrived: false)) }
    }
    #expect(rig.asked.isEmpty)
    #expect(rig.outcomes.isEmpty)
    rig.now = Moment(uptime: 162, date: rig.now.date + 62)
    rig.put(.tick)
    #expect(Set(rig.asked) == ["c0", "c1", "c2", "c3"])
    while let id = rig.asked.first { rig.answer(id, Rig.good) }
    #expect(rig.outcomes.count == 10)
  }

  @Test func aRefusalIsOfOneConversationAlone() {
    var rig = Rig(6)
    rig.resolve(6)
    rig.answer("c1") { _ in .failed(.notFound("Conversation not found")) }
    while let id = rig.asked.first { rig.answer(id, Rig.good) }
    #expect(rig.outcomes["c1"] == .failed("Conversation not found"))
    #expect(rig.outcomes.values.count { $0 == .changed(from: .open) } == 5)
  }

  @Test func afterALostLinkTheRestIsNotTried() {
    var rig = Rig(10)
    rig.resolve(10)
    rig.answer("c0") { _ in .failed(.unreachable("no network", mayHaveArrived: false)) }
    #expect(rig.outcomes.count == 7, "the one, and the six that nobody has asked about")
    for id in ["c1", "c2", "c3"] as [ConversationID] {
      rig.answer(id) { _ in .failed(.unreachable("no network", mayHaveArrived: false)) }
    }
    #expect(rig.asked.isEmpty)
    #expect(rig.outcomes.count == 10)
    #expect(rig.outcomes.values.allSatisfy { $0 == .notTried("no network") })
  }

  @Test(arguments: [true, false])
  func aChangeThatWasNotAnsweredIsReadAgainAndNotAssumed(hasArrived: Bool) {
    var rig = Rig(1)
    rig.resolve(1)
    rig.answer("c0", Rig.good)
    rig.answer("c0") { _ in .failed(.unreachable("no answer", mayHaveArrived: true)) }
    #expect(rig.outcomes.isEmpty)
    rig.answer("c0") { call in
      #expect(call == .conversation("c0"))
      return .conversation(Conversation(id: "c0", status: hasArrived ? .resolved : .open))
    }
    #expect(
      rig.outcomes["c0"]
        == (hasArrived ? .changed(from: .open) : .failed("the server did not take it")))
  }

  @Test func whatMayHaveArrivedIsKeptAsNotKnownThoughTheServerIsToBeLeftAlone() {
    var rig = Rig(1)
    rig.resolve(1)
    rig.answer("c0", Rig.good)
    let until = rig.now.date + 60
    rig.answer("c0") { _ in .failed(.heldBack(until: until, mayHaveArrived: true)) }
    #expect(rig.outcomes.isEmpty)
    #expect(rig.audited.count == 1)
    if case .unknown? = rig.audited.first?.answer {} else { Issue.record("\(rig.audited)") }
  }

  @Test func aChangeThatWasBrokenOffIsNotToldAsNotTried() {
    var rig = Rig(1)
    rig.resolve(1)
    rig.answer("c0", Rig.good)
    rig.answer("c0") { _ in .failed(.cancelled) }
    rig.answer("c0") { _ in .failed(.cancelled) }
    #expect(rig.outcomes["c0"] == .unknown("it was broken off"))
    #expect(rig.audited.map(\.answer) == [.unknown("it was broken off")])
  }

  @Test func stoppingLeavesWhatIsUnderWayToItsAnswer() {
    var rig = Rig(10)
    rig.resolve(10)
    rig.put(.command(.stopMany))
    #expect(rig.outcomes.count == 6)
    while let id = rig.asked.first { rig.answer(id, Rig.good) }
    #expect(rig.outcomes.values.count { $0 == .changed(from: .open) } == 4)
    #expect(rig.outcomes.values.count { $0 == .notTried("it was stopped") } == 6)
  }

  @Test func manyAreMarkedReadWithoutBeingOpened() {
    var rig = Rig(5)
    let ids = (0..<5).map { ConversationID("c\($0)") }
    rig.put(.command(.changeMany(ids, .read, request: 2)))
    #expect(rig.calls.map(\.call) == (0..<4).map { .markAllRead(ConversationID("c\($0)")) })
    while let id = rig.asked.first { rig.answer(id) { _ in .done } }
    #expect(rig.outcomes.count == 5)
  }

  // MARK: Taking back

  private func reversals(_ count: Int) -> [Reversal] {
    (0..<count).map {
      Reversal(ConversationID("c\($0)"), .status(from: .waiting, to: .open), lastMessage: nil)
    }
  }

  @Test func aChangeOfManyIsTakenBackFourAtATimeAndEachTellsWhatBecameOfIt() {
    var rig = Rig(10)
    rig.put(.command(.takeBackMany(reversals(10), request: 7)))
    #expect(rig.calls.map(\.call) == (0..<4).map { .conversation(ConversationID("c\($0)")) })
    rig.answer("c1") { _ in .conversation(Conversation(id: "c1", status: .closed)) }
    rig.answer("c2") { _ in .conversation(Conversation(id: "c2", status: .waiting)) }
    var most = 0
    while let id = rig.asked.first {
      most = max(most, rig.asked.count)
      rig.answer(id, Rig.good)
    }
    #expect(most == 4 && rig.outcomes.count == 10)
    #expect(rig.outcomes["c1"] == .failed("it has been changed since"))
    #expect(rig.outcomes["c2"] == .changed(from: .open), "it was so already")
    #expect(rig.outcomes.values.count { $0 == .changed(from: .open) } == 9)
    #expect(rig.audited.count == 8)
    #expect(rig.audited.allSatisfy { $0.change == .status(from: .open, to: .waiting) })
    for event in rig.told { if case .takenBack = event { Issue.record("told twice") } }
  }

  @Test func whoseSignInHasEndedMayTryAllOfItAgain() {
    var rig = Rig(6)
    rig.put(.command(.takeBackMany(reversals(6), request: 8)))
    while let id = rig.asked.first {
      rig.answer(id) { _ in .failed(.notSignedIn("the token has expired")) }
    }
    #expect(rig.outcomes.count == 6)
    #expect(
      rig.outcomes.values.allSatisfy { if case .notTried = $0 { true } else { false } },
      "\(rig.outcomes)")
  }

  @Test func stoppingLeavesTheRestOfAStepBackAsItIs() {
    var rig = Rig(10)
    rig.put(.command(.takeBackMany(reversals(10), request: 9)))
    rig.put(.command(.stopMany))
    while let id = rig.asked.first { rig.answer(id, Rig.good) }
    #expect(rig.outcomes.values.count { $0 == .changed(from: .open) } == 4)
    #expect(rig.outcomes.values.count { $0 == .notTried("it was stopped") } == 6)
  }

  // MARK: To agents

  @Test func aPlanGivesEachConversationToItsOwnAgentAndEachIsKeptWithItsAnswer() {
    var rig = Rig(6)
    let agents: [UserID] = ["asha", "ravi"]
    let plan = (0..<6).map { Handover(ConversationID("c\($0)"), to: agents[$0 % 2]) }
    rig.put(.command(.moveMany(plan, request: 3)))
    #expect(rig.asked.count == 4)
    while let id = rig.asked.first {
      rig.answer(id) { call in
        if case .reassign("c3", _) = call { return .failed(.notFound("Support user not found")) }
        return Rig.good(call)
      }
    }
    let me = Participant(id: "agent-meera")
    #expect(rig.outcomes.count == 6)
    #expect(rig.outcomes["c3"] == .failed("Support user not found"))
    #expect(rig.outcomes["c4"] == .moved(from: me, to: Participant(id: "asha")))
    #expect(rig.audited.count == 6)
    let refused = rig.audited.first { $0.conversationID == "c3" }
    #expect(refused?.answer == .refused("Support user not found"))
    #expect(
      refused?.change
        == .agent(from: AuditEntry.Person(id: "agent-meera"), to: AuditEntry.Person(id: "ravi")))
    #expect(refused?.who == "agent-meera")
    for event in rig.told { if case .reassigned = event { Issue.record("told twice") } }
  }

  @Test func whoHasItMeanwhileKeepsItThoughTheListKnowsOfItBefore() {
    var rig = Rig(9)
    let ids = (0..<9).map { ConversationID("c\($0)") }
    rig.put(.command(.changeMany(ids, .agent("asha"), request: 4)))
    // The last one is taken by another while it still waits.
    while let id = rig.asked.first {
      rig.answer(id) { call in
        if case .conversation("c8") = call {
          let kiran = Participant(id: "kiran", firstName: "Kiran")
          return .conversation(Conversation(id: "c8", agent: .known(kiran), status: .open))
        }
        return Rig.good(call)
      }
    }
    #expect(rig.outcomes["c8"] == .failed("Kiran has it meanwhile"))
    #expect(!rig.audited.contains { $0.conversationID == "c8" })
  }

  @Test func amongManyMovesAnUnansweredOneIsReadAgainAndABusyServerIsLeftAlone() {
    var rig = Rig(2)
    rig.put(.command(.changeMany(["c0", "c1"], .agent("asha"), request: 5)))
    rig.answer("c0", Rig.good)
    rig.answer("c1", Rig.good)
    let until = rig.now.date + 60
    rig.answer("c0") { _ in .failed(.serverFailed(status: 502, "Bad Gateway")) }
    rig.answer("c1") { _ in .failed(.heldBack(until: until, mayHaveArrived: false)) }
    #expect(rig.asked == ["c0"] && rig.audited.isEmpty)
    rig.answer("c0") { _ in
      .conversation(
        Conversation(id: "c0", agent: .known(Participant(id: "asha")), status: .open))
    }
    #expect(
      rig.outcomes["c0"]
        == .moved(from: Participant(id: "agent-meera"), to: Participant(id: "asha")))
    #expect(rig.audited.map(\.answer) == [.done])
    #expect(rig.outcomes["c1"] == nil)
    rig.now = Moment(uptime: rig.now.uptime + 61, date: rig.now.date + 61)
    rig.put(.tick)
    while rig.asked.contains("c1") { rig.answer("c1", Rig.good) }
    #expect(rig.outcomes["c1"] != nil)
  }
}
