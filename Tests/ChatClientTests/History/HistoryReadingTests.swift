import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// A history that is read for who has no engine.
@Suite struct HistoryReadingTests {
  /// Five pages of ten, the newest first; the second holds something unreadable.
  private static func page(_ number: Int) -> Page<Message> {
    let low = 50 - number * 10
    var page = Page(
      elements: (max(0, low)..<max(0, low + 10)).map(message),
      pagination: Pagination(
        currentPage: number, totalPages: 5, totalItems: 50, itemsPerPage: 10,
        hasNextPage: number < 5))
    if number == 2 {
      page.problems = [UnexpectedShape(path: "messages[3]", problem: "is no object")]
    }
    return page
  }

  private static func message(_ number: Int) -> Message {
    Message(
      id: MessageID("m\(100 + number)"), content: "word \(number)",
      createdAt: Date(timeIntervalSince1970: 1000 + Double(number)))
  }

  private static func read(_ reading: inout HistoryReading) -> Int {
    var requests = 0
    while let number = reading.page, requests < 20 {
      requests += 1
      reading.handlePage(page(number), number: number)
    }
    return requests
  }

  @Test func theNewestAreReadOnAsManyPagesAsTheyTake() {
    var reading = HistoryReading(newest: 15)
    #expect(Self.read(&reading) == 2)
    #expect(reading.messages == (35..<50).map(Self.message))
  }

  @Test func whatAPageHoldsUnreadableIsTold() {
    var reading = HistoryReading(newest: 15)
    _ = Self.read(&reading)
    #expect(reading.problems.map(\.path) == ["messages[3]"])
  }

  @Test func whatIsBeforeAMessageIsReadBehindIt() {
    var reading = HistoryReading(newest: 5, before: Self.message(30).id)
    _ = Self.read(&reading)
    #expect(reading.messages == (25..<30).map(Self.message))
  }

  @Test func withoutThatMessageNothingIsAnswered() {
    var reading = HistoryReading(newest: 5, before: "elsewhere")
    _ = Self.read(&reading)
    #expect(reading.messages == nil)
  }
}
