import ChatModel
import JSON
import Synchronization
import Testing

@testable import SandboxCore

@Suite struct DemoScriptTests {
  private let house: House
  private let cast: DemoScript.Cast

  init() throws {
    house = try House()
    cast = try #require(DemoScript.Cast(of: house.sandbox, as: .support))
  }

  /// Plays a script in virtual time, with facts at their moments.
  private func play(
    _ cast: DemoScript.Cast, _ facts: [(Int, SandboxFact)], until end: Int = 70
  ) -> [(at: Duration, output: DemoScript.Output)] {
    var script = DemoScript(cast)
    var played: [(Duration, DemoScript.Output)] = []
    var coming = facts.map { (Duration.seconds($0.0), $0.1) }
    while true {
      let deadline = script.nextDeadline ?? .seconds(end)
      if let next = coming.first, next.0 <= deadline {
        coming.removeFirst()
        played += script.handle(.fact(next.1), at: next.0).map { (next.0, $0) }
      } else if deadline < .seconds(end) {
        played += script.handle(.tick, at: deadline).map { (deadline, $0) }
      } else {
        return played
      }
    }
  }

  private func said(_ words: String, to partner: DemoScript.Cast.Partner) -> SandboxFact {
    .said(
      .init(
        message: "m", conversation: partner.conversation, sender: cast.me, kind: .text,
        text: words))
  }

  private var connected: SandboxFact { .connected(cast.me, isSimulated: false) }

  @Test func nothingHappensBeforeTheDeskIsThere() {
    #expect(play(cast, []).isEmpty)
    #expect(play(cast, [(3, .connected(cast.me, isSimulated: true))]).isEmpty)
  }

  @Test func theMinuteRunsByTheClock() throws {
    let played = play(cast, [(10, connected)], until: 120)
    let sita = house.id("sita")
    let hers = played.filter {
      if case .act(let act) = $0.output { act.person == sita } else { false }
    }
    #expect(hers.map(\.at) == [.seconds(14), .seconds(16), .seconds(16)])
    let links = played.compactMap { entry -> (Duration, StagedLink)? in
      guard case .link(let link) = entry.output else { return nil }
      return (entry.at, link)
    }
    #expect(links.map(\.0) == [.seconds(54), .seconds(60)])
    #expect(links.map(\.1) == [.cut, .restored])
  }

  @Test func abdulComesFromRaviAtThirtyEight() throws {
    let abdul = house.conversation("abdul")
    let played = play(cast, [(0, connected)])
    let moves = played.filter {
      $0.output
        == .act(Act(person: house.id("asha"), deed: .reassign(abdul, to: house.id("meera"))))
    }
    #expect(moves.map(\.at) == [.seconds(38)])
    let after = played.first {
      if case .act(let act) = $0.output { act.person == house.id("abdul") } else { false }
    }
    // The server says nothing of the move: his message does.
    #expect(after?.at == .milliseconds(38_400))
  }

  @Test func lakshmiReadsTypesAndAnswersWithAPhoto() throws {
    let played = play(
      cast, [(0, connected), (9, said("Send a photo of the whole plant", to: cast.partner))])
    let hers = played.compactMap { entry -> (Duration, Act.Deed)? in
      guard case .act(let act) = entry.output, act.person == cast.partner.person else { return nil }
      return (entry.at, act.deed)
    }
    let chat = cast.partner.conversation
    #expect(hers.dropFirst().map(\.0) == [11, 12, 15, 15, 15].map { .seconds($0) })
    #expect(hers.count == 6)
    #expect(hers[1].1 == .read(chat) && hers[2].1 == .type(in: chat))
    guard case .say(let words, chat) = hers[4].1 else {
      Issue.record("she says nothing")
      return
    }
    #expect(Phrasebook.answers(.hindi)[.picture]?.contains(words) == true)
    #expect(hers[5].1 == .show(.wheatPlant, in: chat))
  }

