import ChatModel
import Foundation
import Testing

@Suite struct NoteIndexTests {
  private let now = Date(timeIntervalSince1970: 1_760_000_000)

  private func note(
    _ id: NoteID, _ text: String, in place: ConversationID = "c1", by author: String? = nil,
    daysAgo: Double = 1
  ) -> ConversationNote {
    var note = ConversationNote(
      id: id, conversationID: place, text: text, writtenAt: now - daysAgo * 86_400)
    note.author = author
    return note
  }

  private func found(_ query: String, _ notes: [ConversationNote]) throws -> [NoteID] {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let query = try SearchQuery(reading: query, now: now, calendar: calendar)
    let lakshmi = Participant(id: "f1", firstName: "Lakshmi")
    return NoteIndex(notes).hits(query, now: now) {
      Conversation(id: $0, farmer: $0 == "c1" ? .known(lakshmi) : .absent)
    }.map(\.note.id)
  }

  @Test func notesAreFoundByTheRulesOfMessages() throws {
    let notes = [
      note("a", "Yellow leaf, from the tips"), note("b", "पत्ती पीली", daysAgo: 9),
      note("c", "call +911234567890 or see https://a.example/x", in: "c2", by: "Kiran Rao"),
    ]
    #expect(try found("yel leaf", notes) == [])
    #expect(try found("yel* leaf", notes) == ["a"])
    #expect(try found("\"leaf from\"", notes) == ["a"])
    #expect(try found("\"leaf tips\"", notes) == [])
    #expect(try found("पत्ती", notes) == ["b"])
    #expect(try found("has:phone has:link", notes) == ["c"])
    #expect(try found("has:image", notes) == [])
    #expect(try found("from:kir", notes) == ["c"])
    #expect(try found("from:farmer", notes) == [])
    #expect(try Set(found("from:me", notes)) == ["a", "b"])
    #expect(try Set(found("in:lakshmi", notes)) == ["a", "b"])
    #expect(try found("in:c2", notes) == ["c"])
    #expect(try found("after:3d from:me", notes) == ["a"])
    #expect(try found("before:3d", notes) == ["b"])
  }

  @Test func theBestComeFirstAndTheirWordsAreMarked() throws {
    let old = note("old", "leaf", daysAgo: 400)
    let new = note("new", "the leaf", daysAgo: 1)
    #expect(try found("leaf", [old, new]) == ["new", "old"])
    let query = SearchQuery(terms: [SearchQuery.Term(words: ["leaf"])])
    let hit = NoteIndex([new]).hits(query, now: now) { Conversation(id: $0) }.first
    #expect(hit?.marks == [4..<8])
  }

  @Test func whatIsEditedOrGoneIsFoundAsItIs() throws {
    let query = SearchQuery(terms: [SearchQuery.Term(words: ["leaf"])])
    var index = NoteIndex([note("a", "leaf"), note("b", "leaf")])
    index.update([note("a", "stem")])
    #expect(index.notes(query, in: "c1").isEmpty)
    index.update([note("a", "leaf")])
    #expect(index.notes(query, in: "c1").map(\.id) == ["a"])
    #expect(index.notes(query, in: "c2").isEmpty)
  }
}
