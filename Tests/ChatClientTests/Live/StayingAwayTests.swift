import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// A server that sends the client away (row 29), or wants to be left alone for a while (row 30).
@Suite struct StayingAwayTests {
  private static let lakshmi = SendingTests.lakshmi
  private static let ramesh = SendingTests.ramesh

  private func sentAway() -> Bench {
    var bench = SendingTests.bench()
    bench.hear(.sentAway(retryAt: bench.now.date + 300))
    bench.forget()
    return bench
  }

  // MARK: Sent away

  @Test func sentAwayItGoesOnOverREST() {
    var bench = sentAway()
    bench.perform(SendingTests.text(Self.lakshmi, "still here"))
    bench.advance(6)
    #expect(bench.sends.isEmpty)
    #expect(bench.server.received.map(\.content) == [.text("still here")])
    #expect(bench.entries.first?.isPending == false)
  }

  @Test func sentAwayItStillHearsOfNewMessagesAMinuteLate() {
    var bench = sentAway()
    // Nothing happens for long, and nobody is there: the list is read all the same.
    bench.perform(.setPresent(false))
    bench.advance(1800)
    bench.server.write("are you there?", by: "ramesh", in: Self.ramesh, at: bench.now.date)
    bench.forget()
    bench.advance(61)
    #expect(bench.shown[Self.ramesh]?.unread == 1)
    #expect(bench.emissions.isEmpty)
  }

  @Test func onlyAPersonBringsTheLinkBack() {
    var bench = sentAway()
    bench.perform(.networkChanged)
    bench.perform(.setPresent(false), .setPresent(true))
    bench.advance(3600)
    #expect(!bench.otherOutputs.contains(.retryLink))
    bench.perform(.refresh)
    #expect(bench.otherOutputs.contains(.retryLink))
    bench.forget()
    bench.perform(.reconnect)
    #expect(bench.otherOutputs.contains(.retryLink))
  }

  @Test func whatWasUnderWayWhenItWasSentAwayIsNeitherLostNorDoubled() {
    var bench = SendingTests.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(Self.lakshmi, "did it arrive?"))
    for (emission, _) in bench.heldEmissions { _ = bench.server.hear(emission, at: bench.now.date) }
    bench.heldEmissions = []
    bench.hear(.sentAway(retryAt: bench.now.date + 300))
    bench.advance(30)
    #expect(bench.server.received.count == 1)
    #expect(bench.entries.first?.isPending == false)
  }

  // MARK: Left alone

  private func heldBack(for seconds: TimeInterval = 120) -> Bench {
    var bench = SendingTests.bench()
    bench.hear(.disconnected(reason: "too many", retryAt: nil))
    let until = bench.now.date + seconds
    bench.server.failsEverything = .heldBack(until: until, mayHaveArrived: false)
    bench.forget()
    bench.advance(61)
    return bench
  }

  @Test func nothingIsAskedBeforeTheTimeTheServerNamed() {
    var bench = heldBack()
    #expect(bench.calls.count == 2, "the two lists, which brought the answer")
    let (told, asked) = (bench.events, bench.calls.count)
    #expect(told.count { if case .heldBack = $0 { true } else { false } } == 1, "said once")
    #expect(bench.notices.isEmpty)
    bench.perform(.open(Self.lakshmi), SendingTests.text(Self.ramesh, "kept"))
    bench.advance(50)
    let later = bench.calls.dropFirst(asked).filter { call in
      if case .messages = call { false } else { true }
    }
    #expect(later.isEmpty)
    #expect(bench.states == [.queued])
    bench.server.failsEverything = nil
    bench.advance(15)
    #expect(bench.server.received.map(\.content) == [.text("kept")])
    #expect(bench.entries.first?.isPending == false)
    #expect(bench.calls.contains { if case .list = $0 { true } else { false } })
  }

  @Test func aPersonsWishIsAnsweredWithTheTimeAndAsksNothing() {
    var bench = heldBack()
    guard
      case .heldBack(let until)? = bench.events.first(where: {
        if case .heldBack = $0 { true } else { false }
      })
    else {
      Issue.record("not told")
      return
    }
    bench.forget()
    bench.perform(.refresh)
    let reason = "The server wants to be left alone until \(Timestamp.timeOfDay(until))"
    #expect(bench.events.contains(.refreshFailed(reason: reason)))
    bench.advance(30)
    #expect(!bench.calls.contains { if case .list = $0 { true } else { false } })
  }

  @Test func aSendThatMetA503MayHaveArrivedAndIsSettledAfterTheWait() {
    var bench = SendingTests.bench(online: false)
    bench.disconnect()
    bench.holdsCalls = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(Self.lakshmi, "once"))
    bench.advance(6)
    guard let (call, id) = bench.heldCalls.first else {
      Issue.record("not sent over REST")
      return
    }
    _ = bench.server.answer(call, at: bench.now.date)
    bench.heldCalls = []
    let until = bench.now.date + 60
    bench.server.failsEverything = .heldBack(until: until, mayHaveArrived: false)
    bench.input(.answered(id, .failed(.heldBack(until: until, mayHaveArrived: true))))
    #expect(bench.states == [.unsure])
    bench.forget()
    bench.advance(55)
    #expect(bench.calls.isEmpty)
    bench.server.failsEverything = nil
    bench.holdsCalls = { _ in false }
    bench.advance(30)
    #expect(bench.server.received.count == 1)
    #expect(bench.entries.first?.isPending == false)
  }

  @Test func anUploadWaitsToo() {
    var bench = SendingTests.bench()
    bench.files["/tmp/leaf.jpg"] = .init(size: 10, head: [0xFF, 0xD8, 0xFF, 0xE0])
    bench.server.failsEverything = .heldBack(until: bench.now.date + 60, mayHaveArrived: false)
    bench.perform(.send(Self.lakshmi, text: "", files: ["/tmp/leaf.jpg"], request: 1))
    #expect(bench.states == [.queued])
    func uploads() -> Int {
      bench.calls.count { if case .upload = $0 { true } else { false } }
    }
    bench.advance(58)
    #expect(uploads() == 1)
    bench.server.failsEverything = nil
    bench.advance(5)
    #expect(uploads() == 2)
    #expect(bench.entries.first?.isPending == false)
  }

  @Test func aMessageGoesOverALinkThatStandsMeanwhile() {
    var bench = SendingTests.bench()
    bench.server.failsEverything = .heldBack(until: bench.now.date + 600, mayHaveArrived: false)
    bench.advance(61)
    bench.perform(SendingTests.text(Self.lakshmi, "over the socket"))
    #expect(bench.sentTexts == ["over the socket"])
  }
}
