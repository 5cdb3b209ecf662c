import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// Opening a conversation: cache at once, history, room, read mark; or only watching it.
@Suite struct OpeningTests {
  static let mine: ConversationID = "c-mine"
  static let theirs: ConversationID = "c-theirs"

  /// Meera's desk: one conversation is hers, one is Ravi's; each holds `count` messages a minute apart,
  /// written in turn by the farmer and an agent.
  static func bench(
    messages count: Int = 3, online: Bool = true, window: Int = SyncConfiguration.usualWindow,
    _ change: (inout Bench) -> Void = { _ in }
  ) -> Bench {
    var bench = Bench(window: window)
    for (id, agent) in [(mine, "meera"), (theirs, "ravi")] {
      bench.server.add(
        Conversation(
          id: id, farmer: .known(Participant(bareID: "farmer")),
          agent: .known(Participant(bareID: UserID(agent))), status: .open))
      for number in 0..<count {
        bench.server.write(
          "word \(number)", by: number % 2 == 0 ? "farmer" : UserID(agent), in: id,
          at: Bench.start.addingTimeInterval(-60 * Double(count - number)))
      }
    }
    for index in bench.server.conversations.indices {
      bench.server.conversations[index].unreadCount = ["meera": 2]
    }
    change(&bench)
    bench.begin(online: online)
    return bench
  }

  @Test func theCacheIsShownBeforeTheServerAnswers() {
    var bench = Self.bench()
    let cached = bench.server.histories[Self.mine]?.first
    bench.disk.history = MemoryHistory()
    bench.disk.history.apply(cached.map { [.message($0, in: Self.mine)] } ?? [])
    bench.holdsCalls = { if case .messages = $0 { true } else { false } }
    bench.perform(.open(Self.mine))
    #expect(bench.timeline(Self.mine).map(\.content) == ["word 0"])
    #expect(bench.extent(Self.mine)?.freshness == .cached(nil))
    #expect(bench.extent(Self.mine)?.isLoading == true)
    bench.release()
    #expect(bench.timeline(Self.mine).map(\.content) == ["word 0", "word 1", "word 2"])
    #expect(bench.extent(Self.mine)?.freshness == .live)
    #expect(bench.extent(Self.mine)?.isLoading == false)
    #expect(bench.extent(Self.mine)?.reachesStart == true)
  }

  @Test func openingMineJoinsAndMarksAllReadOnceTheNewestWasSeen() {
    var bench = Self.bench()
    #expect(bench.shown[Self.mine]?.unread == 2)
    bench.perform(.open(Self.mine))
    #expect(bench.emissions == [.join(Self.mine)])
    #expect(bench.shown[Self.mine]?.unread == 2)
    bench.perform(.markAllRead(Self.mine))
    #expect(bench.emissions == [.join(Self.mine), .markAllRead(Self.mine)])
    #expect(bench.shown[Self.mine]?.unread == 0)
  }

  @Test func watchingLeavesNoTrace() {
    var bench = Self.bench()
    bench.perform(.open(Self.theirs), .typed(Self.theirs))
    let messages = bench.timeline(Self.theirs).map(\.id)
    bench.perform(.seen(Self.theirs, messages), .markAllRead(Self.theirs))
    #expect(bench.emissions == [.join(Self.theirs)])
    #expect(bench.shown[Self.theirs]?.isMine == false)
  }

  @Test func aFarmersOwnConversationIsTheirs() {
    var bench = Bench(me: "farmer", role: .user)
    bench.server.add(
      Conversation(
        id: Self.mine, farmer: .known(Participant(bareID: "farmer")),
        agent: .known(Participant(bareID: "meera"))))
    bench.begin()
    bench.perform(.open(Self.mine), .markAllRead(Self.mine))
    #expect(bench.shown[Self.mine]?.isMine == true)
    #expect(bench.emissions.contains(.markAllRead(Self.mine)))
    #expect(!bench.calls.contains { if case .list(let query) = $0 { query.all } else { false } })
  }

  @Test func aConversationThatTheServerDoesNotShowMeStaysInTheListAndSaysSo() {
    var bench = Self.bench()
    let page = APICall.messages(Self.theirs, page: 1, limit: HistoryPager.limit)
    bench.server.failures[page] = .notAllowed("Access denied")
    bench.perform(.open(Self.theirs))
    #expect(bench.extent(Self.theirs)?.isForbidden == true)
    #expect(bench.shown[Self.theirs] != nil)
    bench.server.failures = [:]
    bench.perform(.refresh)
    #expect(bench.extent(Self.theirs)?.isForbidden == false)
  }

  // Row 2.
  @Test func aRefusedRoomIsPolledEveryThreeSeconds() {
    var bench = Self.bench { $0.server.refusedRooms = [Self.theirs] }
    bench.perform(.open(Self.theirs))
    #expect(bench.extent(Self.theirs)?.freshness == .polled)
    #expect(bench.extent(Self.theirs)?.isKeptOut == true)
    #expect(bench.notices.isEmpty)
    bench.forget()
    bench.advance(9.5)
    #expect(bench.asked(Self.theirs).count == 3)
    bench.server.write("new", by: "farmer", in: Self.theirs, at: bench.now.date)
    bench.advance(3)
    #expect(bench.timeline(Self.theirs).map(\.content) == ["new"])
    #expect(bench.events.contains { if case .link = $0 { true } else { false } } == false)
  }

