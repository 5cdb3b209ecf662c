import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// Paging through a history whose pages shift, in either order, with gaps and deletions.
@Suite struct HistoryTests {
  static let mine = OpeningTests.mine

  private func texts(_ range: Range<Int>) -> [String] { range.map { "word \($0)" } }

  private func open(
    _ count: Int, _ order: PageOrder, _ change: (inout Bench) -> Void = { _ in }
  ) -> Bench {
    var bench = OpeningTests.bench(messages: count, window: 10_000) { bench in
      bench.server.order = order
      change(&bench)
    }
    bench.perform(.open(Self.mine))
    return bench
  }

  /// Goes back until the start is reached; answers how many steps that took.
  private func goBack(_ bench: inout Bench) -> Int {
    for step in 0..<100 {
      if bench.extent(Self.mine)?.reachesStart == true { return step }
      bench.perform(.loadOlder(Self.mine))
    }
    return 100
  }

  @Test(arguments: [PageOrder.newestFirst, .oldestFirst], [1, 49, 50, 51, 99, 100, 101, 230])
  func theNewestComeFirstAndAllComeInTheEnd(_ order: PageOrder, _ count: Int) {
    var bench = open(count, order)
    let first = bench.timeline(Self.mine).compactMap(\.content)
    #expect(first.suffix(20) == texts(0..<count).suffix(20))
    let steps = goBack(&bench)
    #expect(bench.timeline(Self.mine).compactMap(\.content) == texts(0..<count))
    #expect(steps <= count / 50 + 1)
    #expect(bench.extent(Self.mine)?.isLoading == false)
  }

  @Test(arguments: [PageOrder.newestFirst, .oldestFirst])
  func pagesThatShiftWhileMessagesArriveLoseNothing(_ order: PageOrder) {
    var bench = open(230, order)
    var written = 230
    for _ in 0..<10 where bench.extent(Self.mine)?.reachesStart != true {
      for _ in 0..<7 {
        let message = bench.server.write(
          "word \(written)", by: "farmer", in: Self.mine, at: bench.now.date)
        written += 1
        bench.hear(ScriptedServer.new(message, in: Self.mine))
        bench.advance(1)
      }
      bench.perform(.loadOlder(Self.mine))
    }
    #expect(bench.timeline(Self.mine).compactMap(\.content) == texts(0..<written))
  }

  @Test(arguments: [PageOrder.newestFirst, .oldestFirst])
  func pagesThatShrinkWhileTheyAreReadLoseNothing(_ order: PageOrder) {
    var bench = open(230, order)
    // Deleted elsewhere, announced by nothing (row 20).
    bench.server.histories[Self.mine]?.removeSubrange(190..<220)
    _ = goBack(&bench)
    bench.advance(60)
    _ = goBack(&bench)
    let shown = Set(bench.timeline(Self.mine).compactMap(\.content))
    #expect(shown.isSuperset(of: texts(0..<190) + texts(220..<230)))
  }

  @Test func aLongAbsenceWithoutOverlapIsBridged() {
    var bench = OpeningTests.bench(messages: 230)
    bench.perform(.open(Self.mine), .close(Self.mine))
    let known = bench.disk.messages(Self.mine).count
    #expect(known == 100)
    for number in 230..<360 {
      bench.server.write("word \(number)", by: "farmer", in: Self.mine, at: bench.now.date)
      bench.advance(0.01)
    }
    bench.forget()
    bench.perform(.open(Self.mine))
    #expect(bench.timeline(Self.mine).compactMap(\.content) == texts(130..<360))
  }

  @Test func behindAGapThatIsTooLongToBridgeThePagesComeOneByOne() {
    var bench = OpeningTests.bench(messages: 60, window: 10_000)
    bench.perform(.open(Self.mine), .close(Self.mine))
    for number in 60..<700 {
      bench.server.write("word \(number)", by: "farmer", in: Self.mine, at: bench.now.date)
      bench.advance(0.01)
    }
    bench.forget()
    bench.perform(.open(Self.mine))
    #expect(bench.timeline(Self.mine).compactMap(\.content) == texts(400..<700))
    #expect(bench.extent(Self.mine)?.reachesStart == false)
    _ = goBack(&bench)
    #expect(bench.timeline(Self.mine).compactMap(\.content) == texts(0..<700))
  }

