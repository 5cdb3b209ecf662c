import Foundation
import Testing

@testable import Desk

@Suite struct SnoozeTimeTests {
  private static let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt

  private func date(_ text: String, in zone: TimeZone = .gmt) -> Date {
    let format = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
      .dateTimeSeparator(.space).time(includingFractionalSeconds: false)
    return (try? format.parse(text)) ?? .distantPast
  }

  /// A Friday at half past eight.
  private func read(_ text: String, at now: String = "2025-11-28 08:30:00") -> Date? {
    try? SnoozeTime(now: date(now), zone: .gmt).read(text)
  }

  private func problem(_ text: String, at now: String = "2025-11-28 08:30:00") -> String? {
    do throws(SnoozeTime.Problem) {
      _ = try SnoozeTime(now: date(now), zone: .gmt).read(text)
      return nil
    } catch {
      return error.sentence
    }
  }

  @Test(arguments: [
    ("2h", "2025-11-28 10:30:00"), ("1h30", "2025-11-28 10:00:00"),
    ("90 min", "2025-11-28 10:00:00"),
    ("in 3 days", "2025-12-01 08:30:00"), ("1w", "2025-12-05 08:30:00"),
    ("tomorrow", "2025-11-29 09:00:00"), ("tomorrow 14:00", "2025-11-29 14:00:00"),
    ("today 9", "2025-11-28 09:00:00"), ("fri 9", "2025-11-28 09:00:00"),
    ("fri 8", "2025-12-05 08:00:00"), ("Monday", "2025-12-01 09:00:00"),
    ("next mon at 2pm", "2025-12-01 14:00:00"), ("9:15", "2025-11-28 09:15:00"),
    ("8", "2025-11-29 08:00:00"), ("12am", "2025-11-29 00:00:00"),
    ("2025-12-24 10", "2025-12-24 10:00:00"), ("24 dec 10:30", "2025-12-24 10:30:00"),
    ("dec 24", "2025-12-24 09:00:00"), ("24.12. 8", "2025-12-24 08:00:00"),
    ("3 jan", "2026-01-03 09:00:00"),
  ])
  func aTimeIsReadAsItIsMeant(text: String, wanted: String) {
    #expect(read(text) == date(wanted))
  }

  @Test(arguments: [
    ("31 feb", "There is no such day as “31 feb”."), ("30.2.", "There is no such day as “30.2.”."),
    ("2026-02-29", "There is no such day as “2026-02-29”."),
    ("tomorrow 25:00", "There is no such time as “25:00”."),
    ("2025-11-27", "“2025-11-27” has passed."), ("today 8", "“today 8” has passed."),
    ("500d", "“500d” is more than a year away."),
    ("2030-01-01", "“2030-01-01” is more than a year away."),
  ])
  func aDateThatDoesNotExistGetsASentence(text: String, sentence: String) {
    #expect(problem(text) == sentence)
  }

  @Test func whatIsNoTimeSaysHowOneIsWritten() {
    for text in ["soon", "2x", "h", "-1h", "99999999999999999999h", "१० बजे", ":", "9:", "\u{0}"] {
      #expect(problem(text)?.contains("is no time: 2h") == true, "\(text)")
    }
    #expect(problem("") == "Type a time: 2h, tomorrow 14:00.")
    _ = problem(String(repeating: "9h", count: 100_000))
  }

  @Test func anHourIsAnHourAndNineIsNineOverANightInWhichTheClockChanges() throws {
    // The clock is put back at 3:00 on 26 October 2025, and forward at 2:00 on 29 March 2026.
    let autumn = SnoozeTime(
      now: date("2025-10-25 20:00:00", in: Self.berlin), zone: Self.berlin)
    let nine = try autumn.read("tomorrow 9:00")
    #expect(nine == date("2025-10-26 09:00:00", in: Self.berlin))
    #expect(nine.timeIntervalSince(autumn.now) == 14 * 3600)
    #expect(try autumn.read("10h").timeIntervalSince(autumn.now) == 10 * 3600)
    #expect(try autumn.read("1d") == date("2025-10-26 20:00:00", in: Self.berlin))
    let spring = SnoozeTime(
      now: date("2026-03-28 20:00:00", in: Self.berlin), zone: Self.berlin)
    // 2:30 is left out that night.
    #expect(try spring.read("tomorrow 2:30") == date("2026-03-29 03:00:00", in: Self.berlin))
  }
}
