import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// Status, reassignment and agents.
extension ListTests {
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
