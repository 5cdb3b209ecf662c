import ChatModel
import Foundation
import SplitMix
import Testing

@testable import ChatClient

/// Since when a farmer waits: true, or at least so long.
@Suite struct WaitClockTests {
  private let conversation = Conversation(
    id: "c", farmer: .known(Participant(bareID: "farmer")),
    agent: .known(Participant(bareID: "meera")))

  private func date(_ minute: Double) -> Date {
    Date(timeIntervalSinceReferenceDate: minute * 60)
  }

  private func message(_ minute: Double, by sender: UserID) -> Message {
    Message(
      id: MessageID("m\(minute)"), sender: .known(Participant(bareID: sender)),
      createdAt: date(minute))
  }

  @Test func aListedQuestionWaitsAtLeastSinceThen() {
    var clock = WaitClock()
    clock.listed(message(5, by: "farmer"), .farmer)
    #expect(clock.wait == Wait(since: date(5), isExact: false))
  }

  @Test func aListedAnswerEndsTheWait() {
    var clock = WaitClock()
    clock.listed(message(5, by: "farmer"), .farmer)
    clock.listed(message(6, by: "meera"), .staff)
    #expect(clock.wait == nil)
    clock.heard(message(7, by: "farmer"), .farmer)
    #expect(clock.wait == Wait(since: date(7), isExact: true))
  }

  @Test func laterQuestionsDoNotMoveTheStart() {
    var clock = WaitClock()
    clock.heard(message(1, by: "meera"), .staff)
    for minute in [2.0, 4, 3] { clock.heard(message(minute, by: "farmer"), .farmer) }
    #expect(clock.wait == Wait(since: date(2), isExact: true))
  }

  @Test func messagesInAnyOrderGiveTheSameWait() {
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let all = (0..<12).map { minute -> (Message, WaitClock.Direction) in
        let isStaff = minute == 0 || Int.random(in: 0..<4, using: &random) == 0
        return (
          message(Double(minute), by: isStaff ? "meera" : "farmer"), isStaff ? .staff : .farmer
        )
      }
      var ordered = WaitClock()
      for (message, direction) in all { ordered.heard(message, direction) }
      var shuffled = WaitClock()
      for (message, direction) in (all + all).shuffled(using: &random) {
        shuffled.heard(message, direction)
      }
      #expect(ordered.wait?.since == shuffled.wait?.since, "seed \(seed)")
    }
  }

  @Test func aGapMakesTheWaitInexactAndDoesNotShortenIt() {
    var clock = WaitClock()
    clock.heard(message(1, by: "meera"), .staff)
    clock.heard(message(2, by: "farmer"), .farmer)
    clock.listed(message(30, by: "farmer"), .farmer)
    #expect(clock.wait == Wait(since: date(2), isExact: false))
  }

  @Test func theHistoryMakesItExact() {
    var clock = WaitClock()
    clock.listed(message(30, by: "farmer"), .farmer)
    let history = [
      message(30, by: "farmer"), message(20, by: "farmer"), message(10, by: "meera"),
      message(5, by: "farmer"),
    ]
    clock.learned(newestFirst: history, in: conversation, reachesStart: false)
    #expect(clock.wait == Wait(since: date(20), isExact: true))
    // What is known of the answer is not forgotten where a shorter run is read again.
    clock.learned(newestFirst: Array(history.prefix(2)), in: conversation, reachesStart: false)
    #expect(clock.wait == Wait(since: date(20), isExact: true))
    var other = WaitClock()
    other.learned(newestFirst: Array(history.prefix(2)), in: conversation, reachesStart: false)
    #expect(other.wait == Wait(since: date(20), isExact: false))
    other.learned(newestFirst: Array(history.prefix(2)), in: conversation, reachesStart: true)
    #expect(other.wait == Wait(since: date(20), isExact: true))
  }

  @Test func aRunThatHoldsNoAnswerDoesNotShortenTheWait() {
    var clock = WaitClock()
    clock.listed(message(5, by: "farmer"), .farmer)
    let page = [message(40, by: "farmer"), message(39, by: "farmer")]
    clock.learned(newestFirst: page, in: conversation, reachesStart: false)
    #expect(clock.wait == Wait(since: date(5), isExact: false))
  }

  @Test func anOlderHistoryDoesNotUndoALiveAnswer() {
    var clock = WaitClock()
    clock.listed(message(30, by: "farmer"), .farmer)
    clock.heard(message(31, by: "meera"), .staff)
    clock.learned(
      newestFirst: [message(30, by: "farmer"), message(10, by: "meera")], in: conversation,
      reachesStart: false)
    #expect(clock.wait == nil)
  }

  @Test func theDirectionIsThatOfTheSenderWhateverTheStatusSays() {
    var closed = conversation
    closed.status = .closed
    #expect(WaitClock.direction(of: message(1, by: "farmer"), in: closed) == .farmer)
    #expect(WaitClock.direction(of: message(1, by: "ravi"), in: closed) == .staff)
    let unknown = Message(id: "m", sender: .none)
    #expect(WaitClock.direction(of: unknown, in: conversation) == nil)
    var nobody = conversation
    nobody.farmer = .none
    let byRole = Message(id: "m", sender: .known(Participant(id: "x", role: .support)))
    #expect(WaitClock.direction(of: byRole, in: nobody) == .staff)
  }

  @Test func aVeryLongMonologueKeepsItsStart() {
    var clock = WaitClock()
    clock.heard(message(0, by: "meera"), .staff)
    for minute in 1...1000 { clock.heard(message(Double(minute), by: "farmer"), .farmer) }
    #expect(clock.wait == Wait(since: date(1), isExact: true))
    clock.heard(message(999.5, by: "meera"), .staff)
    #expect(clock.wait?.since == date(1000))
  }

  @Test func openingAConversationMakesItsWaitExact() {
    var bench = OpeningTests.bench(messages: 4)
    let last = bench.server.write(
      "hello?", by: "farmer", in: OpeningTests.mine, at: Bench.start)
    bench.server.write("anybody?", by: "farmer", in: OpeningTests.mine, at: Bench.start)
    bench.server.conversations[0].unreadCount = [:]
    bench.perform(.refresh)
    #expect(bench.shown[OpeningTests.mine]?.wait?.isExact == false)
    bench.perform(.open(OpeningTests.mine))
    #expect(
      bench.shown[OpeningTests.mine]?.wait
        == Wait(since: last.createdAt ?? .distantPast, isExact: true))
    bench.perform(.send(OpeningTests.mine, text: "here", files: [], request: 1))
    #expect(bench.shown[OpeningTests.mine]?.wait == nil)
  }
}
