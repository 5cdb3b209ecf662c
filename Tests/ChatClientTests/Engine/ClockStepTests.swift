import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// The local clock is set, summer time begins or ends, the machine sleeps for days: nothing is lost,
/// doubled or shown in another order.
@Suite struct ClockStepTests {
  private static let chat = SendingTests.lakshmi

  enum Step: String, CaseIterable, Sendable {
    case anHourForward, anHourBack, aYearForward, aYearBack, toTheEpoch, aSuspendOfThreeDays

    func happen(to bench: inout Bench) {
      switch self {
      case .anHourForward: set(&bench, by: 3600)
      case .anHourBack: set(&bench, by: -3600)
      case .aYearForward: set(&bench, by: 365 * 86_400)
      case .aYearBack: set(&bench, by: -365 * 86_400)
      case .toTheEpoch: set(&bench, by: -bench.now.date.timeIntervalSince1970)
      case .aSuspendOfThreeDays:
        // Nothing ran meanwhile: all deadlines are met at once, behind their time.
        bench.now.uptime += 3 * 86_400
        bench.now.date += 3 * 86_400
      }
      bench.input(.tick)
    }

    /// The server's clock goes on as it did.
    private func set(_ bench: inout Bench, by seconds: TimeInterval) {
      bench.now.date += seconds
      bench.server.skew -= seconds
    }
  }

  private func sent(_ bench: Bench) -> [String] {
    bench.server.histories[Self.chat, default: []].compactMap(\.content)
  }

  @Test(arguments: Step.allCases) func aMessageOnItsWayArrivesOnce(step: Step) {
    var bench = SendingTests.bench()
    bench.perform(.open(Self.chat))
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(Self.chat, "on its way"))
    step.happen(to: &bench)
    bench.release()
    bench.advance(120)
    #expect(sent(bench) == ["on its way"])
    #expect(bench.timeline(Self.chat).map(\.content) == ["on its way"])
    #expect(bench.entries.allSatisfy { if case .sent = $0.state { true } else { false } })
  }

  @Test(arguments: Step.allCases) func aSendInDoubtIsFoundAndNotSentAgain(step: Step) {
    var bench = SendingTests.bench()
    bench.perform(.open(Self.chat))
    bench.sendAndCut(Self.chat, "in doubt")
    step.happen(to: &bench)
    bench.connect()
    bench.advance(300)
    #expect(sent(bench) == ["in doubt"])
    #expect(bench.timeline(Self.chat).map(\.content) == ["in doubt"])
  }

  @Test(arguments: Step.allCases) func whatWasWrittenOfflineGoesOnceAndInOrder(step: Step) {
    var bench = SendingTests.bench()
    bench.perform(.open(Self.chat))
    bench.disconnect()
    bench.perform(SendingTests.text(Self.chat, "one"))
    step.happen(to: &bench)
    bench.perform(SendingTests.text(Self.chat, "two", 2))
    bench.connect()
    bench.advance(120)
    #expect(sent(bench) == ["one", "two"])
    #expect(bench.timeline(Self.chat).map(\.content) == ["one", "two"])
  }

  @Test(arguments: Step.allCases) func whatIsHeldToBeTakenBackGoesOnce(step: Step) {
    var bench = Bench(sendHold: 10)
    bench.server.add(
      Conversation(id: Self.chat, agent: .known(Participant(bareID: "meera")), status: .open))
    bench.begin()
    bench.perform(.open(Self.chat), SendingTests.text(Self.chat, "held"))
    step.happen(to: &bench)
    bench.advance(60)
    #expect(sent(bench) == ["held"])
  }

  @Test(arguments: Step.allCases) func messagesStandInTheServersOrder(step: Step) {
    var bench = SendingTests.bench()
    bench.perform(.open(Self.chat))
    for number in 0..<6 {
      if number == 3 { step.happen(to: &bench) }
      bench.advance(1)
      let message = bench.server.write(
        "word \(number)", by: "lakshmi", in: Self.chat,
        at: bench.now.date)
      bench.hear(ScriptedServer.new(message, in: Self.chat))
    }
    bench.disconnect()
    bench.connect()
    bench.advance(120)
    #expect(bench.timeline(Self.chat).map(\.content) == (0..<6).map { "word \($0)" })
  }

  @Test(arguments: Step.allCases) func theClientKeepsAsking(step: Step) {
    var bench = SendingTests.bench()
    step.happen(to: &bench)
    bench.forget()
    bench.advance(3600)
    #expect(!bench.calls.isEmpty, "the list is looked at from time to time")
    #expect(bench.calls.count < 1000, "\(bench.calls.count) calls in an hour")
  }
}
