import Foundation
import Testing

@testable import ChatModel

@Suite struct WorkCalendarTests {
  private func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name)) }
  private func time(_ text: String) throws -> Date { try #require(Timestamp.parse(text)) }

  @Test func hoursAreReadInAllTheWaysInWhichTheyAreWritten() throws {
    #expect(try WorkingHours("09:00-18:00").stretches.count == 7)
    #expect(try WorkingHours("Mon-Fri 9:00-18:00, Sat 10:00-14:00").stretches.count == 6)
    #expect(try WorkingHours("mon, wed 9:00-12:00 13:00 - 17:00").stretches.count == 4)
    #expect(try WorkingHours("Sat-Mon 08:00–24:00").stretches.map(\.weekday) == [7, 1, 2])
    for text in [
      "", "Mon", "9-18", "Mon-Fri", "Mon 9:00", "Foo 09:00-18:00", "25:00-26:00", "9:00-9:00",
      "Mon 9:00-12:00 Tue 9:00-12:00", "Mon 9:00-12:00,", "mon-tue-wed 9:00-12:00",
    ] {
      #expect(throws: WorkingHours.Fault.self, "\(text)") { try WorkingHours(text) }
    }
  }

  @Test func aNightIsOneStretchAndBelongsToTheDayOnWhichItBegins() throws {
    let work = WorkCalendar(try WorkingHours("Fri 22:00-06:00"), in: try zone("Asia/Kolkata"))
    // Friday 27 November 2026, 22:00 in Kolkata is 16:30 in Greenwich.
    let start = try time("2026-11-27T16:30:00Z")
    #expect(
      !work.contains(start - 1) && work.contains(start) && work.contains(start + 8 * 3600 - 1))
    #expect(!work.contains(start + 8 * 3600))
    #expect(work.seconds(from: start - 3600, to: start + 100 * 3600) == 8 * 3600)
    #expect(work.seconds(from: start + 7 * 3600, to: start + 9 * 3600) == 3600)
    #expect(work.seconds(from: start + 9, to: start) == 0)
    #expect(work.opening(after: start) == start + 7 * 86_400)
    #expect(work.opening(after: start - 1) == start)
  }

  @Test func theNightsInWhichTheClockIsChangedAreShorterAndLonger() throws {
    let berlin = try zone("Europe/Berlin")
    let work = WorkCalendar(try WorkingHours("22:00-06:00"), in: berlin)
    // From Saturday 28 to Sunday 29 March 2026 an hour is left out, in October one comes twice.
    #expect(
      try work.seconds(from: time("2026-03-28T12:00:00Z"), to: time("2026-03-29T12:00:00Z"))
        == 7 * 3600)
    #expect(
      try work.seconds(from: time("2026-10-24T12:00:00Z"), to: time("2026-10-25T12:00:00Z"))
        == 9 * 3600)
    let always = WorkCalendar(nil, in: berlin)
    #expect(
      try always.seconds(from: time("2026-03-01T00:00:00Z"), to: time("2026-04-01T00:00:00Z"))
        == 31 * 86_400)
  }

  @Test func overlappingHoursCountOnceAndHolidaysNotAtAll() throws {
    let hours = try WorkingHours("09:00-13:00 12:00-18:00")
    let christmas = try #require(CalendarDay("2026-12-25"))
    let work = WorkCalendar(hours, holidays: [christmas], in: .gmt)
    let from = try time("2026-12-24T00:00:00Z")
    #expect(work.seconds(from: from, to: from + 3 * 86_400) == 18 * 3600)
    #expect(work.opening(after: from + 18 * 3600) == from + 2 * 86_400 + 9 * 3600)
    #expect(CalendarDay("2026-02-29") == nil && CalendarDay("26-1-1") == nil)
  }

  @Test func absencesAreReadWithAndWithoutTimes() throws {
    func absence(_ text: String) -> [String]? {
      Absence(text, in: .gmt).map { [$0.from, $0.until ?? .distantFuture].map(Timestamp.format) }
    }
    #expect(absence("2026-12-24") == ["2026-12-24T00:00:00.000Z", "2026-12-25T00:00:00.000Z"])
    #expect(
      absence("2026-12-24 to 2026-12-31")
        == ["2026-12-24T00:00:00.000Z", "2027-01-01T00:00:00.000Z"])
    #expect(
      absence("2026-12-24 12:00..15:00") == [
        "2026-12-24T12:00:00.000Z", "2026-12-24T15:00:00.000Z",
      ])
    #expect(
      absence("2026-12-24 12:00 to 2026-12-25 9:00")
        == ["2026-12-24T12:00:00.000Z", "2026-12-25T09:00:00.000Z"])
    for text in [
      "", "tomorrow", "2026-12-24 to", "2026-12-24 to 15:00", "2026-12-24 to 2026-12-23",
      "2026-12-24 15:00 to 12:00", "2026-12-24 12:00 13:00", "2026-02-30",
      "2026-12-24 to 2026-12-25 to 2026-12-26",
    ] { #expect(absence(text) == nil, "\(text)") }
  }
}
