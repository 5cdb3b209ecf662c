import ChatModel
import Foundation
import JSON
import Testing

@testable import ChatClient

/// What a start, a refresh and a batch of events cost, in calls and in what the disk is given to write:
/// nothing that is there already, and no page that can hold no news.
@Suite struct CostTests {
  private static let many = 5000

  private func bench(_ count: Int, role: Role = .admin) -> Bench {
    var bench = Bench(role: role)
    for number in 0..<count {
      let farmer = Participant(
        id: UserID("f\(number)"), firstName: "Farmer \(number)", isOnline: number % 2 == 0)
      bench.server.add(
        Conversation(
          id: ConversationID(String(format: "c%04d", number)), farmer: .known(farmer),
          agent: .known(Participant(bareID: number % 10 == 0 ? "meera" : "ravi")),
          status: .waiting,
          lastMessage: .known(
            Message(
              id: MessageID("m\(number)"), sender: .known(Participant(bareID: farmer.id)),
              content: "word", createdAt: Bench.start.addingTimeInterval(-Double(number)))),
          updatedAt: Bench.start.addingTimeInterval(-Double(number))))
    }
    return bench
  }

  /// A process later on the same computer, with the same server.
  private func next(after first: Bench) -> Bench {
    var second = Bench(role: first.role, prefix: "u")
    second.server = first.server
    second.disk = first.disk
    second.disk.written = []
    return second
  }

  private func lists(_ bench: Bench) -> [ConversationQuery] {
    bench.calls.compactMap { if case .list(let query) = $0 { query } else { nil } }
  }

  /// Everybody's presence is another one than it was.
  private func turnPresence(_ bench: inout Bench) {
    for index in bench.server.conversations.indices {
      guard var farmer = bench.server.conversations[index].farmer.value else { continue }
      farmer.isOnline = !(farmer.isOnline ?? false)
      bench.server.conversations[index].farmer = .known(farmer)
    }
  }

