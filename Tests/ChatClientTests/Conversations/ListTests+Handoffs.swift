import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// What comes to me and what goes away from me, as lists show it.
extension ListTests {
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
}
