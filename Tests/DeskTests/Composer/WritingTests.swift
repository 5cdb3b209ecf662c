import ChatModel
import Foundation
import Testing

@testable import Desk

@Suite struct WritingTests {
  @Test func theTextStaysUntilTheClientHasIt() {
    var bench = writing()
    bench.type("hello")
    _ = bench.take()
    bench.press("Enter")
    #expect(
      bench.take().contains(.client(.send("lakshmi", text: "hello", files: [], request: 1))))
    #expect(bench.state.composer?.editor.text == "hello")
    bench.press("Enter")
    #expect(drafts(bench.take()) == ["hello"])
    #expect(bench.said?.hasPrefix("The last one is still being put down") == true)
    bench.client(.accepted(request: 1, ["e1"]))
    #expect(bench.state.composer?.isEmpty == true)
    #expect(drafts(bench.take()) == [""])
  }

  @Test func whatIsTypedMeanwhileStays() {
    var bench = writing()
    bench.type("one")
    bench.press("Enter")
    bench.type(" two")
    bench.client(.accepted(request: 1, ["e1"]))
    #expect(bench.state.composer?.editor.text == " two")
  }

  @Test func aVowelSignTypedAfterSendingIsNotTakenForAnotherText() {
    var bench = writing()
    bench.type("क")
    bench.press("Enter")
    bench.type("\u{93F}x")
    bench.client(.accepted(request: 1, ["e1"]))
    #expect(bench.state.composer?.editor.text == "\u{93F}x")
  }

  @Test func aTextChangedWhileItWasOnItsWayStaysAndThatIsSaid() {
    var bench = writing()
    bench.type("abc")
    bench.press("Enter Backspace")
    bench.client(.accepted(request: 1, ["e1"]))
    #expect(bench.state.composer?.editor.text == "ab")
    #expect(bench.said?.hasPrefix("It went to Lakshmi as it was") == true)
  }

  @Test func aRejectedTextStaysWithItsReasonAndThePersonsName() {
    var bench = writing()
    bench.type("hello")
    bench.press("Enter")
    bench.client(.rejected(request: 1, reason: "the disk is full"))
    #expect(bench.state.composer?.editor.text == "hello")
    #expect(bench.state.composer?.problem == "the disk is full")
    #expect(bench.said?.contains("Lakshmi") == true)
    #expect(bench.state.statusLine?.severity == .failure)
    _ = bench.take()
    bench.press("Enter")
    #expect(
      bench.take().contains(.client(.send("lakshmi", text: "hello", files: [], request: 2))))
  }

  @Test func anAnswerForAnotherRequestChangesNothing() {
    var bench = writing()
    bench.type("hello")
    bench.press("Enter")
    bench.client(.accepted(request: 99, ["e1"]))
    #expect(bench.state.composer?.editor.text == "hello")
  }

  @Test func nothingIsSentWhenNothingIsWritten() {
    var bench = writing()
    for blank in ["", "  ", " \u{A0}\u{3000}"] {
      bench.type(blank)
      _ = bench.take()
      bench.press("Enter")
      #expect(bench.said == "Nothing is written yet.")
      let sent = bench.take().filter { if case .client(.send) = $0 { true } else { false } }
      #expect(sent.isEmpty, "\(blank.debugDescription)")
      #expect(bench.state.composer?.pending == nil)
    }
  }

  @Test func everyChangeIsToldAsTypingAndAnEmptiedTextAsItsEnd() {
    var bench = writing()
    bench.type("ab")
    let typed = bench.take().filter { $0 == .client(.typed("lakshmi")) }
    #expect(typed.count == 2)
    bench.press("Left Backspace")
    #expect(bench.take().contains(.client(.typed("lakshmi"))))
    bench.press("Ctrl+E Backspace")
    #expect(bench.take().contains(.client(.stoppedTyping("lakshmi"))))
  }

  @Test func nobodySeesAWatcherType() {
    var bench = Bench()
    bench.seed()
    bench.press("4 Enter i")
    _ = bench.take()
    bench.type("hm")
    #expect(!bench.take().contains(.client(.typed("gurpreet"))))
  }

  @Test func newLinesComeFromControlJAltEnterAndControlXN() {
    var bench = writing()
    bench.type("a")
    bench.press("Ctrl+J")
    bench.type("b")
    bench.press("Alt+Enter")
    bench.type("c")
    bench.press("Ctrl+X n")
    #expect(bench.state.composer?.editor.text == "a\nb\nc\n")
  }

  @Test func pastedLineEndsNeverSendAndSeveralLinesAreShownBeforeTheyGo() {
    var bench = writing()
    bench.run(.paste("one\ntwo\n"))
    #expect(bench.state.composer?.editor.text == "one\ntwo\n")
    #expect(!bench.take().contains { if case .client(.send) = $0 { true } else { false } })
    bench.press("Enter")
    guard let preview = bench.state.overlay as? PastePreview else {
      Issue.record("no preview")
      return
    }
    #expect(preview.title.contains("2 LINES TO Lakshmi"))
    _ = bench.take()
    bench.press("Esc")
    #expect(bench.take().isEmpty)
    bench.press("Enter Enter")
    #expect(
      bench.take() == [.client(.send("lakshmi", text: "one\ntwo", files: [], request: 1))])
  }

  @Test func whatIsTypedWhileLinesAreShownBeforeTheyGoIsPutIntoTheDraft() {
    for letter in ["s", "j", "q", "Space"] {
      var bench = writing()
      bench.run(.paste("one\ntwo"))
      bench.press("Enter")
      #expect(
        bench.state.hints.prefix(2).map { $0.keys + " " + $0.label }
          == ["Enter sends", "Esc goes back"])
      _ = bench.take()
      bench.press(letter)
      #expect(bench.state.overlay == nil)
      let text = bench.state.composer?.editor.text
      #expect(text == "one\ntwo" + (letter == "Space" ? " " : letter))
      #expect(!bench.take().contains { if case .client(.send) = $0 { true } else { false } })
    }
  }

  @Test func whatComesAtOnceWhileLinesAreShownBeforeTheyGoIsPutIntoTheDraft() {
    for action in [Action.typed(" three"), .paste(" three")] {
      var bench = writing()
      bench.run(.paste("one\ntwo"))
      bench.press("Enter")
      _ = bench.take()
      bench.run(action)
      #expect(bench.state.composer?.editor.text == "one\ntwo three")
      bench.wait(1)
      bench.press("Enter")
      guard let preview = bench.state.overlay as? PastePreview else {
        Issue.record("it is not shown again")
        return
      }
      #expect(preview.text == "one\ntwo three")
      #expect(!bench.take().contains { if case .client(.send) = $0 { true } else { false } })
    }
  }

  @Test func aPasteOutsideTheComposerIsOnlyShown() {
    var bench = Bench()
    bench.seed()
    bench.run(.paste("rm -rf\nq\n"))
    guard let preview = bench.state.overlay as? PastePreview else {
      Issue.record("no preview")
      return
    }
    #expect(preview.conversationID == nil)
    bench.press("Enter")
    #expect(bench.state.overlay == nil)
    #expect(bench.take().isEmpty)
  }

  @Test func controlCClearsAndUndoBringsBack() {
    var bench = writing()
    bench.type("precious")
    bench.press("Ctrl+C")
    #expect(bench.state.composer?.editor.isEmpty == true)
    bench.press("Ctrl+_")
    #expect(bench.state.composer?.editor.text == "precious")
    #expect(!bench.take().contains(.quit))
  }

  @Test func controlCCancelsAnUploadFirst() {
    var bench = writing()
    bench.type("text")
    bench.client(.outbox([bench.entry("e1", "x", .uploading(0.5))]))
    _ = bench.take()
    bench.press("Ctrl+C")
    #expect(bench.take().contains(.client(.cancelUploads("lakshmi"))))
    #expect(bench.state.composer?.editor.text == "text")
  }

  @Test func afterSendingUndoDoesNotBringTheTextBack() {
    var bench = writing()
    bench.type("gone")
    bench.press("Enter")
    bench.client(.accepted(request: 1, ["e1"]))
    bench.press("Ctrl+_")
    #expect(bench.state.composer?.isEmpty == true)
  }

  @Test func theExternalEditorGetsTheTextAndGivesItBack() {
    var bench = writing()
    bench.type("draft")
    _ = bench.take()
    bench.press("Ctrl+X Ctrl+E")
    #expect(bench.take().contains(.openEditor("draft")))
    bench.run(.edited("longer draft\n"))
    #expect(bench.state.composer?.editor.text == "longer draft")
    bench.press("Ctrl+_")
    #expect(bench.state.composer?.editor.text == "draft")
    bench.press("Ctrl+X Ctrl+E")
    bench.run(.edited(nil))
    #expect(bench.said == "The editor gave nothing back; the reply is as it was.")
    bench.run(.edited("nobody asked"))
    #expect(bench.state.composer?.editor.text == "draft")
  }

  @Test func aFileIsChosenByItsPathAndGoesWithTheReply() {
    var bench = writing()
    bench.press("Ctrl+X a")
    #expect(bench.take() == [.completePath("")])
    bench.type("/h")
    #expect(
      bench.take() == [
        .completePath("/"), .completePath("/h"), .inspectFiles([["/h"]], request: 1),
      ])
    bench.run(.completions(prefix: "/", ["/etc/"]))
    #expect((bench.state.overlay as? PathPrompt)?.completions == [])
    bench.run(.completions(prefix: "/h", ["/home/meera/leaf.jpg", "/home/meera/leaves/"]))
    bench.press("Tab")
    #expect(
      bench.take() == [
        .completePath("/home/meera/lea"), .inspectFiles([["/home/meera/lea"]], request: 2),
      ])
    bench.run(
      .completions(
        prefix: "/home/meera/lea", ["/home/meera/leaf.jpg", "/home/meera/leaves/"]))
    bench.press("Tab Enter")
    bench.judge([.fits(.leaf)])
    #expect(bench.state.overlay == nil)
    #expect(bench.state.composer?.attachments == [Attachment(.leaf)])
    #expect(bench.said == "leaf.jpg (800 kB) goes with the reply to Lakshmi. Enter sends.")
    _ = bench.take()
    bench.press("Enter")
    #expect(
      bench.take().contains(
        .client(.send("lakshmi", text: "", files: ["/home/meera/leaf.jpg"], request: 5))))
    bench.client(.accepted(request: 5, ["e1"]))
    #expect(bench.state.composer?.attachments == [])
  }

  @Test func aFileThatIsNotThereIsNotTaken() {
    var bench = writing()
    bench.press("Ctrl+X a")
    bench.type("/nope")
    bench.run(.completions(prefix: "/nope", []))
    bench.press("Enter")
    bench.judge([.missing(path: "/nope")])
    guard let prompt = bench.state.overlay as? PathPrompt else {
      Issue.record("the prompt is gone")
      return
    }
    #expect(prompt.problem == "There is no file /nope.")
    bench.press("Backspace")
    guard let changed = bench.state.overlay as? PathPrompt else { return }
    #expect(changed.problem == nil)
    bench.press("Enter")
    bench.judge([.refused(path: "/nop", reason: "nop is empty.")])
    #expect(bench.state.composer?.attachments ?? [] == [])
    bench.press("Enter Esc")
    bench.judge([.fits(.leaf)])
    #expect(bench.state.composer?.attachments ?? [] == [], "the prompt was left")
  }
}
