import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// Finding in the open conversation, and going to a day.
@Suite struct FindTests {
  /// Messages m0 to m9 of Lakshmi's, the focus in them.
  private func bench() -> Bench {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.state.focus = .messages
    bench.timeline((0..<10).map { bench.message("m\($0)", ago: Double(100 - $0), isRead: true) })
    bench.paint((0..<10).map { MessageID("m\($0)") })
    _ = bench.take()
    return bench
  }

  private func place(_ bench: Bench, _ number: Int) -> MessagePlace {
    MessagePlace(bench.message("m\(number)", ago: Double(100 - number)))
  }

  /// Looks for words, and answers what was asked.
  private func ask(_ text: String, _ bench: inout Bench) throws -> (SearchRequest, Int) {
    bench.press("/")
    bench.type(text + "\n", every: 1)
    for case .search(.places(let request, in: "lakshmi"), let number) in bench.take() {
      return (request, number)
    }
    throw NothingAsked()
  }

  private struct NothingAsked: Error {}

  private func note(
    _ id: NoteID, _ text: String, ago minutes: Double, _ bench: inout Bench
  ) {
    let note = ConversationNote(
      id: id, conversationID: "lakshmi", text: text, writtenAt: bench.now - minutes * 60)
    bench.client(.local([LocalChange(.note(id), .note(note))]))
  }

  @Test func notesAreAmongTheHitsInTheirPlaces() throws {
    var bench = bench()
    note("n1", "the yellow leaf again", ago: 94.5, &bench)
    note("n2", "a green leaf", ago: 91.5, &bench)
    let (_, number) = try ask("yellow le", &bench)
    bench.run(.foundPlaces(request: number, [place(bench, 2), place(bench, 7)]))
    #expect(bench.state.messages.selection == .message("m7"))
    #expect(bench.said?.hasPrefix("1 of 3") == true)
    bench.press("n")
    #expect(bench.state.messages.selection == .note("n1"))
    bench.press("n")
    #expect(bench.state.messages.selection == .message("m2"))
  }

  @Test func aNoteThatIsNotInTheWindowIsGoneTo() throws {
    var bench = bench()
    bench.state.timeline?.extent.older = .gap
    note("n1", "the yellow leaf", ago: 9000, &bench)
    let (_, number) = try ask("yellow", &bench)
    _ = bench.take()
    bench.run(.foundPlaces(request: number, []))
    let time = bench.state.serverTime(bench.now - 9000 * 60)
    let jump = bench.take().contains { effect in
      if case .client(.jump("lakshmi", to: .date(let date))) = effect {
        abs(date.timeIntervalSince(time)) < 60
      } else {
        false
      }
    }
    #expect(jump)
  }

  @Test func theHitsOfAConversationAreGoneThroughAndCounted() throws {
    var bench = bench()
    let (request, number) = try ask("yellow le", &bench)
    #expect(request.query.terms.map(\.words) == [["yellow"], ["le"]])
    #expect(request.me == Bench.me)
    #expect(bench.state.overlay == nil)
    let places = [place(bench, 2), place(bench, 5), place(bench, 7)]
    bench.run(.foundPlaces(request: number, places))
    #expect(bench.state.messages.selection == .message("m7"))
    #expect(bench.said?.hasPrefix("1 of 3 for “yellow le”") == true)
    #expect(bench.state.markedQuery == request.query)
    bench.press("n")
    #expect(bench.state.messages.selection == .message("m5"))
    #expect(bench.said?.hasPrefix("2 of 3") == true)
    bench.press("n n")
    #expect(bench.said == "That was the oldest of 3.")
    bench.press("N")
    #expect(bench.state.messages.selection == .message("m5"))
    bench.press("Esc")
    #expect(bench.state.markedQuery == nil && bench.state.focus == .messages)
    bench.press("n")
    #expect(bench.said == "Nothing is looked for here; / finds words.")
  }

  @Test func aHitThatIsNotLoadedIsJumpedToAndChosenThere() throws {
    var bench = bench()
    let (_, number) = try ask("leaf", &bench)
    let far = MessagePlace(time: Date(timeIntervalSince1970: 1_600_000_000), id: "old")
    bench.run(.foundPlaces(request: number, [far]))
    #expect(bench.take() == [.client(.jump("lakshmi", to: .message("old")))])
    bench.client(
      .timeline(
        TimelineUpdate(
          conversationID: "lakshmi", isReset: true, messages: [bench.message("old", ago: 9e5)],
          landing: "old", extent: TimelineExtent(freshness: .live))))
    #expect(bench.state.messages.selection == .message("old"))
  }

