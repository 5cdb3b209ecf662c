import Foundation
import Testing

@testable import ChatModel

@Suite struct DateWordsTests {
  private let calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: "Asia/Kolkata")!
    return calendar
  }()
  /// Friday, 20 November 2026, 01:00 in India; the day before in Greenwich.
  private let now = Date(timeIntervalSince1970: 1_795_116_600)

  private func read(_ text: String) -> String {
    do {
      let date = try DateWords.day(text, now: now, calendar: calendar)
      let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
      #expect(parts.hour == 0 && parts.minute == 0)
      return "\(parts.year!)-\(parts.month!)-\(parts.day!)"
    } catch {
      return error.sentence
    }
  }

  @Test(arguments: [
    ("2026-11-01", "2026-11-1"), ("2025-12-31", "2025-12-31"), ("1 Nov", "2026-11-1"),
    ("Nov 1", "2026-11-1"), ("1 december", "2025-12-1"), ("20 nov", "2026-11-20"),
    ("21 nov", "2025-11-21"), ("29 feb", "2024-2-29"), ("1 Nov 2024", "2024-11-1"),
    ("today", "2026-11-20"), ("Yesterday", "2026-11-19"), ("monday", "2026-11-16"),
    ("fri", "2026-11-20"), ("thu", "2026-11-19"), ("3d", "2026-11-17"), ("0d", "2026-11-20"),
    ("2w", "2026-11-6"), ("2030-01-01", "2030-1-1"),
  ])
  func aDayIsReadInManyForms(_ text: String, _ day: String) { #expect(read(text) == day) }

  @Test(arguments: [
    ("2026-02-30", "There is no 30 February 2026."), ("31 Nov", "There is no 31 November 2026."),
    ("2026-13-01", "There is no month 13."), ("2026-00-01", "There is no month 0."),
    ("1 Nov 0000", "There is no 1 November 0."), ("2026-11-99", "There is no 99 November 2026."),
    ("mo", "“mo” is no day; write 2026-11-01, 1 Nov, yesterday, monday or 3d."),
    ("99999999d", "“99999999d” is no day; write 2026-11-01, 1 Nov, yesterday, monday or 3d."),
    ("👍", "“👍” is no day; write 2026-11-01, 1 Nov, yesterday, monday or 3d."),
    ("", "A day is missing: 2026-11-01, 1 Nov, yesterday, monday or 3d."),
    (
      "9223372036854775807-1-1",
      "“9223372036854775807-” is no day; write 2026-11-01, 1 Nov, yesterday, monday or 3d."
    ),
  ])
  func aDayThatDoesNotExistGetsASentence(_ text: String, _ sentence: String) {
    #expect(read(text) == sentence)
  }
}
