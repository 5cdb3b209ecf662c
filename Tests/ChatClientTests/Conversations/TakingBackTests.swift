import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// Taking a change back: a fresh look comes first, and whatever stands against it is told.
@Suite struct TakingBackTests {
  private func bench() -> Bench { .withOneConversation(as: .support, of: "meera", .resolved) }

  private func reversal(_ last: MessageID? = nil) -> Reversal {
    Reversal("c1", .status(from: .open, to: .resolved), lastMessage: last)
  }

  private func told(_ bench: Bench) -> [String?] {
    bench.events.compactMap {
      if case .takenBack(_, let problem) = $0 { .some(problem) } else { nil }
    }
  }

  @Test func theServerIsLookedAtBeforeTheChange() {
    var bench = bench()
    bench.perform(.takeBack(reversal()))
    #expect(bench.calls == [.conversation("c1"), .setStatus("c1", .open)])
    #expect(told(bench) == [nil])
    #expect(bench.shown["c1"]?.conversation.status == .open)
  }

  @Test func whatSomebodyElseHasChangedSinceIsLeftAlone() {
    var bench = bench()
    bench.server.conversations[0].status = .closed
    bench.perform(.takeBack(reversal()))
    #expect(!bench.calls.contains(.setStatus("c1", .open)))
    #expect(told(bench) == ["it has been changed since"])
  }

  @Test func aFarmerWhoHasWrittenSinceIsNotPassedOver() {
    var bench = bench()
    bench.server.write("one more thing", by: "f1", in: "c1", at: bench.now.date)
    bench.perform(.takeBack(reversal("older")))
    #expect(!bench.calls.contains(.setStatus("c1", .open)))
    #expect(told(bench) == ["Sita has written since"])
  }

  @Test func aRefusedLookOrChangeIsTold() {
    var bench = bench()
    bench.server.failures[.setStatus("c1", .open)] = .notAllowed("access denied")
    bench.perform(.takeBack(reversal()))
    #expect(told(bench) == ["access denied"])
  }

  private func failures(_ bench: Bench) -> [String] {
    bench.events.compactMap {
      if case .takeBackFailed(_, let reason, _) = $0 { reason } else { nil }
    }
  }

  @Test func whatDidNotGetThroughIsToldAsSuchAndCanBeTriedAgain() {
    var bench = bench()
    bench.server.failsEverything = .unreachable("no network", mayHaveArrived: false)
    bench.perform(.takeBack(reversal()))
    #expect(told(bench).isEmpty)
    #expect(failures(bench) == ["no network"])
    bench.server.failsEverything = nil
    bench.perform(.takeBack(reversal()))
    #expect(told(bench) == [nil])
  }

  @Test func whatGotThroughWithoutAnAnswerIsTakenBackAtTheNextLook() {
    var bench = bench()
    bench.server.failures[.setStatus("c1", .open)] = .unreachable("cut", mayHaveArrived: true)
    bench.perform(.takeBack(reversal()))
    #expect(failures(bench) == ["cut"])
    #expect(
      bench.events.contains(.takeBackFailed(reversal(), reason: "cut", mayBeDone: true)),
      "nobody knows whether it was done")
    bench.server.conversations[0].status = .open
    bench.forget()
    bench.perform(.takeBack(reversal()))
    #expect(told(bench) == [nil])
    #expect(bench.calls == [.conversation("c1")], "looked, and nothing changed twice")
  }

  @Test func aPeekReadsTheDiskAndAsksTheServerNothing() {
    var bench = bench()
    bench.perform(.peek("c1"))
    #expect(bench.calls.isEmpty)
    #expect(
      bench.events.contains { event in
        guard case .timeline(let update) = event, case .cached = update.extent.freshness else {
          return false
        }
        return update.conversationID == "c1"
      })
  }
}
