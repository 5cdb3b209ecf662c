import ChatModel
import Foundation
import JSON
import Testing

@testable import ChatClient

/// "Never lose, never double, never lie": from the user's key to the server.
@Suite struct SendingTests {
  static let lakshmi: ConversationID = "c-lakshmi"
  static let ramesh: ConversationID = "c-ramesh"

  static func bench(online: Bool = true, _ change: (inout Bench) -> Void = { _ in }) -> Bench {
    var bench = Bench()
    for (id, farmer) in [(lakshmi, "lakshmi"), (ramesh, "ramesh")] {
      bench.server.add(
        Conversation(
          id: id, farmer: .known(Participant(bareID: UserID(farmer))),
          agent: .known(Participant(bareID: "meera")), status: .open, updatedAt: Bench.start))
    }
    change(&bench)
    bench.begin(online: online)
    return bench
  }

  static func text(_ id: ConversationID, _ text: String, _ request: Int = 1) -> ClientCommand {
    .send(id, text: text, files: [], request: request)
  }

  @Test func aMessageIsAcceptedOnlyOnceTheDiskHasIt() {
    var bench = Self.bench()
    bench.holdsStore = { if case .accept = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "hello"))
    #expect(!bench.events.contains { if case .accepted = $0 { true } else { false } })
    #expect(bench.sends.isEmpty)
    bench.release()
    #expect(bench.events.contains { if case .accepted(1, _) = $0 { true } else { false } })
    #expect(bench.sentTexts == ["hello"])
  }

  @Test func aFullDiskRejectsTheMessageInWords() {
    var bench = Self.bench()
    bench.disk.failure = .full
    bench.perform(Self.text(Self.lakshmi, "hello"))
    #expect(
      bench.events.contains(
        .rejected(request: 1, reason: "The message was not kept: the disk is full.")))
    #expect(bench.sends.isEmpty)
  }

  @Test func nothingButWhiteSpaceIsNotSent() {
    var bench = Self.bench()
    bench.perform(Self.text(Self.lakshmi, " \n "))
    #expect(bench.events.contains(.rejected(request: 1, reason: "There is nothing to send.")))
  }

  @Test func aConfirmedMessageIsShownOnce() {
    var bench = Self.bench()
    bench.perform(.open(Self.lakshmi), Self.text(Self.lakshmi, "  hello  "))
    #expect(bench.timeline(Self.lakshmi).map(\.content) == ["hello"])
    guard case .sent(let id)? = bench.states.first else {
      Issue.record("not sent: \(bench.states)")
      return
    }
    #expect(bench.timeline(Self.lakshmi).map(\.id) == [id])
  }

  @Test func whatIsConfirmedLongAfterManyOthersIsToldAndKeptForOtherProcesses() throws {
    var bench = Self.bench()
    bench.perform(Self.text(Self.ramesh, "the server carries tempIds back"))
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "slow"))
    let late = bench.heldEmissions
    bench.heldEmissions = []
    bench.holdsEmissions = { _ in false }
    for number in 1...99 { bench.perform(Self.text(Self.ramesh, "\(number)", 1 + number)) }
    #expect(bench.states.count { $0 == .handedOver } == 1)
    bench.heldEmissions = late
    bench.release()
    #expect(bench.states.allSatisfy { if case .sent = $0 { true } else { false } })
    let kept = bench.disk.outbox
    #expect(kept.contains { $0.body == .text("slow") })
    #expect((50...100).contains(kept.count))
  }

  @Test func theDiskKnowsOfTheHandOverBeforeItHappens() {
    var bench = Self.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.holdsStore = { if case .update = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "hello"))
    #expect(bench.sends.isEmpty)
    let (call, id) = bench.heldStore.removeFirst()
    guard case .update(let entries) = call else {
      Issue.record("unexpected \(call)")
      return
    }
    #expect(entries.map(\.state) == [.handedOver])
    #expect(entries.first?.handedOverAt == bench.now.date)
    bench.input(.stored(id, .done))
    #expect(bench.sentTexts == ["hello"])
    #expect(bench.states == [.handedOver])
  }

  @Test func whatCannotBeRecordedIsNotSentUntilTheDiskRecovers() {
    var bench = Self.bench()
    bench.holdsStore = { if case .update = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "hello"))
    let (_, id) = bench.heldStore.removeFirst()
    bench.input(.stored(id, .failed(.full)))
    #expect(bench.sends.isEmpty)
    #expect(bench.notices.contains("Messages wait: the disk is full."))
    bench.release()
    bench.advance(3)
    #expect(bench.sentTexts == ["hello"])
  }

  @Test func aConversationsMessagesLeaveStrictlyInOrder() {
    var bench = Self.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "one", 1), Self.text(Self.lakshmi, "two", 2))
    #expect(bench.sentTexts == ["one"])
    bench.hear(ScriptedServer.sent("m1", tempID: bench.sends[0].tempID))
    #expect(bench.sentTexts == ["one", "two"])
  }

  @Test func onlyOneSendOfAConnectionIsUnconfirmedUntilTheServerEchoesATempID() {
    var bench = Self.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "one", 1), Self.text(Self.ramesh, "two", 2))
    #expect(bench.sentTexts == ["one"])
    bench.hear(ScriptedServer.sent("m1"))
    #expect(bench.sentTexts == ["one", "two"])
    #expect(bench.states == [.sent("m1"), .handedOver])
  }

  @Test func conversationsAreIndependentOnceATempIDWasEchoed() {
    var bench = Self.bench()
    bench.perform(Self.text(Self.lakshmi, "first", 1))
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "one", 2), Self.text(Self.ramesh, "two", 3))
    #expect(bench.sentTexts == ["first", "one", "two"])
    bench.hear(ScriptedServer.sent("m-two", tempID: bench.sends[2].tempID))
    #expect(bench.states[1...] == [.handedOver, .sent("m-two")])
  }

  // Row 4.
  @Test func aConfirmationWithoutTempIDMeansTheOldestUnconfirmedSend() {
    var bench = Self.bench { $0.server.echoesTempIDs = false }
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "one", 1), Self.text(Self.ramesh, "two", 2))
    bench.hear(ScriptedServer.sent("m1"))
    bench.hear(ScriptedServer.sent("m2"))
    #expect(bench.states == [.sent("m1"), .sent("m2")])
  }

  @Test func aLateSecondConfirmationOfTheSameMessageConfirmsNothingElse() {
    var bench = Self.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "one", 1), Self.text(Self.ramesh, "two", 2))
    bench.hear(ScriptedServer.sent("m1"))
    bench.hear(ScriptedServer.sent("m1"))
    #expect(bench.states == [.sent("m1"), .handedOver])
  }

  @Test func myOwnMessageInTheRoomConfirmsToo() {
    var bench = Self.bench { $0.server.confirmsSends = false }
    bench.perform(.open(Self.lakshmi), Self.text(Self.lakshmi, "hello "))
    #expect(bench.states.count == 1)
    #expect(bench.entries.first?.isPending == false)
  }

  @Test func aMessageOfAnotherPersonConfirmsNothing() {
    var bench = Self.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(.open(Self.lakshmi), Self.text(Self.lakshmi, "ok"))
    let other = bench.server.write("ok", by: "lakshmi", in: Self.lakshmi, at: bench.now.date)
    bench.hear(ScriptedServer.new(other, in: Self.lakshmi))
    #expect(bench.states == [.handedOver])
  }

  @Test func anOlderMessageOfMineWithTheSameTextConfirmsNothing() {
    var bench = Self.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    let old = bench.server.write(
      "ok", by: "meera", in: Self.lakshmi, at: Bench.start.addingTimeInterval(-600))
    bench.perform(Self.text(Self.lakshmi, "ok"))
    bench.hear(ScriptedServer.new(old, in: Self.lakshmi))
    #expect(bench.states == [.handedOver])
  }

  // Row 7.
  @Test func anAcknowledgementConfirmsOrRefuses() throws {
    var bench = Self.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "one", 1))
    bench.hear(.acknowledged(try #require(bench.heldEmissions.first).1, [["_id": "m7"]]))
    #expect(bench.states == [.sent("m7")])
    bench.perform(Self.text(Self.lakshmi, "two", 2))
    bench.hear(
      .acknowledged(try #require(bench.heldEmissions.last).1, [["error": "Conversation is closed"]])
    )
    #expect(bench.states.last == .failed("Conversation is closed"))
  }

  @Test func anErrorBelongsToTheOneSendUnderWay() {
    var bench = Self.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "hello"))
    bench.hear(ScriptedServer.error("Conversation not found or access denied"))
    #expect(bench.states == [.failed("Conversation not found or access denied")])
  }

  @Test func aMessageThatArrivedInSpiteOfAnErrorIsShownAsSent() throws {
    var bench = Self.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(.open(Self.lakshmi), Self.text(Self.lakshmi, "hello"))
    let (emission, _) = try #require(bench.heldEmissions.first)
    bench.hear(ScriptedServer.error("Something went wrong"))
    #expect(bench.states == [.failed("Something went wrong")])
    _ = bench.server.hear(emission, at: bench.now.date)
    bench.advance(40)
    #expect(bench.entries.first?.isPending == false)
    #expect(bench.server.received.count == 1)
  }

  @Test func aConfirmationOfADroppedSendConfirmsNoOther() {
    var bench = Self.bench { $0.server.echoesTempIDs = false }
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "one", 1), .drop("t-1"))
    bench.perform(Self.text(Self.ramesh, "two", 2))
    bench.hear(ScriptedServer.sent("m-one"))
    #expect(bench.entries.allSatisfy { $0.state != .sent("m-one") })
  }

  @Test func settingTheLocalClockDoublesNothing() throws {
    var bench = Self.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.now.date.addTimeInterval(3600)
    bench.perform(Self.text(Self.lakshmi, "hello"))
    let (emission, _) = try #require(bench.heldEmissions.first)
    bench.now.date.addTimeInterval(-3600)
    _ = bench.server.hear(emission, at: bench.now.date)
    bench.disconnect()
    bench.holdsEmissions = { _ in false }
    bench.connect()
    bench.advance(60)
    #expect(bench.server.received.count == 1)
    #expect(bench.entries.first?.isPending == false)
  }

  @Test(arguments: [
    APIError.notFound("Conversation not found"), .notAllowed("Access denied"),
  ])
  func whatIsRefusedWhereNoHistoryIsToBeReadHasFailed(_ answer: APIError) {
    var bench = Self.bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.server.failures[.messages("nosuch", page: 1, limit: HistoryPager.limit)] = answer
    bench.perform(Self.text("nosuch", "hello"))
    #expect(bench.states == [.handedOver])
    bench.hear(ScriptedServer.error("Conversation not found or access denied"))
    #expect(bench.states == [.failed("Conversation not found or access denied")])
    bench.advance(60)
    #expect(bench.states == [.failed("Conversation not found or access denied")])
    #expect(bench.entries.first?.handedOverAt == nil, "nothing is left to be compared")
  }

  @Test func anErrorThatCouldMeanSeveralThingsFailsNone() {
    var bench = Self.bench()
    bench.perform(Self.text(Self.lakshmi, "first", 1))
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "one", 2), Self.text(Self.ramesh, "two", 3))
    bench.hear(ScriptedServer.error("Something went wrong"))
    #expect(bench.states[1...] == [.handedOver, .handedOver])
    #expect(
      bench.notices.contains(
        "The server refused one of several things, perhaps a message: Something went wrong."))
  }

  @Test func anErrorWithNothingUnderWayIsANotice() {
    var bench = Self.bench()
    bench.hear(ScriptedServer.error("Message not found"))
    #expect(
      bench.notices == ["The server refused a sign of typing or reading: Message not found."])
  }

  @Test func whatWaitsGoesByRESTWhenTheLinkIsDown() {
    var bench = Self.bench(online: false)
    bench.disconnect()
    bench.perform(.open(Self.lakshmi), Self.text(Self.lakshmi, "hello"))
    bench.advance(6)
    #expect(
      bench.calls.contains {
        if case .send(let message) = $0 { message.tempID != nil } else { false }
      })
    #expect(bench.entries.first?.isPending == false)
    #expect(bench.timeline(Self.lakshmi).map(\.content) == ["hello"])
  }

  @Test func aRESTSendThatMayHaveArrivedIsNotRepeatedBlindly() throws {
    var bench = Self.bench(online: false)
    bench.disconnect()
    bench.holdsCalls = { if case .send = $0 { true } else { false } }
    bench.perform(Self.text(Self.lakshmi, "hello"))
    bench.advance(6)
    let (call, id) = try #require(bench.heldCalls.first)
    _ = bench.server.answer(call, at: bench.now.date)
    bench.holdsCalls = { _ in false }
    bench.input(.answered(id, .failed(.unreachable("timed out", mayHaveArrived: true))))
    #expect(bench.states == [.unsure])
    bench.advance(120)
    #expect(bench.server.received.count == 1)
    #expect(bench.entries.first?.isPending == false)
  }

  @Test func aRESTSendThatNeverLeftIsRepeated() {
    var bench = Self.bench(online: false)
    bench.server.failsEverything = .unreachable("no route", mayHaveArrived: false)
    bench.disconnect()
    bench.perform(Self.text(Self.lakshmi, "hello"))
    bench.advance(30)
    #expect(bench.states == [.queued])
    bench.server.failsEverything = nil
    bench.advance(60)
    #expect(bench.server.received.count == 1)
  }

  @Test func aRefusalByRESTFailsInTheServersWords() {
    var bench = Self.bench(online: false)
    bench.server.failsEverything = .notAllowed("access denied")
    bench.disconnect()
    bench.perform(Self.text(Self.lakshmi, "hello"))
    bench.advance(6)
    #expect(bench.states == [.failed("access denied")])
  }
}
