import ChatModel
import Foundation
import JSON
import Testing

@testable import ChatClient

/// A send without a confirmation: what the history says of it decides, and nothing is guessed.
@Suite struct DoubtfulSendTests {
  // Row 4: a confirmation may never come.
  @Test func aSendWithoutConfirmationBecomesUnsureAndIsNotSentAgain() {
    var bench = SendingTests.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.holdsCalls = { if case .messages = $0 { true } else { false } }
    bench.perform(SendingTests.text(SendingTests.lakshmi, "hello"))
    bench.advance(14.9)
    #expect(bench.states == [.handedOver])
    bench.advance(0.2)
    #expect(bench.states == [.unsure])
    bench.advance(600)
    #expect(bench.sentTexts == ["hello"])
  }

  @Test func aDropByTheLinkIsNoDoubt() throws {
    var bench = SendingTests.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(SendingTests.lakshmi, "hello"))
    let emission = try #require(bench.heldEmissions.first).1
    bench.holdsEmissions = { _ in false }
    bench.input(
      .live([.disconnected(reason: "gone", retryAt: nil), .dropped(emission)]))
    #expect(bench.states == [.queued])
    bench.connect()
    #expect(bench.server.received.map(\.content) == [.text("hello")])
    #expect(bench.entries.first?.isPending == false)
  }

  @Test func whatNoLinkCanCarryFailsOnceNamesTheLimitAndTheNextMessageGoes() throws {
    var bench = SendingTests.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(SendingTests.lakshmi, "a long letter"))
    bench.perform(SendingTests.text(SendingTests.lakshmi, "short"))
    let emission = try #require(bench.heldEmissions.first).1
    bench.heldEmissions = []
    bench.holdsEmissions = { _ in false }
    bench.input(.live([.unsendable(emission, reason: "too long: 100 bytes at most")]))
    #expect(bench.states.first == .failed("too long: 100 bytes at most"))
    #expect(bench.server.received.map(\.content) == [.text("short")])
    bench.advance(60)
    #expect(bench.server.received.map(\.content) == [.text("short")])
  }

  @Test func aMessageLostWithItsLinkIsSentAgainOnceItIsCertainlyAbsent() {
    var bench = SendingTests.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(SendingTests.lakshmi, "hello"))
    bench.disconnect()
    #expect(bench.states == [.unsure])
    bench.heldEmissions = []
    bench.holdsEmissions = { _ in false }
    bench.connect()
    bench.advance(9)
    #expect(bench.states == [.unsure])
    bench.advance(3)
    #expect(bench.server.received.count == 1)
    #expect(bench.entries.first?.isPending == false)
  }

  @Test func aMessageThatArrivedBeforeItsLinkDiedIsFoundInTheHistory() throws {
    var bench = SendingTests.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(SendingTests.lakshmi, " hello\n"))
    let (emission, _) = try #require(bench.heldEmissions.first)
    _ = bench.server.hear(emission, at: bench.now.date)
    bench.disconnect()
    bench.advance(1)
    bench.holdsEmissions = { _ in false }
    bench.connect()
    bench.advance(60)
    #expect(bench.server.received.count == 1)
    #expect(bench.entries.first?.isPending == false)
  }

  @Test func aMessageThatArrivesLateIsStillFound() throws {
    var bench = SendingTests.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(SendingTests.lakshmi, "hello"))
    let (emission, _) = try #require(bench.heldEmissions.first)
    bench.disconnect()
    bench.holdsEmissions = { _ in false }
    bench.connect()
    bench.advance(5)
    #expect(bench.states == [.unsure])
    _ = bench.server.hear(emission, at: bench.now.date)
    bench.advance(60)
    #expect(bench.server.received.count == 1)
    #expect(bench.entries.first?.isPending == false)
  }

  @Test func twoEqualTextsInDoubtClaimTwoMessages() {
    var bench = SendingTests.bench { $0.server.echoesTempIDs = false }
    bench.server.confirmsSends = false
    bench.server.broadcastsToSender = false
    bench.perform(
      SendingTests.text(SendingTests.lakshmi, "ok", 1),
      SendingTests.text(SendingTests.lakshmi, "ok", 2))
    bench.advance(60)
    #expect(bench.server.received.count == 2)
    let ids = bench.states.compactMap { if case .sent(let id) = $0 { id } else { nil } }
    #expect(Set(ids).count == 2)
  }

  @Test func theClocksMayDisagreeByHours() {
    for skew in [-7200.0, 7200] {
      var bench = SendingTests.bench { $0.server.skew = skew }
      bench.server.write("ok", by: "meera", in: SendingTests.lakshmi, at: bench.now.date)
      bench.advance(1200)
      bench.holdsEmissions = { if case .send = $0 { true } else { false } }
      bench.perform(SendingTests.text(SendingTests.lakshmi, "ok"))
      bench.disconnect()
      bench.heldEmissions = []
      bench.holdsEmissions = { _ in false }
      bench.connect()
      bench.advance(60)
      // The old one is not taken for it: it is sent, once.
      #expect(bench.server.received.count == 1)
      #expect(bench.entries.first?.isPending == false)
    }
  }

  @Test func aRecentEqualMessageOfMineIsNotTakenForTheOneInDoubt() {
    var bench = SendingTests.bench()
    bench.perform(SendingTests.text(SendingTests.lakshmi, "ok", 1))
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(SendingTests.lakshmi, "ok", 2))
    bench.disconnect()
    bench.heldEmissions = []
    bench.holdsEmissions = { _ in false }
    bench.connect()
    bench.advance(60)
    #expect(bench.server.received.count == 2)
  }

  @Test func afterACrashWhatWasHandedOverIsComparedFirst() throws {
    var first = SendingTests.bench()
    first.holdsEmissions = { if case .send = $0 { true } else { false } }
    first.perform(SendingTests.text(SendingTests.lakshmi, "hello"))
    let (emission, _) = try #require(first.heldEmissions.first)
    _ = first.server.hear(emission, at: first.now.date)
    var second = Bench(prefix: "u")
    second.server = first.server
    second.disk = first.disk
    second.now = first.now
    second.begin()
    second.advance(60)
    #expect(second.server.received.count == 1)
    #expect(second.entries.first?.isPending == false)
  }

  @Test func afterACrashWhatWasOnlyAcceptedIsSent() {
    var first = SendingTests.bench(online: false)
    first.perform(SendingTests.text(SendingTests.lakshmi, "hello"))
    var second = Bench(prefix: "u")
    second.server = first.server
    second.disk = first.disk
    second.now = first.now
    second.begin()
    #expect(second.server.received.count == 1)
  }
}