  @Test func aMessageHeardWhileClosedDoesNotHideAGap() {
    var bench = OpeningTests.bench(messages: 60)
    bench.perform(.open(Self.mine), .close(Self.mine))
    bench.disconnect()
    for number in 60..<160 {
      bench.server.write("word \(number)", by: "farmer", in: Self.mine, at: bench.now.date)
      bench.advance(0.01)
    }
    bench.connect()
    let last = bench.server.write("word 160", by: "farmer", in: Self.mine, at: bench.now.date)
    bench.hear(ScriptedServer.notification(last, in: Self.mine))
    bench.forget()
    bench.perform(.open(Self.mine))
    _ = goBack(&bench)
    #expect(bench.timeline(Self.mine).compactMap(\.content) == texts(0..<161))
  }

  /// A doubt that is settled late is found far back, and says nothing of what lies after it.
  @Test(arguments: [PageOrder.newestFirst, .oldestFirst])
  func aMessageFromBeforeWhatIsShownHidesNoGap(_ order: PageOrder) throws {
    var bench = open(230, order)
    let old = try #require(bench.server.histories[Self.mine]?[20])
    bench.hear(ScriptedServer.new(old, in: Self.mine))
    bench.advance(60)
    for _ in 0..<2 {
      let shown = bench.timeline(Self.mine).compactMap(\.content)
      #expect(shown == texts(0..<230).suffix(shown.count))
      bench.perform(.close(Self.mine), .open(Self.mine))
    }
    _ = goBack(&bench)
    #expect(bench.timeline(Self.mine).compactMap(\.content) == texts(0..<230))
  }

  /// Row 4: a confirmation may name no time, and this clock be ahead of the server's.
  @Test(arguments: [PageOrder.newestFirst, .oldestFirst])
  func aMessageWhosePlaceWasAGuessComesBackWithItsPage(_ order: PageOrder) throws {
    var bench = open(60, order)
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(SendingTests.text(Self.mine, "word 60"))
    func write(_ number: Int, by sender: UserID) -> MessageID {
      let date = Bench.start.addingTimeInterval(-59 + Double(number - 60) * 0.1)
      return bench.server.write("word \(number)", by: sender, in: Self.mine, at: date).id
    }
    bench.hear(ScriptedServer.sent(write(60, by: "meera"), tempID: "t-1"))
    #expect(bench.timeline(Self.mine).last?.content == "word 60")
    bench.disconnect()
    for number in 61..<500 { _ = write(number, by: "farmer") }
    bench.connect()
    bench.advance(60)
    for _ in 0..<2 {
      let shown = bench.timeline(Self.mine).compactMap(\.content)
      #expect(shown == texts(0..<500).suffix(shown.count))
      bench.perform(.close(Self.mine), .open(Self.mine))
    }
    _ = goBack(&bench)
    #expect(bench.timeline(Self.mine).compactMap(\.content) == texts(0..<500))
    for case .timeline(let update) in bench.events { #expect(update.removed.isEmpty) }
  }

  @Test func theDiskIsReadBeforeTheServerWhenGoingBack() {
    var bench = OpeningTests.bench(messages: 450)
    bench.perform(.open(Self.mine))
    _ = goBack(&bench)
    bench.perform(.close(Self.mine))
    var second = Bench(prefix: "u")
    second.server = bench.server
    second.disk = bench.disk
    second.now = bench.now
    second.begin()
    second.perform(.open(Self.mine))
    second.forget()
    second.perform(.loadOlder(Self.mine), .loadOlder(Self.mine))
    #expect(second.asked(Self.mine).isEmpty)
    #expect(second.timeline(Self.mine).count == 250)
    #expect(second.extent(Self.mine)?.reachesStart == true)
  }

  @Test func aMessageDeletedElsewhereIsRemovedAtTheNextRefresh() {
    var bench = open(10, .newestFirst)
    let gone = bench.timeline(Self.mine)[4]
    bench.server.histories[Self.mine]?.removeAll { $0.id == gone.id }
    bench.forget()
    bench.advance(31)
    #expect(
      bench.events.contains { event in
        guard case .timeline(let update) = event else { return false }
        return update.removed == [gone.id]
      })
    #expect(!bench.disk.messages(Self.mine).contains { $0.id == gone.id })
  }

