import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// The order in which a disk that fails is given the history: no claim that nothing is missing overtakes a
/// message that it rests on.
@Suite struct HistoryWritingTests {
  private struct Bench {
    var disk = Disk(timing: SyncTiming())
    var now: TimeInterval = 1000
    /// Not answered yet, oldest first.
    var writes: [(id: RequestID, changes: [HistoryChange])] = []
    private var last = 0

    mutating func keep(_ changes: HistoryChange...) { take(disk.keep(changes)) }

    mutating func take(_ facts: [Disk.Fact]) {
      for case .wants(.history(let changes)) in facts {
        last += 1
        disk.began(.history(changes), as: RequestID(rawValue: last))
        writes.append((RequestID(rawValue: last), changes))
      }
    }

    mutating func answer(_ answer: StoreAnswer = .done) {
      take(disk.handleStoreResult(answer, of: writes.removeFirst().id, at: now))
    }

    mutating func advance(_ seconds: TimeInterval) {
      now += seconds
      take(disk.expire(at: now))
    }
  }

  private static func message(_ id: MessageID, in place: ConversationID = "c1") -> HistoryChange {
    .message(Message(id: id), in: place)
  }

  private static func run(_ place: ConversationID = "c1") -> HistoryChange {
    .run(place, HistoryRun(oldest: "m1", newest: "m3", reachesStart: true))
  }

  private static let coverage = HistoryChange.coverage(
    "c1",
    Coverage(
      oldest: "m1", newest: "m3", reachesStart: true, comparedAt: Date(timeIntervalSince1970: 1)))

  @Test func whatIsClaimedOfMessagesIsWrittenWithThem() {
    var bench = Bench()
    bench.keep(Self.message("m1"), Self.coverage)
    #expect(bench.writes.map(\.changes) == [[Self.message("m1"), Self.coverage]])
  }

  @Test(arguments: [coverage, run()])
  func aClaimWaitsForTheWritesUnderWay(_ claim: HistoryChange) {
    var bench = Bench()
    bench.keep(Self.message("m1"))
    bench.keep(Self.message("m2"), claim)
    bench.keep(Self.message("m3"))
    #expect(
      bench.writes.map(\.changes)
        == [[Self.message("m1")], [Self.message("m2")], [Self.message("m3")]])
    bench.answer()
    bench.answer()
    #expect(bench.writes.count == 1, "the last one is under way yet")
    bench.answer()
    #expect(bench.writes.map(\.changes) == [[claim]])
    bench.answer()
    #expect(bench.writes.isEmpty)
  }

  @Test func aClaimIsNotOnADiskThatRefusedAMessageBeforeIt() {
    var bench = Bench()
    bench.keep(Self.message("m1"))
    bench.keep(Self.message("m2"), Self.coverage)
    bench.answer(.failed(.full))
    bench.answer()
    #expect(bench.writes.isEmpty)
    bench.advance(2)
    #expect(bench.writes.map(\.changes) == [[Self.message("m1"), Self.coverage]])
  }

  @Test func nothingIsWrittenBeforeWhatWasRefused() {
    var bench = Bench()
    bench.keep(Self.message("m1"))
    bench.answer(.failed(.full))
    bench.keep(Self.message("m2"))
    bench.keep(Self.coverage)
    #expect(bench.writes.isEmpty)
    bench.advance(2)
    #expect(
      bench.writes.map(\.changes) == [[Self.message("m1"), Self.message("m2"), Self.coverage]])
    bench.answer()
    bench.keep(Self.message("m3"))
    #expect(bench.writes.map(\.changes) == [[Self.message("m3")]])
  }

  @Test func whatIsKeptWhileARefusalIsUnderWayStaysInItsOrder() {
    var bench = Bench()
    bench.keep(Self.message("m1"))
    bench.keep(Self.message("m2"))
    bench.answer(.failed(.full))
    bench.keep(Self.message("m3"))
    bench.answer(.failed(.full))
    bench.advance(2)
    #expect(
      bench.writes.map(\.changes)
        == [[Self.message("m1"), Self.message("m2"), Self.message("m3")]])
  }

  @Test func ofWhatIsLetGoNothingIsClaimedAnyMore() {
    var bench = Bench()
    let many = (0..<10_000).map { Self.message(MessageID("m\($0)"), in: "c1") }
    bench.take(bench.disk.keep(many + [Self.run()]))
    bench.answer(.failed(.full))
    bench.keep(Self.message("n", in: "c2"), Self.run(), Self.run("c2"))
    bench.advance(2)
    let written = bench.writes.first?.changes ?? []
    #expect(written.count <= 10_000)
    #expect(written.contains(Self.run("c2")) && !written.contains(Self.run()))
    #expect(!written.contains(Self.message("m0")))
    bench.answer()
    bench.keep(Self.message("m"), Self.run())
    #expect(bench.writes.map(\.changes) == [[Self.message("m")]])
  }

  @Test func whatWasRefusedIsTriedOnceMoreAtTheEnd() {
    var bench = Bench()
    bench.keep(Self.message("m1"))
    bench.answer(.failed(.full))
    bench.take(bench.disk.end())
    #expect(bench.writes.map(\.changes) == [[Self.message("m1")]])
  }
}
