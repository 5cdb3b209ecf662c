import Foundation
import Testing

@testable import ChatModel

@Suite struct BalanceTests {
  private func moves(_ plan: BalancePlan) -> [String] {
    plan.moves.map { "\($0.conversationID) \($0.from?.id.rawValue ?? "-") \($0.to.id)" }
  }

  private func loads(_ plan: BalancePlan) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: plan.loads.map { ($0.id.rawValue, $0.after) })
  }

  @Test func theFewestMovesEvenOutTheLoad() {
    var maker = TeamMaker()
    maker.agent("ravi", chats: 12)
    maker.agent("asha", chats: 6)
    maker.agent("farhan")
    let plan = Balance.evening(maker.team)
    #expect(plan.moves.count == 6)
    #expect(loads(plan) == ["ravi": 6, "asha": 6, "farhan": 6])
    #expect(plan.moves.allSatisfy { $0.from?.id == "ravi" && $0.to.id == "farhan" })
    #expect(plan.moves.first?.reason == "Ravi has 12 active, Farhan 0")
    #expect(plan.remarks.isEmpty)
    maker.chats = plan.moves.reduce(into: maker.chats) { chats, move in
      let place = chats.firstIndex { $0.id == move.id } ?? 0
      chats[place].agent = .known(move.to)
    }
    #expect(Balance.evening(maker.team).moves.isEmpty)
  }

  @Test func whatNobodyHasIsGivenAwayFirstTheLongestWaitBeforeAll() {
    var maker = TeamMaker()
    maker.agent("ravi", chats: 3)
    maker.agent("asha")
    let late = maker.chat(of: nil, waits: 5)
    let first = maker.chat(of: nil, waits: 50)
    maker.chat(of: nil, isActive: false)
    let plan = Balance.evening(maker.team)
    #expect(plan.moves.prefix(2).map(\.id) == [first, late])
    #expect(plan.moves.first?.reason == "nobody has it, and Asha has 0 active")
    #expect(loads(plan) == ["ravi": 3, "asha": 2])
  }

  // Without languages in the roster letters matter to nobody, and where one reads what the other does
  // they matter no more.
  @Test func whoWaitsLongestGoesFirstWhateverTheLettersWhereNoLanguageIsWonOrLost() {
    for languages in [[], ["hi", "en"]] {
      var maker = TeamMaker()
      maker.agent("ravi", languages: languages)
      maker.agent("asha", languages: languages)
      let punjabi = maker.chat(of: "ravi", language: "pa", waits: 51)
      let hindi = maker.chat(of: "ravi", language: "hi", waits: 34)
      for _ in 0..<2 { maker.chat(of: "ravi", language: WrittenLanguage.latin, waits: 5) }
      for _ in 0..<2 { maker.chat(of: "ravi") }
      let third = maker.chat(of: "ravi", language: languages.isEmpty ? "ta" : "hi", waits: 22)
      maker.chat(of: "ravi", language: WrittenLanguage.latin)
      let moved = Balance.evening(maker.team).moves.map(\.id)
      #expect(moved.count == 4)
      #expect(Set([languages.isEmpty ? punjabi : hindi, hindi, third]).isSubset(of: moved))
    }
  }

  @Test func nobodyGetsMoreThanTheirCapacityAndWhatStaysIsTold() {
    var maker = TeamMaker()
    maker.agent("ravi", chats: 4, capacity: 4)
    maker.agent("asha", chats: 1, capacity: 2)
    for _ in 0..<3 { maker.chat(of: nil) }
    let plan = Balance.evening(maker.team)
    #expect(loads(plan) == ["ravi": 4, "asha": 2])
    #expect(
      plan.remarks == ["2 conversations without an agent stay: who could take them has no room."])
  }

  @Test func whoHasMoreThanTheirCapacityGivesTheRestAway() {
    var maker = TeamMaker()
    maker.agent("ravi", chats: 5, capacity: 2)
    maker.agent("asha", chats: 4)
    let plan = Balance.evening(maker.team)
    #expect(loads(plan) == ["ravi": 2, "asha": 7])
  }

  @Test func anAbsentAgentGetsNothingAndKeepsTheirsUnlessTheyAreGoneForTheDay() {
    var maker = TeamMaker()
    maker.agent("asha")
    maker.agent("lunch", chats: 3)
    maker.agent("leave", chats: 2)
    maker.roster.agents[1].absences = [
      Absence(from: TeamMaker.noon - 60, until: TeamMaker.noon + 3600)
    ]
    maker.roster.agents[2].absences = [
      Absence(from: TeamMaker.noon - 60, until: TeamMaker.noon + 200_000)
    ]
    let plan = Balance.evening(maker.team)
    #expect(loads(plan) == ["asha": 2, "leave": 0])
    #expect(
      plan.moves.map(\.reason)
        == (0...1).map { "Leave is away until Mon 19:33, Asha has \($0) active" })
    #expect(plan.remarks == ["Lunch is away until 13:00 and keeps 3."])
  }

  @Test func whatIsLeftOutChangesTheLoadsAndTheReasonsBehindIt() throws {
    var maker = TeamMaker()
    maker.agent("ravi", chats: 6)
    maker.agent("asha")
    let plan = Balance.evening(maker.team)
    #expect(
      plan.moves.map(\.reason) == [
        "Ravi has 6 active, Asha 0", "Ravi has 5 active, Asha 1", "Ravi has 4 active, Asha 2",
      ])
    let less = plan.leaving(out: [plan.moves[0].id])
    #expect(loads(less) == ["ravi": 4, "asha": 2])
    #expect(
      less.moves.map(\.reason) == [
        "Ravi has 6 active, Asha 0", "Ravi has 6 active, Asha 0", "Ravi has 5 active, Asha 1",
      ])
    #expect(less.leaving(out: []) == plan)
  }

  @Test func presenceIsAHintThatCountsAfterAQuarterOfAnHourOfSilence() {
    func isAsked(_ presence: AgentPresence?) -> Bool {
      var maker = TeamMaker()
      maker.agent("ravi", chats: 4)
      maker.presence[maker.agent("asha")] = presence
      return !Balance.evening(maker.team).moves.isEmpty
    }
    let noon = TeamMaker.noon
    #expect(isAsked(nil))
    #expect(isAsked(AgentPresence(isOnline: false)))
    #expect(isAsked(AgentPresence(isOnline: false, since: noon - 899)))
    #expect(!isAsked(AgentPresence(isOnline: false, since: noon - 900)))
    #expect(isAsked(AgentPresence(isOnline: false, since: noon - 9000, lastSaid: noon - 600)))
    #expect(isAsked(AgentPresence(isOnline: true, since: noon - 9000)))
  }

  @Test func whomTheRosterLeavesOutOrWhoDoesNotWorkNowGetsNothing() throws {
    var maker = TeamMaker()
    maker.agent("ravi", chats: 4)
    maker.agent("guest", listed: false)
    maker.agent("week")
    maker.roster.agents[1].hours = try WorkingHours("Mon-Fri 09:00-18:00")
    let plan = Balance.evening(maker.team)
    #expect(plan.moves.isEmpty)
    #expect(plan.loads.map(\.id) == ["ravi"])
    let words = maker.team.members.compactMap {
      $0.availability.words(now: TeamMaker.noon, timeZone: .gmt)
    }
    #expect(words == ["not in roster.toml", "off until Mon 09:00"])
  }

  @Test func anAdminIsGivenNothingUnlessTheRosterListsThem() {
    var maker = TeamMaker()
    maker.agent("ravi", chats: 4, listed: false)
    maker.agents.append(
      Agent(participant: Participant(id: "asha", firstName: "Asha", role: .admin)))
    #expect(Balance.evening(maker.team).moves.isEmpty)
    #expect(maker.team.member("asha")?.availability == .admin, "no roster leaves her out")
    maker.roster.agents = [RosterAgent(id: "ravi"), RosterAgent(id: "asha")]
    #expect(Balance.evening(maker.team).moves.count == 2)
  }

  @Test func aConversationStaysWithWhoReadsItsLetters() {
    var maker = TeamMaker()
    maker.agent("meena", chats: 3, languages: ["ta"], language: "ta")
    for _ in 0..<3 { maker.chat(of: "meena", language: "hi") }
    maker.agent("ravi", languages: ["mr"])
    let plan = Balance.evening(maker.team)
    #expect(moves(plan) == ["c03 meena ravi", "c04 meena ravi", "c05 meena ravi"])
    #expect(plan.moves[0].reason == "Meena has 6 active, Ravi 0 and reads Marathi")
    // Nothing but Tamil: nobody else may have it.
    maker.chats.removeLast(3)
    #expect(Balance.evening(maker.team).moves.isEmpty)
  }

  @Test func oneMakesRoomWhereLanguagesAskForIt() {
    // Only Both reads Bengali, and is full; what they have in Hindi goes on to Hindi.
    var maker = TeamMaker()
    maker.agent("both", chats: 2, capacity: 2, languages: ["hi", "bn"], language: "hi")
    maker.agent("hindi", languages: ["hi"])
    let lost = maker.chat(of: nil, language: "bn")
    let plan = Balance.evening(maker.team)
    // What makes room goes before what needs it.
    #expect(plan.moves.map(\.to.id) == ["hindi", "both"])
    #expect(plan.moves.last?.id == lost)
  }

  @Test func ofWhatAnAbsentAgentHasTheLongestWaitGoesWhereThereIsRoom() {
    var maker = TeamMaker()
    maker.agent("ravi")
    maker.roster.agents[0].absences = [Absence(from: .distantPast, until: nil)]
    maker.agent("farhan", chats: 3, capacity: 5, languages: ["ta", "pa"])
    for _ in 0..<4 { maker.chat(of: "ravi", language: "ta") }
    let vijay = maker.chat(of: "ravi", language: "en", waits: 39)
    let sita = maker.chat(of: "ravi", language: "ta", waits: 12)
    maker.chat(of: "ravi", language: "pa", waits: 5)
    #expect(Balance.evening(maker.team).moves.map(\.id) == [vijay, sita])
    #expect(Balance.emptying("ravi", maker.team).moves.map(\.id) == [vijay, sita])
  }

  @Test func whatNobodyKnowsTheLanguageOfStaysWithWhoReadsOtherLanguages() throws {
    var maker = TeamMaker()
    maker.agent("meera", chats: 6, languages: ["hi", "en"])
    maker.agent("farhan", languages: ["ta", "pa"])
    #expect(Balance.evening(maker.team).moves.isEmpty)
    maker.agent("asha", languages: ["hi", "en"])
    #expect(loads(Balance.evening(maker.team)) == ["meera": 3, "asha": 3, "farhan": 0])
    // Who is not there cannot answer either.
    maker.roster.agents[0].absences = [Absence(from: .distantPast, until: nil)]
    let away = Balance.evening(maker.team)
    #expect(away.moves.count == 6)
    #expect(away.moves.allSatisfy { $0.reason.hasSuffix("; in what language it is nobody knows") })
  }

  @Test func theLastWordsTellALanguageThoughAPictureCameAfterThem() {
    let farmer = Participant(id: "f", firstName: "Lakshmi")
    var picture = Message(id: "m2", conversationID: "c")
    picture.sender = .known(farmer)
    let listed = Conversation(id: "c", farmer: .known(farmer), lastMessage: .known(picture))
    #expect(TeamChat(listed).language == nil)
    #expect(TeamChat(listed, wait: nil, words: ["ok", "पत्ते पीले हैं"]).language == "hi")
  }

  @Test func nobodyHasMoreThanTheirCapacityOnTheWay() {
    var maker = TeamMaker()
    maker.agent("meera", chats: 9, capacity: 9, language: "hi")
    maker.agent("asha", languages: ["hi"])
    maker.roster.agents[0].languages = ["hi", "ta"]
    maker.chat(of: nil, language: "ta", waits: 50)
    maker.chat(of: nil, language: "ta", waits: 40)
    let plan = Balance.evening(maker.team)
    var active = 9
    for move in plan.moves {
      active += (move.to.id == "meera" ? 1 : 0) - (move.from?.id == "meera" ? 1 : 0)
      #expect(active <= 9)
    }
    // Without what makes room nothing comes in.
    let out = Set(plan.moves.filter { $0.from?.id == "meera" }.map(\.id))
    let less = plan.leaving(out: out)
    #expect(!less.held.isEmpty)
    #expect(loads(less)["meera"] == 9)
  }

  @Test func ofWhoIsAwayEverythingGoesToWhomNothingIsKnownAgainst() {
    var maker = TeamMaker()
    maker.agent("kiran", chats: 2, languages: ["hi"], language: "hi")
    maker.roster.agents[0].absences = [Absence(from: .distantPast, until: nil)]
    maker.agent("asha")
    #expect(loads(Balance.evening(maker.team)) == ["kiran": 0, "asha": 2])
    #expect(loads(Balance.emptying("kiran", maker.team)) == ["kiran": 0, "asha": 2])
    maker.roster.agents[1].languages = ["ta"]
    let plan = Balance.evening(maker.team)
    #expect(plan.moves.isEmpty)
    #expect(
      plan.remarks == [
        "2 conversations of Kiran stay: nobody who is there is known to read their language."
      ])
  }

  @Test func whatNobodyReadsIsGivenToAnybody() {
    var maker = TeamMaker()
    maker.agent("ravi", languages: ["hi"])
    maker.chat(of: nil, language: "ta")
    #expect(Balance.evening(maker.team).moves.count == 1)
  }

  @Test func emptyingGivesAwayAllThatOneHasAndTakesFromNobodyElse() {
    var maker = TeamMaker()
    let ravi = maker.agent("ravi", chats: 5)
    maker.chat(of: "ravi", isActive: false)
    maker.agent("asha", chats: 6)
    maker.agent("farhan", chats: 1)
    maker.agent("full", chats: 1, capacity: 1)
    let plan = Balance.emptying(ravi, maker.team)
    #expect(plan.moves.count == 5)
    #expect(plan.moves.allSatisfy { $0.from?.id == "ravi" && $0.to.id == "farhan" })
    #expect(loads(plan) == ["ravi": 0, "asha": 6, "farhan": 6, "full": 1])
    var alone = TeamMaker()
    let only = alone.agent("only", chats: 2)
    #expect(
      Balance.emptying(only, alone.team).remarks == [
        "Nobody can be given conversations now.",
        "2 conversations of Only stay as they are.",
      ])
  }

  // MARK: For all seeds

  private func check(_ maker: TeamMaker, _ seed: UInt64, speaks: Bool) {
    let team = maker.team
    let plan = Balance.evening(team)
    #expect(plan == Balance.evening(team), "seed \(seed)")
    var shuffled = maker
    shuffled.chats.reverse()
    shuffled.agents.reverse()
    #expect(plan == Balance.evening(shuffled.team), "seed \(seed): another order")
    #expect(Set(plan.moves.map(\.id)).count == plan.moves.count, "seed \(seed): twice")
    let available = Set(team.members.filter(\.availability.isAvailable).map(\.id))
    for move in plan.moves {
      #expect(available.contains(move.to.id), "seed \(seed): to \(move.to.id)")
      #expect(move.to.id != move.from?.id && !move.reason.isEmpty, "seed \(seed)")
    }
    // Who only gives away has no part in what is evened out.
    let loads = plan.loads.filter { available.contains($0.id) }
    for load in loads {
      let most = load.member.capacity ?? .max
      #expect(load.after <= max(most, load.before), "seed \(seed): \(load.id)")
      if load.after > load.before { #expect(load.after <= most, "seed \(seed): \(load.id)") }
    }
    guard !speaks else { return }
    let free =
      loads.filter { $0.after < $0.member.capacity ?? .max }.map(\.after).min() ?? .max
    for load in loads where load.after > 0 {
      #expect(load.after - 1 <= free, "seed \(seed): \(load.id) has \(load.after), one \(free)")
    }
  }

  @Test func whateverTheTeamTheLawsHold() {
    for seed in UInt64(0)..<300 {
      let speaks = seed % 2 == 1
      check(
        .random(seed: seed, agents: 2 + Int(seed % 7), chats: Int(seed % 40), speaks: speaks), seed,
        speaks: speaks)
    }
  }

  @Test func noOtherWayWouldBeEvenerOrNeedFewerMoves() {
    for seed in UInt64(1000)..<1250 {
      let maker = TeamMaker.random(
        seed: seed, agents: 2 + Int(seed % 2), chats: 3 + Int(seed % 4), speaks: seed % 3 > 0)
      let team = maker.team
      let plan = Balance.evening(team)
      let best = BruteForce(team).best
      #expect(BruteForce(team).cost(plan) == best, "seed \(seed): \(moves(plan))")
    }
  }
}