  // Row 12.
  @Test func aMessageThatComesWhileAPageIsUnderWayIsNotTakenForDeleted() throws {
    var bench = open(10, .newestFirst)
    bench.holdsCalls = { if case .messages = $0 { true } else { false } }
    bench.advance(31)
    let (call, id) = try #require(bench.heldCalls.first)
    let answer = bench.server.answer(call, at: bench.now.date)
    let message = bench.server.write("late", by: "farmer", in: Self.mine, at: bench.now.date)
    bench.hear(ScriptedServer.new(message, in: Self.mine))
    bench.input(.answered(id, answer))
    #expect(bench.timeline(Self.mine).last?.content == "late")
  }

  /// Known by its confirmation alone, and by a deletion on the page that was read before.
  @Test func whatShiftedPagesDidNotHoldIsShownOnAndTheNextComparisonIsSoon() throws {
    var bench = OpeningTests.bench(messages: 7) {
      $0.server.order = .oldestFirst
      $0.server.pageLimit = 7
      $0.server.broadcastsToSender = false
    }
    bench.perform(.open(Self.mine), .send(Self.mine, text: "mine", files: [], request: 1))
    bench.perform(.close(Self.mine))
    var again = Bench(prefix: "u")
    (again.server, again.disk, again.now) = (bench.server, bench.disk, bench.now)
    again.begin()
    again.holdsCalls = { if case .messages = $0 { true } else { false } }
    again.perform(.open(Self.mine))
    var reads = 0
    while let (call, id) = again.heldCalls.first, reads < 6 {
      again.heldCalls.removeFirst()
      again.input(.answered(id, again.server.answer(call, at: again.now.date)))
      // One goes, and mine moves to the page before; or one comes, and it moves back.
      if reads % 2 == 0 {
        again.server.histories[Self.mine]?.remove(at: 2)
      } else {
        again.server.write("more", by: "farmer", in: Self.mine, at: again.now.date - 1000)
      }
      reads += 1
    }
    #expect(again.timeline(Self.mine).contains { $0.content == "mine" })
    again.release()
    again.advance(20)
    // What was deleted on a page that is not read again may stay (row 20); nothing else is missing.
    let shown = Set(again.timeline(Self.mine).map(\.id))
    #expect(shown.isSuperset(of: again.server.histories[Self.mine]?.map(\.id) ?? ["none"]))
  }

  @Test func aPageWithAnUnreadableMessageRemovesNothing() throws {
    var bench = open(10, .newestFirst)
    bench.holdsCalls = { if case .messages = $0 { true } else { false } }
    bench.advance(31)
    let (call, id) = try #require(bench.heldCalls.first)
    guard case .messages(var page, let time) = bench.server.answer(call, at: bench.now.date) else {
      Issue.record("no page")
      return
    }
    page.elements.remove(at: 4)
    page.problems = [UnexpectedShape(path: "data[4]", problem: "is null")]
    bench.input(.answered(id, .messages(page, serverTime: time)))
    #expect(bench.timeline(Self.mine).count == 10)
  }

  @Test func aServerWithoutPaginationIsReadToItsEnd() {
    var bench = OpeningTests.bench(messages: 120)
    bench.holdsCalls = { if case .messages = $0 { true } else { false } }
    bench.perform(.open(Self.mine))
    for _ in 0..<20 {
      if bench.heldCalls.isEmpty {
        if bench.extent(Self.mine)?.reachesStart == true { break }
        bench.perform(.loadOlder(Self.mine))
      }
      guard !bench.heldCalls.isEmpty else { continue }
      let (call, id) = bench.heldCalls.removeFirst()
      guard case .messages(var page, _) = bench.server.answer(call, at: bench.now.date) else {
        continue
      }
      page.pagination = nil
      bench.input(.answered(id, .messages(page, serverTime: nil)))
    }
    #expect(bench.timeline(Self.mine).compactMap(\.content) == texts(0..<120))
    #expect(bench.extent(Self.mine)?.reachesStart == true)
  }
}