  @Test func aStartFromManyConversationsAndItsRefreshWriteNothingThatIsThere() {
    var first = bench(Self.many)
    first.begin()
    #expect(first.disk.written.joined().count >= Self.many)
    var second = next(after: first)
    second.holdsCalls = { _ in true }
    second.begin(online: false)
    #expect(second.shown.count == Self.many, "the disk's list is shown at once")
    #expect(second.disk.written.isEmpty, "what the disk told is not written to it")
    turnPresence(&second)
    second.forget()
    second.release()
    #expect(second.events.contains(.listFreshness(isComplete: true, at: second.now.date)))
    #expect(second.disk.written.isEmpty, "presence is no change of a record")
    let told = second.events.filter { if case .conversations = $0 { true } else { false } }
    #expect(told.isEmpty, "nothing that is new to the screen")
    #expect(
      second.events.contains(.presence("f1", isOnline: true, lastSeen: nil)), "it is told apart")
  }

  @Test func anAdminsTwoListsAreReadAsOne() {
    var admin = bench(250)
    admin.begin(online: false)
    #expect(lists(admin).map(\.page) == [1, 2, 3] && lists(admin).allSatisfy(\.all))
    var support = bench(250, role: .support)
    support.begin(online: false)
    #expect(lists(support).filter(\.all).count == 3 && lists(support).filter { !$0.all }.count == 1)
  }

  @Test func anAdminWhoIsRefusedTheListOfAllReadsTheirOwn() {
    var admin = bench(250)
    let refused = ConversationQuery(all: true, page: 1, limit: 100)
    admin.server.failures[.list(refused)] = .notAllowed("no")
    admin.begin(online: false)
    #expect(lists(admin).filter { !$0.all }.map(\.page) == [1])
    #expect(admin.events.contains(.listFreshness(isComplete: true, at: admin.now.date)))
    #expect(admin.shown.count == 25)
  }

  @Test func aRefreshReadsPagesOnlyWhileTheyHoldNews() {
    var bench = bench(1000)
    bench.begin()
    bench.forget()
    bench.disk.written = []
    bench.advance(bench.engine.timing.listRefresh * 2 + 1)
    #expect(lists(bench).map(\.page) == [1], "nothing is new")
    #expect(bench.disk.written.isEmpty)
    // One of the last is moved to the top by what happens to it.
    bench.server.conversations[990].status = .resolved
    bench.server.conversations[990].updatedAt = bench.now.date
    bench.forget()
    bench.advance(bench.engine.timing.slowestRefresh)
    #expect(lists(bench).map(\.page).prefix(2) == [1, 2], "the page behind the news is read")
    #expect(!lists(bench).map(\.page).contains(10))
    #expect(bench.shown.values.contains { $0.conversation.status == .resolved })
  }

  @Test func aConversationThatIsGoneMakesTheRefreshReadAllPages() {
    var bench = bench(1000)
    bench.begin()
    bench.server.conversations.remove(at: 901)
    bench.forget()
    bench.advance(bench.engine.timing.slowestRefresh)
    #expect(lists(bench).map(\.page).contains(10))
    #expect(
      bench.events.contains { if case .conversationsRemoved = $0 { true } else { false } })
  }

  @Test func whatLeavesNoTraceInTheOrderIsFoundBeforeLong() {
    var bench = bench(1000)
    bench.begin()
    // A change that the server does not date.
    bench.server.conversations[950].status = .closed
    let id = bench.server.conversations[950].id
    bench.advance(bench.engine.timing.slowestRefresh)
    #expect(bench.shown[id]?.conversation.status == .waiting)
    bench.advance(bench.engine.timing.slowestRefresh * 10)
    var closed = bench.events.contains { event in
      guard case .conversations(let changed) = event else { return false }
      return changed.contains { $0.id == id && $0.conversation.status == .closed }
    }
    #expect(closed, "now and then all of it is read")
    // Asked for by a person, all of it is read at once.
    bench.server.conversations[951].status = .closed
    bench.forget()
    bench.perform(.refresh)
    closed = lists(bench).map(\.page).contains(10)
    #expect(closed)
  }

  @Test func aListThatComesInNoOrderIsReadWhole() {
    var bench = bench(300)
    for index in bench.server.conversations.indices {
      bench.server.conversations[index].updatedAt = nil
    }
    bench.begin()
    bench.forget()
    bench.advance(bench.engine.timing.slowestRefresh)
    #expect(lists(bench).map(\.page).contains(3))
  }

  @Test func unreadMessagesThatTheDiskHoldsAreNotFetchedAtTheNextStart() {
    let first = OpeningTests.bench(messages: 5)
    #expect(!first.asked(OpeningTests.mine).isEmpty)
    var second = next(after: first)
    second.begin()
    #expect(second.asked(OpeningTests.mine).isEmpty)
    // What came while nobody listened is.
    var third = next(after: second)
    _ = third.server.write(
      "missed", by: "farmer", in: OpeningTests.mine, at: third.now.date.addingTimeInterval(5))
    third.begin()
    #expect(third.asked(OpeningTests.mine).count == 1)
  }

  @Test func aBatchOfEventsIsWrittenAndToldAtOnce() {
    var bench = bench(100)
    bench.begin()
    bench.forget()
    bench.disk.written = []
    let events = (0..<300).map { number in
      let id = bench.server.conversations[number % 3].id
      return ScriptedServer.notification(
        bench.server.write(
          "word \(number)", by: UserID("f\(number % 3)"), in: id, at: bench.now.date),
        in: id)
    }
    bench.input(.live(events))
    #expect(bench.disk.written.count == 1, "one transaction a batch")
    let changes = bench.disk.written.first ?? []
    #expect(changes.count { if case .message = $0 { true } else { false } } == 300)
    #expect(changes.count { if case .conversation = $0 { true } else { false } } == 3)
    let told = bench.events.filter { if case .conversations = $0 { true } else { false } }
    #expect(told.count == 1)
  }
}
