import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// A conversation of mine becomes another's, and the server lets me stay in its room (row 32).
@Suite struct HandedAwayTests {
  private static let mine = OpeningTests.mine

  private func handAway(_ bench: inout Bench) {
    guard let index = bench.server.conversations.firstIndex(where: { $0.id == Self.mine }) else {
      Issue.record("there is no such conversation")
      return
    }
    bench.server.conversations[index].agent = .known(
      Participant(id: "ravi", firstName: "Ravi", role: .support))
    bench.perform(.refresh)
  }

  private func write(_ bench: inout Bench, _ text: String) -> Message {
    let message = bench.server.write(text, by: "farmer", in: Self.mine, at: bench.now.date)
    bench.hear(ScriptedServer.new(message, in: Self.mine))
    return message
  }

  @Test func anOpenOneBecomesAWatchedOneWithoutTypingOrMarks() {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine), .typed(Self.mine))
    handAway(&bench)
    #expect(
      bench.events.contains { event in
        guard case .takenFromMe(Self.mine, let agent?) = event else { return false }
        return agent.firstName == "Ravi"
      })
    #expect(bench.shown[Self.mine]?.isMine == false)
    bench.emissions = []
    let message = write(&bench, "who are you now?")
    #expect(bench.timeline(Self.mine).last?.id == message.id, "it stays live")
    bench.perform(.typed(Self.mine), .seen(Self.mine, [message.id]), .markAllRead(Self.mine))
    bench.advance(60)
    #expect(bench.emissions.isEmpty, "no typing, no end of one, no marks, and it stays in the room")
    bench.disconnect()
    bench.advance(60)
    bench.connect()
    #expect(bench.emissions == [.join(Self.mine)], "watched, as any other")
    #expect(!bench.calls.contains(.markAllRead(Self.mine)))
    bench.emissions = []
    bench.perform(.close(Self.mine))
    #expect(bench.emissions == [.leave(Self.mine)])
  }

  /// The server says nothing of the move but that it refuses the sign of typing.
  @Test func aRefusedSignOfTypingTellsAtOnceWhoHasItNow() throws {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine), .typed(Self.mine))
    bench.advance(4)
    let index = try #require(
      bench.server.conversations.firstIndex { $0.id == Self.mine })
    bench.server.conversations[index].agent = .known(
      Participant(id: "ravi", firstName: "Ravi", role: .support))
    bench.forget()
    bench.hear(ScriptedServer.error("Conversation not found or access denied"))
    #expect(
      bench.notices == [
        "c-mine: the server refused a sign of typing or reading: "
          + "Conversation not found or access denied."
      ])
    #expect(
      bench.events.contains { event in
        guard case .takenFromMe(Self.mine, let agent?) = event else { return false }
        return agent.firstName == "Ravi"
      }, "no time has passed")
    #expect(bench.shown[Self.mine]?.isMine == false)
    bench.forget()
    for _ in 0..<20 { bench.hear(ScriptedServer.error("access denied")) }
    let lists = bench.calls.filter { if case .list = $0 { true } else { false } }
    #expect(lists.isEmpty, "however often it is said, the server is not asked as often")
  }

  /// Over REST nothing but the refusal tells.
  @Test func aRefusedMessageTellsWhoHasItNow() throws {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine))
    let index = try #require(
      bench.server.conversations.firstIndex { $0.id == Self.mine })
    bench.server.conversations[index].agent = .known(
      Participant(id: "ravi", firstName: "Ravi", role: .support))
    bench.disconnect()
    bench.holdsCalls = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(Self.mine, "hello"))
    bench.advance(10)
    let request = try #require(bench.heldCalls.first).1
    #expect(bench.shown[Self.mine]?.isMine == true)
    bench.input(.answered(request, .failed(.notAllowed("Access denied to this conversation"))))
    bench.advance(4)
    #expect(bench.entries.contains { if case .failed = $0.state { true } else { false } })
    #expect(bench.shown[Self.mine]?.isMine == false)
  }

  @Test func aHistoryThatIsNotShownAnyMoreTellsWhoHasItNow() throws {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine))
    let index = try #require(
      bench.server.conversations.firstIndex { $0.id == Self.mine })
    bench.server.conversations[index].agent = .known(
      Participant(id: "ravi", firstName: "Ravi", role: .support))
    bench.server.failures[.messages(Self.mine, page: 1, limit: HistoryPager.limit)] =
      .notAllowed("Access denied to this conversation")
    bench.forget()
    bench.advance(31)
    #expect(
      bench.events.contains { event in
        if case .takenFromMe(Self.mine, .some) = event { true } else { false }
      })
  }

  @Test func whatWasReadBeforeIsNotReportedAfter() {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine))
    bench.disconnect()
    let message = bench.server.write("hello", by: "farmer", in: Self.mine, at: bench.now.date)
    bench.advance(5)
    bench.perform(.seen(Self.mine, [message.id]))
    handAway(&bench)
    bench.emissions = []
    bench.connect()
    #expect(bench.emissions == [.join(Self.mine)])
  }

  @Test func aRoomThatNobodyLooksAtIsLeftOnce() {
    var bench = OpeningTests.bench()
    // The server lets agents into their rooms by itself.
    _ = write(&bench, "one")
    #expect(bench.emissions.isEmpty, "mine may come")
    handAway(&bench)
    #expect(bench.emissions == [.leave(Self.mine)])
    _ = write(&bench, "two")
    #expect(bench.emissions == [.leave(Self.mine)], "the server need not have heard yet")
  }

  @Test func aRoomThatTheServerKeptMeInIsLeftWhenItSpeaks() {
    var bench = OpeningTests.bench()
    handAway(&bench)
    bench.emissions = []
    let message = write(&bench, "to Ravi")
    #expect(bench.emissions == [.leave(Self.mine)])
    #expect(
      bench.shown[Self.mine]?.conversation.lastMessage.id == message.id, "it counts all the same")
    // Opened again it is joined again, and left when it is closed.
    bench.emissions = []
    bench.perform(.open(Self.mine), .close(Self.mine))
    #expect(bench.emissions == [.join(Self.mine), .leave(Self.mine)])
  }

  @Test func givenBackItIsMineAgain() {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine))
    handAway(&bench)
    guard let index = bench.server.conversations.firstIndex(where: { $0.id == Self.mine }) else {
      return
    }
    bench.server.conversations[index].agent = .known(Participant(bareID: "meera"))
    bench.perform(.refresh)
    bench.emissions = []
    bench.perform(.typed(Self.mine))
    #expect(bench.emissions == [.typingStart(Self.mine)])
  }
}
