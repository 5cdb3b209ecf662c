import ChatModel
import Foundation
import Testing

@testable import Desk

@Suite struct ExportPromptTests {
  private func exported(_ bench: inout Bench) -> ExportWish? {
    for case .export(let wish, _) in bench.take() { return wish }
    return nil
  }

  @Test func notesGoInOnlyWhenThatIsWanted() throws {
    for (key, count) in [("y", 1), ("n", 0), ("Esc", 0)] {
      var bench = writing()
      let note = ConversationNote(
        id: "n1", conversationID: "lakshmi", text: "owes us a call", writtenAt: bench.now)
      bench.client(.local([LocalChange(.note("n1"), .note(note))]))
      bench.press("Esc g e")
      bench.run(.proposedExport("/home/meera/Lakshmi.html"))
      bench.wait(1)
      bench.press("Enter")
      #expect((bench.state.overlay as? Question)?.question == "Put the note in, too?")
      #expect(exported(&bench) == nil)
      bench.wait(1)
      bench.press(key)
      #expect(exported(&bench)?.notes.count == count)
      #expect(bench.state.overlay == nil)
    }
  }

  @Test func theChatOnTheScreenIsComparedWhileItsPathIsChosen() {
    var bench = writing()
    bench.press("Esc")
    _ = bench.take()
    bench.press("g e")
    #expect(bench.take().contains(.client(.compare("lakshmi"))))
  }

  @Test func ofMarkedRowsEachHasAFile() throws {
    var bench = Bench()
    bench.seed()
    bench.press("Space Space g e")
    #expect(bench.take().contains(.proposeExport(named: "chats 2025-11-18", of: 2)))
    #expect((bench.state.overlay as? PathPrompt).map { $0.purpose } == .export(bench.state.marked))
    bench.run(.proposedExport("/home/meera/chats 2025-11-18/*.html"))
    bench.wait(1)
    bench.press("Enter")
    let wish = try #require(exported(&bench))
    #expect(wish.isEach && wish.chats.map(\.name) == ["Lakshmi", "Ramesh"])
    #expect(bench.state.marked.count == 2, "an export changes nothing")
  }

  @Test func escapeStopsWhatIsBeingWrittenAndASecondOneWaits() {
    var bench = Bench()
    bench.seed()
    bench.press("Space Space g e")
    bench.run(.proposedExport("/home/meera/chats/*.html"))
    bench.wait(1)
    bench.press("Enter")
    #expect(exported(&bench) != nil)
    #expect(bench.said?.hasSuffix("Esc stops that.") == true, "\(bench.said ?? "")")
    bench.press("g e")
    #expect(bench.said == "An export is still being written; Esc stops it.")
    bench.press("q")
    let question = bench.state.overlay as? Question
    #expect(question?.detail == "The export stops, and is not whole.")
    bench.press("n Esc")
    #expect(bench.take().contains(.stopExport))
    #expect(bench.state.marked.count == 2, "the marks are for the next Esc")
    bench.run(
      .report(
        Notice(.info, "The export was stopped: 1 of 2 files is written to /home, the rest is not.")),
      .exportEnded(request: 1))
    #expect(bench.said?.hasPrefix("The export was stopped: 1 of 2") == true)
    bench.press("Esc")
    #expect(bench.state.marked.isEmpty && !bench.take().contains(.stopExport))
  }

  @Test func whileAReplyIsWrittenEscapeLeavesThatAndNotTheExport() {
    var bench = writing()
    bench.press("Esc g e")
    bench.run(.proposedExport("/home/meera/Lakshmi.html"))
    bench.wait(1)
    bench.press("Enter")
    _ = bench.take()
    bench.press("i Esc")
    #expect(!bench.take().contains(.stopExport))
    bench.press("Esc")
    #expect(bench.take().contains(.stopExport))
  }

  @Test func theOpenConversationIsWrittenWhereThePersonSays() {
    var bench = writing()
    bench.press("Esc g e")
    #expect(
      bench.take().contains(.proposeExport(named: "Lakshmi 2025-11-18.html", of: 1)))
    bench.run(.proposedExport("/home/meera/Lakshmi.html"))
    #expect((bench.state.overlay as? PathPrompt)?.path.text == "/home/meera/Lakshmi.html")
    bench.wait(1)
    _ = bench.take()
    bench.press("Enter")
    let wish = exported(&bench)
    #expect(wish?.chats.map(\.id) == ["lakshmi"] && wish?.path == "/home/meera/Lakshmi.html")
    #expect(wish?.me == Bench.me && wish?.notes == [] && wish?.isEach == false)
    #expect(bench.state.overlay == nil)
    #expect(bench.said?.contains("the chat with Lakshmi") == true)
  }

  @Test func aPathThatCannotBeWrittenIsAskedForAgainAsItWasTyped() throws {
    var bench = writing()
    bench.press("Esc g e")
    bench.run(.proposedExport("/nowhere/Lakshmi.html"))
    bench.wait(1)
    bench.press("Enter")
    let wish = try #require(exported(&bench))
    bench.run(
      .unsavedExport(wish, reason: "There is no folder /nowhere."), .exportEnded(request: 1))
    let prompt = bench.state.overlay as? PathPrompt
    #expect(prompt?.path.text == "/nowhere/Lakshmi.html")
    #expect(prompt?.problem == "There is no folder /nowhere.")
    #expect(prompt?.purpose == .export(["lakshmi"]) && bench.state.exporting == nil)
    bench.press("Esc i")
    bench.run(.unsavedExport(wish, reason: "There is no folder /nowhere."))
    #expect(bench.state.overlay == nil && bench.said == "There is no folder /nowhere.")
  }

  @Test func aNameThatIsNoFormatIsRefusedInASentence() {
    var bench = writing()
    bench.press("Esc g e")
    bench.run(.proposedExport("/home/meera/Lakshmi.html"))
    for _ in 0..<4 { bench.press("Backspace") }
    bench.press("p d f")
    bench.wait(1)
    bench.press("Enter")
    let prompt = bench.state.overlay as? PathPrompt
    #expect(prompt?.problem == "The name's ending is the format: .html, .txt, .md, .json.")
    #expect(!bench.take().contains { if case .export = $0 { true } else { false } })
  }
}
