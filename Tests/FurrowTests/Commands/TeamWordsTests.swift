import ChatModel
import Foundation
import JSON
import Testing

@testable import furrow

/// Whom the words of a command mean, and what a report says of nobody.
@Suite struct TeamWordsTests {
  private let team: Team = {
    let people = ["Asha Verma", "Ravi Nair"].map { name in
      Agent(participant: Participant(id: UserID(name.lowercased()), name: name))
    }
    return Team(chats: [], agents: people, roster: Roster(), now: Date(), timeZone: .gmt)
  }()

  @Test func aNameThatNobodyHasIsNotTakenForAnID() {
    let told = failure { _ = try team.agent("farhan", me: "me") }
    #expect(told?.status == .notFound)
    #expect(
      told?.message.hasPrefix("Nobody is known as farhan; `furrow agents` lists all.") == true)
  }

  @Test(arguments: [
    "6712f0a1b2c3d4e5f6a7b8c9", "123e4567-e89b-12d3-a456-426614174000",
  ])
  func whatLooksLikeAnIDIsTakenAsOne(_ id: String) throws {
    #expect(try team.agent(id, me: "me").id.rawValue == id)
    #expect(try team.agent("ash", me: "me").name == "Asha Verma")
    #expect(try team.agent("me", me: "me").id == "me")
  }

  @Test(arguments: [
    (23, 24, "96"), (14, 16, "88"), (2, 3, "67"), (999, 1000, "99"), (1, 1000, "1"),
    (3, 3, "100"), (0, 3, "0"),
  ])
  func aShareIsRoundedAndAllMeansAll(_ inTime: Int, of judged: Int, percent: String) throws {
    var row = ReportRow(key: "")
    (row.inTime, row.judged) = (inTime, judged)
    let column = try #require(ReportRow.titles(.agent).firstIndex(of: "in_time_percent"))
    #expect(row.cells(.agent)[column] == percent)
  }

  @Test func aReportByAgentTellsNoMessagesOfFarmersAndNamesNobody() throws {
    var row = ReportRow(key: "")
    row.farmerMessages = 3
    let titles = ReportRow.titles(.agent)
    let column = try #require(titles.firstIndex(of: "farmer_messages"))
    #expect(row.cells(.agent)[column].isEmpty && row.cells(.day)[column] == "3")
    #expect(row.cells(.agent)[1] == "nobody" && row.cells(.conversation)[1].isEmpty)
    #expect(row.json(.agent)["farmerMessages"] == nil)
    #expect(row.json(.conversation)["farmerMessages"] == 3)
    #expect(row.cells(.agent).count == titles.count)
  }
}
