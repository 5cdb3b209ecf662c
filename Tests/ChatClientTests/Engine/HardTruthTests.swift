import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// What bad weather brought to light: each is one way to lose, double or belie a message.
@Suite struct HardTruthTests {
  private let lakshmi = SendingTests.lakshmi
  private let isSend: (ClientEmission) -> Bool = { if case .send = $0 { true } else { false } }

  @Test(arguments: [-600.0, 600])
  func settingTheClockDoublesNothing(_ jump: TimeInterval) {
    var bench = SendingTests.bench()
    bench.advance(30)
    bench.now.date.addTimeInterval(jump)
    bench.server.skew -= jump
    bench.sendAndCut(lakshmi, "hello")
    bench.connect()
    bench.advance(120)
    #expect(bench.server.received.count == 1)
    #expect(bench.entries.first?.isPending == false)
  }

  @Test func aReadMarkOfBeforeDoesNotReachALaterMessage() throws {
    var bench = SendingTests.bench()
    let before = bench.now.date
    bench.advance(5)
    bench.perform(SendingTests.text(lakshmi, "hello"))
    bench.hear(
      ScriptedServer.event(
        "conversation:all-read",
        [
          ("conversationId", lakshmi.rawValue), ("readBy", "lakshmi"),
          ("readAt", Timestamp.format(before)),
        ]))
    #expect(bench.shown[lakshmi]?.conversation.lastMessage.value?.isRead == false)
  }

  @Test func aMessageIsShownAsDroppedOnlyOnceTheDiskHasForgottenIt() throws {
    var bench = SendingTests.bench(online: false)
    bench.perform(SendingTests.text(lakshmi, "hello"))
    let id = try #require(bench.entries.first?.id)
    bench.disk.failure = .full
    bench.perform(.drop(id))
    #expect(bench.states == [.queued])
    bench.disk.failure = nil
    bench.holdsStore = { if case .drop = $0 { true } else { false } }
    bench.perform(.drop(id))
    bench.connect()
    bench.advance(5)
    #expect(bench.sends.isEmpty)
    bench.release()
    #expect(bench.entries.isEmpty)
    #expect(bench.sends.isEmpty)
  }

  @Test func anErrorThatMeantAnotherThingIsTakenBack() {
    var bench = SendingTests.bench { $0.server.confirmsSends = false }
    bench.server.broadcastsToSender = false
    bench.perform(SendingTests.text(lakshmi, "hello"))
    bench.holdsCalls = { _ in true }
    bench.hear(ScriptedServer.error("Something went wrong"))
    #expect(bench.states == [.unsure])
    bench.release()
    bench.advance(30)
    #expect(bench.entries.first?.isPending == false)
    #expect(bench.server.received.count == 1)
  }

  @Test func anErrorIsBelievedWhenTheHistoryHasNotGotTheMessage() throws {
    var bench = SendingTests.bench()
    bench.holdsEmissions = isSend
    bench.perform(SendingTests.text(lakshmi, "hello"))
    bench.hear(ScriptedServer.error("Something went wrong"))
    #expect(bench.states == [.failed("Something went wrong")])
    // It had meant something else, and the server was still at it.
    let (emission, _) = try #require(bench.heldEmissions.first)
    _ = bench.server.hear(emission, at: bench.now.date)
    bench.advance(30)
    #expect(bench.entries.first?.isPending == false)
  }

  @Test func aConfirmationWithoutATemporaryIDIsNotGivenToOtherWords() throws {
    var bench = SendingTests.bench { $0.server.echoesTempIDs = false }
    bench.perform(.open(lakshmi))
    // Shown as failed though the server is still at it, so that the next one may go.
    bench.holdsEmissions = isSend
    bench.perform(SendingTests.text(lakshmi, "first", 1))
    bench.hear(ScriptedServer.error("Something went wrong"))
    bench.perform(SendingTests.text(lakshmi, "second", 2))
    #expect(bench.sentTexts == ["first", "second"])
    let first = bench.server.write("first", by: "meera", in: lakshmi, at: bench.now.date)
    bench.hear(ScriptedServer.sent(first.id, at: first.createdAt))
    #expect(bench.entries.last?.isPending == true)
    bench.hear(ScriptedServer.new(first, in: lakshmi))
    #expect(bench.states.first == .sent(first.id))
    #expect(bench.entries.last?.isPending == true)
  }