  @Test func theCountBeginsWithTheHitThatIsNotBelowWhatIsRead() throws {
    var bench = bench()
    bench.paint(["m3", "m4"])
    let (_, number) = try ask("leaf", &bench)
    bench.run(.foundPlaces(request: number, [place(bench, 2), place(bench, 7)]))
    #expect(bench.state.messages.selection == .message("m2"))
    #expect(bench.said?.hasPrefix("2 of 2") == true)
  }

  @Test func anAnswerToAnEarlierQuestionIsDropped() throws {
    var bench = bench()
    let (_, first) = try ask("leaf", &bench)
    let (_, second) = try ask("stem", &bench)
    bench.run(.foundPlaces(request: first, [place(bench, 2)]))
    #expect(bench.state.messages.selection == nil)
    bench.run(.foundPlaces(request: second, [place(bench, 4)]))
    #expect(bench.state.messages.selection == .message("m4"))
  }

  @Test func nothingFoundIsSaidAndMarksNothing() throws {
    var bench = bench()
    let (_, number) = try ask("leaf", &bench)
    bench.run(.foundPlaces(request: number, []))
    #expect(
      bench.said == "“leaf” is not in what this computer has read of the chat with Lakshmi.")
    #expect(bench.state.markedQuery == nil)
    let (_, other) = try ask("stem", &bench)
    bench.run(.searchFailed(request: other, "the disk is gone"))
    #expect(bench.said == "The history cannot be searched: the disk is gone.")
  }

  @Test(arguments: ["", "\"", "*", "👍", "has:x", "before:2026-02-30 a"])
  func whatIsNothingToFindStaysInThePromptWithASentence(_ text: String) {
    var bench = bench()
    bench.press("/")
    bench.type(text + "\n", every: 1)
    let prompt = bench.state.overlay as? LinePrompt
    #expect(prompt?.problem?.hasSuffix(".") == true)
    #expect(!bench.take().contains { if case .search = $0 { true } else { false } })
    bench.press("Esc")
    #expect(bench.state.overlay == nil)
  }

  @Test func marksEndWithTheConversation() throws {
    var bench = bench()
    _ = try ask("leaf", &bench)
    #expect(bench.state.markedQuery != nil)
    bench.press("Ctrl+N")
    #expect(bench.state.find == nil)
  }

  // MARK: Days

  @Test func aDayIsGoneTo() {
    var bench = bench()
    bench.press("g t")
    bench.type("1 nov\n", every: 1)
    let day = Date(timeIntervalSince1970: 1_761_955_200)
    #expect(bench.take().contains(.client(.jump("lakshmi", to: .date(day)))))
    #expect(bench.state.overlay == nil && bench.state.focus == .messages)
  }

  @Test(arguments: [
    (101.0, nil), (5000.0, "the next one after it"), (-5000.0, "the last one before it"),
  ])
  func aDayWithoutAMessageIsSaid(_ minutesAgo: Double, _ which: String?) {
    var bench = bench()
    bench.press("g t")
    bench.type("today\n", every: 1)
    bench.state.messages.soughtDay = bench.now - minutesAgo * 60
    let messages = (0..<3).map { bench.message("m\($0)", ago: Double(100 - $0), isRead: true) }
    bench.client(
      .timeline(
        TimelineUpdate(
          conversationID: "lakshmi", isReset: true, messages: messages, landing: "m0",
          extent: TimelineExtent(reachesStart: false, freshness: .live))))
    #expect(bench.said == which.map { "No message here is of that day; this is \($0)." })
    #expect(bench.state.messages.soughtDay == nil)
  }

  @Test func inTheListTheDayIsOfTheRowUnderTheCursor() {
    var bench = bench()
    bench.state.focus = .list
    bench.state.list.cursor = "sita"
    bench.press("g t")
    bench.type("3d\n", every: 1)
    #expect(bench.state.openID == "sita")
    #expect(
      bench.take().contains { effect in
        if case .client(.jump("sita", to: .date)) = effect { true } else { false }
      })
  }

  @Test(arguments: [
    ("2025-02-30", "There is no 30 February 2025."), ("2031-01-01", "That day is still to come."),
    ("", "A day is missing: 2026-11-01, 1 Nov, yesterday, monday or 3d."),
  ])
  func aDayThatDoesNotExistGetsASentence(_ text: String, _ sentence: String) {
    var bench = bench()
    bench.press("g t")
    bench.type(text + "\n", every: 1)
    #expect((bench.state.overlay as? LinePrompt)?.problem == sentence)
    #expect(bench.take() == [])
  }
}
