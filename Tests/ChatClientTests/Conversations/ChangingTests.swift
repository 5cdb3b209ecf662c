import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// Status and agent are changed by several people at once, and the server announces neither (row 8).
@Suite struct ChangingTests {
  private func bench() -> Bench { .withOneConversation(as: .admin, of: "iyer", .open) }

  private let ravi = Participant(id: "ravi", firstName: "Ravi")

  @Test func whoWasQuickerIsNotPassedOver() {
    var bench = bench()
    bench.server.conversations[0].agent = .known(ravi)
    bench.perform(.reassign("c1", to: "kiran"))
    #expect(bench.calls == [.conversation("c1")])
    #expect(bench.notices == ["Sita was not moved: Ravi has it meanwhile."])
    #expect(bench.shown["c1"]?.conversation.agent.id == "ravi", "and it is shown")
    bench.forget()
    bench.perform(.reassign("c1", to: "kiran"))
    #expect(bench.calls == [.conversation("c1"), .reassign("c1", to: "kiran")])
    #expect(
      bench.events.contains(
        .reassigned("c1", from: ravi, to: Participant(bareID: "kiran"))),
      "back to what the server held just before")
  }

  @Test func aStatusThatAnotherHasSetIsToldAndNotSetOver() {
    var bench = bench()
    bench.server.conversations[0].status = .closed
    bench.perform(.setStatus("c1", .resolved))
    #expect(bench.calls == [.conversation("c1")])
    #expect(bench.notices == ["Sita was not set to resolved: it is closed meanwhile."])
    bench.perform(.setStatus("c1", .resolved))
    #expect(bench.events.contains(.statusSet("c1", from: .closed, to: .resolved)))
  }

  // Row 26.
  @Test func whatAFarmersMessageSetIsNobodysWork() {
    var bench = bench()
    let message = bench.server.write("hello?", by: "f1", in: "c1", at: bench.now.date)
    bench.hear(ScriptedServer.notification(message, in: "c1"))
    bench.server.conversations[0].status = .waiting
    bench.perform(.setStatus("c1", .resolved))
    #expect(bench.events.contains(.statusSet("c1", from: .waiting, to: .resolved)))
  }

  @Test func aFarmerWhoHasJustWrittenIsNotResolvedUnread() {
    var bench = bench()
    bench.server.write("wait", by: "f1", in: "c1", at: bench.now.date)
    bench.server.conversations[0].status = .waiting
    bench.perform(.setStatus("c1", .resolved))
    #expect(bench.notices == ["Sita was not set to resolved: Sita has written meanwhile."])
  }

  @Test func whatIsChangedHereTwiceInARowIsNotTakenForAnothersWork() {
    var bench = bench()
    bench.holdsCalls = { if case .setStatus = $0 { true } else { false } }
    bench.perform(.setStatus("c1", .resolved))
    bench.holdsCalls = { if case .conversation = $0 { true } else { false } }
    bench.perform(.setStatus("c1", .closed))
    bench.release()
    #expect(bench.events.contains(.statusSet("c1", from: .open, to: .resolved)))
    #expect(bench.notices.isEmpty)
  }

  @Test func aChangeThatWasNotAnsweredIsReadAgainAndNotAssumed() {
    var bench = bench()
    bench.server.failures[.setStatus("c1", .resolved)] = .unreachable("cut", mayHaveArrived: true)
    bench.perform(.setStatus("c1", .resolved))
    #expect(
      bench.calls
        == [.conversation("c1"), .setStatus("c1", .resolved), .conversation("c1")])
    #expect(bench.notices == ["Sita was not set to resolved: cut."])
  }

  @Test func whatNobodyKnowsIsToldAndKeptAsSuchAndCanBeTakenBack() {
    var bench = bench()
    bench.server.failures[.setStatus("c1", .resolved)] = .unreachable("cut", mayHaveArrived: true)
    bench.holdsCalls = { if case .setStatus = $0 { true } else { false } }
    bench.perform(.setStatus("c1", .resolved))
    bench.server.failures[.conversation("c1")] = .unreachable("refused", mayHaveArrived: false)
    bench.holdsCalls = { _ in false }
    bench.release()
    #expect(bench.notices == ["Nobody knows whether Sita was set to resolved: refused."])
    #expect(bench.events.contains(.maybeChanged("c1", .status(from: .open, to: .resolved))))
    let audited = bench.events.compactMap {
      if case .audited(let entries) = $0 { entries } else { nil }
    }.joined()
    #expect(audited.map(\.answer) == [.unknown("refused")])
  }

  @Test func withoutALookNothingIsChanged() {
    var bench = bench()
    bench.server.failures[.conversation("c1")] = .unreachable("no network", mayHaveArrived: false)
    bench.perform(.reassign("c1", to: "ravi"))
    #expect(bench.calls == [.conversation("c1")])
    #expect(bench.notices == ["Sita was not moved: no network."])
  }
}
