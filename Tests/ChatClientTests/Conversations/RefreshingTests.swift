import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// A refresh that a person asked for ends with what came of it, each time.
@Suite struct RefreshingTests {
  private static let lakshmi = SendingTests.lakshmi

  private func outcomes(_ bench: Bench) -> [ClientEvent] {
    bench.events.filter { event in
      switch event {
      case .refreshed, .refreshFailed: true
      default: false
      }
    }
  }

  @Test func nothingNewIsSaidSo() {
    var bench = SendingTests.bench()
    bench.perform(.refresh)
    #expect(outcomes(bench) == [.refreshed(new: 0)])
    bench.advance(600)
    #expect(outcomes(bench).count == 1, "what nobody asked for is not told")
  }

  @Test func whatIsNewIsCounted() {
    var bench = SendingTests.bench()
    for text in ["one", "two"] {
      bench.server.write(text, by: "lakshmi", in: Self.lakshmi, at: bench.now.date)
    }
    // My own words from another device are no news.
    bench.server.write("mine", by: "meera", in: SendingTests.ramesh, at: bench.now.date)
    bench.server.add(
      Conversation(
        id: "c-new", farmer: .known(Participant(bareID: "sita")),
        agent: .known(Participant(bareID: "meera")), status: .open))
    bench.perform(.refresh)
    #expect(outcomes(bench) == [.refreshed(new: 3)])
  }

  @Test func eachFailureIsTold() {
    var bench = SendingTests.bench()
    bench.server.failsEverything = .unreachable("The network is away.", mayHaveArrived: false)
    bench.perform(.refresh)
    bench.perform(.refresh)
    #expect(
      outcomes(bench)
        == Array(repeating: .refreshFailed(reason: "The network is away"), count: 2))
    #expect(bench.notices.isEmpty, "not told twice")
    bench.server.failsEverything = nil
    bench.perform(.refresh)
    #expect(outcomes(bench).last == .refreshed(new: 0))
  }

  @Test func aRefreshBehindOneUnderWayEndsWithItsOwnAnswer() {
    var bench = SendingTests.bench()
    bench.holdsCalls = { if case .list = $0 { true } else { false } }
    bench.advance(61)
    bench.perform(.refresh)
    let before = bench.heldCalls
    bench.heldCalls = []
    for (call, id) in before {
      let answer = bench.server.answer(call, at: bench.now.date)
      bench.input(.answered(id, answer))
    }
    #expect(outcomes(bench).isEmpty, "that answer may be older than the wish")
    bench.server.write("late", by: "lakshmi", in: Self.lakshmi, at: bench.now.date)
    bench.release()
    bench.advance(1)
    #expect(outcomes(bench) == [.refreshed(new: 1)])
  }

  @Test func withoutASignInItFailsAtOnce() {
    var bench = SendingTests.bench()
    bench.server.failsEverything = .notSignedIn("revoked")
    bench.perform(.refresh)
    #expect(outcomes(bench).count == 1)
    bench.perform(.refresh)
    #expect(
      outcomes(bench)
        == Array(repeating: .refreshFailed(reason: "a new sign-in is needed first"), count: 2))
  }
}
