import ChatModel
import Foundation
import TextGrid
import Testing

@testable import Desk

extension Bench {
  /// An admin's desk: Ravi has three of which two wait, Asha one that does not, nobody one that waits
  /// longest; Farhan has none.
  static func withTeam(columns: Int = 120) -> Bench {
    var bench = Bench(role: .admin)
    bench.run(.resized(Size(columns: columns, rows: 40)))
    var summaries = [
      bench.summary("grace", waits: 50, isMine: false),
      bench.summary("vijay", waits: 20, isMine: false, status: .waiting),
      bench.summary("kamla", isMine: false, quietFor: 200),
      bench.summary("simran", isMine: false), bench.summary("thomas", waits: 90, isMine: false),
      bench.summary("own", waits: 5),
    ]
    summaries[3].conversation.agent = .known(bench.person("agent-asha", "Asha", .support))
    summaries[4].conversation.agent = .none
    bench.client(
      .conversations(summaries), .listFreshness(isComplete: true, at: bench.now),
      .agents([
        Agent(participant: bench.person("agent-ravi", "Ravi", .support), activeConversations: 3),
        Agent(participant: bench.person("agent-asha", "Asha", .support), activeConversations: 1),
        Agent(participant: bench.person("agent-farhan", "Farhan", .support)),
        Agent(participant: bench.person(Bench.me.rawValue, "Meera", .admin)),
      ]))
    _ = bench.take()
    return bench
  }
}

@Suite struct TeamPaneTests {
  private func rows(_ bench: Bench) -> [TeamRow] { bench.state.teamRows(now: bench.now) }

  @Test func whoLetsSomebodyWaitLongestStandsFirstAndThoseWithoutChatsAreThere() {
    let bench = Bench.withTeam()
    #expect(rows(bench).map(\.name) == ["Nobody", "Ravi", "Meera", "Asha", "Farhan"])
    let ravi = rows(bench)[1]
    #expect(ravi.load.active == 3 && ravi.load.waiting == 2)
    #expect(ravi.load.oldest?.since == bench.now - 50 * 60)
    #expect(rows(bench)[4].load.active == 0)
  }

  // A list tells the last message alone: once the farmer writes, the reply before it is in none.
  @Test func aReplyThatWasSeenIsStillTheLastOneWhenTheFarmerHasWritten() {
    var bench = Bench.withTeam()
    var answered = bench.summary("kamla", isMine: false, quietFor: 3)
    answered.conversation.lastMessage = .known(
      Message(
        id: "r1", conversationID: answered.id,
        sender: .known(bench.person("agent-ravi", "Ravi", .support)), content: "yes",
        createdAt: bench.now - 180))
    bench.client(.conversations([answered]))
    func ravi() -> Date? { rows(bench).first { $0.name == "Ravi" }?.lastReply }
    #expect(ravi() == bench.now - 180)
    bench.client(.conversations([bench.summary("kamla", waits: 1, isMine: false)]))
    #expect(ravi() == bench.now - 180)
  }

  @Test func sixShowsTheTeamAndAsksForTheNumbersHalfAMinuteApartAtMost() {
    var bench = Bench.withTeam()
    bench.press("6")
    #expect(bench.state.view == .pane(.team))
    #expect(bench.state.keyContext == .team)
    func fetches() -> Int { bench.take().count { $0 == .client(.fetchStatistics) } }
    #expect(fetches() == 1)
    bench.press("4 6 5 6 4 5 6")
    #expect(fetches() == 0, "a moment ago")
    bench.wait(40)
    bench.press("4 6")
    #expect(fetches() == 1)
  }

  @Test func enterGoesIntoAnAgentsChatsWhichTheTitleSaysAndEscapeComesBack() {
    var bench = Bench.withTeam()
    bench.press("6 j Enter")
    #expect(bench.rows == ["grace", "vijay", "kamla"])
    #expect(bench.state.list.narrowing?.whose == .agent("agent-ravi"))
    #expect(bench.state.view == .list(.all))
    bench.press("Esc")
    #expect(bench.state.view == .pane(.team) && bench.state.list.narrowing == nil)
    #expect(bench.state.teamPane.cursor == .agent("agent-ravi"))
    bench.press("g g Enter")
    #expect(bench.rows == ["thomas"], "nobody's")
    // A word that is nowhere here is counted in all.
    bench.press("/")
    bench.type("grace")
    #expect(bench.rows.isEmpty && bench.state.list.foundInAll == 1)
    bench.press("Esc")
    bench.press("q")
    #expect(bench.state.view == .pane(.team))
    #expect(!bench.take().contains(.quit))
  }

  @Test func anAgentsChatsStayNarrowedUnderAFilter() {
    var bench = Bench.withTeam()
    bench.press("6 j Enter /")
    bench.type("vij")
    #expect(bench.rows == ["vijay"])
    bench.press("Esc")
    #expect(bench.rows == ["grace", "vijay", "kamla"])
    bench.press("Esc")
    #expect(bench.state.view == .pane(.team))
  }

  @Test func whereNoListIsShownNoKeyActsOnARowOfIt() {
    var bench = Bench.withTeam(columns: 160)
    bench.press("4 j Space 6")
    _ = bench.take()
    for key in ["s", "a", "z", "U", "T", "W", "y", "D"] {
      bench.press(key)
      #expect(bench.state.overlay == nil, "\(key)")
    }
    #expect(bench.take().isEmpty)
  }

