import ChatModel
import Foundation
import JSON
import Testing

@testable import ChatClient

/// What the live link brings: copies, unread counts, read marks, presence, typing.
@Suite struct LiveTests {
  static let mine = OpeningTests.mine
  static let theirs = OpeningTests.theirs

  private func write(
    _ bench: inout Bench, _ text: String, by sender: UserID = "farmer",
    in id: ConversationID = Self.mine
  ) -> Message {
    bench.server.write(text, by: sender, in: id, at: bench.now.date)
  }

  // MARK: One message, once (row 3)

  @Test(arguments: [true, false])
  func copiesInAnyOrderAreOneMessage(isOpen: Bool) {
    for order in 0..<6 {
      var bench = OpeningTests.bench()
      if isOpen { bench.perform(.open(Self.mine)) }
      let before = bench.shown[Self.mine]?.unread ?? 0
      let message = write(&bench, "new")
      let room = ScriptedServer.new(message, in: Self.mine)
      let notification = ScriptedServer.notification(message, in: Self.mine)
      let orders: [[LiveEvent]] = [
        [room], [notification], [room, notification], [notification, room],
        [room, room, notification], [notification, notification, room, room],
      ]
      for event in orders[order] { bench.hear(event) }
      bench.advance(120)
      #expect(bench.shown[Self.mine]?.conversation.lastMessage.id == message.id)
      #expect(bench.shown[Self.mine]?.conversation.updatedAt == message.createdAt)
      if isOpen {
        #expect(bench.timeline(Self.mine).filter { $0.id == message.id }.count == 1)
        #expect(bench.timeline(Self.mine).last?.id == message.id)
      } else {
        #expect(bench.shown[Self.mine]?.unread == before + 1)
      }
    }
  }

  // MARK: What cannot be read (row 28)

