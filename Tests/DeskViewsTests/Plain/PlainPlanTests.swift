import ChatModel
import Foundation
import Testing

@testable import Desk
@testable import DeskViews

/// The admin's moves by lines: a balance, emptying an agent, watching, taking over.
@Suite struct PlainPlanTests {
  private func listener(_ world: World = .crew) -> Listener {
    var listener = Listener(world)
    listener.world.state.list.comparedAt = World.now
    _ = listener.hear()
    return listener
  }

  private func handovers(_ listener: Listener) -> [Handover]? {
    listener.commands.compactMap { command -> [Handover]? in
      if case .moveMany(let handovers, _) = command { handovers } else { nil }
    }.last
  }

  @Test func aBalanceIsReadOutWithItsReasonsAndMovedAfterAYes() throws {
    var listener = listener()
    let lines = listener.type("balance")
    let plan = try #require(listener.world.state.overlay as? BalanceOverlay)
    #expect(lines.first == "BALANCE, \(plan.moves.count) moves:")
    let first = plan.moves[0]
    #expect(
      lines[1] == "1. \(first.name), from \(first.from) to \(first.to): \(first.reason).")
    #expect(lines.contains { $0.hasPrefix("Active then: ") && $0.contains("Ravi Kumar from 7 to") })
    #expect(lines.last?.hasPrefix("yes makes \(plan.moves.count) moves, leave NUMBERS") == true)
    #expect(listener.plain.prompt(listener.world.state) == "yes, no or leave> ")
    #expect(handovers(listener) == nil, "nothing before a yes")
    let left = listener.type("leave 1")
    #expect(left.first == "Left out: \(first.name).")
    #expect(left.last?.hasPrefix("yes makes \(plan.moves.count - 1) move") == true)
    _ = listener.type("yes")
    #expect(handovers(listener)?.map(\.conversationID) == plan.moves.dropFirst().map(\.id))
    #expect(listener.plain.expects == .command)
    let ravi = Participant(id: "ravi", firstName: "Ravi", lastName: "Kumar", role: .support)
    let moved = try #require(handovers(listener))
    let said = moved.flatMap { move in
      listener.hear(
        .client(
          .many(1, move.conversationID, .moved(from: ravi, to: Participant(id: move.to)))))
    }
    #expect(said.last?.hasSuffix("are now moved.  undo takes all of it back") == true, "\(said)")
  }

  @Test func aPlanIsReadOutOnceTheListHasBeenRead() {
    var listener = Listener(.crew)
    listener.world.state.list.comparedAt = World.now.addingTimeInterval(-60)
    _ = listener.hear()
    #expect(listener.type("balance") == ["Reading who has what…"])
    let lines = listener.hear(.client(.listFreshness(isComplete: true, at: World.now)))
    #expect(lines.first?.hasPrefix("BALANCE, ") == true, "\(lines)")
  }

  @Test(arguments: ["no", "", "stop"])
  func anythingButAYesLeavesAllAsTheyAre(_ line: String) {
    var listener = listener()
    _ = listener.type("balance")
    #expect(listener.type(line).contains("All stay as they are."))
    #expect(listener.world.state.overlay == nil)
    #expect(listener.plain.expects == .command)
    #expect(handovers(listener) == nil)
  }

  @Test(arguments: ["yes please", "leave", "leave x", "leave 99", "status closed", "1"])
  func whatMeansNothingToThePlanChangesNothing(_ line: String) {
    var listener = listener()
    _ = listener.type("balance")
    let before = listener.world.state.overlay as? BalanceOverlay
    #expect(listener.type(line).count == 1, "\(line)")
    #expect((listener.world.state.overlay as? BalanceOverlay)?.left == before?.left)
    #expect(listener.plain.expects == .plan)
    #expect(handovers(listener) == nil)
  }

  @Test func anAgentIsEmptiedByNumberOrByName() throws {
    var listener = listener()
    #expect(listener.type("empty farhan").first?.hasPrefix("Farhan Ali has no chat") == true)
    #expect(listener.type("empty").first == "empty needs an agent, by number or by name:")
    let team = listener.type("team")
    let number = try #require(team.first { $0.contains("Ravi Kumar") }?.prefix { $0 != "." })
    #expect(listener.type("empty \(number)").first?.hasPrefix("EMPTY Ravi Kumar, 7 moves:") == true)
    _ = listener.type("no")
    #expect(listener.type("empty ravi").first?.hasPrefix("EMPTY Ravi Kumar, 7 moves:") == true)
    _ = listener.type("leave 1-7")
    #expect(listener.type("yes").count == 1)
    #expect(handovers(listener) == nil)
    _ = listener.type("leave 3")
    _ = listener.type("yes")
    #expect(handovers(listener)?.count == 1)
    #expect(listener.type("empty 99").first?.hasPrefix("There is no agent 99") == true)
    #expect(listener.type("empty zz").first == "No agent begins with “zz”:")
  }

  @Test func moreThanTenMovesWantTheirNumberAndAnythingElseLeavesThePlanToo() {
    var world = World.crew
    let ravi = Participant(id: "ravi", firstName: "Ravi", lastName: "Kumar", role: .support)
    for number in 0..<30 {
      world.add(
        World.farmer(UserID("x\(number)"), "Farmer", "\(number)"), agent: ravi, isMine: false,
        last: "x")
    }
    var listener = listener(world)
    let lines = listener.type("empty ravi")
    #expect(lines.contains("more says the next of 17 others."))
    let more = listener.type("more")
    #expect(more.count == 17 && more[0].hasPrefix("21. "))
    #expect(listener.type("more") == ["That was the last one."])
    for wrong in ["yes", "stop", "no"] {
      #expect(
        listener.type("yes").last
          == "Type 37 to go on; a word or an empty line leaves all as they are.")
      #expect(listener.plain.expects == .number(37))
      #expect(listener.type("36").first == "36 is not their number.")
      #expect(listener.plain.expects == .number(37))
      #expect(listener.type(wrong).contains("All stay as they are."))
      #expect(listener.world.state.overlay == nil)
      _ = listener.type("empty ravi")
    }
    #expect(handovers(listener) == nil)
    _ = listener.type("yes")
    _ = listener.type("37")
    #expect(handovers(listener)?.count == 37)
  }

  @Test func aConversationIsGivenByNameOrByTheNumberOfAnAgentInTheList() throws {
    var listener = listener()
    _ = listener.type("all")
    _ = listener.type("1")
    let id = try #require(listener.world.state.openID)
    let agents = listener.type("give")
    #expect(agents.first == "Give \(listener.world.state.name(of: id)) to, by number:")
    #expect(agents.contains { $0.contains("Ravi Kumar, ") && $0.hasSuffix(", has it now") })
    let number = try #require(agents.first { $0.contains("Asha Verma, ") }?.prefix { $0 != "." })
    _ = listener.type(String(number))
    #expect(listener.commands.contains(.reassign(id, to: "asha")))
    _ = listener.type("give farhan")
    #expect(listener.commands.contains(.reassign(id, to: "farhan")))
    #expect(listener.type("give nosuch").first?.hasPrefix("Give ") == true)
    #expect(listener.changes.count == 2)
  }

  @Test func theStatisticsAreSaidOnceTheyHaveCome() {
    var listener = listener()
    #expect(listener.type("statistics") == [])
    #expect(listener.commands.contains(.fetchStatistics))
    #expect(listener.plain.mustWait(listener.world.state, now: World.now))
    let numbers = Statistics(
      totalConversations: 9, activeConversations: 8,
      statusBreakdown: [.open: 5, .waiting: 3],
      perAgent: [
        AgentStatistics(id: "ravi", name: "Ravi", totalConversations: 9, activeConversations: 7)
      ], totalMessages: 120)
    #expect(
      listener.hear(.client(.statistics(numbers))) == [
        "9: conversations", "8: active", "120: messages", "5: open", "3: waiting",
        "Ravi: 7 active.",
      ])
    #expect(listener.hear().isEmpty, "once")
  }

  @Test func theTeamSaysWhoHasMoreThanTheyMayHave() {
    var world = World.crew
    var ravi = RosterAgent(name: "Ravi Kumar")
    ravi.capacity = 5
    world.state.roster.agents = [ravi]
    var listener = listener(world)
    #expect(listener.type("team").contains { $0.hasSuffix("7, 5 at most") })
  }

  @Test func onlyAnAdminIsOfferedAndDoesIt() {
    var listener = listener(.list)
    let help = listener.type("help")
    for word in ["balance", "empty", "take"] {
      #expect(!help.contains { $0.hasPrefix(word + ":") || $0.hasPrefix(word + " [") }, "\(word)")
    }
    #expect(listener.type("balance") == ["Only an admin moves conversations."])
    #expect(listener.type("empty ravi") == ["Only an admin moves conversations."])
    _ = listener.type("1")
    #expect(listener.commands.allSatisfy { if case .moveMany = $0 { false } else { true } })
  }

  @Test func oneIsWatchedWithoutATraceAndTakenOverAfterAQuestion() throws {
    var listener = listener()
    _ = listener.type("all")
    let id = try #require(listener.world.state.list.order.first)
    let said = listener.type("watch 1")
    #expect(listener.world.state.messages.leavesNoTrace && listener.world.state.openID == id)
    #expect(said.contains { $0.contains("without a trace") })
    #expect(listener.commands.allSatisfy { if case .reassign = $0 { false } else { true } })
    let name = listener.world.state.name(of: id)
    #expect(listener.type("take").last?.hasPrefix("Take \(name) over from Ravi Kumar?") == true)
    _ = listener.type("no")
    #expect(!listener.commands.contains(.reassign(id, to: World.me)))
    _ = listener.type("take")
    _ = listener.type("yes")
    #expect(listener.commands.contains(.reassign(id, to: World.me)))
    #expect(listener.type("watch 99").first?.hasPrefix("There is no conversation 99") == true)
  }

  @Test(arguments: [("b", "back"), ("t", "team"), ("wa", "waiting"), ("q", "quit")])
  func whatWasEnoughOfAWordStaysEnough(_ short: String, _ whole: String) {
    #expect(PlainWord.reading(short[...]) == PlainWord.reading(whole[...]))
  }
}
