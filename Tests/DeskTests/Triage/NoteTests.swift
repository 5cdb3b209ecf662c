import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct NoteTests {
  private func changes(_ effects: [Effect]) -> [LocalChange] {
    effects.compactMap { effect in
      if case .client(.keep(let change)) = effect { change } else { nil }
    }
  }

  private func isSent(_ effects: [Effect]) -> Bool {
    effects.contains { if case .client(.send) = $0 { true } else { false } }
  }

  private func items(_ bench: Bench) -> [TimelineItem.ID] {
    guard let timeline = bench.state.timeline else { return [] }
    return (0..<timeline.count).compactMap { timeline.item(at: $0)?.id }
  }

  @Test func aNoteIsKeptAndNeverSent() {
    var bench = Bench()
    bench.seed()
    bench.press("m")
    bench.wait(1)
    bench.type("north field floods")
    bench.wait(1)
    bench.press("Ctrl+J")
    bench.type("ask her")
    _ = bench.take()
    bench.press("Enter")
    let effects = bench.take()
    #expect(!isSent(effects))
    #expect(bench.state.overlay == nil)
    let notes = bench.state.local.notes(in: "lakshmi")
    #expect(notes.map(\.text) == ["north field floods\nask her"])
    #expect(changes(effects).first?.record == notes.first.map(LocalRecord.note))
    #expect(bench.state.local.noteDraft(in: "lakshmi") == nil)
    #expect(bench.said?.contains("stays on this computer") == true)
  }

  @Test func theNoteKeyOfTheComposerLeavesTheReplyAlone() {
    var bench = writing()
    bench.type("please")
    bench.press("F7")
    bench.type("secret")
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.local.notes(in: "lakshmi").map(\.text) == ["secret"])
    #expect(bench.state.composer?.editor.text == "please")
    #expect(!isSent(bench.take()))
  }

  @Test func aNoteThatIsLeftIsADraftOfItsOwn() {
    var bench = Bench()
    bench.seed()
    bench.press("m")
    bench.wait(1)
    bench.type("half")
    bench.press("Esc")
    #expect(bench.state.local.noteDraft(in: "lakshmi")?.text == "half")
    #expect(!bench.state.hasDraft("lakshmi"))
    bench.press("m")
    #expect((bench.state.overlay as? NoteBox)?.editor.text == "half")
  }

  @Test func aNoteOfAMegabyteIsRefusedInASentence() {
    var bench = Bench()
    bench.seed()
    bench.press("m")
    bench.run(.paste(String(repeating: "x", count: 1_000_000)))
    let box = bench.state.overlay as? NoteBox
    #expect(box?.editor.isEmpty == true)
    #expect(box?.problem?.contains("64 kB") == true || box?.problem?.contains("66 kB") == true)
  }

  @Test func notesStandBetweenTheMessagesWhereTheyWereWritten() {
    var bench = writing()
    bench.timeline(
      [bench.message("m1", ago: 30), bench.message("m2", ago: 10), bench.message("m3", ago: 5)])
    func note(_ id: NoteID, ago minutes: Double) -> LocalChange {
      LocalChange(
        .note(id),
        .note(
          ConversationNote(
            id: id, conversationID: "lakshmi", text: id.rawValue,
            writtenAt: bench.now - minutes * 60)))
    }
    bench.client(
      .local([note("a", ago: 40), note("b", ago: 20), note("c", ago: 19), note("d", ago: 1)]))
    // What lies before the window comes with the messages around it.
    #expect(
      items(bench)
        == [.message("m1"), .note("b"), .note("c"), .message("m2"), .message("m3"), .note("d")])
    for (place, id) in items(bench).enumerated() {
      #expect(bench.state.timeline?.index(of: id) == place)
    }
    bench.timeline([bench.message("m0", ago: 50)], reachesStart: true)
    #expect(items(bench).prefix(3) == [.message("m0"), .note("a"), .message("m1")])
  }

  @Test func aNoteIsEditedAndDeletedWhereItStands() {
    var bench = writing()
    bench.timeline([bench.message("m1", ago: 30)])
    let note = ConversationNote(
      id: "a", conversationID: "lakshmi", text: "old", writtenAt: bench.now - 60)
    bench.client(.local([LocalChange(.note("a"), .note(note))]))
    bench.press("Esc Tab k E")
    #expect((bench.state.overlay as? NoteBox)?.replaced == note)
    bench.press("Ctrl+U")
    bench.type("new")
    bench.wait(1)
    _ = bench.take()
    bench.press("Enter")
    let change = changes(bench.take()).first
    #expect(change?.base == note.editedAt)
    #expect(bench.state.local.note("a")?.text == "new")
    #expect(bench.state.local.note("a")?.writtenAt == note.writtenAt)
    bench.press("D")
    #expect((bench.state.overlay as? Question)?.question == "Delete this note on Lakshmi?")
    bench.press("y")
    bench.wait(1)
    #expect(bench.state.local.note("a") == nil)
    #expect(!items(bench).contains(.note("a")))
  }

  @Test func takingBackGoesThroughNotesStepByStep() {
    var bench = Bench()
    bench.seed()
    for text in ["one", "two"] {
      bench.press("m")
      bench.wait(1)
      bench.type(text)
      bench.wait(1)
      bench.press("Enter")
    }
    bench.press("u")
    bench.wait(1)
    #expect(bench.state.local.notes(in: "lakshmi").map(\.text) == ["one"])
    #expect(bench.said == "Taken back: the note on Lakshmi.")
    // What was typed is not lost with it.
    #expect(bench.state.local.noteDraft(in: "lakshmi")?.text == "two")
    bench.press("u")
    bench.wait(1)
    #expect(bench.state.local.notes(in: "lakshmi").isEmpty)
  }

  @Test func aNoteThatAnotherDeskHasChangedIsNotTakenBack() throws {
    var bench = Bench()
    bench.seed()
    bench.press("m")
    bench.wait(1)
    bench.type("one")
    bench.wait(1)
    bench.press("Enter")
    var note = try #require(bench.state.local.notes(in: "lakshmi").first)
    note.text = "theirs"
    bench.client(.local([LocalChange(.note(note.id), .note(note))]))
    bench.press("u")
    bench.wait(1)
    #expect(bench.state.local.note(note.id)?.text == "theirs")
    #expect(bench.said?.hasPrefix("Not taken back") == true)
  }

  @Test func notesAreLinesOfTheDetails() {
    var bench = writing()
    bench.run(.resized(Size(columns: 130, rows: 40)))
    let note = ConversationNote(
      id: "a", conversationID: "lakshmi", text: "north field", writtenAt: bench.now)
    bench.client(.local([LocalChange(.note("a"), .note(note))]))
    #expect(bench.state.detailsItems.contains(.note(note)))
    bench.press("Esc Tab Tab")
    while bench.state.detailsItem != .note(note) { bench.press("j") }
    bench.press("y")
    bench.wait(1)
    #expect(bench.take().contains(.copy("north field")))
    bench.press("Enter")
    #expect((bench.state.overlay as? NoteBox)?.replaced == note)
  }
}
