import ChatModel
import Foundation
import SplitMix
import Testing

@testable import ChatClient

@Suite struct TimelineTests {
  private func message(_ number: Int, _ time: Int) -> Message {
    Message(
      id: MessageID(String(format: "m%03d", number)),
      createdAt: Date(timeIntervalSinceReferenceDate: Double(time)))
  }

  // Row 3.
  @Test func aMessageIsShownOnceInAnyOrderOfCopies() {
    for seed in 1...50 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let all = (0..<60).map { message($0, $0 / 4) }
      var copies = (all + all + all).shuffled(using: &random)
      var timeline = Timeline()
      while !copies.isEmpty {
        let count = Int.random(in: 1...min(9, copies.count), using: &random)
        _ = timeline.merge(copies.suffix(count))
        copies.removeLast(count)
      }
      #expect(timeline.messages == all)
    }
  }

  @Test func aMessageMovesWhenItsTimeBecomesKnown() {
    var timeline = Timeline()
    var early = message(1, 5)
    early.createdAt = nil
    _ = timeline.merge([message(2, 1), early, message(3, 9)])
    #expect(timeline.messages.map(\.id) == ["m001", "m002", "m003"])
    let changed = timeline.merge([message(1, 5)])
    #expect(changed.map(\.id) == ["m001"])
    #expect(timeline.messages.map(\.id) == ["m002", "m001", "m003"])
    #expect(timeline.oldest?.id == "m002")
  }

  @Test func aCopyThatSaysNothingNewChangesNothing() {
    var timeline = Timeline()
    _ = timeline.merge([message(1, 1)])
    #expect(timeline.merge([message(1, 1)]).isEmpty)
  }

  @Test func removedMessagesAreGone() {
    var timeline = Timeline()
    _ = timeline.merge((0..<5).map { message($0, $0) })
    timeline.remove(["m001", "m003"])
    #expect(timeline.messages.map(\.id) == ["m000", "m002", "m004"])
    #expect(timeline.newestFirst.map(\.id) == ["m004", "m002", "m000"])
  }
}
