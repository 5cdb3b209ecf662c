import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// The window over the open conversation: what the keys ask for, and what stays before the eyes.
@Suite struct WindowTests {
  private func ids(_ numbers: Range<Int>) -> [MessageID] { numbers.map { MessageID("m\($0)") } }

  private func messages(_ bench: Bench, _ numbers: Range<Int>) -> [Message] {
    numbers.map { bench.message("m\($0)", ago: Double(1000 - $0), isRead: true) }
  }

  /// Messages 100 to 200 of more, in a window that ends like that.
  private func bench(
    newer: TimelineEnd = .none, _ change: (inout TimelineExtent) -> Void = { _ in }
  ) -> Bench {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.state.focus = .messages
    tell(&bench, 100..<200, isReset: true, newer: newer, change)
    bench.paint(["m150"])
    _ = bench.take()
    return bench
  }

  private func tell(
    _ bench: inout Bench, _ numbers: Range<Int>, isReset: Bool = false, dropped: [MessageID] = [],
    landing: MessageID? = nil, older: TimelineEnd = .onDisk, newer: TimelineEnd = .none,
    _ change: (inout TimelineExtent) -> Void = { _ in }
  ) {
    var extent = TimelineExtent(freshness: .live)
    (extent.older, extent.newer) = (older, newer)
    change(&extent)
    bench.client(
      .timeline(
        TimelineUpdate(
          conversationID: "lakshmi", isReset: isReset, messages: messages(bench, numbers),
          dropped: dropped, landing: landing, extent: extent)))
  }

  @Test func theStartIsJumpedToAndShownWhenItIsThere() {
    var bench = bench()
    bench.press("g g")
    #expect(bench.take().contains(.client(.jump("lakshmi", to: .start))))
    tell(&bench, 0..<50, isReset: true, landing: "m0", older: .none, newer: .gap)
    #expect(bench.state.messages.position == .anchored(.message("m0"), line: .min))
    bench.press("g g")
    #expect(!bench.take().contains(.client(.jump("lakshmi", to: .start))))
  }

  /// What a letter does to the server waits; to read elsewhere does nothing to it.
  @Test(arguments: ["g g", "G"])
  func anotherPartOfTheHistoryIsReadWithinTheKey(keys: String) {
    var bench = bench(newer: .gap)
    for key in Key.sequence(keys) ?? [] { bench.run(.key(key)) }
    let jumps = bench.take().filter { if case .client(.jump) = $0 { true } else { false } }
    #expect(jumps.count == 1)
  }

  @Test func theEndOfAWindowElsewhereIsTheNewestMessage() {
    var bench = bench(newer: .gap)
    bench.press("G")
    #expect(bench.take().contains(.client(.jump("lakshmi", to: .newest))))
    bench.state.messages.position = .anchored(.message("m190"), line: 0)
    tell(&bench, 180..<300, isReset: true)
    #expect(bench.state.messages.position == .follow)
    bench.press("G")
    #expect(!bench.take().contains(.client(.jump("lakshmi", to: .newest))))
  }

  @Test func whatIsNewerIsAskedForNearTheEndOfAWindowElsewhere() {
    var bench = bench(newer: .onDisk)
    bench.paint(["m180"])
    #expect(bench.take() == [.client(.loadNewer("lakshmi"))])
    bench.paint(["m181"])
    #expect(bench.take().isEmpty, "once for each end")
    tell(&bench, 200..<250, dropped: ids(100..<150), newer: .onDisk)
    bench.paint(["m230"])
    #expect(bench.take() == [.client(.loadNewer("lakshmi"))])
  }

  @Test func whatTheWindowHasSlidPastIsLetGoAndNothingJumps() {
    var bench = bench()
    bench.state.messages.position = .anchored(.message("m150"), line: 0)
    tell(&bench, 200..<210, dropped: ids(100..<110))
    #expect(bench.state.timeline?.messageCount == 100)
    #expect(bench.state.timeline?.item(at: 0)?.id == .message("m110"))
    #expect(bench.state.messages.position == .anchored(.message("m150"), line: 0))
    tell(&bench, 210..<220, dropped: ids(110..<160))
    #expect(bench.state.messages.position == .anchored(.message("m160"), line: .min))
  }

  @Test func whoReadsFurtherUpHoldsAWindowThatIsNearlyFull() {
    var bench = bench { $0.isFull = true }
    bench.state.messages.position = .anchored(.message("m150"), line: 0)
    tell(&bench, 200..<201) { $0.isFull = true }
    #expect(bench.take().contains(.client(.stay("lakshmi"))))
    tell(&bench, 201..<202) { $0.isFull = true }
    #expect(!bench.take().contains(.client(.stay("lakshmi"))), "once")
  }

  @Test func whatCameElsewhereIsCountedAndMarksNothingRead() {
    var bench = bench(newer: .onDisk)
    tell(&bench, 199..<200, newer: .onDisk) { $0.newBelow = 7 }
    #expect(bench.state.newBelow == 7)
    bench.paint(["m199"])
    #expect(!bench.take().contains(.client(.markAllRead("lakshmi"))))
  }

  @Test func whatWaitsToBeSentStandsBehindTheNewestAlone() {
    var bench = bench()
    bench.client(.outbox([bench.entry("e1")]))
    #expect(bench.state.timeline?.count == 101)
    tell(&bench, 0..<50, isReset: true, landing: "m0", older: .none, newer: .gap)
    #expect(bench.state.timeline?.count == 50)
    #expect(bench.state.timeline?.index(of: .entry("e1")) == nil)
  }
}
