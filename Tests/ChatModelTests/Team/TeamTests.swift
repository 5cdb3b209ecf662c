import Foundation
import Testing

@testable import ChatModel

@Suite struct TeamTests {
  private func conversation(
    _ id: String, agent: Referenced<Participant>, status: ConversationStatus, by sender: String,
    minutesAgo: Double
  ) -> Conversation {
    let message = Message(
      id: MessageID("m\(id)"), sender: .known(Participant(id: UserID(sender))), content: "நீர்",
      createdAt: TeamMaker.noon - minutesAgo * 60)
    return Conversation(
      id: ConversationID(id), farmer: .known(Participant(id: "farmer")), agent: agent,
      status: status, lastMessage: .known(message))
  }

  @Test func whoHasTheLongestWaitStandsFirstAndWhoHasNothingIsThere() {
    var maker = TeamMaker()
    maker.agent("idle")
    maker.agent("busy", chats: 9)
    maker.agent("late")
    maker.chat(of: "late", waits: 50)
    maker.chat(of: nil, waits: 7)
    let team = maker.team
    #expect(team.members.map(\.id) == ["late", "busy", "idle"])
    #expect(team.member("late")?.load.waiting == 1)
    #expect(team.member("busy")?.load.active == 9)
    #expect(team.nobody.active == 1 && team.nobody.waiting == 1)
  }

  @Test func aListTellsLoadsLastRepliesAndHowLongIsWaitedAtLeast() {
    let ravi = Participant(id: "ravi", firstName: "Ravi")
    let chats = [
      conversation("a", agent: .known(ravi), status: .open, by: "farmer", minutesAgo: 20),
      conversation("b", agent: .known(ravi), status: .open, by: "ravi", minutesAgo: 5),
      conversation("c", agent: .known(ravi), status: .closed, by: "farmer", minutesAgo: 90),
      conversation("d", agent: .absent, status: .open, by: "farmer", minutesAgo: 90),
    ].map(TeamChat.init)
    let team = Team(chats: chats, agents: [], now: TeamMaker.noon, timeZone: .gmt)
    let member = team.member("ravi")
    #expect(member?.load.active == 2)
    #expect(member?.load.oldest == Wait(since: TeamMaker.noon - 1200, isExact: false))
    #expect(member?.lastReply == TeamMaker.noon - 300)
    #expect(team.nobody.active == 0)
    #expect(team.chats.first?.language == "ta")
  }

  @Test func theRosterKnowsPeopleByIdByAddressOrByAnUnambiguousName() {
    var roster = Roster()
    roster.agents = [
      RosterAgent(id: "r1", name: "Ravi Kumar"), RosterAgent(email: "Asha@example.org"),
      RosterAgent(name: "FARHAN  áli"), RosterAgent(name: "Nobody Known"),
    ]
    let asha = Participant(id: "a1", firstName: "Asha", email: "asha@example.org")
    let farhan = Participant(id: "f1", firstName: "Farhan", lastName: "Ali")
    #expect(roster.entry(of: asha)?.email == "Asha@example.org")
    #expect(roster.entry(of: farhan)?.name == "FARHAN  áli")
    #expect(roster.entry(of: Participant(id: "x", firstName: "Ravi", lastName: "Kumar")) == nil)
    let team = Team(
      chats: [], agents: [asha, farhan].map { Agent(participant: $0) }, roster: roster,
      now: TeamMaker.noon, timeZone: .gmt)
    #expect(Set(team.members.map(\.id)) == ["a1", "f1", "r1"])
    #expect(team.member("r1")?.name == "Ravi Kumar")
    #expect(team.unknown == ["Nobody Known"])
  }
}
