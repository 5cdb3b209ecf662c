import ChatModel
import Foundation
import Testing

@testable import Desk

/// `Up` in an empty reply: what was sent before.
@Suite struct RecallTests {
  private func wrote(_ texts: [String], in bench: inout Bench) {
    for text in texts {
      bench.type(text)
      bench.press("Enter")
      guard let request = bench.state.composer?.pending?.request else { continue }
      bench.client(.accepted(request: request, []))
    }
    _ = bench.take()
  }

  private func text(_ bench: Bench) -> String? { bench.state.composer?.editor.text }

  @Test func upInAnEmptyReplyGoesBackThroughWhatWasSentAndDownForth() {
    var bench = writing()
    wrote(["first", "second", "third"], in: &bench)
    bench.press("Up")
    #expect(text(bench) == "third")
    bench.press("Up Up")
    #expect(text(bench) == "first")
    bench.press("Up")
    #expect(text(bench) == "first")
    #expect(bench.said == "Nothing older is kept.")
    bench.press("Down")
    #expect(text(bench) == "second")
    bench.press("Down Down")
    #expect(text(bench) == "")
  }

  @Test func whatWasSentInARunBeforeIsThereToo() {
    var bench = writing()
    bench.client(
      .used([
        Used(.sent, "older", in: "sita", at: bench.now - 9000),
        Used(.sent, "newer", in: "sita", at: bench.now - 8000),
      ]))
    wrote(["newest"], in: &bench)
    bench.press("Up Up")
    #expect(text(bench) == "newer")
    bench.press("Up")
    #expect(text(bench) == "older")
  }

  @Test func aTextThatIsWrittenIsNeverReplaced() {
    var bench = writing()
    wrote(["sent"], in: &bench)
    bench.type("mine")
    bench.press("Up")
    #expect(text(bench) == "mine")
    bench.press("End Ctrl+U Up")
    #expect(text(bench) == "sent")
    bench.type("!")
    bench.press("Up Up")
    #expect(text(bench) == "sent!")
  }

  @Test func upMovesWithinALongTextBeforeItGoesOn() {
    var bench = writing()
    bench.client(
      .used([
        Used(.sent, "one\ntwo", in: "lakshmi", at: bench.now - 8000),
        Used(.sent, "old", in: "lakshmi", at: bench.now - 9000),
      ]))
    bench.press("Up Up")
    #expect(text(bench) == "one\ntwo")
    bench.press("Up")
    #expect(text(bench) == "old")
  }

  @Test func whatWasSentGoesOnceMoreOnlyWithASecondEnterAndSaysWhereItWent() {
    var bench = writing()
    bench.client(.used([Used(.sent, "your soil report", in: "sita", at: bench.now - 3600)]))
    bench.press("Up Enter")
    #expect(bench.take().filter(\.isSend).isEmpty)
    #expect(
      bench.said == "You sent this to Sita at 13:32. Enter again sends it to Lakshmi.")
    bench.press("Enter")
    #expect(bench.take().filter(\.isSend).count == 1)
  }

  @Test func aTextThatWasChangedGoesAtOnce() {
    var bench = writing()
    bench.client(.used([Used(.sent, "your soil report", in: "sita", at: bench.now - 3600)]))
    bench.press("Up")
    bench.type("!")
    bench.press("Enter")
    #expect(bench.take().filter(\.isSend).count == 1)
  }

  @Test func undoLeavesTheHistoryInOneStep() {
    var bench = writing()
    wrote(["first", "second"], in: &bench)
    bench.press("Up Up Ctrl+_")
    #expect(text(bench) == "")
    bench.press("Ctrl+X u")
    #expect(text(bench) == "first")
  }

  @Test func redoTakesFilesOffAgain() {
    var bench = writing()
    bench.run(.perform(.attach))
    bench.type("/leaf.jpg")
    bench.press("Enter")
    let request = bench.take().compactMap { effect in
      if case .inspectFiles(_, let request) = effect { request } else { nil }
    }.last
    let leaf = OutboxFile(
      path: "/leaf.jpg", name: "leaf.jpg", kind: .image, format: "image/jpeg", size: 9)
    bench.run(.inspected(request: request ?? 0, [.fits(leaf)]))
    bench.type("see this")
    bench.press("Ctrl+C")
    #expect(bench.state.composer?.isEmpty == true)
    bench.press("Ctrl+_")
    #expect(bench.state.composer?.attachments.count == 1)
    #expect(text(bench) == "see this")
    bench.press("Ctrl+X u")
    #expect(bench.state.composer?.isEmpty == true)
    bench.press("Ctrl+_")
    #expect(bench.state.composer?.attachments.count == 1)
  }

  @Test func whatIsCutInOneTextIsPutIntoAnother() {
    var bench = writing()
    bench.type("look at the roots")
    bench.press("Ctrl+W Ctrl+X :")
    bench.press("Ctrl+Y")
    #expect((bench.state.overlay as? Palette)?.picker.query.text == "roots")
  }

  @Test func aTokenThatIsCutIsPutInNowhere() {
    var bench = writing()
    bench.press("Ctrl+X s")
    bench.type("secret")
    bench.press("Ctrl+U Esc Ctrl+Y")
    #expect(text(bench) ?? "" == "")
  }
}

extension Effect {
  fileprivate var isSend: Bool {
    if case .client(.send) = self { true } else { false }
  }
}
