import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// A conversation that is watched without a trace: REST alone, and ever more rarely while nothing
/// happens.
@Suite struct WatchingTests {
  private func bench(isMine: Bool, role: Role = .admin) -> Bench {
    var bench = Bench(role: role)
    bench.server.add(
      Conversation(
        id: "c1", farmer: .known(Participant(id: "lakshmi")),
        agent: .known(Participant(id: isMine ? "meera" : "ravi")), status: .open))
    bench.server.write("namaste", by: "lakshmi", in: "c1", at: bench.now.date)
    bench.begin()
    bench.forget()
    return bench
  }

  private static func isReading(_ call: APICall) -> Bool {
    switch call {
    case .list, .conversation, .messages, .statistics: true
    default: false
    }
  }

  @Test(arguments: [true, false])
  func anHourOfWatchingReadsAndDoesNothingElse(isMine: Bool) {
    var bench = bench(isMine: isMine)
    bench.perform(.watch("c1"))
    let server = bench.server.conversations
    let histories = bench.server.histories
    for _ in 0..<60 {
      bench.advance(60)
      bench.perform(.typed("c1"), .seen("c1", bench.timeline("c1").map(\.id)))
      bench.perform(.markAllRead("c1"))
    }
    bench.disconnect()
    bench.advance(30)
    bench.connect()
    bench.advance(30)
    #expect(bench.emissions.isEmpty)
    #expect(bench.calls.allSatisfy(Self.isReading))
    #expect(!bench.asked("c1").isEmpty)
    #expect(bench.server.conversations == server)
    #expect(bench.server.histories == histories)
    #expect(bench.timeline("c1").count == 1)
  }

  @Test func itIsPolledEverMoreRarelyAndThatIsToldAndNewsQuickenIt() {
    var bench = bench(isMine: false)
    bench.perform(.watch("c1"))
    #expect(bench.extent("c1")?.freshness == .polled)
    #expect(bench.extent("c1")?.pace == 3)
    bench.advance(3)
    #expect(bench.extent("c1")?.pace == 6)
    bench.advance(120)
    #expect(bench.extent("c1")?.pace == 30)
    bench.forget()
    bench.advance(300)
    #expect((9...11).contains(bench.asked("c1").count))
    bench.server.write("it rains", by: "lakshmi", in: "c1", at: bench.now.date)
    bench.advance(31)
    #expect(bench.timeline("c1").last?.content == "it rains")
    #expect((bench.extent("c1")?.pace ?? 30) < 30)
  }

  @Test func whatIsOpenLeavesItsRoomAndComesBackIntoIt() {
    var bench = bench(isMine: true)
    bench.perform(.open("c1"))
    #expect(bench.emissions.contains(.join("c1")))
    bench.forget()
    bench.perform(.watch("c1"))
    #expect(bench.emissions == [.leave("c1")])
    bench.forget()
    bench.advance(40)
    #expect(bench.emissions.isEmpty)
    bench.perform(.open("c1"))
    #expect(bench.emissions == [.join("c1")])
    bench.advance(1)
    #expect(bench.extent("c1")?.freshness == .live)
    #expect(bench.extent("c1")?.pace == nil)
  }

  @Test func whatWasWatchedIsOpenedAfterwardsLikeAnyOther() {
    var bench = bench(isMine: true)
    bench.perform(.watch("c1"), .close("c1"), .open("c1"))
    #expect(bench.emissions == [.join("c1")])
    bench.perform(.markAllRead("c1"))
    #expect(bench.emissions.contains(.markAllRead("c1")))
  }
}
