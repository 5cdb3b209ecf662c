import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// Messages that wait after they were accepted, so that the person can take them back.
@Suite struct HoldingTests {
  private static let conversation = Conversation(
    id: "c1", farmer: .known(Participant(bareID: "lakshmi")),
    agent: .known(Participant(bareID: "meera")), status: .open, updatedAt: Bench.start)

  private func begun(online: Bool = true) -> Bench {
    var bench = Bench(sendHold: 5)
    bench.server.add(Self.conversation)
    bench.begin(online: online)
    bench.advance(1)
    return bench
  }

  private func sends(_ bench: Bench) -> [String] { bench.sentTexts }

  private func entryID(_ bench: Bench, _ text: String) -> OutboxID? {
    bench.disk.outbox.first { $0.body == .text(text) }?.id
  }

  private func answers(_ bench: Bench) -> [ClientEvent] {
    bench.events.filter { event in
      switch event {
      case .sendTakenBack, .sendNotTakenBack: true
      default: false
      }
    }
  }

  private let draft = Draft(text: "one\nmore", editedAt: Bench.start)

  @Test func aMessageGoesWhenItsTimeIsOverAndNotBefore() {
    var bench = begun()
    bench.perform(SendingTests.text("c1", "one"))
    #expect(bench.disk.outbox.count == 1, "on the disk at once")
    bench.advance(4.9)
    #expect(sends(bench).isEmpty)
    bench.advance(0.2)
    #expect(sends(bench) == ["one"])
  }

  @Test func theOrderIsKeptAndEachWaitsForItsOwnTime() {
    var bench = begun()
    bench.perform(SendingTests.text("c1", "one"))
    bench.advance(3)
    bench.perform(SendingTests.text("c1", "two"))
    bench.advance(2.1)
    #expect(sends(bench) == ["one"])
    bench.advance(3)
    #expect(sends(bench) == ["one", "two"])
  }

  @Test func whatIsTakenBackIsNeverSentAndStandsInTheDraft() throws {
    var bench = begun()
    bench.perform(SendingTests.text("c1", "one"))
    let id = try #require(entryID(bench, "one"))
    bench.advance(4)
    bench.perform(.takeBackSend("c1", [id], leaving: draft))
    #expect(bench.disk.outbox.isEmpty)
    #expect(bench.disk.drafts["c1"] == draft)
    guard case .sendTakenBack("c1", let entries)? = answers(bench).first else {
      Issue.record("it was not taken back")
      return
    }
    #expect(entries.map(\.id) == [id])
    bench.advance(60)
    #expect(sends(bench).isEmpty)
  }

  @Test func whileTheDiskIsAskedItDoesNotGo() throws {
    var bench = begun()
    bench.perform(SendingTests.text("c1", "one"))
    let id = try #require(entryID(bench, "one"))
    bench.advance(4)
    bench.holdsStore = { if case .takeBack = $0 { true } else { false } }
    bench.perform(.takeBackSend("c1", [id], leaving: draft))
    bench.advance(30)
    #expect(sends(bench).isEmpty && answers(bench).isEmpty)
    let (_, request) = try #require(bench.heldStore.first)
    bench.input(.stored(request, .tookBack(false)))
    #expect(answers(bench) == [.sendNotTakenBack("c1")])
    bench.advance(1)
    #expect(sends(bench) == ["one"], "another process had it: here it goes on as it stands")
  }

  @Test func whatHasGoneIsNotTakenBack() throws {
    var bench = begun()
    bench.perform(SendingTests.text("c1", "one"))
    let id = try #require(entryID(bench, "one"))
    bench.advance(6)
    bench.perform(.takeBackSend("c1", [id], leaving: draft))
    #expect(answers(bench) == [.sendNotTakenBack("c1")])
    #expect(bench.disk.drafts["c1"] == nil)
    #expect(sends(bench) == ["one"])
  }

  @Test func aDiskThatFailsLetsItGo() throws {
    var bench = begun()
    bench.perform(SendingTests.text("c1", "one"))
    let id = try #require(entryID(bench, "one"))
    bench.disk.failure = .full
    bench.perform(.takeBackSend("c1", [id], leaving: draft))
    #expect(answers(bench) == [.sendNotTakenBack("c1")])
    bench.disk.failure = nil
    bench.advance(10)
    #expect(sends(bench) == ["one"])
  }

  @Test func afterARestartItWaitsForWhatIsLeftOfItsTime() {
    var bench = begun()
    bench.perform(SendingTests.text("c1", "one"))
    bench.advance(2)
    // The process is killed: what the disk has is all there is.
    var next = Bench(prefix: "u", sendHold: 5)
    next.server.add(Self.conversation)
    next.disk = bench.disk
    next.now = bench.now
    next.begin()
    next.advance(1)
    #expect(sends(next).isEmpty)
    next.advance(2.5)
    #expect(sends(next) == ["one"])
    #expect(next.disk.outbox.count(where: \.isPending) <= 1)
  }

  @Test func aClockThatWasSetBackHoldsNothingForLong() {
    let date = Bench.start
    var entry = OutboxEntry(id: "e", conversationID: "c1", body: .text("x"), createdAt: date)
    #expect(!entry.isHeld(at: date))
    entry.heldUntil = date.addingTimeInterval(5)
    #expect(entry.isHeld(at: date) && !entry.isHeld(at: date.addingTimeInterval(5)))
    #expect(!entry.isHeld(at: date.addingTimeInterval(-3600)))
    entry.state = .handedOver
    #expect(!entry.isHeld(at: date))
  }
}
