import Foundation
import Testing

@testable import ChatModel

@Suite struct SearchQueryTests {
  private let calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 19_800)!
    return calendar
  }()
  /// Friday, 20 November 2026, 12:00 in India.
  private let now = Date(timeIntervalSince1970: 1_795_156_200)

  private func read(_ text: String) throws -> SearchQuery {
    try SearchQuery(reading: text, now: now, calendar: calendar)
  }

  private func sentence(_ text: String) -> String? {
    do {
      _ = try SearchQuery(reading: text, now: now, calendar: calendar)
      return nil
    } catch {
      return error.sentence
    }
  }

  private func day(_ year: Int, _ month: Int, _ day: Int) -> Date {
    calendar.date(from: DateComponents(year: year, month: month, day: day))!
  }

  @Test func theLastWordMayBeABeginningAndAPhraseStandsInQuotes() throws {
    typealias Term = SearchQuery.Term
    #expect(
      try read("yellow Leaf").terms
        == [Term(words: ["yellow"]), Term(words: ["leaf"], isPrefix: true)])
    #expect(
      try read("\"yellow leaf\" spo* x-ray").terms == [
        Term(words: ["yellow", "leaf"]), Term(words: ["spo"], isPrefix: true), Term(words: ["x"]),
        Term(words: ["ray"], isPrefix: true),
      ])
    #expect(try read("leaf \"yellow\"").terms.map(\.isPrefix) == [false, false])
    #expect(try read("\"yellow le\"*").terms == [Term(words: ["yellow", "le"], isPrefix: true)])
    #expect(try read("“पीली पत्ती").terms == [Term(words: ["पीली", "पत्ती"])])
    #expect(try read("at 10:30").terms.map(\.words) == [["at"], ["10"], ["30"]])
    #expect(try read("AND OR NOT NEAR(a b)").terms.count == 6)
  }

  @Test func aDayOfSeveralWordsNeedsNoQuotes() throws {
    let query = try read("after:1 Nov before:15 nov 2026 leaf")
    #expect(query.after == day(2026, 11, 1) && query.before == day(2026, 11, 15))
    #expect(query.terms.map(\.words) == [["leaf"]])
    let one = try read("after:monday 3 leaves before:nov 10 \"2025\"")
    #expect(one.after == day(2026, 11, 16) && one.before == day(2026, 11, 10))
    #expect(one.terms.map(\.words) == [["3"], ["leaves"], ["2025"]])
    #expect(sentence("after:1")?.contains("“1” is no day") == true)
  }

  @Test func filtersAreWords() throws {
    let query = try read("FROM:me from:\"Lakshmi R.\" in:ramesh has:image has:link leaf after:1d")
    #expect(query.senders == [.me, .named(["lakshmi", "r"])])
    #expect(query.places == [.named("ramesh")])
    #expect(query.contents == [.image, .link])
    #expect(query.after == day(2026, 11, 19))
    #expect(query.terms == [SearchQuery.Term(words: ["leaf"], isPrefix: true)])
    let two = try read("before:2026-11-03 before:\"5 Nov\" after:2026-10-01 after:2026-10-05")
    #expect(two.before == day(2026, 11, 3) && two.after == day(2026, 10, 5))
  }

  @Test(arguments: [
    ("", "There is nothing to search for."), ("  ", "There is nothing to search for."),
    ("\"", "“\"” has no letter and no number; a search is for words."),
    ("*", "“*” has no letter and no number; a search is for words."),
    ("👍", "“👍” has no letter and no number; a search is for words."),
    ("has:banana", "has: takes image, audio, video, file, link or phone, not “banana”."),
    ("has:", "has: takes image, audio, video, file, link or phone."),
    ("from:", "from: takes me, farmer or a name."),
    ("in:*", "in: takes a name or a conversation's id."),
    ("before:2026-02-30 x", "before: There is no 30 February 2026."),
    (
      "after:someday",
      "after: “someday” is no day; write 2026-11-01, 1 Nov, yesterday, monday or 3d."
    ),
    (
      String(repeating: "x", count: 10_000),
      "A search of more than 1,000 letters is a paste; search for a few of its words."
    ),
    (String(repeating: "x ", count: 65), "A search has at most 64 words."),
  ])
  func whatIsNothingToSearchForGetsASentence(_ text: String, _ sentence: String) {
    #expect(self.sentence(text) == sentence)
  }

  @Test func marksStandInTheClustersOfTheText() throws {
    let query = try read("\"पीली पत्ती\" गेह")
    #expect(query.marks(in: "👩‍👩‍👧 गेहूँ की पीली, पत्ती") == [2..<4, 7..<13])
    #expect(try read("leaf lea*").marks(in: "leaf, leaves") == [0..<4, 6..<12])
  }

  @Test func aNewerAndAFullerHitScoresHigher() throws {
    let query = try read("leaf")
    func score(_ text: String, daysAgo: Double) -> Double {
      query.score(
        [SearchWords.words(of: text)], date: now - daysAgo * 86_400, now: now)
    }
    #expect(score("leaf", daysAgo: 1) > score("leaf", daysAgo: 2))
    #expect(score("leaf leaf", daysAgo: 1) > score("leaf stem", daysAgo: 1))
    #expect(score("leaf", daysAgo: 1) > score("one leaf of many that grew", daysAgo: 1))
    #expect(score("leaf", daysAgo: -5) == score("leaf", daysAgo: 0))
  }

  @Test func aCursorIsOneWordAndBackAgain() {
    for top in [nil, 5, Int64.max] {
      for id in ["m1", "", "é\0 .-", "a.b"] {
        let shown = SearchCursor.Shown(
          bottom: 77, score: 1.25, place: MessagePlace(time: now, id: MessageID(id)))
        for cursor in [
          SearchCursor(top: top, now: now), SearchCursor(top: top, shown: shown, now: now),
        ] {
          #expect(SearchCursor(text: cursor.text) == cursor)
          #expect(
            cursor.text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") })
        }
      }
    }
    for text in ["", "x", "p", "p.", "p!.1", "p1.2.3.4.5.0", "p1.2.3.4.5.zz", "p....."] {
      #expect(SearchCursor(text: text) == nil)
    }
  }

  @Test(arguments: [
    ("ring 98210 45724", true), ("+91 (98210)-45724", true), ("९८२१०४५७२४", true),
    ("2026-11-01", false), ("12345", false), ("12345678901234567", false),
    ("on 2026-11-01 at 10:30", false),
  ])
  func aPhoneNumberIsFoundAsPeopleWriteIt(_ text: String, _ isIn: Bool) {
    #expect(PhoneNumbers.isIn(text) == isIn)
  }

  @Test func contentsAreWhatTheMessageCarries() {
    let photo = Message(id: "a", kind: .media(.image), media: .known(Media(bareID: "f")))
    #expect(photo.searchedContents == [.image, .file])
    let link = Message(id: "b", content: "see https://example.org or 98210 45724")
    #expect(link.searchedContents == [.link, .phone])
    #expect(Message(id: "c", content: "://").searchedContents == [])
  }
}