/// All ways to share a small team's work out, tried one after another.
private struct BruteForce {
  let team: Team
  private let takers: [TeamMember]
  private let chats: [TeamChat]

  init(_ team: Team) {
    self.team = team
    takers = team.members.filter(\.availability.isAvailable)
    chats = team.chats.filter { chat in
      guard chat.isActive else { return false }
      guard let agent = chat.agent.id.flatMap(team.member) else { return true }
      if case .away(until: nil) = agent.availability { return true }
      return agent.availability.isAvailable
    }
  }

  /// Without an agent, of who is away, beyond capacities, squares, moves: what counts most first.
  func cost(_ owners: [ConversationID: UserID?]) -> [Int]? {
    var loads: [UserID: Int] = [:]
    var (nobodys, aways, moves) = (0, 0, 0)
    for chat in chats {
      let owner = owners[chat.id] ?? chat.agent.id
      if owner != chat.agent.id { moves += 1 }
      if let owner {
        loads[owner, default: 0] += 1
        if !takers.contains(where: { $0.id == owner }) { aways += 1 }
      } else {
        nobodys += 1
      }
    }
    var over = 0
    for taker in takers {
      guard let most = taker.capacity, let load = loads[taker.id], load > most else { continue }
      guard load <= taker.load.active else { return nil }
      over += load - most
    }
    let squares = takers.map { (loads[$0.id] ?? 0) * (loads[$0.id] ?? 0) }.reduce(0, +)
    return [nobodys, aways, over, squares, moves]
  }

