import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// A window over a long history: it slides, jumps, and holds no more than it may.
@Suite struct WindowTests {
  static let mine = OpeningTests.mine

  private func open(
    _ count: Int, _ order: PageOrder = .newestFirst, window: Int = 100,
    _ change: (inout Bench) -> Void = { _ in }
  ) -> Bench {
    var bench = OpeningTests.bench(messages: count, window: window) { bench in
      bench.server.order = order
      change(&bench)
    }
    bench.perform(.open(Self.mine))
    return bench
  }

  /// The numbers of the words that are shown.
  private func shown(_ bench: Bench) -> [Int] {
    bench.timeline(Self.mine).compactMap { message in
      message.content.flatMap { Int($0.dropFirst(5)) }
    }
  }

  private func isRun(_ numbers: [Int]) -> Bool {
    zip(numbers, numbers.dropFirst()).allSatisfy { $0 + 1 == $1 }
  }

  private func date(_ bench: Bench, _ number: Int) -> Date {
    bench.server.histories[Self.mine]?[number].time ?? .distantPast
  }

  private func landing(_ bench: Bench) -> MessageID? {
    bench.events.reversed().lazy.compactMap { event -> MessageID? in
      if case .timeline(let update) = event { update.landing } else { nil }
    }.first
  }

  /// A message comes over the link.
  private func hear(_ bench: inout Bench, _ number: Int) {
    let message = bench.server.write(
      "word \(number)", by: "farmer", in: Self.mine, at: bench.now.date)
    bench.hear(ScriptedServer.new(message, in: Self.mine))
    bench.advance(0.01)
  }

  // MARK: Sliding

  @Test(arguments: [PageOrder.newestFirst, .oldestFirst], [8, 50, 100])
  func theWayToTheStartAndBackShowsEverythingInWindows(_ order: PageOrder, _ window: Int) {
    var bench = open(420, order, window: window)
    var seen = Set(shown(bench))
    for step in 0... {
      guard bench.extent(Self.mine)?.reachesStart != true, step < 200 else { break }
      bench.perform(.loadOlder(Self.mine))
      let numbers = shown(bench)
      #expect(isRun(numbers) && numbers.count <= window + window / 8)
      seen.formUnion(numbers)
    }
    #expect(seen == Set(0..<420))
    #expect(shown(bench).first == 0)
    bench.forget()
    bench.perform(.open(Self.mine))
    for step in 0... {
      guard bench.extent(Self.mine)?.reachesNewest != true, step < 200 else { break }
      bench.perform(.loadNewer(Self.mine))
      #expect(isRun(shown(bench)))
    }
    #expect(shown(bench).last == 419)
    #expect(bench.calls.isEmpty, "the disk has all of it by now")
  }

  @Test func whatSlidesIsToldWithoutAReset() {
    var bench = open(300)
    for _ in 0..<2 { bench.perform(.loadOlder(Self.mine)) }
    bench.forget()
    bench.perform(.loadOlder(Self.mine))
    let updates = bench.events.compactMap { event -> TimelineUpdate? in
      if case .timeline(let update) = event { update } else { nil }
    }
    #expect(updates.allSatisfy { !$0.isReset })
    #expect(updates.contains { !$0.dropped.isEmpty } && updates.contains { !$0.messages.isEmpty })
  }

  @Test func whatComesWhileTheWindowIsElsewhereIsCountedAndKept() {
    var bench = open(300)
    for _ in 0..<4 { bench.perform(.loadOlder(Self.mine)) }
    let before = shown(bench)
    for number in 300..<305 { hear(&bench, number) }
    #expect(shown(bench) == before)
    #expect(bench.extent(Self.mine)?.newBelow == 5)
    #expect(bench.disk.messages(Self.mine).suffix(5).map(\.content).last == "word 304")
    bench.perform(.jump(Self.mine, to: .newest))
    #expect(shown(bench).last == 304 && bench.extent(Self.mine)?.newBelow == 0)
  }

