import ChatModel
import Foundation
import SplitMix
import Testing

@testable import ChatClient

/// An answer belongs to who asked for it: one to a walk, a list or an opening that was given up says
/// nothing to the next.
@Suite struct AnswerOwnershipTests {
  private let mine = OpeningTests.mine

  /// A call that is under way, with the answer as the server gave it when it was asked.
  private struct UnderWay {
    var call: APICall
    var id: RequestID
    var answer: APIAnswer
  }

  private func takeHeld(_ bench: inout Bench, _ wire: inout [UnderWay]) {
    let held = bench.heldCalls
    bench.heldCalls = []
    for (call, id) in held {
      var answer = bench.server.answer(call, at: bench.now.date)
      if case .list(var page, let time) = answer {
        // Without a total nothing else shows that a page was left out.
        page.pagination?.totalItems = nil
        page.pagination?.totalPages = nil
        answer = .list(page, serverTime: time)
      }
      wire.append(UnderWay(call: call, id: id, answer: answer))
    }
  }

  private func removed(_ bench: Bench) -> [MessageID] {
    bench.events.flatMap { event -> [MessageID] in
      if case .timeline(let update) = event { update.removed } else { [] }
    }
  }

  /// The old page does not hold what came after it was asked for.
  @Test func aPageAskedForBeforeAConversationWasLeftRemovesNothingAfterIt() throws {
    var bench = OpeningTests.bench(messages: 5)
    bench.holdsCalls = { if case .messages = $0 { true } else { false } }
    bench.perform(.open(mine))
    let (call, id) = try #require(bench.heldCalls.first)
    let old = bench.server.answer(call, at: bench.now.date)
    bench.perform(.close(mine))
    let message = bench.server.write("more", by: "farmer", in: mine, at: bench.now.date)
    bench.hear(ScriptedServer.notification(message, in: mine))
    bench.perform(.open(mine))
    bench.input(.answered(id, old))
    #expect(removed(bench).isEmpty)
    bench.heldCalls.removeFirst()
    bench.release()
    #expect(bench.timeline(mine).map(\.id) == bench.server.histories[mine]?.map(\.id))
  }

  @Test(arguments: [PageOrder.newestFirst, .oldestFirst])
  func whateverIsLeftAndOpenedWhileAnswersAreUnderWayNothingIsRemoved(_ order: PageOrder) {
    for seed in 1...150 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      var bench = OpeningTests.bench(messages: Int.random(in: 5...60, using: &random)) {
        $0.server.order = order
        $0.server.pageLimit = 7
      }
      bench.holdsCalls = { if case .messages = $0 { true } else { false } }
      var wire: [UnderWay] = []
      for _ in 0..<60 {
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: bench.perform(.open(mine))
        case 2: bench.perform(.close(mine))
        case 3: bench.perform(.loadOlder(mine))
        case 4: bench.perform(.refresh)
        case 5:
          let message = bench.server.write("more", by: "farmer", in: mine, at: bench.now.date)
          bench.hear(ScriptedServer.new(message, in: mine))
        default:
          guard let index = wire.indices.randomElement(using: &random) else { break }
          let next = wire.remove(at: index)
          bench.input(.answered(next.id, next.answer))
        }
        bench.advance(Double.random(in: 0...3, using: &random))
        takeHeld(&bench, &wire)
      }
      bench.release()
      for next in wire { bench.input(.answered(next.id, next.answer)) }
      bench.perform(.open(mine))
      bench.advance(120)
      #expect(removed(bench).isEmpty, "seed \(seed)")
      let shown = bench.timeline(mine).map(\.id)
      #expect(!shown.isEmpty)
      #expect(
        shown == bench.server.histories[mine]?.map(\.id).suffix(shown.count), "seed \(seed)")
    }
  }

  /// A list is given up when one of its two calls fails; the other is still under way.
  @Test func pagesOfAListThatWasGivenUpRemoveNoConversation() {
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      var bench = Bench(role: .admin)
      bench.server.pageLimit = 20
      for number in 0..<Int.random(in: 21...70, using: &random) {
        bench.server.add(
          Conversation(
            id: ConversationID("c\(number)"),
            farmer: .known(Participant(bareID: UserID("f\(number)"))),
            agent: .known(Participant(bareID: number % 3 == 0 ? "meera" : "ravi")),
            status: .open,
            updatedAt: Bench.start.addingTimeInterval(-Double(number))))
      }
      bench.begin()
      bench.holdsCalls = { if case .list = $0 { true } else { false } }
      var wire: [UnderWay] = []
      for _ in 0..<40 {
        if Int.random(in: 0..<3, using: &random) == 0 { bench.perform(.refresh) }
        takeHeld(&bench, &wire)
        if let index = wire.indices.randomElement(using: &random) {
          let next = wire.remove(at: index)
          let fails = Int.random(in: 0..<4, using: &random) == 0
          bench.input(
            .answered(
              next.id,
              fails ? .failed(.unreachable("no route", mayHaveArrived: false)) : next.answer))
        }
        bench.advance(Double.random(in: 0...20, using: &random))
      }
      #expect(bench.shown.count == bench.server.conversations.count, "seed \(seed)")
    }
  }

  /// What the disk gave of the pages before, for an opening that is over, leaves no gap behind it.
  @Test func whatTheDiskWasAskedForBeforeAConversationWasLeftIsNotShownAfterIt() {
    var bench = OpeningTests.bench(messages: 900) { $0.server.pageLimit = 100 }
    bench.perform(.open(mine))
    for _ in 0..<20 { bench.perform(.loadOlder(mine)) }
    bench.perform(.close(mine))
    var again = Bench(prefix: "u")
    (again.server, again.disk, again.now) = (bench.server, bench.disk, bench.now)
    again.begin(online: false)
    again.server.failsEverything = .unreachable("no route", mayHaveArrived: false)
    again.perform(.open(mine), .loadOlder(mine))
    again.holdsStore = { call in
      switch call {
      case .newestMessages, .slice: true
      default: false
      }
    }
    again.perform(.loadOlder(mine), .close(mine), .open(mine))
    #expect(again.heldStore.count == 2)
    again.release()
    let shown = again.timeline(mine).map(\.id)
    #expect(shown == bench.server.histories[mine]?.map(\.id).suffix(shown.count))
  }
}
