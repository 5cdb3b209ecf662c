import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import Synchronization
import Testing

@testable import furrow

@Suite struct ManyRunTests {
  /// Two hundred conversations of Ravi's.
  private final class Server: StandInAPI {
    struct State {
      var agents: [ConversationID: UserID] = [:]
      var underWay = 0
      var mostUnderWay = 0
      var calls = 0
    }

    let state = Mutex(State())
    let fault: @Sendable (Int, ConversationID) -> APIError?

    init(
      _ ids: [ConversationID],
      fault: @escaping @Sendable (Int, ConversationID) -> APIError? = { _, _ in nil }
    ) {
      self.fault = fault
      state.withLock { state in for id in ids { state.agents[id] = "ravi" } }
    }

    func conversation(_ id: ConversationID) async throws(APIError) -> Conversation {
      guard let agent = state.withLock({ $0.agents[id] }) else { throw .notFound("No such one.") }
      return Conversation(id: id, agent: .known(Participant(id: agent)), status: .open)
    }

    func reassign(_ id: ConversationID, to agent: UserID) async throws(APIError) -> Conversation? {
      let call = state.withLock { state in
        state.calls += 1
        state.underWay += 1
        state.mostUnderWay = max(state.mostUnderWay, state.underWay)
        return state.calls
      }
      for _ in 0..<20 { await Task.yield() }
      defer { state.withLock { $0.underWay -= 1 } }
      if let error = fault(call, id) {
        // What may have arrived did.
        if error.mayHaveArrived { state.withLock { $0.agents[id] = agent } }
        throw error
      }
      state.withLock { $0.agents[id] = agent }
      return nil
    }
  }

  private func ids(_ count: Int) -> [ConversationID] {
    (0..<count).map { ConversationID("c\($0)") }
  }

  private func run(
    _ work: [ManyRun.Work], _ server: Server, isDry: Bool = false
  ) async throws -> (outcomes: [ConversationID: ManyRun.Outcome], audit: [AuditEntry]) {
    let folder = try TemporaryFolder()
    let settings = try Settings.made(in: folder, ["--url", "http://127.0.0.1:1"])
    let account = try Account(
      address: try settings.address(), token: Tokens.good, settings: settings)
    let context = Context(settings: settings, output: Output(isJSON: true))
    let log = await AuditLog(context, account)
    let told = Mutex<[ConversationID: ManyRun.Outcome]>([:])
    let many = ManyRun(work, server, log, Patience { _ in }, isDry: isDry) { work, outcome in
      told.withLock { $0[work.id] = outcome }
    }
    await many.run()
    await log.close()
    let store = try await context.store(of: account)
    let audit = try await store.audit(since: .distantPast, until: .distantFuture)
    await store.close()
    return (told.withLock { $0 }, audit)
  }

  private let asha = ManyRun.Change.agent(Participant(id: "asha"))

  @Test func ofTwoHundredEachIsToldAndKeptFourAtATime() async throws {
    let all = ids(200)
    let server = Server(all) { _, id in
      let number = Int(id.rawValue.dropFirst()) ?? 0
      // Some are refused, and of some the answer is lost on its way back.
      if number % 10 < 3 { return .notAllowed("Not yours.") }
      return number % 10 == 3 ? .unreachable("reset", mayHaveArrived: true) : nil
    }
    let work = all.map { ManyRun.Work(id: $0, change: asha) }
    let (outcomes, audit) = try await run(work, server)
    #expect(outcomes.count == 200)
    #expect(outcomes.values.count { if case .failed = $0 { true } else { false } } == 60)
    #expect(outcomes.values.count { if case .changed = $0 { true } else { false } } == 140)
    #expect(server.state.withLock { $0.mostUnderWay } == 4)
    #expect(audit.count == 200)
    #expect(audit.count { $0.answer == .done } == 140)
    #expect(audit.allSatisfy { $0.origin == .command && $0.who == "meera" })
    let ravi = AuditEntry.Person(id: "ravi")
    #expect(audit.first?.change == .agent(from: ravi, to: AuditEntry.Person(id: "asha")))
  }

  @Test func aBusyServerIsLeftAloneAndAskedAgain() async throws {
    let all = ids(9)
    let server = Server(all) { call, _ in
      call <= 4 ? .heldBack(until: Date().addingTimeInterval(0.05), mayHaveArrived: false) : nil
    }
    let (outcomes, _) = try await run(all.map { ManyRun.Work(id: $0, change: asha) }, server)
    #expect(outcomes.values.allSatisfy { if case .changed = $0 { true } else { false } })
    #expect(server.state.withLock { $0.calls } == 13)
  }