  @Test func whoReadsFurtherUpIsPushedNowhere() {
    var bench = open(90)
    bench.perform(.loadOlder(Self.mine))
    let before = shown(bench)
    bench.perform(.stay(Self.mine))
    for number in 90..<300 { hear(&bench, number) }
    #expect(shown(bench) == before)
    #expect(bench.extent(Self.mine)?.newBelow == 210)
    for step in 0... {
      guard bench.extent(Self.mine)?.reachesNewest != true, step < 50 else { break }
      bench.perform(.loadNewer(Self.mine))
      #expect(isRun(shown(bench)))
    }
    #expect(shown(bench).last == 299)
  }

  // MARK: Jumping

  @Test(arguments: [PageOrder.newestFirst, .oldestFirst])
  func theStartIsTheLastPageAndTheGapBehindItIsFilledOnDemand(_ order: PageOrder) {
    var bench = open(1200, order)
    bench.forget()
    bench.perform(.jump(Self.mine, to: .start))
    #expect(bench.asked(Self.mine).count <= 2)
    #expect(landing(bench) == bench.server.histories[Self.mine]?.first?.id)
    let extent = bench.extent(Self.mine)
    #expect(extent?.older == TimelineEnd.none && extent?.newer == .gap)
    let first = shown(bench)
    #expect(first.first == 0 && isRun(first))
    bench.perform(.loadNewer(Self.mine))
    let second = shown(bench)
    #expect(isRun(second) && second.last ?? 0 > first.last ?? 0)
  }

  @Test func aDateThatTheDiskHasCostsNoCall() {
    var bench = open(600)
    bench.perform(.jump(Self.mine, to: .start))
    bench.perform(.jump(Self.mine, to: .newest))
    bench.forget()
    bench.perform(.jump(Self.mine, to: .date(date(bench, 20))))
    #expect(bench.asked(Self.mine).isEmpty)
    #expect(landing(bench) == bench.server.histories[Self.mine]?[20].id)
  }

  @Test func aMessageOfTheDiskIsShownWithItsNeighbours() {
    var bench = open(600)
    bench.perform(.jump(Self.mine, to: .start), .jump(Self.mine, to: .newest))
    let wanted = bench.server.histories[Self.mine]?[30].id ?? ""
    bench.perform(.jump(Self.mine, to: .message(wanted)))
    #expect(landing(bench) == wanted)
    #expect(isRun(shown(bench)) && shown(bench).contains(29) && shown(bench).contains(31))
  }

  @Test func aMessageThatIsNotOnTheDiskIsSaidNotToBe() {
    var bench = open(300)
    let before = shown(bench)
    bench.perform(.jump(Self.mine, to: .message("nowhere")))
    #expect(bench.notices == ["That message is not on this computer any more."])
    #expect(shown(bench) == before && bench.extent(Self.mine)?.isLoading == false)
  }

  @Test func aDateIsFoundWhileMessagesComeAndGo() {
    var bench = open(1500)
    bench.holdsCalls = { if case .messages = $0 { true } else { false } }
    let wanted = bench.server.histories[Self.mine]?[777]
    bench.perform(.jump(Self.mine, to: .date(wanted?.time ?? .distantPast)))
    for number in 1500..<1530 where !bench.heldCalls.isEmpty {
      hear(&bench, number)
      bench.server.histories[Self.mine]?.remove(at: number - 700)
      let (call, id) = bench.heldCalls.removeFirst()
      bench.input(.answered(id, bench.server.answer(call, at: bench.now.date)))
    }
    #expect(landing(bench) == wanted?.id)
  }

  // MARK: Runs