  @Test func aPictureThatNobodyAskedForIsAnnounced() throws {
    let played = play(cast, [(0, connected), (9, said("Since when?", to: cast.partner))])
    let words = played.compactMap { entry -> String? in
      guard case .act(let act) = entry.output, act.person == cast.partner.person,
        case .say(let words, _) = act.deed
      else { return nil }
      return words
    }
    #expect(words.last?.hasSuffix("पूरे पौधे की फोटो भी भेज रही हूँ 📷") == true)
    #expect(
      Phrasebook.answers(.hindi)[.since]?.contains { words.last?.hasPrefix($0) == true } == true)
  }

  @Test func aFarmerAtTheDeskIsAnsweredAndAskedBackEachTimeWithinTenSeconds() throws {
    let cast = try #require(DemoScript.Cast(of: house.sandbox, as: .user))
    func said(_ words: String) -> SandboxFact {
      .said(
        .init(
          message: "m", conversation: cast.partner.conversation, sender: cast.me, kind: .text,
          text: words))
    }
    let questions = [
      (20, "When do I irrigate?"), (40, "kitna urea dalun?"), (60, "धन्यवाद"), (80, "ok"),
    ]
    let played = play(
      cast, [(0, .connected(cast.me, isSimulated: false))] + questions.map { ($0.0, said($0.1)) },
      until: 100)
    for (second, words) in questions {
      let deeds = played.compactMap { entry -> (Duration, Act.Deed)? in
        guard case .act(let act) = entry.output, act.person == cast.partner.person,
          entry.at > .seconds(second), entry.at <= .seconds(second + 10)
        else { return nil }
        return (entry.at, act.deed)
      }
      #expect(deeds.contains { $0.1 == .type(in: cast.partner.conversation) }, "\(words)")
      let answer = deeds.compactMap { deed -> String? in
        if case .say(let answer, _) = deed.1 { answer } else { nil }
      }
      #expect(answer.count == 1 && answer.first?.hasSuffix("?") == true, "\(words): \(answer)")
      let isDevanagari = answer.first?.unicodeScalars.contains {
        (0x900...0x97F).contains($0.value)
      }
      #expect(isDevanagari == Phrasebook.isHindi(words))
    }
  }

  @Test func everyRoleSitsAsThePersonTheScriptPlaysWith() throws {
    for role in [Role.support, .admin, .user] {
      let cast = try #require(DemoScript.Cast(of: house.sandbox, as: role))
      #expect(house.id(DemoCast.account(of: role)) == cast.me)
    }
    // An admin has somebody to relieve.
    let stories = Story.all.filter { $0.status == .open || $0.status == .waiting }
    let loads = Dictionary(stories.compactMap(\.agent).map { ($0, 1) }, uniquingKeysWith: +)
    #expect(
      loads["ravi", default: 0] >= 2 * max(loads["kiran", default: 0], loads["meera", default: 0]))
    #expect(Story.all.count { $0.agent == "meera" } == 6)
    // After Lakshmi nobody in meera's view of the waiting has waited longer than Ramesh.
    let hers = Story.all.filter { $0.status == .waiting && $0.agent.map { $0 == "meera" } ?? true }
    #expect(hers.sorted { $0.ago > $1.ago }.prefix(2).map(\.account) == ["lakshmi", "ramesh"])
  }

  @Test func severalWordsGetOneAnswerThatFitsTheLast() throws {
    let played = play(
      cast,
      [
        (0, connected), (9, said("hello", to: cast.partner)),
        (10, said("since when?", to: cast.partner)), (30, said("hm", to: cast.partner)),
      ])
    let words = played.compactMap { entry -> String? in
      guard case .act(let act) = entry.output, act.person == cast.partner.person,
        case .say(let words, _) = act.deed
      else { return nil }
      return words
    }
    #expect(words.count == 1)
    let answers = Phrasebook.answers(.hindi)[.since] ?? []
    #expect(answers.contains { words.first?.hasPrefix($0) == true })
  }

  @Test func aSecondConnectionDoesNotBeginAgain() {
    let once = play(cast, [(0, connected)]).map(\.output)
    #expect(play(cast, [(0, connected), (48, connected)]).map(\.output) == once)
  }

  @Test func itWorksOnTheSandbox() throws {
    let meera = try house.connect("meera")
    _ = house.heard(by: meera)
    for entry in play(cast, [(0, connected), (9, said("photo?", to: cast.partner))]) {
      if case .act(let act) = entry.output { house.sandbox.perform(act) }
    }
    let heard = house.heard(by: meera)
    #expect(heard.count { $0.event == "notification:new-message" } == 4)
    #expect(heard.first { $0.event == "typing:user-typing" }?.data["userName"] == "Sita Devi")
    #expect(!heard.contains { $0.event == "error" })
    #expect(house.ask(.conversations(.init()), as: "meera").pagination("totalItems") == 7)
  }

  @Test(arguments: [Role.admin, .user]) func theOtherRolesHaveTheirMinute(_ role: Role) throws {
    let cast = try #require(DemoScript.Cast(of: house.sandbox, as: role))
    let words = SandboxFact.said(
      .init(
        message: "m", conversation: cast.partner.conversation, sender: cast.me, kind: .text,
        text: "hello"))
    let played = play(cast, [(0, .connected(cast.me, isSimulated: false)), (8, words)])
    let session = try house.connect(DemoCast.account(of: role))
    if role == .admin {
      house.sandbox.handle(
        "conversation:join", [["conversationId": house.wire("venkat")]], from: session)
    }
    _ = house.heard(by: session)
    for entry in played {
      if case .act(let act) = entry.output {
        #expect(act.person != cast.me)
        house.sandbox.perform(act)
      }
    }
    let heard = house.events(heardBy: session)
    #expect(heard.contains(role == .admin ? "message:new" : "notification:new-message"))
    #expect(heard.contains("typing:user-typing"))
    #expect(!heard.contains("error"))
  }

  @Test func whoGetsAConversationFromTheAdminTakesItUp() throws {
    let cast = try #require(DemoScript.Cast(of: house.sandbox, as: .admin))
    let (ravi, conversation) = (house.id("ravi"), house.conversation("lakshmi"))
    let played = play(
      cast,
      [
        (0, .connected(cast.me, isSimulated: false)),
        (5, .reassigned(conversation, from: nil, to: ravi)),
      ])
    let says = played.first {
      $0.output == .act(Act(person: ravi, deed: .say(DemoScript.takingOver, in: conversation)))
    }
    #expect(says?.at == .seconds(11))
  }

  @Test func anEmptySandboxHasNoScript() throws {
    let house = try House { $0.seed = .empty }
    #expect(DemoScript.Cast(of: house.sandbox, as: .support) == nil)
  }
}
