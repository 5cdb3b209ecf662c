import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// Finding in all conversations.
@Suite struct SearchOverlayTests {
  private func bench() -> Bench {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Esc")
    _ = bench.take()
    return bench
  }

  private func questions(_ bench: inout Bench) -> [(SearchRequest, Int)] {
    bench.take().compactMap { effect in
      if case .search(.everywhere(let request), let number) = effect {
        (request, number)
      } else {
        nil
      }
    }
  }

  private func hit(_ id: String, in place: ConversationID, _ bench: Bench) -> SearchHit {
    SearchHit(
      message: bench.message(id, ago: 1e6, "a yellow leaf"), conversation: Conversation(id: place),
      marks: [2..<8])
  }

  private func overlay(_ bench: Bench) -> SearchOverlay? { bench.state.overlay as? SearchOverlay }

  private func messages(_ bench: Bench) -> [MessageID] {
    overlay(bench)?.hits.map { hit in
      switch hit {
      case .message(let hit): hit.message.id
      case .note(let hit): MessageID("note \(hit.note.id)")
      }
    } ?? []
  }

  @Test func notesStandAmongTheHitsOfTheFirstPageAndAreGoneTo() throws {
    var bench = bench()
    var theirs = ConversationNote(
      id: "u2/n2", conversationID: "ramesh", text: "yellow paint", writtenAt: bench.now - 60)
    theirs.author = "Kiran"
    let mine = ConversationNote(
      id: "n1", conversationID: "sita", text: "the yellow leaf was rust", writtenAt: bench.now - 60)
    bench.client(.local([LocalChange(.note("n1"), .note(mine))]))
    bench.run(.teamNotes([theirs], problems: []))
    bench.press("g /")
    bench.type("yellow", every: 0.1)
    let asked = try #require(questions(&bench).last)
    var first = hit("old", in: "sita", bench)
    first.score = 1e9
    let page = SearchPage(hits: [first], next: SearchCursor(now: bench.now))
    bench.run(.found(request: asked.1, SearchFindings(page: page)))
    #expect(messages(bench) == ["old", "note u2/n2", "note n1"])
    bench.press("Down Down Down")
    let more = try #require(questions(&bench).last)
    bench.run(
      .found(
        request: more.1, SearchFindings(page: SearchPage(hits: [hit("far", in: "sita", bench)]))))
    #expect(messages(bench) == ["old", "note u2/n2", "note n1", "far"])
    bench.press("Enter")
    #expect(bench.state.openID == "sita" && bench.state.focus == .messages)
    bench.timeline([bench.message("m1", ago: 30)], in: "sita")
    #expect(bench.state.messages.selection == .note("n1"))
  }

  @Test(arguments: ["g /", "Ctrl+X /"])
  func aHitIsJumpedToInItsConversation(_ keys: String) throws {
    var bench = bench()
    bench.press(keys)
    bench.type("yellow", every: 0.1)
    let asked = try #require(questions(&bench).last)
    #expect(asked.0.query.terms == [SearchQuery.Term(words: ["yellow"], isPrefix: true)])
    let page = SearchPage(hits: [hit("old", in: "sita", bench), hit("far", in: "ramesh", bench)])
    bench.run(.found(request: asked.1, SearchFindings(page: page, reach: ["sita": .whole])))
    #expect(overlay(bench)?.hits.count == 2 && overlay(bench)?.reach == ["sita": .whole])
    bench.press("Down Enter")
    #expect(bench.state.overlay == nil)
    #expect(bench.state.openID == "ramesh" && bench.state.focus == .messages)
    let effects = bench.take()
    #expect(effects.contains(.client(.open("ramesh"))))
    #expect(effects.contains(.client(.jump("ramesh", to: .message("far")))))
    #expect(bench.state.markedQuery == asked.0.query)
  }

