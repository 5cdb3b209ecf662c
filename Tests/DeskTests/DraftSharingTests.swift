import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// Several desks of one person share their drafts: each sees what became of them, and none loses what
/// was written in it.
@Suite struct DraftSharingTests {
  /// Lakshmi's conversation is open, and this is written there and on the disk.
  private func bench(writing text: String) -> Bench {
    var bench = Bench()
    bench.seed()
    bench.client(
      .conversations([bench.summary("lakshmi", waits: 47)]))
    bench.run(.key(.character("w")))
    bench.wait(2)
    #expect(bench.state.openID == "lakshmi")
    bench.type(text)
    bench.wait(5)
    _ = bench.take()
    return bench
  }

  private func draft(_ bench: Bench, _ text: String) -> Draft {
    Draft(text: text, editedAt: bench.now)
  }

  private func text(_ bench: Bench) -> String? { bench.state.composer?.editor.text }

  @Test func aDraftThatWentElsewhereGoesHereAndCanBeBroughtBack() {
    var bench = bench(writing: "please wait")
    bench.client(.draft("lakshmi", nil))
    #expect(text(bench)?.isEmpty == true)
    #expect(bench.said?.contains("another window") == true)
    bench.run(.key(.control("_")))
    #expect(text(bench) == "please wait")
  }

  @Test func whatIsNotOnTheDiskYetStays() {
    var bench = bench(writing: "please wait")
    bench.type(" a")
    bench.type(" little")
    bench.client(.draft("lakshmi", nil))
    #expect(text(bench) == "please wait a little")
  }

  @Test func anothersTextIsNotPutInPlaceOfMineAndMineIsKeptWhenItGoes() {
    var bench = bench(writing: "please wait")
    bench.client(.draft("lakshmi", draft(bench, "another text")))
    #expect(text(bench) == "please wait")
    bench.client(.draft("lakshmi", nil))
    #expect(text(bench) == "please wait")
    let saved = bench.take().compactMap { effect -> String? in
      if case .client(.saveDraft("lakshmi", let draft)) = effect { draft.text } else { nil }
    }
    #expect(saved == ["please wait"])
  }

  @Test func whereEverythingWentTheNextDraftOfAnotherDeskIsSeen() {
    var bench = bench(writing: "please wait")
    bench.client(.draft("lakshmi", nil))
    bench.client(.draft("lakshmi", draft(bench, "the next one")))
    #expect(text(bench) == "the next one")
    bench.client(.draft("lakshmi", nil))
    #expect(text(bench)?.isEmpty == true)
  }
}
