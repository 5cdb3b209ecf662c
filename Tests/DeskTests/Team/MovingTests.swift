import ChatModel
import Foundation
import Testing

@testable import Desk

/// Giving conversations to agents: one, those that are marked, and what is proposed.
@Suite struct MovingTests {
  private func items(_ bench: Bench) -> [(String, String)] {
    (bench.state.overlay as? AgentPicker)?.picker.items.map { ($0.label, $0.detail) } ?? []
  }

  @Test func meStandsFirstThenWhoIsThereAndHasLeastAndWhoIsAwaySaysSo() {
    var bench = Bench.withTeam()
    bench.client(.presence("agent-farhan", isOnline: false, lastSeen: bench.now - 3600))
    bench.press("4")
    while bench.state.list.cursor != "grace" { bench.press("j") }
    bench.press("a")
    let items = items(bench)
    #expect(items.map(\.0) == ["Meera", "Asha", "Ravi", "Farhan"])
    #expect(items[0].1 == "you, 1 active")
    #expect(items[1].1 == "1 active")
    #expect(items[2].1 == "3 active, has it now")
    #expect(items[3].1.hasPrefix("0 active, offline since "))
  }

  @Test func whatIsMarkedIsGivenAfterAQuestionWithItsNames() throws {
    var bench = Bench.withTeam()
    bench.press("6 j Enter Space Space a")
    let picker = try #require((bench.state.overlay as? AgentPicker)?.picker)
    #expect(picker.title == "MOVE 2 CHATS OF Ravi TO")
    bench.type("asha")
    bench.wait(1)
    _ = bench.take()
    bench.press("Enter")
    let prompt = try #require(bench.state.overlay as? BulkPrompt)
    #expect(prompt.title == "GIVE TO Asha")
    #expect(prompt.names == ["Grace", "Vijay"] && prompt.visible == 2)
    bench.press("y")
    bench.wait(1)
    #expect(
      bench.take() == [.client(.changeMany(["grace", "vijay"], .agent("agent-asha"), request: 1))])
    let asha = bench.person("agent-asha", "Asha", .support)
    let ravi = bench.person("agent-ravi", "Ravi", .support)
    bench.client(.many(1, "grace", .moved(from: ravi, to: asha)))
    #expect(bench.said?.hasPrefix("1 of 2 are with Asha…") == true)
    bench.client(.many(1, "vijay", .failed("Support user not found or invalid.")))
    #expect(bench.said == "1 is now with Asha. 1 failed: L says which.")
    #expect(
      bench.state.log.entries.map(\.text)
        .contains("Vijay: not changed, Support user not found or invalid."))
    #expect(bench.state.marked == ["vijay"])
  }

  @Test func whatAnotherMovedWhileTheQuestionStoodIsLeftAlone() throws {
    var bench = Bench.withTeam()
    bench.press("6 j Enter Space Space a")
    bench.type("asha")
    bench.wait(1)
    bench.press("Enter")
    var grace = bench.summary("grace", waits: 50, isMine: false)
    grace.conversation.agent = .known(bench.person("agent-farhan", "Farhan", .support))
    bench.client(.conversations([grace]))
    _ = bench.take()
    bench.press("y")
    bench.wait(1)
    #expect(bench.take() == [.client(.changeMany(["vijay"], .agent("agent-asha"), request: 1))])
    bench.client(
      .many(
        1, "vijay",
        .moved(
          from: bench.person("agent-ravi", "Ravi", .support),
          to: bench.person("agent-asha", "Asha", .support))))
    #expect(bench.said == "1 is now with Asha. 1 failed: L says which.")
    #expect(
      bench.state.log.entries.map(\.text).contains("Grace: not changed, Farhan has it meanwhile."))
  }

  @Test func anIdThatIsTypedByHandIsAskedForAndKeptByNobodyHere() {
    var bench = Bench.withTeam()
    bench.press("4 a")
    bench.type("665f1c2d3e")
    bench.wait(1)
    _ = bench.take()
    bench.press("Enter")
    // It may be mistyped: the client keeps it once the server has taken it.
    #expect(bench.take() == [.client(.reassign("thomas", to: "665f1c2d3e"))])
  }

  @Test func whatNobodyHadStaysMovedAndThatIsSaid() {
    var bench = Bench.withTeam()
    bench.press("4 Space Space a")
    bench.type("asha")
    bench.wait(1)
    bench.press("Enter")
    #expect((bench.state.overlay as? BulkPrompt)?.isForGood == 1)
    bench.press("y")
    bench.wait(1)
    let asha = bench.person("agent-asha", "Asha", .support)
    bench.client(
      .many(1, "thomas", .moved(from: nil, to: asha)),
      .many(1, "grace", .moved(from: bench.person("agent-ravi", "Ravi", .support), to: asha)))
    #expect(
      bench.said
        == "2 are now with Asha.  u takes 1 of 2 back. 1 that nobody had before cannot be given back."
    )
  }

  @Test func aBalanceIsProposedWithReasonsAndMovesAfterAYes() throws {
    var bench = Bench.withTeam()
    bench.press("4 B")
    let overlay = try #require(bench.state.overlay as? BalanceOverlay)
    #expect(overlay.title == "BALANCE")
    #expect(overlay.moves.contains { $0.id == "thomas" && $0.from == "nobody" })
    #expect(overlay.moves.allSatisfy { !$0.reason.isEmpty })
    let first = overlay.moves[0].id
    bench.press("Space")
    #expect((bench.state.overlay as? BalanceOverlay)?.left == [first])
    let gained = overlay.loads.first { $0.name == overlay.moves[0].to }
    let less = (bench.state.overlay as? BalanceOverlay)?.loads.first { $0.name == gained?.name }
    #expect(less?.after == (gained?.after ?? 0) - 1, "what is left out is not counted")
    bench.press("k Space")
    #expect((bench.state.overlay as? BalanceOverlay)?.left == [])
    #expect((bench.state.overlay as? BalanceOverlay)?.loads == overlay.loads)
    _ = bench.take()
    bench.press("y")
    bench.wait(1)
    let handovers = overlay.moves.map { Handover($0.id, to: $0.agent) }
    #expect(bench.take() == [.client(.moveMany(handovers, request: 1))])
    #expect(bench.state.overlay == nil)
  }

  @Test func aPlanRestsOnAListThatWasReadJustNow() throws {
    var bench = Bench.withTeam()
    bench.wait(30)
    bench.press("4")
    _ = bench.take()
    bench.press("B")
    #expect(bench.state.overlay == nil && bench.said == "Reading who has what…")
    #expect(bench.take() == [.client(.refresh)])
    // Another has given Thomas away meanwhile: the list tells it behind its end.
    var thomas = bench.summary("thomas", waits: 90, isMine: false)
    thomas.conversation.agent = .known(bench.person("agent-ravi", "Ravi", .support))
    bench.client(.listFreshness(isComplete: true, at: bench.now), .conversations([thomas]))
    let plan = try #require(bench.state.overlay as? BalanceOverlay)
    #expect(plan.moves.allSatisfy { $0.from != "nobody" })
    #expect(bench.said == nil, "it is read")
  }

  @Test func aPlanThatComesTooLateOrAmidSomethingElseIsNotProposed() {
    for strokes in ["?", ""] {
      var bench = Bench.withTeam()
      bench.wait(30)
      bench.press("4 B")
      if strokes.isEmpty { bench.wait(20) } else { bench.press(strokes) }
      bench.client(.listFreshness(isComplete: true, at: bench.now))
      #expect(!(bench.state.overlay is BalanceOverlay))
      bench.press("Esc")
      bench.client(.listFreshness(isComplete: true, at: bench.now))
      #expect(bench.state.overlay == nil)
    }
  }

  @Test func nothingIsProposedWhileTheRosterIsNotUnderstood() {
    var bench = Bench.withTeam()
    var roster = Roster()
    roster.isIncomplete = true
    bench.run(.roster(roster, problems: ["roster.toml:3:1: \"soon\" is no time"]))
    for strokes in ["4 B", "6 j X"] {
      bench.press(strokes)
      #expect(bench.state.overlay == nil)
      #expect(bench.said == Roster.incompleteWords, "\(strokes)")
      bench.wait(5)
    }
  }

  @Test func whereNobodyCanBeGivenAnythingTheBalanceSaysWhyAndTheLogAllOfIt() {
    var bench = Bench.withTeam()
    var roster = Roster()
    roster.agents = ["Ravi", "Asha"].map { name in
      var agent = RosterAgent(name: name)
      agent.absences = [Absence(from: .distantPast, until: nil)]
      return agent
    }
    bench.run(.roster(roster, problems: []))
    _ = bench.take()
    bench.press("4 B")
    #expect(bench.state.overlay == nil)
    #expect(bench.said?.hasPrefix("Nobody can be given conversations now: ") == true)
    #expect(bench.said?.contains("Ravi is away") == true, "\(bench.said ?? "")")
    let log = bench.state.log.entries.map(\.text)
    #expect(log.contains { $0.hasPrefix("Nobody can be given conversations now: ") })
    #expect(log.contains("1 conversation without an agent stays as it is."), "\(log)")
    #expect(!bench.take().contains { if case .client(.moveMany) = $0 { true } else { false } })
  }

  @Test func anAgentIsEmptiedAfterAPreviewOfWhoGetsWhat() throws {
    var bench = Bench.withTeam()
    bench.press("6 j X")
    let overlay = try #require(bench.state.overlay as? BalanceOverlay)
    #expect(overlay.title == "EMPTY Ravi")
    #expect(Set(overlay.moves.map(\.id)) == ["grace", "vijay", "kamla"])
    #expect(overlay.moves.allSatisfy { $0.to != "Ravi" })
    bench.press("n")
    #expect(bench.state.overlay == nil)
    #expect(!bench.take().contains { if case .client(.moveMany) = $0 { true } else { false } })
    bench.press("G")
    bench.client(.listFreshness(isComplete: true, at: bench.now))
    bench.press("X")
    #expect(bench.state.overlay == nil)
    #expect(bench.said?.hasPrefix("Farhan has no chat that goes on") == true)
  }

  @Test func moreThanTenMovesAskForTheirNumberAndEscapeComesBackToThePlan() throws {
    var bench = Bench.withTeam()
    bench.client(
      .conversations((0..<30).map { bench.summary("x\($0)", waits: 3, isMine: false) }))
    bench.press("6")
    while bench.state.teamPane.cursor != .agent("agent-ravi") { bench.press("j") }
    bench.press("X Enter")
    #expect(bench.state.overlay is BalanceOverlay, "Enter is for a row, and moves nothing")
    bench.wait(1)
    bench.press("y")
    bench.wait(1)
    let prompt = try #require(bench.state.overlay as? BulkPrompt)
    #expect(prompt.asksForNumber && prompt.ids.count == 33)
    bench.press("Esc")
    #expect(bench.state.overlay is BalanceOverlay)
    bench.wait(1)
    bench.press("y")
    bench.wait(1)
    bench.type("33")
    bench.wait(1)
    _ = bench.take()
    bench.press("Enter")
    guard case .client(.moveMany(let handovers, 1))? = bench.take().first else {
      Issue.record("nothing is moved")
      return
    }
    #expect(handovers.count == 33)
  }

  @Test func onlyAdminsMoveAndNotBeforeEverythingIsKnown() {
    var agent = Bench()
    agent.seed()
    agent.press("B")
    #expect(agent.said == "Only an admin moves conversations.")
    var bench = Bench.withTeam()
    bench.client(.listFreshness(isComplete: false, at: nil))
    bench.press("B")
    #expect(bench.said?.hasPrefix("Not before all conversations are known") == true)
    bench.press("4 X")
    #expect(bench.said?.contains("X does nothing here") == true)
  }
}