  @Test func besideTheListTheCursorMovesInTheTeamAloneAndTheListKeepsItsRows() {
    var bench = Bench.withTeam(columns: 160)
    bench.press("4 j")
    let (rows, cursor) = (bench.rows, bench.state.list.cursor)
    bench.press("6 j j")
    #expect(bench.rows == rows && bench.state.list.cursor == cursor)
    #expect(bench.state.teamPane.cursor == .agent(Bench.me))
    bench.press("Esc")
    #expect(bench.state.view == .list(.all), "Esc leaves the team")
    // A narrower window has no place for both.
    bench.press("6")
    bench.wait(6)
    bench.run(.resized(Size(columns: 100, rows: 30)))
    #expect(bench.rows.isEmpty)
  }

  @Test func presenceIsAHintAndWhoHasGoneAndIsSilentForAQuarterOfAnHourIsAway() {
    var bench = Bench.withTeam()
    bench.client(.presence("agent-ravi", isOnline: false, lastSeen: bench.now - 60))
    #expect(rows(bench).first { $0.name == "Ravi" }?.isOnline == false)
    #expect(rows(bench).first { $0.name == "Ravi" }?.isAvailable == true)
    bench.wait(16 * 60)
    #expect(rows(bench).first { $0.name == "Ravi" }?.isAvailable == false)
    bench.client(.presence("agent-ravi", isOnline: true, lastSeen: nil))
    #expect(rows(bench).first { $0.name == "Ravi" }?.isAvailable == true)
  }

  @Test func theNumbersAreEnteredByTheAgent() {
    var bench = Bench.withTeam()
    bench.press("5")
    bench.client(
      .statistics(
        Statistics(perAgent: [
          AgentStatistics(id: "agent-ravi", name: "Ravi", activeConversations: 3),
          AgentStatistics(id: "agent-asha", name: "Asha", activeConversations: 1),
        ])))
    bench.press("j Enter")
    #expect(bench.rows == ["simran"])
    bench.press("Esc")
    #expect(bench.state.view == .pane(.statistics))
  }
}

@Suite struct FieldFilterTests {
  private func rows(_ filter: String) -> [String] {
    var bench = Bench.withTeam()
    bench.press("4 /")
    bench.type(filter)
    return bench.rows.sorted()
  }

  @Test func theListIsFilteredByAgentStatusAgeAndWait() {
    #expect(rows("agent:ravi") == ["grace", "kamla", "vijay"])
    #expect(rows("agent:nobody") == ["thomas"])
    #expect(rows("agent:me") == ["own"])
    #expect(rows("status:waiting") == ["vijay"])
    #expect(rows("status:wait,open").count == 6)
    #expect(rows("older:2h") == ["kamla"])
    #expect(rows("newer:2h agent:ravi") == ["grace", "vijay"])
    #expect(rows("waits:45m") == ["grace", "thomas"])
    #expect(rows("agent:ravi vij") == ["vijay"])
  }

  @Test func theKeyOfAViewLeavesAnAgentsChatsAndShowsTheWholeOfIt() {
    for (key, view) in [("4", NumberedView.list(.all)), ("1", .list(.mine))] {
      var bench = Bench.withTeam()
      bench.press("\(key) 6 j Enter")
      #expect(bench.state.list.narrowing?.whose == .agent("agent-ravi"))
      bench.wait(11)
      bench.press(key)
      #expect(bench.state.list.narrowing == nil && bench.state.view == view)
      #expect(bench.said?.contains("already") != true)
      if key == "4" { #expect(bench.rows.count == 6, "\(bench.rows)") }
      bench.press(key)
      #expect(bench.said?.contains("is shown already") == true)
      bench.press("5")
      #expect(bench.said?.contains("is shown already") != true, "another pane is shown")
    }
  }

  @Test func whoHasMoreThanTheirCapacityIsSaidToHaveThatAndHowManyTheyMayHave() {
    var bench = Bench.withTeam()
    var ravi = RosterAgent(name: "Ravi")
    ravi.capacity = 2
    var roster = Roster()
    roster.agents = [ravi]
    bench.run(.roster(roster, problems: []))
    #expect(
      bench.state.teamRows(now: bench.now).first { $0.name == "Ravi" }?.remark.contains(
        "3, 2 at most") == true)
  }

  @Test func anAgentWhomNobodyKnowsIsNamed() {
    var bench = Bench.withTeam()
    bench.press("4 /")
    bench.type("agent:nosuch")
    #expect(bench.state.filterProblem == "No agent is called “nosuch”.")
    bench.press("Ctrl+U")
    bench.type("agent:rav")
    #expect(bench.state.filterProblem == nil)
    bench.press("Ctrl+U")
    bench.type("agent:nobody")
    #expect(bench.state.filterProblem == nil)
  }

  @Test func whatNobodyUnderstandsIsSaidAndFindsNothing() {
    var bench = Bench.withTeam()
    bench.press("4 /")
    bench.type("status:lost")
    #expect(bench.rows.isEmpty)
    #expect(
      bench.state.filterProblem
        == "There is no status “lost”; there are open, waiting, resolved, closed.")
    bench.press("Ctrl+U")
    bench.type("older:2x")
    #expect(
      bench.state.filterProblem
        == "older:2x is no length of time; such are 30m, 2h, 3d, 1w.")
    bench.press("Ctrl+U")
    bench.type("agnet:ravi")
    #expect(
      bench.state.filterProblem
        == "“agnet” is no key of a filter; did you mean agent:ravi?")
    bench.press("Ctrl+U")
    // An order's number is a word like others.
    bench.type("order:12")
    #expect(bench.state.filterProblem == nil)
    bench.press("Ctrl+U")
    bench.type("http://x status:")
    #expect(bench.state.filterProblem == nil)
  }
}
