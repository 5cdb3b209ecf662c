import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// A message that waits so that it can be taken back, as the desk shows it.
@Suite struct HoldingTests {
  /// A text was sent a moment ago, and something was typed since.
  private func sent(_ text: String = "hello", since typed: String = "") -> Bench {
    var configuration = DeskConfiguration()
    configuration.sendHold = 5
    var bench = Bench(configuration)
    bench.seed()
    bench.press("Enter")
    bench.timeline([bench.message("m1", ago: 9, "namaste")])
    bench.wait(1)
    bench.type(text, every: 0.3)
    bench.press("Enter")
    var entry = bench.entry("e1", text)
    entry.heldUntil = bench.now + 5
    let request = bench.state.composer?.pending?.request ?? 0
    bench.client(.accepted(request: request, ["e1"]), .outbox([entry]))
    bench.type(typed, every: 0.05)
    _ = bench.take()
    return bench
  }

  private func asked(_ bench: inout Bench) -> (ids: [OutboxID], draft: Draft)? {
    for case .client(.takeBackSend(_, let ids, let draft)) in bench.take() { return (ids, draft) }
    return nil
  }

  @Test func theKeyAsksForItAndItsTextStandsBeforeWhatWasTypedSince() throws {
    var bench = sent(since: "and")
    #expect(bench.said == "It goes to Lakshmi in 5 s; Ctrl+X b takes it back.")
    bench.press("Ctrl+X b")
    let request = try #require(asked(&bench))
    #expect(request.ids == ["e1"] && request.draft.text == "hello\nand")
    #expect(bench.state.composer?.editor.text == "and", "until it is known")
    let entry = try #require(bench.state.outbox["e1"])
    bench.type("!", every: 0.3)
    bench.client(.outboxDropped(["e1"]), .sendTakenBack("lakshmi", [entry]))
    #expect(bench.state.composer?.editor.text == "hello\nand!")
    #expect(bench.state.outbox.isEmpty)
    #expect(drafts(bench.take()).last == "hello\nand!")
    #expect(bench.said == "Taken back, and not sent: it is in the reply to Lakshmi.")
  }

  @Test func whatIsSentAgainAtOnceIsNoLongerSaidToBeTakenBack() throws {
    var bench = sent()
    bench.press("Ctrl+X b")
    let entry = try #require(bench.state.outbox["e1"])
    bench.client(.outboxDropped(["e1"]), .sendTakenBack("lakshmi", [entry]))
    #expect(bench.said?.hasPrefix("Taken back, and not sent") == true)
    bench.press("Enter")
    let request = bench.state.composer?.pending?.request ?? 0
    bench.client(.accepted(request: request, ["e2"]))
    #expect(bench.said == "It goes to Lakshmi in 5 s; Ctrl+X b takes it back.")
  }

  @Test func aTextAndItsFilesAreTakenBackTogether() throws {
    var bench = sent()
    let file = OutboxFile(
      path: "/tmp/leaf.jpg", name: "leaf.jpg", kind: .image, format: "image/jpeg", size: 7)
    let text = try #require(bench.state.outbox["e1"])
    var picture = OutboxEntry(
      id: "e0", conversationID: "lakshmi", body: .file(file), createdAt: text.createdAt)
    picture.heldUntil = text.heldUntil
    bench.client(.outbox([picture]))
    bench.press("Ctrl+X b")
    let request = try #require(asked(&bench))
    #expect(Set(request.ids) == ["e0", "e1"])
    #expect(request.draft.attachments == ["/tmp/leaf.jpg"] && request.draft.text == "hello")
  }

  @Test func inThePanesTheKeyThatTakesBackTakesItToo() {
    var bench = sent()
    bench.press("Esc u")
    bench.wait(0.5)
    #expect(asked(&bench)?.ids == ["e1"])
  }

  @Test func aWordThatBeginsSoTakesNothingBack() {
    var bench = sent()
    bench.press("Esc")
    bench.type("urea")
    bench.wait(2)
    #expect(asked(&bench) == nil)
  }

  @Test func theCountdownIsTrueAndEnds() {
    var bench = sent()
    let start = bench.state.holds(now: bench.now)["e1"]
    #expect(start == 5)
    bench.wait(1.5)
    #expect(bench.state.holds(now: bench.now)["e1"] == 4)
    #expect(bench.deadline.map { $0 <= bench.now + 1 } == true, "the next number is shown in time")
    bench.wait(4)
    #expect(bench.state.holds(now: bench.now).isEmpty)
    bench.press("Ctrl+X b")
    #expect(asked(&bench) == nil && bench.said == "No message waits any more.")
  }

  @Test func whatHasGoneMeanwhileIsSaid() {
    var bench = sent(since: "and")
    bench.press("Ctrl+X b")
    bench.client(.sendNotTakenBack("lakshmi"))
    #expect(bench.said == "It has gone to Lakshmi meanwhile.")
    #expect(bench.state.composer?.editor.text == "and")
  }

  @Test func withoutAWindowTheKeySaysWhatMakesOne() {
    var bench = writing()
    bench.press("Ctrl+X b")
    #expect(bench.said == "A message goes at once; send_undo makes it wait.")
  }

  @Test func theOutboxSaysWhyItWaits() {
    var bench = sent()
    #expect(bench.state.outboxRows.map(\.reason) == ["waits, so that it can be taken back"])
    bench.wait(6)
    bench.run(.deadline)
    #expect(bench.state.outboxRows.map(\.reason) == ["its turn comes"])
  }
}
