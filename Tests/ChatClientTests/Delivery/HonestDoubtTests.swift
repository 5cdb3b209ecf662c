import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// What cannot be known is not guessed: it is asked, or waited for.
@Suite struct HonestDoubtTests {
  private let lakshmi = SendingTests.lakshmi
  private let ramesh = SendingTests.ramesh
  private let isSend: (ClientEmission) -> Bool = { if case .send = $0 { true } else { false } }

  // MARK: REST

  @Test func aMessageThatTheHistoryShowsStaysSentWhenItsCallFailsAfterwards() throws {
    var bench = SendingTests.bench()
    bench.disconnect()
    bench.perform(.open(lakshmi))
    bench.holdsCalls = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(lakshmi, "hello"))
    bench.advance(10)
    let (call, id) = try #require(bench.heldCalls.first)
    bench.heldCalls = []
    _ = bench.server.answer(call, at: bench.now.date)
    bench.advance(10)
    #expect(bench.entries.first?.isPending == false)
    bench.input(.answered(id, .failed(.serverFailed(status: 504, "Gateway Timeout"))))
    #expect(bench.entries.first?.isPending == false)
    bench.connect()
    bench.advance(120)
    #expect(bench.server.received.count == 1)
  }

  /// Neither joins nor sends are answered: what the history shows is answer enough.
  @Test(arguments: [true, false])
  func aLinkIsOpenedAnewOnlyWhileSomethingOnItIsInDoubt(_ arrives: Bool) {
    var bench = SendingTests.bench { bench in
      bench.server.confirmsSends = false
      bench.server.broadcastsToSender = false
      bench.server.answersJoins = false
    }
    if !arrives { bench.holdsEmissions = { if case .send = $0 { true } else { false } } }
    bench.perform(SendingTests.text(lakshmi, "hello"))
    bench.advance(40)
    #expect(bench.otherOutputs.contains(.renewLink) == !arrives)
    #expect(bench.entries.first?.isPending == !arrives)
  }

  // MARK: The lead

  /// The answer to a join that was given up, and its repetition, say nothing of the join after it.
  @Test func anAnswerThatIsSaidTwiceDoesNotProveThatASendWasRead() {
    var bench = SendingTests.bench()
    bench.server.answersJoins = false
    bench.perform(.open(SendingTests.lakshmi))
    bench.advance(11)
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(SendingTests.lakshmi, "hello"))
    bench.advance(16)
    #expect(bench.states == [.unsure])
    bench.forget()
    bench.hear(ScriptedServer.joined(SendingTests.lakshmi))
    bench.hear(ScriptedServer.joined(SendingTests.lakshmi))
    #expect(bench.otherOutputs.contains(.renewLink))
    bench.advance(8)
    #expect(bench.heldEmissions.count == 1)
    bench.disconnect()
    bench.connect()
    bench.advance(9)
    #expect(bench.heldEmissions.count == 1, "the old connection may have been read to its end")
    bench.advance(3)
    #expect(bench.heldEmissions.count == 2)
  }

  @Test func whoTakesTheLeadReadsWhatTheLastLeaderWroteBeforeSending() {
    var bench = SendingTests.bench { $0.disk.leads = false }
    bench.perform(SendingTests.text(lakshmi, "hello"))
    // The leader sent it, and was killed before its bell was heard.
    bench.disk.outbox[0].state = .sent("m9")
    bench.disk.leads = true
    bench.input(.changedElsewhere(.leaderLeft))
    bench.advance(60)
    #expect(bench.server.received.isEmpty)
    #expect(bench.states == [.sent("m9")])
  }

  @Test func whoTakesTheLeadAndCannotReadTheOutboxWaits() {
    var bench = SendingTests.bench { $0.disk.leads = false }
    bench.perform(SendingTests.text(lakshmi, "hello"))
    bench.disk.outbox[0].state = .sent("m9")
    bench.disk.leads = true
    bench.disk.readFailure = .failed("busy")
    bench.input(.changedElsewhere(.leaderLeft))
    bench.advance(30)
    #expect(bench.server.received.isEmpty)
    bench.disk.readFailure = nil
    bench.advance(30)
    #expect(bench.server.received.isEmpty)
    #expect(bench.states == [.sent("m9")])
  }

  @Test func whatWaitedLongerGoesFirstThoughItIsReadLater() {
    var bench = SendingTests.bench(online: false) { $0.disk.readFailure = .failed("damaged") }
    bench.disk.outbox = [
      OutboxEntry(
        id: "old-1", conversationID: lakshmi, body: .text("first"), createdAt: bench.now.date)
    ]
    bench.perform(SendingTests.text(lakshmi, "second"))
    bench.disk.readFailure = nil
    bench.connect()
    bench.advance(60)
    #expect(bench.server.received.map(\.content) == [.text("first"), .text("second")])
  }

  @Test func aReplyThatWasSentIsNotADraftAgain() {
    var bench = Bench()
    bench.disk.outbox = [
      OutboxEntry(
        id: "old-1", conversationID: lakshmi, body: .text("hello"), createdAt: bench.now.date)
    ]
    let before = bench.now.date.addingTimeInterval(-1)
    bench.disk.drafts = [
      lakshmi: Draft(text: "hello \n", editedAt: before),
      ramesh: Draft(text: "hello", editedAt: before),
    ]
    bench.begin(online: false)
    let told = bench.events.compactMap { event in
      if case .draft(let id, .some) = event { id } else { nil }
    }
    #expect(told == [ramesh])
  }

  // MARK: Clocks

  /// A proxy dates the answers, and its clock is not the one of the machine that dates messages.
  @Test func aServerWithTwoClocksIsAskedAboutAndNotSentToTwice() throws {
    var bench = SendingTests.bench { $0.server.answersAhead = 40 }
    bench.advance(30)
    bench.sendAndCut(lakshmi, "hello")
    bench.connect()
    bench.advance(120)
    #expect(bench.server.received.count == 1)
    let entry = try #require(bench.entries.first)
    #expect(entry.state == .unsure)
    #expect(entry.needsManualResolution)
  }

  @Test func theClockOfMessagesIsLearnedFromConfirmations() {
    var bench = SendingTests.bench { $0.server.answersAhead = 40 }
    bench.advance(30)
    bench.perform(SendingTests.text(lakshmi, "first"))
    bench.sendAndCut(lakshmi, "second")
    bench.connect()
    bench.advance(120)
    #expect(bench.server.received.count == 2)
    #expect(bench.entries.allSatisfy { !$0.isPending })
  }

  // MARK: Refusals that name nothing (row 2)

  @Test func twoRefusalsAtOnceAreToldApartByTheNextAttempts() throws {
    var bench = SendingTests.bench { $0.server.refusedSends = [lakshmi, ramesh] }
    bench.engine.delivery.noteEcho()
    bench.holdsEmissions = isSend
    bench.perform(SendingTests.text(lakshmi, "one", 1), SendingTests.text(ramesh, "two", 2))
    #expect(bench.sentTexts == ["one", "two"])
    bench.release()
    bench.advance(120)
    #expect(
      bench.states == [.failed("Failed to send message"), .failed("Failed to send message")])
    #expect(bench.sentTexts == ["one", "two", "one", "two"])
  }

  // MARK: Dropped while it may still arrive

  @Test func aCopyOfADroppedMessageDoesNotTakeTheConfirmationOfAnother() throws {
    var bench = SendingTests.bench { $0.server.echoesTempIDs = false }
    bench.server.broadcastsToSender = false
    bench.perform(.open(lakshmi))
    bench.holdsEmissions = isSend
    bench.perform(SendingTests.text(lakshmi, "ok", 1))
    let dropped = try #require(bench.entries.first?.id)
    bench.heldEmissions = []
    bench.disconnect()
    bench.perform(.drop(dropped))
    bench.connect()
    bench.perform(SendingTests.text(lakshmi, "ok", 2), SendingTests.text(lakshmi, "later", 3))
    // The dropped one arrives after all, and is taken for the one that is like it.
    let late = bench.server.write("ok", by: "meera", in: lakshmi, at: bench.now.date)
    bench.hear(ScriptedServer.new(late, in: lakshmi))
    let second = bench.server.write("ok", by: "meera", in: lakshmi, at: bench.now.date)
    bench.hear(ScriptedServer.sent(second.id, at: second.createdAt))
    #expect(bench.entries.last?.state != .sent(second.id))
  }

  @Test func whatAnotherProcessDropsWhileItIsRecordedIsNotSent() {
    var bench = SendingTests.bench()
    bench.holdsStore = { if case .update = $0 { true } else { false } }
    bench.perform(SendingTests.text(lakshmi, "hello"))
    #expect(bench.heldStore.count == 1)
    bench.disk.outbox = []
    bench.release()
    bench.advance(120)
    #expect(bench.sends.isEmpty)
    #expect(bench.entries.isEmpty)
  }

  @Test func whatAnotherProcessDropsWhileItIsUnderWayIsNotSentAgain() {
    var bench = SendingTests.bench()
    bench.holdsEmissions = isSend
    bench.perform(SendingTests.text(lakshmi, "hello"))
    bench.disk.outbox = []
    bench.input(.changedElsewhere(.outbox))
    #expect(bench.entries.isEmpty)
    bench.heldEmissions = []
    bench.holdsEmissions = { _ in false }
    bench.disconnect()
    bench.connect()
    bench.advance(120)
    #expect(bench.sends.count == 1)
  }

  // MARK: What was not seen is not absent

  @Test func somethingUnreadableOnAPageMayBeTheMessage() {
    let known = Timeline()
    let problem = UnexpectedShape(path: "data[0]", problem: "is a number, not an object")
    let pages = Pagination(currentPage: 1, totalPages: 1, totalItems: 2, itemsPerPage: 3)
    var walk = HistoryPager(
      .since(Bench.start), order: .newestFirst, knownCount: 0, total: 2, pageSize: 3)
    let message = Message(id: "m1", createdAt: Bench.start)
    guard
      case .done(let findings) = walk.handlePage(
        Page(elements: [message], pagination: pages, problems: [problem]), number: 1, known: known)
    else {
      Issue.record("the walk is not over")
      return
    }
    #expect(findings.isUncertain)
  }

  // MARK: What waits

  @Test func aMessageForAConversationThatWasRemovedAndIsBackGoesOut() {
    var bench = SendingTests.bench(online: false)
    bench.perform(SendingTests.text(lakshmi, "hello"))
    bench.engine.conversations.forget(lakshmi)
    bench.connect()
    bench.advance(30)
    #expect(bench.sentTexts == ["hello"])
  }

  @Test func aDraftThatAFullDiskRefusedIsWrittenAgainBeforeItsMessageIsDropped() throws {
    var bench = SendingTests.bench(online: false)
    bench.perform(SendingTests.text(lakshmi, "hello"))
    let id = try #require(bench.entries.first?.id)
    bench.disk.failure = .full
    let draft = Draft(text: "hello", editedAt: bench.now.date)
    bench.perform(.saveDraft(lakshmi, draft), .drop(id))
    bench.disk.failure = nil
    bench.holdsStore = { if case .drop = $0 { true } else { false } }
    bench.advance(60)
    #expect(bench.disk.drafts[lakshmi] == draft)
  }

  @Test func aMessageIsNotDroppedForADraftThatTheDiskDoesNotTake() throws {
    var bench = SendingTests.bench(online: false)
    bench.perform(SendingTests.text(lakshmi, "hello"))
    let id = try #require(bench.entries.first?.id)
    bench.disk.draftFailure = .full
    bench.perform(
      .saveDraft(lakshmi, Draft(text: "hello", editedAt: bench.now.date)), .drop(id))
    bench.advance(120)
    #expect(bench.disk.outbox.map(\.id) == [id], "there is room for that alone")
    bench.disk.draftFailure = nil
    bench.advance(120)
    #expect(bench.disk.outbox.isEmpty)
    #expect(bench.disk.drafts[lakshmi]?.text == "hello")
  }

  /// A crash would find it queued on the disk, and it would be sent a second time.
  @Test func whatAFullDiskRefusedIsNotWrittenOverTheHandOver() throws {
    var bench = SendingTests.bench(online: false)
    bench.perform(SendingTests.text(lakshmi, "hello"))
    let id = try #require(bench.entries.first?.id)
    let entry = try #require(bench.engine.delivery[id])
    bench.engine.disk.began(.entries([entry]), as: RequestID(rawValue: -1))
    _ = bench.engine.disk.handleStoreResult(
      .failed(.full), of: RequestID(rawValue: -1), at: bench.now.uptime)
    bench.holdsStore = { if case .update = $0 { true } else { false } }
    bench.holdsEmissions = isSend
    bench.connect()
    bench.advance(10)
    let writes = bench.heldStore
    bench.heldStore = []
    bench.holdsStore = { _ in false }
    for (call, request) in writes { bench.input(.stored(request, bench.disk.answer(call))) }
    #expect(bench.sentTexts == ["hello"])
    #expect(bench.disk.outbox.first?.state == .handedOver)
  }

  /// A process that was stopped may have missed one of two rings.
  @Test func anyRingBringsOutboxAndDrafts() {
    var bench = SendingTests.bench()
    bench.disk.outbox = [
      OutboxEntry(
        id: "script", conversationID: lakshmi, body: .text("from a script"),
        createdAt: bench.now.date)
    ]
    bench.input(.changedElsewhere(.drafts))
    #expect(bench.sentTexts == ["from a script"])
  }

  @Test func whatAnotherProcessAcceptedUnheardIsFoundWithTheNextList() {
    var bench = SendingTests.bench()
    bench.disk.outbox = [
      OutboxEntry(
        id: "script", conversationID: lakshmi, body: .text("from a script"),
        createdAt: bench.now.date)
    ]
    bench.advance(120)
    #expect(bench.sentTexts == ["from a script"])
  }

  @Test func anOlderDraftOfTheDiskDoesNotReplaceOneThatIsOnItsWayThere() {
    var bench = SendingTests.bench()
    let (old, new) = (
      Draft(text: "old", editedAt: Bench.start), Draft(text: "new", editedAt: Bench.start)
    )
    bench.perform(.saveDraft(lakshmi, old))
    bench.disk.failure = .full
    bench.perform(.saveDraft(lakshmi, new))
    bench.disk.failure = nil
    bench.forget()
    bench.input(.changedElsewhere(.drafts))
    #expect(!bench.events.contains(.draft(lakshmi, old)))
    bench.advance(60)
    #expect(bench.disk.drafts[lakshmi] == new)
  }

  @Test func aFileThatWasRefusedIsUploadedAgainByARetry() {
    #expect(mediaIDAfterARetry(of: .failed("no such file")) == .some(nil))
    #expect(mediaIDAfterARetry(of: .unsure) == "f1")
  }

  /// Of an entry with an uploaded file; nil when it cannot be retried.
  private func mediaIDAfterARetry(of state: OutboxEntry.State) -> MediaID?? {
    let file = OutboxFile(
      path: "/p/a.png", name: "a.png", kind: .image, format: "image/png", size: 1, mediaID: "f1")
    var entry = OutboxEntry(
      id: "t1", conversationID: lakshmi, body: .file(file), state: state, createdAt: Bench.start)
    entry.needsManualResolution = state == .unsure
    guard case .file(let again)? = entry.retried?.body else { return nil }
    return again.mediaID
  }
}
