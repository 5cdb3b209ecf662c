import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct TeamNoteTests {
  private func bench(shares: Bool = true) -> Bench {
    var configuration = DeskConfiguration()
    configuration.sharesNotes = shares
    var bench = Bench(configuration)
    bench.seed()
    return bench
  }

  private func theirs(_ bench: Bench, _ text: String = "theirs") -> ConversationNote {
    var note = ConversationNote(
      id: "u2/n1", conversationID: "lakshmi", text: text, writtenAt: bench.now - 60)
    note.author = "Kiran"
    return note
  }

  private func write(_ text: String, _ bench: inout Bench) {
    bench.press("m")
    bench.wait(1)
    bench.type(text)
    bench.wait(1)
    bench.press("Enter")
  }

  @Test func aNoteGoesToTheColleaguesWhereTheTeamHasAFolder() {
    for shares in [true, false] {
      var bench = bench(shares: shares)
      write("north field", &bench)
      let shared = bench.take().contains {
        if case .shareNote(let note, _, _) = $0 { note?.text == "north field" } else { false }
      }
      #expect(shared == shares)
      #expect(
        bench.said?.contains(shares ? "goes to your team's folder, too" : "stays on this computer")
          == true)
    }
  }

  @Test func thatItIsTakenBackGoesToTheColleaguesToo() {
    var bench = bench()
    write("north field", &bench)
    _ = bench.take()
    bench.press("u")
    bench.wait(1)
    let isGone = bench.take().contains {
      if case .shareNote(nil, _, _) = $0 { true } else { false }
    }
    #expect(isGone)
  }

  @Test func theNotesOfColleaguesAreShownAndNotChanged() throws {
    var bench = bench()
    bench.press("Enter")
    bench.timeline([bench.message("m1", ago: 30)])
    let note = theirs(bench)
    bench.run(.teamNotes([note], problems: []))
    let timeline = try #require(bench.state.timeline)
    #expect(timeline.item(at: timeline.count - 1) == .note(note))
    #expect(bench.state.openNotes == [note])
    bench.press("Esc Tab k E")
    #expect(bench.state.overlay == nil)
    #expect(bench.said == "That note is Kiran's: only they change it.")
    bench.press("D")
    #expect(bench.state.overlay == nil)
    // It is gone there.
    bench.run(.teamNotes([], problems: []))
    #expect(bench.state.openNotes.isEmpty)
  }

  @Test func brokenLinesAreNamedAndNothingStops() {
    var bench = bench()
    bench.run(.teamNotes([], problems: ["x.jsonl:3: no line of furrow; it is passed over."]))
    #expect(bench.said == "x.jsonl:3: no line of furrow; it is passed over.")
  }
}
