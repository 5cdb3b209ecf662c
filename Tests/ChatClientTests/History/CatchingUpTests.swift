import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// What is unread is there when the server is not.
@Suite struct CatchingUpTests {
  private static let mine = OpeningTests.mine

  private func offlineTimeline(_ disk: ValueDisk, _ id: ConversationID = mine) -> [String?] {
    var second = Bench(prefix: "u")
    second.disk = disk
    second.holdsCalls = { _ in true }
    second.begin(online: false)
    second.perform(.open(id))
    return second.timeline(id).map(\.content)
  }

  @Test func unreadMessagesOfMineAreThereWithoutAServer() {
    let bench = OpeningTests.bench(messages: 5)
    #expect(offlineTimeline(bench.disk).suffix(2) == ["word 3", "word 4"])
    #expect(
      offlineTimeline(bench.disk, OpeningTests.theirs).isEmpty, "what is not mine is asked for")
  }

  @Test func moreUnreadThanAPageHoldsAreAllFetched() {
    let bench = OpeningTests.bench(messages: 130) { bench in
      bench.server.conversations[0].unreadCount = ["meera": 120]
    }
    #expect(offlineTimeline(bench.disk).count >= 120)
  }

  @Test func whatIsReadAheadTellsSinceWhenAFarmerWaits() {
    let first = Bench.start.addingTimeInterval(-3600)
    let bench = OpeningTests.bench(messages: 4) { bench in
      bench.server.write("help", by: "farmer", in: Self.mine, at: first)
      bench.server.write("hello?", by: "farmer", in: Self.mine, at: Bench.start)
      bench.server.histories[Self.mine]?.removeAll { $0.content?.hasPrefix("word") == true }
      bench.server.conversations[0].unreadCount = ["meera": 2]
    }
    #expect(bench.shown[Self.mine]?.wait == Wait(since: first, isExact: true))
  }

  @Test func whatIsHeldIsNotFetchedAgain() {
    var bench = OpeningTests.bench()
    #expect(bench.asked(Self.mine).count == 1)
    bench.forget()
    bench.perform(.refresh)
    bench.hear(
      ScriptedServer.notification(
        bench.server.write("new", by: "farmer", in: Self.mine, at: bench.now.date), in: Self.mine))
    bench.server.conversations[0].unreadCount = ["meera": 3]
    bench.perform(.refresh)
    #expect(bench.asked(Self.mine).isEmpty)
    // The link did not bring this one.
    _ = bench.server.write("missed", by: "farmer", in: Self.mine, at: bench.now.date)
    bench.server.conversations[0].unreadCount = ["meera": 4]
    bench.perform(.refresh)
    #expect(bench.asked(Self.mine).count == 1)
    #expect(offlineTimeline(bench.disk).last == "missed")
  }

  @Test func oneConversationIsReadAtATimeAndTheLatestFirst() {
    var bench = Bench()
    for (number, id) in ["c1", "c2", "c3"].enumerated() {
      bench.server.add(
        Conversation(
          id: ConversationID(id), farmer: .known(Participant(bareID: "farmer")),
          agent: .known(Participant(bareID: "meera")), unreadCount: ["meera": 1],
          updatedAt: Bench.start.addingTimeInterval(Double(number))))
    }
    bench.holdsCalls = { if case .messages = $0 { true } else { false } }
    bench.begin()
    #expect(bench.asked("c3").count == 1)
    #expect(bench.asked("c2").isEmpty && bench.asked("c1").isEmpty)
    bench.release()
    #expect(bench.asked("c2").count == 1 && bench.asked("c1").count == 1)
  }

  @Test func aCommandThatEndsReadsNothingAhead() {
    var bench = OpeningTests.bench { bench in
      bench.engine = SyncEngine(SyncConfiguration(idPrefix: "t", catchesUp: false))
    }
    bench.perform(.refresh)
    #expect(bench.asked(Self.mine).isEmpty)
  }
}