  @Test func aHistoryThatKeepsTemporaryIDsDoesNotPromiseThemInConfirmations() {
    var bench = SendingTests.bench()
    bench.holdsEmissions = isSend
    bench.perform(SendingTests.text(lakshmi, "hello"))
    let copy = bench.server.write(
      "hello", by: "meera", in: lakshmi, at: bench.now.date, tempID: bench.entries[0].id.rawValue)
    bench.hear(ScriptedServer.new(copy, in: lakshmi))
    #expect(bench.states == [.sent(copy.id)])
    #expect(!bench.engine.delivery.echoesTempIDs)
  }

  @Test func whatAFullDiskDidNotTakeIsWrittenBeforeWhatFollows() {
    var bench = OpeningTests.bench()
    bench.perform(.open(OpeningTests.mine))
    bench.disk.failure = .full
    let missed = bench.server.write(
      "while full", by: "farmer", in: OpeningTests.mine, at: bench.now.date)
    bench.hear(ScriptedServer.new(missed, in: OpeningTests.mine))
    bench.disk.failure = nil
    let next = bench.server.write(
      "after", by: "farmer", in: OpeningTests.mine, at: bench.now.date.addingTimeInterval(1))
    bench.hear(ScriptedServer.new(next, in: OpeningTests.mine))
    bench.advance(10)
    let kept = bench.disk.messages(OpeningTests.mine).first { $0.id == missed.id }
    #expect(kept?.content == "while full")
  }

  /// A walk over several pages is taken up as a whole; what its first page shows is known at once.
  @Test func whatAPageOfAWalkUnderWayHasShownIsNotTakenForALaterSend() throws {
    let mine = OpeningTests.mine
    var bench = OpeningTests.bench(messages: 10) { $0.server.pageLimit = 3 }
    bench.perform(.open(mine))
    bench.disconnect()
    for number in 10..<16 {
      bench.server.write("word \(number)", by: "farmer", in: mine, at: bench.now.date)
      bench.advance(0.01)
    }
    let twin = bench.server.write("ok", by: "meera", in: mine, at: bench.now.date)
    bench.holdsCalls = { if case .messages(_, let page, _) = $0 { page > 1 } else { false } }
    bench.holdsEmissions = isSend
    bench.connect()
    bench.advance(3)
    #expect(!bench.heldCalls.isEmpty && !bench.timeline(mine).contains { $0.id == twin.id })
    bench.perform(SendingTests.text(mine, "ok"))
    #expect(bench.entries.first?.excludedIDs.contains(twin.id) == true)
  }

  @Test func aMessageMissedBeforeOneThatWasHeardIsFound() {
    var bench = OpeningTests.bench(messages: 10) { $0.server.pageLimit = 3 }
    bench.perform(.open(OpeningTests.mine))
    // Eight arrive and only the last is heard: it stands on a page that does not hold the others.
    for number in 10..<17 {
      bench.server.write("word \(number)", by: "farmer", in: OpeningTests.mine, at: bench.now.date)
      bench.advance(0.01)
    }
    let last = bench.server.write(
      "word 17", by: "farmer", in: OpeningTests.mine, at: bench.now.date)
    bench.hear(ScriptedServer.new(last, in: OpeningTests.mine))
    bench.advance(60)
    let shown = bench.timeline(OpeningTests.mine).compactMap(\.content)
    #expect(shown.suffix(9) == (9..<18).map { "word \($0)" }[...])
  }

  @Test func oneFullPageDoesNotTellTheOrderOfPages() {
    var walk = HistoryPager(.compare, order: .unknown, knownCount: 0, total: nil)
    let page = Page(
      elements: [Message(id: "m1", createdAt: Bench.start)],
      pagination: Pagination(currentPage: 1, totalPages: 2, totalItems: 2, itemsPerPage: 1))
    #expect(walk.handlePage(page, number: 1, known: Timeline()) == .fetch(page: 2))
    #expect(walk.learned == .unknown)
  }