  @Test func anEventWithoutWhatItNeedsIsFetchedAtOnceAndAFloodOfThemNotOftener() {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine))
    bench.advance(10)
    let message = write(&bench, "not to be lost")
    bench.forget()
    bench.hear(.event(name: "message:new", arguments: [["message": [], "conversationId": nil]]))
    #expect(bench.timeline(Self.mine).map(\.id) == [message.id])
    #expect(bench.shown[Self.mine]?.conversation.lastMessage.id == message.id)

    let later = write(&bench, "nor this")
    bench.forget()
    for _ in 0..<1000 {
      bench.hear(.event(name: "notification:new-message", arguments: []))
      bench.advance(0.01)
    }
    #expect(bench.timeline(Self.mine).map(\.id) == [later.id])
    #expect((3...5).contains(bench.asked(Self.mine).count), "ten seconds of it")

    bench.advance(10)
    bench.forget()
    bench.hear(.event(name: "typing:user-typing", arguments: [[]]))
    bench.hear(.event(name: "user:online", arguments: ["who"]))
    bench.hear(.event(name: "no:such-event", arguments: []))
    #expect(bench.calls.isEmpty)
  }

  @Test func aBatchOfMessagesIsToldOnce() {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine))
    let events = (0..<100).map { number in
      ScriptedServer.new(write(&bench, "burst \(number)"), in: Self.mine)
    }
    bench.forget()
    bench.input(.live(events))
    let timelines = bench.events.filter { if case .timeline = $0 { true } else { false } }
    let lists = bench.events.filter { if case .conversations = $0 { true } else { false } }
    #expect(timelines.count == 1)
    #expect(lists.count == 1)
    #expect(bench.timeline(Self.mine).count == 100)
  }

  @Test func aMessageOfAnUnknownConversationFetchesIt() {
    var bench = OpeningTests.bench()
    let new: ConversationID = "c-new"
    bench.server.add(
      Conversation(
        id: new, farmer: .known(Participant(bareID: "sita")),
        agent: .known(Participant(bareID: "meera")), unreadCount: ["meera": 1]))
    let message = write(&bench, "namaste", by: "sita", in: new)
    bench.forget()
    bench.hear(
      ScriptedServer.notification(message, in: new), ScriptedServer.notification(message, in: new))
    #expect(bench.calls == [.conversation(new)])
    #expect(bench.shown[new]?.isMine == true)
    #expect(bench.shown[new]?.conversation.lastMessage.id == message.id)
    #expect(bench.events.contains(.becameMine(new, from: nil)))
  }

  @Test func aMessageThatNobodyMayReadIsForgotten() {
    var bench = OpeningTests.bench()
    let message = Message(id: "x", sender: .known(Participant(bareID: "sita")), content: "?")
    bench.forget()
    bench.hear(ScriptedServer.notification(message, in: "c-unknown"))
    #expect(bench.calls == [.conversation("c-unknown")], "it was asked for, once")
    #expect(bench.shown["c-unknown"] == nil)
    #expect(!bench.disk.lists("c-unknown"))
    #expect(bench.disk.messages("c-unknown").isEmpty)
    #expect(bench.notices.isEmpty)
  }

  // Row 6: events without a name in the contract are passed over.
  @Test func eventsThatChangeNothingAndUnknownOnesAreIgnored() {
    var bench = OpeningTests.bench()
    bench.forget()
    bench.hear(
      .event(name: "typing:user-typing", arguments: ["x"]),
      .event(name: "farm:harvested", arguments: [["tons": 7]]))
    #expect(bench.events.isEmpty)
  }

  // MARK: Unread

  @Test func myOwnMessagesAreNotUnread() {
    var bench = OpeningTests.bench()
    let message = write(&bench, "from my telephone", by: "meera")
    bench.hear(ScriptedServer.notification(message, in: Self.mine))
    #expect(bench.shown[Self.mine]?.unread == 2)
  }

  @Test func anAnswerThatWasUnderWayDoesNotUndoALiveMessage() {
    var bench = OpeningTests.bench()
    bench.holdsCalls = { if case .list = $0 { true } else { false } }
    bench.perform(.refresh)
    let answers = bench.heldCalls.map { call, id in
      (id, bench.server.answer(call, at: bench.now.date))
    }
    let message = write(&bench, "new")
    bench.hear(ScriptedServer.notification(message, in: Self.mine))
    for (id, answer) in answers { bench.input(.answered(id, answer)) }
    #expect(bench.shown[Self.mine]?.unread == 3)
    #expect(bench.shown[Self.mine]?.conversation.lastMessage.id == message.id)
  }

  @Test func messagesSeenAreReportedOnce() {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine), .markAllRead(Self.mine))
    let message = write(&bench, "new")
    bench.hear(ScriptedServer.new(message, in: Self.mine))
    #expect(bench.shown[Self.mine]?.unread == 1)
    bench.emissions = []
    bench.perform(.seen(Self.mine, [message.id]), .seen(Self.mine, [message.id]))
    #expect(bench.emissions == [.read(message.id, in: Self.mine)])
    #expect(bench.shown[Self.mine]?.unread == 0)
  }

  @Test func whatWasCountedAndReadSinceTheListIsKeptForAStartWithoutALink() {
    func unreadOffline(_ disk: ValueDisk) -> Int? {
      var second = Bench(prefix: "u")
      second.disk = disk
      second.holdsCalls = { _ in true }
      second.begin(online: false)
      return second.shown[Self.mine]?.unread
    }
    var bench = OpeningTests.bench()
    let listed = bench.shown[Self.mine]?.unread ?? 0
    let message = write(&bench, "new")
    bench.hear(ScriptedServer.new(message, in: Self.mine))
    #expect(unreadOffline(bench.disk) == listed + 1)
    bench.perform(.open(Self.mine), .markAllRead(Self.mine))
    #expect(unreadOffline(bench.disk) == 0)
  }

  @Test func whatIsSeenWithoutALinkIsReportedLater() {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine), .refresh)
    let message = write(&bench, "new")
    bench.hear(ScriptedServer.new(message, in: Self.mine))
    bench.disconnect()
    bench.emissions = []
    bench.perform(.seen(Self.mine, [message.id]))
    #expect(bench.emissions.isEmpty)
    bench.connect()
    #expect(bench.emissions.contains(.read(message.id, in: Self.mine)))
  }

  @Test func anotherSessionOfMineThatReadsClearsTheCount() {
    var bench = OpeningTests.bench()
    bench.hear(
      ScriptedServer.event(
        "conversation:all-read", [("conversationId", "c-mine"), ("readBy", "meera")]))
    #expect(bench.shown[Self.mine]?.unread == 0)
  }

  // MARK: Read by the other side

  private func sent() -> (Bench, MessageID) {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine), .send(Self.mine, text: "hi", files: [], request: 1))
    return (bench, bench.timeline(Self.mine).last?.id ?? "")
  }

  private func isRead(_ bench: Bench, _ id: MessageID) -> Bool {
    bench.timeline(Self.mine).first { $0.id == id }?.isRead ?? false
  }

  @Test(arguments: [("farmer", true), ("ravi", false), ("meera", false)])
  func aReadReceiptCountsWhenItIsTheFarmers(_ reader: String, _ counts: Bool) {
    var (bench, id) = sent()
    bench.hear(
      ScriptedServer.event(
        "message:read-receipt",
        [
          ("messageId", id.rawValue), ("conversationId", "c-mine"), ("readBy", reader),
          ("readAt", Timestamp.format(bench.now.date)),
        ]))
    #expect(isRead(bench, id) == counts)
  }

  // Row 6.
  @Test(arguments: [("farmer", true), ("ravi", false), ("meera", false)])
  func allReadByTheFarmerMarksAllMyMessages(_ reader: String, _ counts: Bool) {
    var (bench, id) = sent()
    bench.advance(1)
    bench.hear(
      ScriptedServer.event(
        "conversation:all-read",
        [
          ("conversationId", "c-mine"), ("readBy", reader),
          ("readAt", Timestamp.format(bench.now.date)),
        ]))
    #expect(isRead(bench, id) == counts)
  }

  @Test func aReadingInTheMillisecondOfTheMessageIsLookedUp() throws {
    var (bench, id) = sent()
    let index = try #require(
      bench.server.histories[Self.mine]?.firstIndex { $0.id == id })
    let date = try #require(bench.server.histories[Self.mine]?[index].createdAt)
    bench.server.histories[Self.mine]?[index].isRead = true
    bench.holdsCalls = { _ in true }
    bench.hear(
      ScriptedServer.event(
        "conversation:all-read",
        [
          ("conversationId", "c-mine"), ("readBy", "farmer"), ("readAt", Timestamp.format(date)),
        ]))
    #expect(!isRead(bench, id))
    bench.release()
    bench.advance(1)
    #expect(isRead(bench, id))
  }

  @Test func aBareIsReadOnMyMessageCounts() {
    var (bench, id) = sent()
    guard let index = bench.server.histories[Self.mine]?.firstIndex(where: { $0.id == id }) else {
      Issue.record("not at the server")
      return
    }
    bench.server.histories[Self.mine]?[index].isRead = true
    bench.perform(.refresh)
    #expect(isRead(bench, id))
  }

  // Row 26: the server may make it `waiting`, and says so when it is asked.
  @Test func aMessageChangesNoStatusBeforeTheServerSaysSo() {
    var bench = OpeningTests.bench()
    let message = write(&bench, "new")
    bench.hear(ScriptedServer.new(message, in: Self.mine))
    #expect(bench.shown[Self.mine]?.conversation.status == .open)
    for index in bench.server.conversations.indices {
      bench.server.conversations[index].status = .waiting
    }
    bench.advance(120)
    #expect(bench.shown[Self.mine]?.conversation.status == .waiting)
  }

  // MARK: Presence and typing

  @Test func presenceIsAHint() {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine))
    bench.forget()
    bench.hear(ScriptedServer.event("user:online", [("userId", "farmer")]))
    bench.hear(ScriptedServer.event("user:offline", [("userId", "farmer")]))
    bench.hear(
      ScriptedServer.event(
        "typing:user-typing", [("conversationId", "c-mine"), ("userId", "farmer")]))
    let presence = bench.events.compactMap { event -> Bool? in
      if case .presence("farmer", let isOnline, _) = event { isOnline } else { nil }
    }
    #expect(presence == [true, false, true])
  }

  // Row 18.
  @Test func aMessageShowsItsSenderOnlineAgain() {
    var bench = OpeningTests.bench()
    bench.hear(ScriptedServer.event("user:offline", [("userId", "farmer")]))
    bench.forget()
    bench.hear(ScriptedServer.notification(write(&bench, "still here"), in: Self.mine))
    #expect(bench.events.contains(.presence("farmer", isOnline: true, lastSeen: nil)))
  }

  // Row 19.
  @Test func aTypingIsToldWithTheTimeUntilWhichItIsBelieved() {
    var bench = OpeningTests.bench()
    let event = ScriptedServer.event(
      "typing:user-typing",
      [("conversationId", "c-mine"), ("userId", "farmer"), ("userName", "Lakshmi")])
    bench.hear(event)
    #expect(
      bench.events.contains(
        .typing(
          Self.mine, "farmer", name: "Lakshmi", until: bench.now.date.addingTimeInterval(6))))
    bench.advance(5)
    bench.hear(event)
    #expect(
      bench.events.last
        == .typing(
          Self.mine, "farmer", name: "Lakshmi", until: bench.now.date.addingTimeInterval(6)),
      "each event renews it")
  }

  @Test func aMessageEndsItsSendersTyping() {
    var bench = OpeningTests.bench()
    bench.hear(
      ScriptedServer.event(
        "typing:user-typing", [("conversationId", "c-mine"), ("userId", "farmer")]))
    bench.hear(ScriptedServer.notification(write(&bench, "there"), in: Self.mine))
    #expect(bench.events.contains(.stoppedTyping(Self.mine, "farmer")))
  }

  @Test func aLostLinkEndsAllTypingIndicators() {
    var bench = OpeningTests.bench()
    bench.hear(
      ScriptedServer.event(
        "typing:user-typing", [("conversationId", "c-mine"), ("userId", "farmer")]))
    bench.disconnect()
    #expect(bench.events.contains(.stoppedTyping(Self.mine, "farmer")))
  }

  @Test func myTypingIsToldSparinglyAndEnds() {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine))
    bench.emissions = []
    for _ in 0..<50 {
      bench.perform(.typed(Self.mine))
      bench.advance(0.1)
    }
    #expect(
      bench.emissions == [
        .typingStart(Self.mine), .typingStart(Self.mine), .typingStart(Self.mine),
      ])
    bench.advance(2.3)
    #expect(bench.emissions.count == 3)
    bench.advance(0.2)
    #expect(bench.emissions.last == .typingStop(Self.mine))
    #expect(bench.emissions.count == 4)
  }

  @Test func sendingLeavingAndEmptyingStopTyping() {
    for command in [
      ClientCommand.send(Self.mine, text: "x", files: [], request: 1), .close(Self.mine),
      .stoppedTyping(Self.mine),
    ] {
      var bench = OpeningTests.bench()
      bench.perform(.open(Self.mine), .typed(Self.mine))
      bench.emissions = []
      bench.perform(command)
      #expect(bench.emissions.first == .typingStop(Self.mine), "\(command)")
    }
  }

  @Test func nothingIsTypedWithoutALink() {
    var bench = OpeningTests.bench()
    bench.disconnect()
    bench.emissions = []
    bench.perform(.typed(Self.mine))
    bench.advance(10)
    #expect(bench.emissions.isEmpty)
  }
}