  func cost(_ plan: BalancePlan) -> [Int]? {
    cost(Dictionary(uniqueKeysWithValues: plan.moves.map { ($0.id, Optional($0.to.id)) }))
  }

  var best: [Int]? {
    var best: [Int]?
    func share(_ rest: ArraySlice<TeamChat>, _ owners: [ConversationID: UserID?]) {
      guard let chat = rest.first else {
        if let cost = cost(owners), best.map({ cost.lexicographicallyPrecedes($0) }) ?? true {
          best = cost
        }
        return
      }
      share(rest.dropFirst(), owners)
      for taker in takers where taker.id != chat.agent.id && mayGo(chat, to: taker) {
        var owners = owners
        owners[chat.id] = taker.id
        share(rest.dropFirst(), owners)
      }
    }
    share(chats[...], [:])
    return best
  }

  private func mayGo(_ chat: TeamChat, to taker: TeamMember) -> Bool {
    guard let language = chat.language, language != "en" else { return true }
    func lists(_ member: TeamMember?) -> Bool { member?.languages.contains(language) == true }
    if let owner = chat.agent.id.flatMap(team.member), lists(owner) {
      return lists(taker) || !owner.availability.isAvailable && taker.languages.isEmpty
    }
    let canAnybody = takers.contains { $0.languages.isEmpty || lists($0) }
    return !canAnybody || taker.languages.isEmpty || lists(taker)
  }
}
