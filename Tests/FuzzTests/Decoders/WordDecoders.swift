import ChatModel
import Foundation
import JSON

@testable import Desk

/// What people type, and the small texts inside of records.
extension FuzzDecoder {
  static let words = [searches, searchWords, cursors, listFilters, hours, times, tokens, scraps]

  private static let now = Date(timeIntervalSince1970: 1_763_476_320)
  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 19_800) ?? .gmt
    return calendar
  }()

  private static let searches = FuzzDecoder(
    "searches",
    words: [
      "from:", "in:", "before:", "after:", "has:", "\"", "*", "me", "farmer", "image", "today",
      "monday", "3d", "2026-11-01", "1 Nov", "पत्ती", "é", "e\u{301}", "\u{AD}",
    ],
    seeds: [
      "leaf \"yellow spots\" spray*", "from:me in:ramesh after:monday has:image",
      "before:2026-11-01 from:\"Sita Devi\" x",
    ]
  ) { input in
    do {
      let query = try SearchQuery(reading: text(input), now: now, calendar: calendar)
      try law(query.terms.allSatisfy { !$0.words.isEmpty }, "a term without words")
      return kind(
        1, few(query.terms.count), query.senders.count, query.places.count, query.contents.count,
        query.before == nil ? 0 : 1)
    } catch {
      return kind(refused: error)
    }
  }

  private static let searchWords = FuzzDecoder(
    "search-words",
    words: [
      "पत्ती", "é", "e\u{301}", "\u{AD}", "\u{200D}", "1,000", "don't", "한국", "İ", "ß", "\u{345}",
    ],
    seeds: ["Yellow leaves of the tomato", "पत्तियाँ पीली", "İstanbul STRASSE"]
  ) { input in
    let foreign = text(input)
    let places = SearchWords.places(in: foreign)
    try law(places.map(\.word) == SearchWords.words(of: foreign), "places of other words")
    let count = foreign.count
    for place in places {
      try law(
        place.clusters.lowerBound >= 0 && place.clusters.upperBound <= count
          && !place.clusters.isEmpty,
        "\(place) of \(count)")
    }
    let snippet = Snippet(of: foreign, marks: Array(places.map(\.clusters).prefix(1)), length: 20)
    for mark in snippet.marks {
      try law(mark.upperBound <= snippet.text.count, "a mark outside of \(snippet.text)")
    }
    return kind(few(places.count), few(snippet.text.count))
  }

  private static let cursors = FuzzDecoder(
    "search-cursors", words: [".", "p", "-", "zz", "0"],
    seeds: [
      SearchCursor(top: 5, now: now).text,
      SearchCursor(
        top: 5, shown: .init(bottom: 3, score: 1.5, place: MessagePlace(time: now, id: "m1")),
        now: now
      ).text,
    ]
  ) { input in
    guard let cursor = SearchCursor(text: text(input)) else { return 0 }
    try law(SearchCursor(text: cursor.text) == cursor, "it is another one when it is written")
    return kind(1, cursor.top == nil ? 0 : 1, cursor.shown == nil ? 0 : 1)
  }

  private static let listFilters = FuzzDecoder(
    "list-filters",
    words: [
      "agent:", "status:", "older:", "newer:", "waits:", "2h", "open,waiting", "me", " ", "1e9d",
    ],
    seeds: ["agent:ravi status:open,waiting older:2h yellow", "newer:3d waits:30m"]
  ) { input in
    let filter = FilterWords(text(input))
    return kind(few(filter.conditions.count), few(filter.words.count), few(filter.problems.count))
  }

  private static let hours = FuzzDecoder(
    "working-hours",
    words: ["Mon", "Fri", "-", "–", ",", " ", "09:00", "24:00", "18:00", "22:00-06:00"],
    seeds: [
      "Mon-Fri 09:00-18:00, Sat 10:00-14:00", "Mon, Wed 9:00-13:00 14:00-18:00", "22:00-06:00",
    ]
  ) { input in
    do {
      let hours = try WorkingHours(text(input))
      let calendar = WorkCalendar(hours, in: .gmt)
      let worked = calendar.seconds(from: now, to: now + 7 * 86_400)
      try law(worked >= 0 && worked <= 7 * 86_400, "\(worked) seconds of a week")
      return kind(1, few(Int(worked)))
    } catch let fault as WorkingHours.Fault {
      return kind(refused: fault)
    }
  }

  private static let iso = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  private static let times = FuzzDecoder(
    "times", words: ["-", ":", "T", "Z", ".000", "+05:30", " ", "2024-02-29", "1761302700000"],
    seeds: [
      "2025-10-24T10:45:00.000Z", "2025-10-24T10:45:00Z", "2025-10-24 10:45:00", "1761302700000",
    ], longest: 60
  ) { input in
    let words = text(input)
    guard let date = Timestamp.parse(words) else { return Timestamp.read(words) == nil ? 0 : 1 }
    if let theirs = try? iso.parse(words), words.utf8.count == 24 {
      try law(abs(theirs.timeIntervalSince(date)) < 0.001, "\(words) is \(theirs), not \(date)")
    }
    try law(abs(date.timeIntervalSince1970) < 4e11, "\(date) is no time of a message")
    return kind(2, words.utf8.count)
  }

  private static let tokens = FuzzDecoder(
    "tokens", words: [".", "eyJ", "=", "-", "_", "eyJzdWIiOiJ1MSJ9"],
    seeds: [
      "eyJhbGciOiJIUzI1NiJ9.eyJfaWQiOiJ1MSIsInJvbGUiOiJTdXBwb3J0IiwiZXhwIjoxNzYzNDc2MzIwfQ.c2ln",
      "a.eyJpZCI6NX0.c",
    ]
  ) { input in
    do {
      let claims = try Claims(token: text(input))
      try law(!claims.userID.rawValue.isEmpty, "nobody's")
      return kind(1, claims.expiresAt == nil ? 0 : 1, claims.name == nil ? 0 : 1)
    } catch {
      return kind(refused: error)
    }
  }

  /// What is looked for in the words of a message.
  private static let scraps = FuzzDecoder(
    "message-words",
    words: [
      "+91 ", "98765", "43210", "-", "(", ")", "https://", "www.", ".org/", "?a=b", "eyJhbGciOi.",
      "<", "&", "१२३",
    ],
    seeds: [
      "call +91 98765 43210 or (022) 2345-6789", "see https://a.org/b?c=(d), and www.b.in.",
      "Bearer eyJhbGciOi.eyJzdWIi.c2ln",
    ]
  ) { input in
    let foreign = text(input)
    let numbers = PhoneNumbers.numbers(in: foreign)
    try law(PhoneNumbers.isIn(foreign) == !numbers.isEmpty, "numbers that are none: \(numbers)")
    let links = Links.addresses(in: foreign)
    try law(
      links.allSatisfy { link in
        !link.unicodeScalars.contains { $0.properties.generalCategory == .control }
      },
      "a link with controls: \(links)")
    let escaped = XMLText.escaped(foreign)
    try law(!escaped.utf8.contains(UInt8(ascii: "<")), "it ends a text: \(escaped)")
    _ = WireMask(seed: 1).masked(TokenMask.masked(foreign))
    return kind(
      few(numbers.count), few(links.count), escaped.utf8.count == foreign.utf8.count ? 0 : 1)
  }
}
