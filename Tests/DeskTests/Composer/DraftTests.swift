import ChatModel
import Foundation
import Testing

@testable import Desk

/// What is written is on the disk soon, and in time before anything ends.
@Suite struct DraftTests {
  @Test func draftsAreSavedAtMostOnceASecondAndTheLastStateAlways() {
    var bench = writing()
    bench.type("abcdefghij")  // half a second
    #expect(drafts(bench.take()) == ["a"])
    bench.wait(1)
    #expect(drafts(bench.take()) == ["abcdefghij"])
    bench.wait(5)
    #expect(drafts(bench.take()).isEmpty)
  }

  @Test func aDraftThatIsClearedAndRewrittenIsNeverMissingOnTheDisk() {
    for key in ["Ctrl+U", "Ctrl+C"] {
      var bench = writing(Draft(text: "old words", editedAt: Date(timeIntervalSince1970: 0)))
      bench.press(key)
      bench.type("new words")
      #expect(drafts(bench.take()).isEmpty, "the old text is there until the new one is")
      bench.wait(1)
      #expect(drafts(bench.take()) == ["new words"])
      bench.press(key)
      #expect(drafts(bench.take()).isEmpty)
      bench.wait(1)
      #expect(drafts(bench.take()) == [""])
    }
  }

  @Test func aClearedDraftIsGoneFromTheDiskOnceTheConversationIsLeft() {
    var bench = writing(Draft(text: "old words", editedAt: Date(timeIntervalSince1970: 0)))
    bench.press("Ctrl+U")
    #expect(drafts(bench.take()).isEmpty)
    bench.press("Ctrl+N")
    #expect(drafts(bench.take()) == [""])
  }

  @Test func leavingTheConversationSavesTheDraftAndEndsTyping() {
    var bench = writing()
    bench.type("abc")
    _ = bench.take()
    bench.press("Ctrl+N")
    let effects = bench.take()
    #expect(drafts(effects) == ["abc"])
    #expect(effects.contains(.client(.stoppedTyping("lakshmi"))))
    bench.press("Ctrl+P")
    #expect(bench.state.composer?.editor.text == "abc")
  }

  @Test func anOldDraftAsksForASecondEnter() {
    var bench = writing(
      Draft(text: "old words", editedAt: Date(timeIntervalSince1970: 1_763_463_720)))
    bench.press("Enter")
    #expect(bench.take().isEmpty)
    #expect(bench.said == "This draft to Lakshmi is from 11:02. Enter again sends it.")
    bench.press("Enter")
    #expect(
      bench.take().contains(.client(.send("lakshmi", text: "old words", files: [], request: 1))))
  }

  @Test func aDraftThatWasTouchedIsNotOld() {
    var bench = writing(Draft(text: "old", editedAt: Date(timeIntervalSince1970: 0)))
    bench.type("!")
    bench.press("Enter")
    #expect(
      bench.take().contains(.client(.send("lakshmi", text: "old!", files: [], request: 1))))
  }

  @Test func aDraftFromTheDiskNeverReplacesWhatIsBeingWritten() {
    var bench = writing()
    bench.type("mine")
    bench.client(.draft("lakshmi", Draft(text: "older", editedAt: bench.now)))
    #expect(bench.state.composer?.editor.text == "mine")
    #expect(bench.state.hasDraft("lakshmi"))
    bench.client(.draft("ramesh", Draft(text: "theirs", editedAt: bench.now)))
    #expect(bench.state.hasDraft("ramesh"))
    bench.client(.draft("ramesh", nil))
    #expect(!bench.state.hasDraft("ramesh"))
  }

  @Test func whatIsWrittenIsOnTheDiskBeforeTheEditorOpens() throws {
    var bench = writing()
    bench.type("draft")
    _ = bench.take()
    bench.type(" two")
    bench.press("Ctrl+X Ctrl+E")
    let effects = bench.take()
    let saved = try #require(
      effects.firstIndex { effect in
        if case .client(.saveDraft("lakshmi", let draft)) = effect {
          draft.text == "draft two"
        } else {
          false
        }
      })
    let opened = try #require(effects.firstIndex(of: .openEditor("draft two")))
    #expect(saved < opened)
  }

  @Test func whatTheEditorGivesBackIsKeptThoughTheConversationIsGone() {
    var bench = writing()
    bench.press("Ctrl+X Ctrl+E")
    bench.client(.conversationsRemoved(["lakshmi"]))
    _ = bench.take()
    bench.run(.edited("ten minutes of work"))
    #expect(drafts(bench.take()).contains("ten minutes of work"))
    #expect(bench.said?.contains("kept as a draft") == true)
  }

  @Test func aClockThatWasSetBackHoldsNoDraftUp() {
    var bench = writing()
    bench.type("a")
    _ = bench.take()
    bench.now -= 3600
    bench.type("b")
    bench.wait(1.1)
    #expect(drafts(bench.take()).contains("ab"))
  }

  @Test func draftsAreWrittenAgainAfterASuspension() {
    var bench = writing()
    bench.type("a")
    bench.press("Ctrl+Z")
    _ = bench.take()
    bench.run(.resumed)
    #expect(drafts(bench.take()) == ["a"], "the disk may have refused it before")
  }
}
