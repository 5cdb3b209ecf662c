import ChatModel
import Foundation
import SplitMix
import Testing

@testable import ChatClient

/// The bound of a wait falls by an answer alone: not by another question, a refresh or a restart; and
/// what is settled waits only from a question that came after.
@Suite struct WaitBoundTests {
  private let mine = OpeningTests.mine

  private func minutes(_ count: Double) -> TimeInterval { count * 60 }

  /// The farmer has asked, with nobody knowing what was before: nothing is unread, so nothing is read
  /// ahead.
  private func bench(_ change: (inout Bench) -> Void = { _ in }) -> Bench {
    OpeningTests.bench(messages: 3) { bench in
      for index in bench.server.conversations.indices {
        bench.server.conversations[index].unreadCount = [:]
      }
      change(&bench)
    }
  }

  /// Another process of this computer, some time later.
  private func restart(_ bench: Bench, prefix: String, historyIsKept: Bool = true) -> Bench {
    var next = Bench(prefix: prefix)
    (next.server, next.disk, next.now) = (bench.server, bench.disk, bench.now)
    if !historyIsKept {
      next.disk.history = MemoryHistory()
    }
    next.begin()
    return next
  }

  private func since(_ bench: Bench) -> Date? { bench.shown[mine]?.wait?.since }

  @Test(arguments: [true, false])
  func aNewQuestionARefreshAndARestartDoNotShortenAWait(_ historyIsKept: Bool) throws {
    var bench = bench()
    let asked = try #require(since(bench))
    #expect(bench.shown[mine]?.wait?.isExact == false)
    bench.advance(minutes(36))
    let again = bench.server.write("hello?", by: "farmer", in: mine, at: bench.now.date)
    bench.hear(ScriptedServer.notification(again, in: mine))
    #expect(since(bench) == asked)
    bench.perform(.refresh)
    #expect(since(bench) == asked)
    var next = restart(bench, prefix: "u", historyIsKept: historyIsKept)
    #expect(since(next) == asked)
    next.server.write("anybody?", by: "farmer", in: mine, at: next.now.date)
    next.server.conversations[0].unreadCount = [:]
    next.perform(.refresh)
    #expect(since(next) == asked)
    let third = restart(next, prefix: "v", historyIsKept: historyIsKept)
    #expect(since(third) == asked)
    #expect(third.shown[mine]?.wait?.isExact == false)
  }

  @Test func anAnswerFromElsewhereEndsTheWaitAcrossARestart() {
    var bench = bench()
    bench.advance(minutes(10))
    bench.server.write("here I am", by: "meera", in: mine, at: bench.now.date)
    var next = restart(bench, prefix: "u")
    #expect(next.shown[mine]?.wait == nil)
    #expect(next.disk.waits[mine] == nil)
    next.advance(60)
    let question = next.server.write("thanks, and", by: "farmer", in: mine, at: next.now.date)
    next.hear(ScriptedServer.notification(question, in: mine))
    #expect(since(next) == question.createdAt)
  }

