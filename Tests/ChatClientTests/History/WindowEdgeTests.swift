import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// What goes wrong at the edges of a window, and is told of them.
@Suite struct WindowEdgeTests {
  private static let mine = OpeningTests.mine

  private func numbers(_ bench: Bench) -> [Int] {
    bench.timeline(Self.mine).compactMap { message in
      message.content.flatMap { Int($0.dropFirst(5)) }
    }
  }

  private func isRun(_ numbers: [Int]) -> Bool {
    zip(numbers, numbers.dropFirst()).allSatisfy { $0 + 1 == $1 }
  }

  @Test(arguments: [PageOrder.newestFirst, .oldestFirst])
  func whatChangesAsItLeavesTheWindowIsToldToHaveLeft(_ order: PageOrder) {
    var bench = OpeningTests.bench(messages: 15, window: 8) { bench in
      bench.server.order = order
      bench.server.pageLimit = 7
    }
    bench.perform(.open(Self.mine))
    for index in 0..<15 { bench.server.histories[Self.mine]?[index].isRead = true }
    for step in 0... {
      guard bench.extent(Self.mine)?.reachesStart != true, step < 20 else { break }
      bench.perform(.loadOlder(Self.mine))
      #expect(isRun(numbers(bench)) && numbers(bench).count <= 9, "\(numbers(bench))")
    }
    #expect(numbers(bench).first == 0)
  }

  @Test func whatLeftTheWindowAndCameBackIsNotToldToHaveLeft() {
    var (news, shown) = (TimelineNews(), Timeline())
    news.note(TimelineChange(dropped: ["m1", "m2"]))
    news.note([Message(id: "m1"), Message(id: "m2")])
    _ = shown.merge([Message(id: "m1")])
    let update = news.take(of: "c1", shown: shown, extent: TimelineExtent())
    #expect(update?.messages.map(\.id) == ["m1"])
    #expect(update?.dropped == ["m2"])
  }

  // MARK: Places by a guess

  /// A disk that has the whole history of 60, one message of mine on it without a date, two places too
  /// late.
  private static func guessing(_ pageLimit: Int = 20) -> Bench {
    OpeningTests.bench(messages: 60, window: 20) { bench in
      bench.server.pageLimit = pageLimit
      var messages = bench.server.histories[mine] ?? []
      messages[31].deliveredAt = messages[33].time.addingTimeInterval(1)
      messages[31].createdAt = nil
      let coverage = Coverage(
        oldest: messages[0].id, newest: messages[59].id, reachesStart: true,
        comparedAt: Bench.start)
      bench.disk.history.apply(
        messages.map { .message($0, in: mine) } + [.coverage(mine, coverage)])
    }
  }

  @Test(arguments: [7, 20])
  func whereAMessageStandsByAGuessTheServerSaysWhatStandsThere(_ pageLimit: Int) {
    var bench = Self.guessing(pageLimit)
    bench.perform(.open(Self.mine))
    for isBack in [true, false] {
      for step in 0... {
        let extent = bench.extent(Self.mine)
        guard (isBack ? extent?.older : extent?.newer) != TimelineEnd.none, step < 40 else { break }
        bench.perform(isBack ? .loadOlder(Self.mine) : .loadNewer(Self.mine))
        #expect(isRun(numbers(bench)), "\(numbers(bench))")
      }
      #expect(isBack ? numbers(bench).first == 0 : numbers(bench).last == 59)
    }
    #expect(bench.disk.messages(Self.mine).allSatisfy { $0.createdAt != nil }, "it is put right")
  }

  @Test func whereTheServerCannotBeAskedAGuessIsShownAsItStands() {
    var bench = Self.guessing(7)
    bench.perform(.open(Self.mine))
    bench.server.failsEverything = .unreachable("the network is down", mayHaveArrived: false)
    for step in 0... {
      guard bench.extent(Self.mine)?.reachesStart != true, step < 40 else { break }
      bench.perform(.loadOlder(Self.mine))
    }
    #expect(numbers(bench).first == 0, "all of it is on the disk")
  }

  @Test func aDateNearAGuessIsLookedForAtTheServer() throws {
    var bench = Self.guessing()
    bench.perform(.open(Self.mine))
    let date = try #require(bench.server.histories[Self.mine]?[32].time)
    bench.perform(.jump(Self.mine, to: .date(date)))
    #expect(isRun(numbers(bench)) && numbers(bench).contains(31))
  }
}