  @Test func aLateAnswerToAnEarlierJoinProvesNothing() {
    var bench = OpeningTests.bench { $0.server.answersJoins = false }
    bench.server.confirmsSends = false
    bench.perform(.open(OpeningTests.mine))
    bench.advance(15)
    bench.holdsEmissions = isSend
    bench.perform(SendingTests.text(OpeningTests.mine, "hello"))
    bench.advance(16)
    #expect(bench.states == [.unsure])
    // The answer to the join of the opening, not to the one after the send.
    bench.hear(ScriptedServer.joined(OpeningTests.mine))
    #expect(bench.engine.delivery.unconfirmed.values.map(\.settledAt) == [nil])
    // Nor does the second: it may be the first one, said twice.
    bench.hear(ScriptedServer.joined(OpeningTests.mine))
    #expect(bench.engine.delivery.unconfirmed.values.map(\.settledAt) == [nil])
    #expect(bench.otherOutputs.contains(.renewLink))
  }

  @Test func oneOfSeveralEqualMessagesSeenAloneIsGivenToNone() {
    var bench = SendingTests.bench()
    bench.advance(30)
    bench.holdsCalls = { _ in true }
    bench.holdsEmissions = isSend
    bench.perform(SendingTests.text(lakshmi, "ok"))
    bench.disconnect()
    let entry = bench.entries[0]
    bench.engine.delivery.insert([
      OutboxEntry(
        id: "later", conversationID: lakshmi, body: .text(" ok"), state: .unsure,
        createdAt: bench.now.date, earliestServerDate: entry.earliestServerDate)
    ])
    bench.engine.delivery.markUnconfirmed(
      "later", onLink: false, settledAt: nil, at: bench.now.uptime + 1000)
    let alone = bench.server.write("ok", by: "meera", in: lakshmi, at: bench.now.date)
    bench.hear(ScriptedServer.new(alone, in: lakshmi))
    #expect(bench.engine.delivery.claimed.isEmpty)
  }

  @Test func pagesThatChangedMeanwhileProveNoOrder() {
    var walk = HistoryPager(.compare, order: .unknown, knownCount: 0, total: nil)
    func page(_ number: Int, _ time: Double, of total: Int) -> Page<Message> {
      Page(
        elements: [
          Message(id: MessageID("m\(time)"), createdAt: Bench.start.addingTimeInterval(time))
        ],
        pagination: Pagination(
          currentPage: number, totalPages: total, totalItems: total, itemsPerPage: 1))
    }
    _ = walk.handlePage(page(1, 1, of: 3), number: 1, known: Timeline())
    _ = walk.handlePage(page(2, 2, of: 5), number: 2, known: Timeline())
    #expect(walk.learned == .unknown)
  }

  @Test func theFirstMessageWaitsUntilTheServersClockIsKnown() {
    var bench = SendingTests.bench(online: false) {
      $0.holdsCalls = { _ in true }
    }
    bench.connect()
    bench.perform(SendingTests.text(lakshmi, "hello"))
    #expect(bench.sends.isEmpty)
    bench.release()
    #expect(bench.sentTexts == ["hello"])
    #expect(bench.disk.outbox.first?.earliestServerDate != nil)
  }

  @Test func aServerThatDoesNotAnswerIsNotWaitedForLong() {
    var bench = SendingTests.bench(online: false) {
      $0.holdsCalls = { _ in true }
    }
    bench.connect()
    bench.perform(SendingTests.text(lakshmi, "hello"))
    bench.advance(4)
    #expect(bench.sentTexts == ["hello"])
  }

  @Test func theAnswerToASecondAttemptIsNotGivenToTheNextMessage() throws {
    var bench = SendingTests.bench { $0.server.echoesTempIDs = false }
    bench.holdsEmissions = isSend
    bench.perform(SendingTests.text(lakshmi, "first", 1), SendingTests.text(lakshmi, "second", 2))
    bench.advance(16)
    bench.perform(.retry(bench.entries[0].id))
    // Both attempts arrive; the server confirms both.
    let one = bench.server.write("first", by: "meera", in: lakshmi, at: bench.now.date)
    let two = bench.server.write("first", by: "meera", in: lakshmi, at: bench.now.date)
    bench.hear(ScriptedServer.new(one, in: lakshmi))
    #expect(bench.states.first == .sent(one.id))
    #expect(bench.sentTexts.last == "second")
    bench.hear(ScriptedServer.sent(two.id, at: two.createdAt))
    #expect(bench.entries.last?.isPending == true)
  }
}