  @Test func aServerThatNeverAnswersAJoinIsPolledToo() {
    var bench = Self.bench { $0.server.answersJoins = false }
    bench.perform(.open(Self.theirs))
    bench.advance(11)
    #expect(bench.extent(Self.theirs)?.freshness == .polled)
    bench.forget()
    bench.advance(6.5)
    #expect(bench.asked(Self.theirs).count >= 2)
  }

  // Row 2.
  @Test func anErrorAfterAJoinBelongsToThatJoinAlone() {
    var bench = Self.bench()
    bench.perform(.open(Self.mine))
    bench.server.refusedRooms = [Self.theirs]
    bench.perform(.open(Self.theirs))
    #expect(bench.extent(Self.mine)?.freshness == .live)
    #expect(bench.extent(Self.theirs)?.freshness == .polled)
  }

  @Test func aRoomIsJoinedAgainAfterAReconnection() {
    var bench = Self.bench()
    // The list then says that the mark was heard.
    bench.perform(.open(Self.mine), .refresh)
    bench.disconnect()
    #expect(bench.extent(Self.mine)?.freshness == .polled)
    #expect(bench.extent(Self.mine)?.isKeptOut == false)
    bench.server.write("missed", by: "farmer", in: Self.mine, at: bench.now.date)
    bench.emissions = []
    bench.connect()
    #expect(bench.emissions == [.join(Self.mine)])
    #expect(bench.timeline(Self.mine).last?.content == "missed")
    #expect(bench.extent(Self.mine)?.freshness == .live)
  }

  @Test(arguments: [true, false])
  func aLinkThatAnswersNothingAfterANetworkChangeIsOpenedAnew(_ answers: Bool) {
    var bench = Self.bench()
    bench.perform(.open(Self.mine))
    bench.server.answersJoins = answers
    bench.perform(.networkChanged)
    #expect(!bench.otherOutputs.contains(.renewLink), "it may be as good as before")
    bench.advance(11)
    #expect(bench.otherOutputs.contains(.renewLink) == !answers)
  }

  @Test func aNetworkChangeDoesNotWaitForTheNextAttempt() {
    var bench = Self.bench()
    bench.disconnect()
    bench.perform(.networkChanged)
    #expect(bench.otherOutputs.contains(.retryLink))
    bench.hear(.connecting)
    bench.perform(.networkChanged)
    #expect(bench.otherOutputs.contains(.renewLink), "the attempt may hang on the old network")
  }

  @Test func openingWithoutALinkMarksReadOnceItIsUp() {
    var bench = Self.bench(online: false)
    bench.holdsCalls = { if case .markAllRead = $0 { true } else { false } }
    bench.perform(.open(Self.mine), .markAllRead(Self.mine))
    #expect(bench.emissions.isEmpty)
    bench.connect()
    #expect(bench.emissions == [.join(Self.mine), .markAllRead(Self.mine)])
  }

  @Test func closingLeavesTheRoomAndEndsRefreshing() {
    var bench = Self.bench()
    bench.perform(.open(Self.mine), .close(Self.mine))
    #expect(bench.emissions.last == .leave(Self.mine))
    bench.forget()
    bench.advance(600)
    #expect(bench.asked(Self.mine).isEmpty)
  }

  @Test func stoppingLeavesRoomsAndStopsTyping() {
    var bench = Self.bench()
    bench.perform(.open(Self.mine), .typed(Self.mine))
    bench.emissions = []
    bench.input(.stop)
    #expect(bench.emissions == [.typingStop(Self.mine), .leave(Self.mine)])
  }

  @Test func aHistoryThatCannotBeReadSaysWhyAndIsTriedAgain() {
    var bench = Self.bench()
    bench.server.failsEverything = .serverFailed(status: 502, "502 Bad Gateway")
    bench.perform(.open(Self.mine))
    #expect(bench.extent(Self.mine)?.problem == "502 Bad Gateway")
    bench.server.failsEverything = nil
    bench.advance(6)
    #expect(bench.extent(Self.mine)?.problem == nil)
    #expect(bench.timeline(Self.mine).count == 3)
  }

  @Test func aConversationOpenedByItsIDAloneIsFetched() {
    var bench = Bench(me: "meera", role: .support)
    bench.server.failures = [
      .list(ConversationQuery(all: true)): .notAllowed("Admins only")
    ]
    bench.server.add(
      Conversation(
        id: Self.theirs, farmer: .known(Participant(bareID: "farmer")),
        agent: .known(Participant(bareID: "ravi"))))
    bench.begin()
    #expect(bench.shown[Self.theirs] == nil)
    bench.perform(.open(Self.theirs))
    #expect(bench.calls.contains(.conversation(Self.theirs)))
    #expect(bench.shown[Self.theirs]?.isMine == false)
  }
}
