import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// Many conversations that are given to other agents.
@Suite struct BulkMovingTests {
  private func bench(_ count: Int) -> Bench {
    var bench = Bench(role: .admin)
    for place in 0..<count {
      bench.server.add(
        Conversation(
          id: ConversationID("c\(place)"), farmer: .known(Participant(id: UserID("f\(place)"))),
          agent: .known(Participant(id: "ravi", firstName: "Ravi")), status: .open))
    }
    bench.begin()
    bench.forget()
    return bench
  }

  private func outcomes(_ bench: Bench) -> [ConversationID: ManyOutcome] {
    var outcomes: [ConversationID: ManyOutcome] = [:]
    for case .many(_, let id, let outcome) in bench.events { outcomes[id] = outcome }
    return outcomes
  }

  @Test func eachGoesToItsOwnAgentAndTellsWhoHadIt() throws {
    var bench = bench(6)
    bench.perform(
      .moveMany(
        (0..<6).map { Handover(ConversationID("c\($0)"), to: $0 % 2 == 0 ? "asha" : "kiran") },
        request: 7))
    let outcomes = outcomes(bench)
    #expect(outcomes.count == 6)
    guard case .moved(let from, let to)? = outcomes["c1"] else {
      Issue.record("\(String(describing: outcomes["c1"]))")
      return
    }
    #expect(from?.id == "ravi" && to.id == "kiran")
    #expect(
      bench.server.conversations.map(\.agent.id)
        == Array(repeating: ["asha", "kiran"], count: 3).flatMap(\.self))
    // No single confirmations beside it.
    for event in bench.events { if case .reassigned = event { Issue.record("told twice") } }
  }

  @Test func aMoveIsJudgedByWhatWasKnownWhenItWasAskedFor() {
    var bench = bench(6)
    bench.holdsCalls = { if case .conversation = $0 { true } else { false } }
    let ids = (0..<6).map { ConversationID("c\($0)") }
    bench.perform(.changeMany(ids, .agent("asha"), request: 1))
    // The last one's turn has not come when another takes it, and the list says so.
    bench.server.conversations[5].agent = .known(Participant(id: "kiran", firstName: "Kiran"))
    bench.perform(.refresh)
    bench.release()
    #expect(outcomes(bench)["c5"] == .failed("Kiran has it meanwhile"))
    #expect(bench.server.conversations[5].agent.id == "kiran")
    #expect(bench.server.conversations[..<5].allSatisfy { $0.agent.id == "asha" })
  }

  @Test func whatIsThereAlreadyIsNotAskedForAgain() {
    var bench = bench(2)
    bench.server.conversations[0].agent = .known(Participant(id: "asha"))
    bench.perform(.changeMany(["c0", "c1"], .agent("asha"), request: 1))
    #expect(outcomes(bench).count == 2)
    let moves = bench.calls.filter { if case .reassign = $0 { true } else { false } }
    #expect(moves == [.reassign("c1", to: "asha")])
  }
}
