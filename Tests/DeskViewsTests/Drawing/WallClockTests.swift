import ChatModel
import Foundation
import Testing

@testable import Desk
@testable import DeskViews

@Suite struct WallClockTests {
  private let clock = WallClock(timeZone: .gmt)

  @Test(
    arguments: [
      (0.0, "now"), (59, "now"), (60, " 1m"), (300, " 5m"), (59 * 60, "59m"), (3600, " 1h"),
      (23 * 3600, "23h"), (86_400, " 1d"), (99 * 86_400, "99d"), (100 * 86_400, "14w"),
      (3 * 365.25 * 86_400, " 3y"), (1e30, "99y"), (-5, "now"),
    ] as [(Double, String)])
  func relativeTimesHaveThreeColumns(seconds: Double, text: String) {
    #expect(WallClock.short(seconds) == text)
    #expect(text.count == 3)
  }

  @Test func timesAndDaysAreThoseOfThePersonsZone() throws {
    let date = try #require(try? Date("2025-11-18T23:45:00Z", strategy: .iso8601))
    #expect(clock.hourAndMinute(date) == "23:45")
    #expect(clock.dayName(date, now: date) == "Tue 18 Nov")
    let india = WallClock(timeZone: try #require(TimeZone(secondsFromGMT: 19_800)))
    #expect(india.hourAndMinute(date) == "05:15")
    #expect(india.dayName(date, now: date) == "Wed 19 Nov")
  }

  @Test(arguments: [
    ("2024-02-29T00:00:00Z", "Thu 29 Feb 2024"), ("1969-12-31T23:59:59Z", "Wed 31 Dec 1969"),
    ("2000-01-01T00:00:00Z", "Sat 1 Jan 2000"), ("2025-01-01T00:00:00Z", "Wed 1 Jan"),
  ])
  func daysAreRightInAnyYear(text: String, name: String) throws {
    let date = try Date(text, strategy: .iso8601)
    #expect(clock.dayName(date, now: try Date("2025-11-18T12:00:00Z", strategy: .iso8601)) == name)
  }

  @Test func aTimeThatNobodyKnowsIsSaidSo() {
    #expect(clock.hourAndMinute(.distantPast) == "--:--")
    #expect(clock.day(Date(timeIntervalSince1970: .infinity)) == nil)
    #expect(clock.day(Date(timeIntervalSince1970: .nan)) == nil)
    #expect(clock.dayName(.distantPast, now: Date()) == "at an unknown time")
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (84_000, "84 kB"), (1_200_000, "1.2 MB"),
    (999_950, "1.0 MB"), (5_000_000_000, "5.0 GB"), (Int.max, "1000000000 GB"), (-5, "0 B"),
  ])
  func sizesAreShort(bytes: Int, text: String) {
    #expect(FileSize.text(bytes) == text)
  }

  @Test(arguments: [
    (0.0, "░░░░░░   0 %"), (0.62, "▓▓▓▓░░  62 %"), (1, "▓▓▓▓▓▓ 100 %"),
    (Double.nan, "░░░░░░   0 %"),
    (7, "▓▓▓▓▓▓ 100 %"),
  ])
  func progressIsAlwaysABar(part: Double, text: String) {
    #expect(ProgressBar.text(part) == text)
  }
}