  @Test func aWaitThatWasExactIsSoAfterARestart() throws {
    var bench = bench { bench in
      bench.server.write("an answer", by: "meera", in: mine, at: Bench.start)
    }
    bench.advance(60)
    let question = bench.server.write("and now?", by: "farmer", in: mine, at: bench.now.date)
    bench.hear(ScriptedServer.notification(question, in: mine))
    bench.advance(60)
    let more = bench.server.write("please", by: "farmer", in: mine, at: bench.now.date)
    bench.hear(ScriptedServer.notification(more, in: mine))
    let wait = try Wait(since: #require(question.createdAt), isExact: true)
    #expect(bench.shown[mine]?.wait == wait)
    #expect(restart(bench, prefix: "u").shown[mine]?.wait == wait)
  }

  @Test(arguments: [ConversationStatus.resolved, .closed], [true, false])
  func whatIsSettledWaitsOnlyFromAQuestionAfterItWasSeen(
    _ status: ConversationStatus, _ historyIsKept: Bool
  ) throws {
    var bench = bench()
    #expect(bench.shown[mine]?.wait != nil)
    bench.perform(.setStatus(mine, status))
    #expect(bench.shown[mine]?.wait == nil)
    bench.perform(.open(mine), .close(mine), .refresh)
    #expect(bench.shown[mine]?.wait == nil)
    var next = restart(bench, prefix: "u", historyIsKept: historyIsKept)
    #expect(next.shown[mine]?.wait == nil)
    next.advance(minutes(5))
    let question = next.server.write("it is back", by: "farmer", in: mine, at: next.now.date)
    next.hear(ScriptedServer.notification(question, in: mine))
    #expect(since(next) == question.createdAt)
    next.advance(minutes(5))
    next.server.write("hello?", by: "farmer", in: mine, at: next.now.date)
    next.perform(.refresh)
    #expect(since(next) == question.createdAt)
    var third = restart(next, prefix: "v", historyIsKept: historyIsKept)
    #expect(since(third) == question.createdAt)
    // Taken back, it waits from the first question again.
    let first = third.server.histories[mine]?.first {
      $0.sender.id == "farmer" && $0.content == "word 2"
    }
    third.perform(.setStatus(mine, .open))
    #expect(since(third) == first?.createdAt)
  }

  @Test func whatWasSettledWhileNobodyLookedDoesNotWait() {
    var bench = bench()
    bench.advance(60)
    bench.server.conversations[0].status = .resolved
    let next = restart(bench, prefix: "u")
    #expect(next.shown[mine]?.wait == nil)
    // And where nothing at all was known of it.
    var fresh = Bench(prefix: "v")
    fresh.server = bench.server
    fresh.begin()
    #expect(fresh.shown[mine]?.wait == nil)
  }

  @Test func aProcessThatKnowsLessDoesNotShortenWhatAnotherWrote() {
    let place = { (minute: Double) in
      MessagePlace(
        time: Bench.start.addingTimeInterval(minute * 60), id: MessageID("m\(minute)"))
    }
    let old = KeptWait(
      since: place(1), isExact: true,
      settled: KeptWait.Settled(status: .resolved, newest: place(2), again: place(3)))
    let less = KeptWait(
      since: place(5),
      settled: KeptWait.Settled(status: .resolved, newest: place(5), again: place(6)))
    #expect(less.over(old).since == place(1))
    #expect(less.over(old).settled == old.settled)
    // Who has seen the answer knows more.
    #expect(KeptWait(since: place(5), isExact: true).over(old).since == place(5))
    #expect(KeptWait().over(old).isEmpty)
    let closed = KeptWait(settled: KeptWait.Settled(status: .closed, newest: place(9)))
    #expect(closed.over(old) == closed)
  }

  /// Whatever is heard, listed, read or restarted, in any order: until somebody answers the wait does
  /// not begin later than it was shown to, and it never begins before the first open question.
  @Test func theBoundNeverFallsUntilSomebodyAnswers() {
    for seed in 1...400 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      var all: [(message: Message, direction: WaitClock.Direction)] = []
      var clock = WaitClock()
      var bound: Date?
      for minute in 0..<60 {
        let isAnswer = Int.random(in: 0..<9, using: &random) == 0
        let message = Message(
          id: MessageID("m\(minute)"),
          sender: .known(Participant(bareID: isAnswer ? "meera" : "farmer")),
          createdAt: Bench.start.addingTimeInterval(Double(minute) * 60))
        all.append((message, isAnswer ? .staff : .farmer))
        switch Int.random(in: 0..<5, using: &random) {
        case 0, 1: clock.heard(message, all[minute].direction)
        case 2: clock.listed(message, all[minute].direction)
        case 3:
          let count = Int.random(in: 1...10, using: &random)
          clock.learned(
            newestFirst: all.suffix(count).reversed().map(\.message),
            in: Conversation(id: "c", farmer: .known(Participant(bareID: "farmer"))),
            reachesStart: count >= all.count)
        default: break  // Missed, and told by what comes next.
        }
        if Bool.random(using: &random) {
          var next = WaitClock()
          next.restore(clock.kept)
          clock = next
        }
        if let since = clock.wait?.since, let bound, since > bound {
          let answered = all.last { $0.direction == .staff }?.message.time
          #expect(answered.map { bound < $0 } == true, "seed \(seed), minute \(minute)")
        }
        bound = clock.wait?.since
      }
    }
  }
}