  @Test func whatMayHaveArrivedIsLookedAtAndNotAskedForASecondTime() async throws {
    let all = ids(4)
    let server = Server(all) { call, _ in
      call <= 4 ? .heldBack(until: Date().addingTimeInterval(0.05), mayHaveArrived: true) : nil
    }
    let (outcomes, audit) = try await run(all.map { ManyRun.Work(id: $0, change: asha) }, server)
    #expect(outcomes.values.allSatisfy { if case .changed = $0 { true } else { false } })
    #expect(server.state.withLock { $0.calls } == 4)
    #expect(audit.map(\.answer) == Array(repeating: .done, count: 4))
  }

  @Test func whatAnotherHasTakenOrWhatIsSoAlreadyIsLeftAsItIs() async throws {
    let all = ids(3)
    let server = Server(all)
    server.state.withLock { state in
      state.agents["c1"] = "kiran"
      state.agents["c2"] = "asha"
    }
    let work = all.map { ManyRun.Work(id: $0, change: asha, expected: .agent("ravi")) }
    let (outcomes, audit) = try await run(
      Array(work.prefix(2)) + [ManyRun.Work(id: "c2", change: asha)], server)
    #expect(outcomes["c1"] == .failed(Failure(.checkFailed, "kiran has it meanwhile.")))
    if case .unchanged? = outcomes["c2"] {} else { Issue.record("c2 was so already") }
    #expect(audit.map(\.conversationID) == ["c0"])
    #expect(server.state.withLock { $0.calls } == 1)
  }

  @Test func aDryRunChangesNothing() async throws {
    let all = ids(3)
    let server = Server(all)
    let work =
      all.map { ManyRun.Work(id: $0, change: asha) } + [
        ManyRun.Work(id: "none", change: asha)
      ]
    let (outcomes, audit) = try await run(work, server, isDry: true)
    #expect(outcomes["none"] == .failed(Failure(.notFound, "No such one.")))
    #expect(outcomes.count == 4 && audit.isEmpty)
    #expect(server.state.withLock { $0.calls } == 0)
  }

  // MARK: The words of the command line

  @Test func idsAreReadFromLinesOfListsAndFromObjects() throws {
    #expect(
      try NamedConversations.ids(in: "a1  open  -\n\n  b2\r\n{\"_id\":\"c3\",\"x\":1}\n")
        == ["a1", "b2", "c3"])
    let bad = failure { _ = try NamedConversations.ids(in: "a1\n{\"id\":\"c3\"}\n") }
    #expect(bad?.status == .usage && bad?.message.contains("Line 2") == true)
    #expect(try NamedConversations(["a", "b", "a", "closed"], isDry: false).ids == ["a", "b"])
    #expect(try NamedConversations(["a", "closed"], isDry: false).isSingle)
    #expect(try !NamedConversations(["a", "closed"], isDry: true).isSingle)
  }

  @Test func severalWhoMayBeMeantAreNamed() throws {
    let people = [("a1", "Asha", "Verma"), ("a2", "Asha", "Rao")].map {
      Agent(participant: Participant(id: UserID($0.0), firstName: $0.1, lastName: $0.2))
    }
    let team = Team(chats: [], agents: people, now: Date(), timeZone: .gmt)
    #expect(try team.agent("as ve", me: "me").id == "a1")
    #expect(try team.agent("me", me: "a2").title == "Asha Rao")
    #expect(try team.agent("507f", me: "me").id == "507f")
    let several = failure { _ = try team.agent("asha", me: "me") }
    #expect(several?.status == .usage)
    #expect(several?.message.contains("Asha Rao (a2), Asha Verma (a1)") == true)
  }

  @Test func statisticsAreAskedForLessOftenWhileNothingChanges() {
    var pace = StatsPace()
    #expect(pace.seconds == 5)
    for expected in [10.0, 20, 40, 60, 60] {
      pace.note(isNews: false)
      #expect(pace.seconds == expected)
    }
    pace.hold(90)
    #expect(pace.seconds == 90)
    pace.note(isNews: false)
    #expect(pace.seconds == 60)
    pace.note(isNews: true)
    #expect(pace.seconds == 5)
  }
}
