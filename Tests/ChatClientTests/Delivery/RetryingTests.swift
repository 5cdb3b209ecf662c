import ChatModel
import Foundation
import JSON
import Testing

@testable import ChatClient

/// What failed is sent again or dropped, by whichever process leads.
@Suite struct RetryingTests {
  @Test func aFailedMessageLetsTheNextOnePass() {
    var bench = SendingTests.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(
      SendingTests.text(SendingTests.lakshmi, "one", 1),
      SendingTests.text(SendingTests.lakshmi, "two", 2))
    bench.hear(ScriptedServer.error("access denied"))
    #expect(bench.sentTexts == ["one", "two"])
  }

  @Test func aRetryAfterAnErrorEventComparesFirst() throws {
    var bench = SendingTests.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(SendingTests.lakshmi, "hello"))
    let (emission, _) = try #require(bench.heldEmissions.first)
    // The error meant something else: the server took the message.
    bench.hear(ScriptedServer.error("typing is not allowed"))
    _ = bench.server.hear(emission, at: bench.now.date)
    bench.perform(.retry(bench.entries[0].id))
    bench.advance(60)
    #expect(bench.server.received.count == 1)
    #expect(bench.entries.first?.isPending == false)
  }

  @Test func aDroppedEntryIsNeverSent() {
    var bench = SendingTests.bench(online: false)
    bench.perform(SendingTests.text(SendingTests.lakshmi, "hello"))
    bench.perform(.drop(bench.entries[0].id))
    bench.connect()
    bench.advance(60)
    #expect(bench.server.received.isEmpty)
    #expect(bench.disk.outbox.isEmpty)
    #expect(bench.entries.isEmpty)
  }

  @Test func aProcessThatDoesNotLeadAcceptsAndDoesNotSend() {
    var bench = SendingTests.bench { $0.disk.leads = false }
    bench.perform(SendingTests.text(SendingTests.lakshmi, "hello"))
    #expect(bench.states == [.queued])
    bench.advance(60)
    #expect(bench.server.received.isEmpty)
    bench.disk.leads = true
    bench.input(.changedElsewhere(.leaderLeft))
    #expect(bench.server.received.count == 1)
  }

  @Test func aProcessThatDoesNotLeadTellsItOnceUntilItLeads() {
    var bench = SendingTests.bench { $0.disk.leads = false }
    bench.advance(120)
    #expect(bench.events.count { $0 == .follows } == 1)
    #expect(!bench.events.contains(.leads))
    bench.disk.leads = true
    bench.input(.changedElsewhere(.leaderLeft))
    #expect(bench.events.last { $0 == .follows || $0 == .leads } == .leads)
  }

  @Test func aProcessThatLeadsFollowsNobody() {
    let bench = SendingTests.bench()
    #expect(!bench.events.contains(.follows) && bench.events.contains(.leads))
  }

  @Test func theLeaderSendsWhatAnotherProcessAccepted() {
    var bench = SendingTests.bench()
    bench.disk.outbox.append(
      OutboxEntry(
        id: "other-1", conversationID: SendingTests.lakshmi, body: .text("hello"),
        createdAt: bench.now.date))
    bench.input(.changedElsewhere(.outbox))
    #expect(bench.server.received.map(\.tempID) == ["other-1"])
  }

  @Test func aFollowerLearnsTheOutcomeFromTheDisk() {
    var bench = SendingTests.bench { $0.disk.leads = false }
    bench.perform(SendingTests.text(SendingTests.lakshmi, "hello"))
    bench.disk.outbox[0].state = .sent("m9")
    bench.input(.changedElsewhere(.outbox))
    #expect(bench.states == [.sent("m9")])
  }

  /// Between the leader's writing and its ringing, a follower shows what was.
  @Test func aFollowersRetryLeavesAloneWhatTheLeaderHasSentMeanwhile() {
    var bench = SendingTests.bench { $0.disk.leads = false }
    bench.perform(SendingTests.text(SendingTests.lakshmi, "hello"))
    bench.disk.outbox[0].state = .unsure
    bench.input(.changedElsewhere(.outbox))
    bench.disk.outbox[0].state = .sent("m9")
    bench.perform(.retry("t-1"))
    #expect(bench.disk.outbox[0].state == .sent("m9"))
    #expect(bench.states == [.sent("m9")])
  }

  @Test func theLeaderSendsAgainWhatAFollowerWantsSentAgain() {
    var bench = SendingTests.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(SendingTests.lakshmi, "hello"))
    bench.hear(
      .acknowledged(bench.heldEmissions[0].1, [.object(["error": .string("busy")])]))
    #expect(bench.states == [.failed("busy")])
    bench.holdsEmissions = { _ in false }
    _ = bench.disk.answer(.retry(["t-1"]))
    bench.input(.changedElsewhere(.outbox))
    #expect(bench.entries.first?.isPending == false)
    #expect(bench.server.received.count == 1)
  }
}