  @Test func whatWasReadIsNotForgottenBehindAGapThatIsTooLong() {
    var bench = open(200)
    for _ in 0..<4 { bench.perform(.loadOlder(Self.mine)) }
    bench.perform(.close(Self.mine))
    for number in 200..<1000 {
      bench.server.write("word \(number)", by: "farmer", in: Self.mine, at: bench.now.date)
      bench.advance(0.01)
    }
    bench.perform(.open(Self.mine))
    #expect(shown(bench).last == 999 && bench.extent(Self.mine)?.reachesStart == false)
    bench.forget()
    bench.perform(.jump(Self.mine, to: .start))
    #expect(bench.asked(Self.mine).isEmpty && shown(bench).first == 0)
    bench.perform(.jump(Self.mine, to: .newest))
    for step in 0... {
      guard bench.extent(Self.mine)?.reachesStart != true, step < 100 else { break }
      bench.perform(.loadOlder(Self.mine))
      #expect(isRun(shown(bench)))
    }
    #expect(bench.asked(Self.mine).count <= 36, "what was read before comes from the disk")
    #expect(shown(bench).first == 0)
  }

  // MARK: Cost

  @Test func aMessageCostsTheSameHoweverMuchWasRead() {
    let (short, long) = (work(after: 1_000), work(after: 100_000))
    #expect(short.copies == 0 && long.copies == 0, "it is changed where it stands")
    #expect(short.visits == long.visits && long.visits <= 300 * 10)
    #expect(long.held <= 450)
  }

  private struct Work {
    var visits: Int
    var copies: Int
    var held: Int
  }

  /// Of 300 messages that come after so many were read in steps towards the start.
  private func work(after read: Int) -> Work {
    func message(_ number: Int) -> Message {
      Message(
        id: MessageID("m\(1_000_000 + number)"), content: "\(number)",
        createdAt: Bench.start.addingTimeInterval(Double(number)))
    }
    func messages(_ numbers: Range<Int>) -> [Message] { numbers.map(message) }
    let known = Circumstances(
      me: "me", isSignedIn: true, isOnline: true, isPresent: true, isMine: true, isInside: true,
      watchingPace: 3, slowestPace: 300, now: Moment(uptime: 0, date: Bench.start))
    var history = History(windowSize: 400)
    _ = history.open("c1", schedule: RefreshSchedule(base: 30, slowest: 300))
    history.diskAsked("c1", by: RequestID(rawValue: 0))
    var oldest = read - 200
    let coverage = Coverage(
      oldest: "m0", newest: message(read - 1).id, reachesStart: false, comparedAt: Bench.start)
    _ = history.handleStoreResult(
      messages(oldest..<read), coverage, of: RequestID(rawValue: 0), for: "c1", known)
    var request = 0
    while oldest > 0 {
      _ = history.move("c1", .older, known)
      request += 1
      history.diskAsked("c1", by: RequestID(rawValue: request))
      let slice = HistorySlice(
        messages: messages(max(0, oldest - 200)..<oldest), older: .onDisk, newer: .onDisk)
      _ = history.handleSlice(slice, of: RequestID(rawValue: request), for: "c1", known)
      oldest -= 200
      _ = history.takeUpdates(isSignedIn: true) { _ in true }
    }
    _ = history.move("c1", .jump(.newest), known)
    _ = history.takeUpdates(isSignedIn: true) { _ in true }
    // What shares its storage with the window that was left is copied once.
    history.show(message(read), in: "c1", at: 0)
    let (visits, copies) = (history.timeline("c1").visits, history.timeline("c1").copies)
    for number in read + 1...read + 300 {
      let (message, _) = history.ingest(message(number), in: "c1", from: nil)
      history.show(message, in: "c1", at: 0)
      _ = history.takeUpdates(isSignedIn: true) { _ in true }
    }
    let after = history.timeline("c1")
    return Work(
      visits: after.visits - visits, copies: after.copies - copies, held: after.count)
  }

  @Test func pagesOfTheServerAreMergedWhereTheTimelineStands() {
    var bench = open(300, window: 400)
    for _ in 0..<2 { bench.perform(.loadOlder(Self.mine)) }
    bench.advance(100)
    for number in 300..<320 { hear(&bench, number) }
    let timeline = bench.engine.history.timeline(Self.mine)
    #expect(timeline.count > 150 && timeline.copies == 0)
  }
}