  @Test func aConversationThatIsNotMineIsWatched() throws {
    var bench = bench()
    bench.press("g /")
    bench.type("yellow", every: 0.1)
    let asked = try #require(questions(&bench).last)
    let page = SearchPage(hits: [hit("old", in: "gurpreet", bench)])
    bench.run(.found(request: asked.1, SearchFindings(page: page)))
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.openID == "gurpreet" && bench.state.isWatching)
    #expect(bench.state.focus == .messages)
  }

  @Test func whatWasAskedEarlierIsDropped() throws {
    var bench = bench()
    bench.press("g /")
    bench.type("ye", every: 0.5)
    let asked = questions(&bench)
    #expect(asked.count == 2)
    let page = SearchPage(hits: [hit("old", in: "sita", bench)])
    bench.run(.found(request: asked[0].1, SearchFindings(page: page)))
    #expect(overlay(bench)?.hits == [] && overlay(bench)?.isAsking == true)
    bench.run(.found(request: asked[1].1, SearchFindings(page: page)))
    #expect(overlay(bench)?.hits.count == 1 && overlay(bench)?.isAsking == false)
  }

  @Test func whatCameInOneReadIsAskedOnce() {
    var bench = bench()
    bench.press("g /")
    bench.run(.typed("yellow"))
    #expect(questions(&bench).count == 1)
  }

  @Test func theEndOfAPageAsksForTheNext() throws {
    var bench = bench()
    bench.press("g /")
    bench.type("leaf", every: 0.1)
    let asked = try #require(questions(&bench).last)
    let next = SearchCursor(top: 7, now: bench.now)
    let page = SearchPage(
      hits: [hit("a", in: "sita", bench), hit("b", in: "sita", bench)], next: next)
    bench.run(.found(request: asked.1, SearchFindings(page: page)))
    bench.press("Down")
    let more = try #require(questions(&bench).last)
    #expect(more.0.after == next)
    bench.run(
      .found(request: more.1, SearchFindings(page: SearchPage(hits: [hit("c", in: "sita", bench)])))
    )
    #expect(messages(bench) == ["a", "b", "c"])
    #expect(overlay(bench)?.selection == 1)
    bench.press("Down Down")
    #expect(questions(&bench).isEmpty)
  }

  @Test(arguments: ["\"", "*", "👍", "has:x", "from:", String(repeating: "x", count: 10_000)])
  func whatIsNothingToSearchForGetsASentence(_ text: String) {
    var bench = bench()
    bench.press("g /")
    bench.run(.paste(text))
    #expect(overlay(bench)?.problem?.hasSuffix(".") == true)
    #expect(questions(&bench).isEmpty)
    bench.press("Enter")
    #expect(overlay(bench) != nil)
  }

  @Test func aConversationThatIsGoneIsSaid() throws {
    var bench = bench()
    bench.press("g /")
    bench.type("leaf", every: 0.1)
    let asked = try #require(questions(&bench).last)
    let page = SearchPage(hits: [hit("a", in: "nobody", bench)])
    bench.run(.found(request: asked.1, SearchFindings(page: page)))
    bench.press("Enter")
    #expect(bench.said == "That conversation is not in the list any more.")
    #expect(overlay(bench) != nil)
  }

  @Test func anEnterThatComesWithAWordOpensNothingWhereItsLettersOpenedTheSearch() throws {
    var bench = bench()
    bench.type("g/leaf", every: 0.1)
    let asked = try #require(questions(&bench).last)
    let page = SearchPage(hits: [hit("a", in: "sita", bench)])
    bench.run(.found(request: asked.1, SearchFindings(page: page)))
    bench.type("\n")
    #expect(bench.state.openID != "sita")
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.openID == "sita")
  }

  @Test func anEnterThatComesFastIsTakenWhereTheSearchWasOpenedFirst() throws {
    var bench = bench()
    bench.press("g /")
    bench.wait(0.5)
    bench.type("leaf", every: 0.1)
    let asked = try #require(questions(&bench).last)
    let page = SearchPage(hits: [hit("a", in: "sita", bench)])
    bench.run(.found(request: asked.1, SearchFindings(page: page)))
    bench.type("\n")
    #expect(bench.state.openID == "sita")
  }

  @Test func aHistoryThatCannotBeAskedIsSaid() throws {
    var bench = bench()
    bench.press("g /")
    bench.type("leaf", every: 0.1)
    let asked = try #require(questions(&bench).last)
    bench.run(.searchFailed(request: asked.1, "the disk is gone"))
    #expect(overlay(bench)?.problem == "The history cannot be searched: the disk is gone.")
  }
}
