import ChatModel
import Foundation
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
      var random = SeededGenerator(seed: seed)
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

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
