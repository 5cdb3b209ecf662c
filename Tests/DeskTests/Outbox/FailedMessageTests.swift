import ChatModel
import Foundation
import Testing

@testable import Desk

/// A message that failed, or cannot be decided, is the person's to send again, edit or drop.
@Suite struct FailedMessageTests {
  @Test func aFailedMessageIsSentAgainEditedOrDroppedAfterAQuestion() {
    var bench = writing()
    bench.client(.outbox([bench.entry("e1", "hello", .failed("403 access denied"))]))
    #expect(bench.said == "Not sent to Lakshmi: 403 access denied. Ctrl+X o shows it.")
    bench.press("Esc R")
    #expect(bench.take() == [.client(.retry("e1"))])
    bench.press("D")
    guard let question = bench.state.overlay as? Question else {
      Issue.record("no question")
      return
    }
    #expect(question.question == "Drop this message to Lakshmi?")
    bench.press("n D y")
    #expect(bench.take() == [.client(.drop("e1"))])
    bench.press("E")
    #expect(bench.state.composer?.editor.text == "hello")
    let effects = bench.take()
    #expect(drafts(effects) == ["hello"])
    #expect(effects.last == .client(.drop("e1")))
    #expect(bench.state.focus == .composer)
  }

  @Test func aWordThatBeginsWithTheLettersOfDropAndYesDropsNothing() {
    var bench = writing()
    bench.client(.outbox([bench.entry("e1", "hello", .failed("no"))]))
    bench.press("Esc")
    _ = bench.take()
    bench.now += 1
    bench.type("Dy")
    #expect(bench.take().isEmpty)
    bench.wait(0.5)
    bench.press("y")
    #expect(bench.take() == [.client(.drop("e1"))])
  }

  @Test func editingAFailedMessageNeverOverwritesADraft() {
    var bench = writing()
    bench.type("half written")
    bench.client(.outbox([bench.entry("e1", "hello", .failed("no"))]))
    bench.press("Esc E")
    #expect(bench.state.composer?.editor.text == "half written")
    #expect(!bench.take().contains(.client(.drop("e1"))))
  }

  @Test func aMessageThatIsBeingCheckedCannotBeSentTwice() {
    var bench = writing()
    bench.client(.outbox([bench.entry("e1", "hello", .unsure)]))
    bench.press("Esc R")
    #expect(bench.take().isEmpty)
    #expect(bench.said == "No message to Lakshmi has failed.")
  }

  @Test func aMessageThatCannotBeDecidedHereIsTheirsToRetryOrDrop() {
    var bench = writing()
    var entry = bench.entry("e1", "hello", .unsure)
    entry.needsManualResolution = true
    bench.client(.outbox([entry]))
    bench.press("Esc R")
    #expect(bench.take() == [.client(.retry("e1"))])
    bench.press("D y")
    #expect(bench.take() == [.client(.drop("e1"))])
    #expect(bench.said?.hasPrefix("Dropped") != true, "the disk has not forgotten it yet")
    bench.client(.outboxDropped(["e1"]))
    #expect(bench.said == "Dropped: it will not be sent again to Lakshmi.")
  }

  @Test func whatWaitsStandsInItsOrderThoughOthersAreGone() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    func entry(_ number: Int) -> OutboxEntry { bench.entry("e\(number)") }
    bench.client(.outbox((1...4).map(entry)))
    bench.client(.outboxDropped(["e1", "e2"]))
    bench.client(.outbox([entry(5)]))
    #expect(bench.state.timeline?.entries.map(\.id) == ["e3", "e4", "e5"])
  }

  @Test func afterASuspensionOnlyWhatTheDiskStillHasWaits() {
    var bench = writing()
    bench.client(.outbox([bench.entry("e1", "one"), bench.entry("e2", "two")]))
    bench.client(.outboxKept(["e2"]))
    #expect(bench.state.outbox.keys.sorted() == ["e2"])
  }

  @Test func whatWentOutWhileItsDroppingWasAskedIsNotDropped() {
    var bench = writing()
    bench.client(.outbox([bench.entry("e1", "hello", .failed("no"))]))
    bench.press("Esc D")
    bench.client(.outbox([bench.entry("e1", "hello", .handedOver)]))
    bench.press("y")
    #expect(!bench.take().contains(.client(.drop("e1"))))
    #expect(bench.said == "It has gone out meanwhile.")
  }
}
