import ChatModel
import Foundation
import Testing

@testable import furrow

@Suite struct RosterFileTests {
  private func read(_ text: String) -> RosterFile { RosterFile(text: text, path: "roster.toml") }

  @Test func everyKeyOfTheRosterIsRead() throws {
    let file = read(
      """
      version = 1
      capacity = 12
      hours = "Mon-Fri 09:00-18:00"
      holidays = ["2026-12-25"]
      answer_within = "30m"
      time_zone = "Asia/Kolkata"

      [[agent]]
      away = ["2026-12-24", "2026-12-30 12:00 to 15:00"]
      id = "6712"
      name = "Asha Verma"
      email = "asha@example.org"
      languages = ["Hindi", "en"]
      capacity = 8
      hours = "10:00-16:00"
      time_zone = "Europe/London"

      [[agent]]
      name = "Ravi"
      away = true
      """)
    #expect(file.warnings.isEmpty)
    let roster = file.roster
    #expect(roster.capacity == 12 && roster.answerWithin == 1800)
    let hours = try WorkingHours("Mon-Fri 09:00-18:00")
    #expect(roster.hours == hours)
    #expect(roster.holidays == [CalendarDay(year: 2026, month: 12, day: 25)])
    let asha = try #require(roster.agents.first)
    #expect(asha.id == "6712" && asha.languages == ["hi", "en"] && asha.capacity == 8)
    // Days are those of the agent's own zone, wherever that stands in their table.
    #expect(asha.absences.first?.from == Timestamp.parse("2026-12-24T00:00:00Z"))
    #expect(roster.agents.last?.absence(at: Date()) != nil)
  }

  @Test func ofAListEachMistakeIsNamed() {
    let file = read(
      """
      holidays = ["2026-12-25", "Xmas", "2026-02-30"]
      [[agent]]
      name = "Asha"
      away = ["2026-13-01", "2026-12-24", "soon"]
      """)
    for bad in ["\"Xmas\"", "\"2026-02-30\"", "\"2026-13-01\"", "\"soon\""] {
      #expect(file.warnings.contains { $0.contains("\(bad) is no ") }, "\(bad)")
    }
    #expect(!file.warnings.contains { $0.contains("2026-12-25\" is no") })
    #expect(file.warnings.count == 2 && file.roster.isIncomplete)
    #expect(!read("capacity = 3").roster.isIncomplete)
  }

  @Test func whatIsWrongIsNamedWithLineAndColumnAndTheRestGoesOn() {
    let file = read(
      """
      time_zone = "Nowhere"
        capacity = -1
      hours = "9 to 5"
      colour = "red"
      holidays = "someday"
      [[agent]]
      name = "Asha"
      languages = ["hi", "Klingon?"]
      capacity = "many"
      away = "soon"
      shoe = 41
      [[agent]]
      capacity = 3
      [[agent]]
      name = "asha"
      """)
    #expect(file.roster.agents.map(\.name) == ["Asha"])
    #expect(file.roster.agents.first?.capacity == nil && file.roster.capacity == nil)
    let places = file.warnings.map { $0.split(separator: " ")[0] }
    let lines = places.compactMap { Int($0.split(separator: ":")[1]) }
    #expect(lines == lines.sorted())
    #expect(
      places.sorted() == [
        "roster.toml:10:1:", "roster.toml:11:1:", "roster.toml:12:1:", "roster.toml:14:1:",
        "roster.toml:1:1:", "roster.toml:2:3:", "roster.toml:3:1:", "roster.toml:4:1:",
        "roster.toml:5:1:", "roster.toml:8:1:", "roster.toml:9:1:",
      ])
    #expect(file.warnings.contains { $0.contains("unknown key \"shoe\" is ignored") })
    #expect(
      read("agent = 3").warnings == ["roster.toml:1:1: each agent stands below a line [[agent]]"])
  }

  @Test func whatIsNoTOMLNamesItsPlaceAndLeavesWhatWasThere() throws {
    let folder = try TemporaryFolder()
    try folder.write("[[agent]]\nname = \"Asha\"\n", to: "roster.toml")
    let shelf = TeamFileShelf<RosterFile>(folder.file("roster.toml"))
    try folder.write("[[agent]\nname = \n", to: "roster.toml")
    let broken = try #require(shelf.readAgain())
    #expect(broken.roster.agents.map(\.name) == ["Asha"])
    #expect(broken.warnings.first?.contains("roster.toml:1:") == true)
    #expect(shelf.readAgain() == nil)
  }
}
