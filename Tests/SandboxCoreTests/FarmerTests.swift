import ChatModel
import Foundation
import Synchronization
import Testing

@testable import SandboxCore

@Suite struct FarmerTests {
  private func roster(_ count: Int, initiative: Duration? = .zero) -> [FarmerRole] {
    (0..<count).map {
      FarmerRole(
        person: UserID("f\($0)"), conversation: ConversationID("c\($0)"),
        language: Language.allCases[$0 % Language.allCases.count], initiative: initiative)
    }
  }

  private func run(
    _ crowd: inout FarmerCrowd, until end: Int
  ) -> [(at: Duration, act: Act)] {
    var acts: [(Duration, Act)] = []
    while let deadline = crowd.nextDeadline, deadline < .seconds(end) {
      acts += crowd.handle(.tick, at: deadline).map { (deadline, $0) }
    }
    return acts
  }

  private func said(_ words: String, to farmer: Int, by sender: UserID = "agent") -> SandboxFact {
    .said(
      .init(
        message: "m", conversation: ConversationID("c\(farmer)"), sender: sender, kind: .text,
        text: words))
  }

  private func words(_ acts: [(at: Duration, act: Act)]) -> [String] {
    acts.compactMap {
      guard case .say(let words, _) = $0.act.deed else { return nil }
      return words
    }
  }

  @Test func oneSeedGivesOneAfternoon() {
    func afternoon(_ seed: UInt64) -> [Act] {
      var crowd = FarmerCrowd(roster(8), pace: .calm, seed: seed)
      return run(&crowd, until: 600).map(\.act)
    }
    #expect(afternoon(1) == afternoon(1))
    #expect(afternoon(1) != afternoon(2))
    #expect(!afternoon(1).isEmpty)
  }

  @Test func busyIsBusier() {
    var (calm, busy) = (
      FarmerCrowd(roster(40), pace: .calm, seed: 1), FarmerCrowd(roster(40), pace: .busy, seed: 1)
    )
    let (few, many) = (words(run(&calm, until: 120)).count, words(run(&busy, until: 120)).count)
    #expect(few >= 4 && few <= 14)
    #expect(many > 3 * few)
  }

  @Test func somebodyComesTypesAndThenWrites() throws {
    var crowd = FarmerCrowd(roster(1), pace: .calm, seed: 3)
    let acts = run(&crowd, until: 40).map(\.act.deed)
    #expect(acts.first == .comeOnline)
    #expect(acts.dropFirst().first == .type(in: "c0"))
    #expect(acts.contains { if case .say = $0 { true } else { false } })
  }

  @Test func theyAnswerWhatTheyWereAskedAndGo() throws {
    for number in 0..<5 {
      var crowd = FarmerCrowd(roster(5, initiative: nil), pace: .calm, seed: 9)
      #expect(crowd.nextDeadline == nil)
      #expect(crowd.handle(.fact(said("Please send a photo", to: number)), at: .zero).isEmpty)
      let deeds = run(&crowd, until: 200).map(\.act.deed)
      let chat = ConversationID("c\(number)")
      #expect(
        deeds.prefix(4) == [.comeOnline, .read(chat), .type(in: chat), .stopTyping(in: chat)])
      #expect(deeds.contains { if case .show(_, chat) = $0 { true } else { false } })
      #expect(deeds.last == .goOffline)
      #expect(crowd.nextDeadline == nil)
    }
  }

  @Test func wordsThatComeBeforeTheAnswerAreAnsweredWithIt() {
    var crowd = FarmerCrowd(roster(5, initiative: nil), pace: .calm, seed: 9)
    _ = crowd.handle(.fact(said("hello", to: 4)), at: .zero)
    _ = crowd.handle(.fact(said("which variety is it?", to: 4)), at: .seconds(1))
    let answers = words(run(&crowd, until: 200))
    #expect(answers.count == 1)
    #expect(Phrasebook.answers(.english)[.variety]?.contains(answers.first ?? "") == true)
  }

  @Test func theyDoNotAnswerThemselves() {
    var crowd = FarmerCrowd(roster(1, initiative: nil), pace: .calm, seed: 9)
    _ = crowd.handle(.fact(said("hm", to: 0, by: "f0")), at: .zero)
    #expect(crowd.nextDeadline == nil)
  }

  @Test func whoIsPlayedByAPersonIsLeftAlone() {
    var crowd = FarmerCrowd(roster(1), pace: .busy, seed: 9)
    _ = crowd.handle(.fact(said("hello", to: 0)), at: .zero)
    _ = crowd.handle(.fact(.connected("f0", isSimulated: false)), at: .zero)
    #expect(run(&crowd, until: 120).isEmpty)
  }

  @Test(arguments: [
    ("पूरे पौधे की फोटो भेजिए", Phrasebook.Intent.picture), ("कब से है?", .since),
    ("எத்தனை ஏக்கர்?", .area), ("ਪਾਣੀ ਕਦੋਂ ਲਾਇਆ?", .water), ("वाण कोणते?", .variety),
    ("What is your village", .place), ("Spray it in the evening", .doThis), ("धन्यवाद", .thanks),
    ("Hello", .greeting), ("Really?", .question), ("", .other),
    ("photo bhejo", .picture), ("Thanks for the photo", .thanks), ("फोटो मिल गई, धन्यवाद", .thanks),
    ("Thank you, please send another photo", .picture), ("kab se hai", .since),
    ("Did you spray it?", .did), ("क्या आपने दवा छिड़की?", .did), ("When?", .when), ("कब डाला?", .when),
    ("How much urea?", .howMuch), ("kitna dala", .howMuch), ("Is it on every leaf?", .yesNo),
    ("क्या सब पत्तों पर है?", .yesNo), ("Why do you think so", .question), ("आपने ऐसा क्यों किया?", .question),
    ("Spray 200 litres of water an acre", .doThis), ("பூச்சி எப்படி?", .question),
    ("ਕੀ ਦਵਾਈ ਪਾਈ?", .yesNo), ("I will show you somehow", .other), ("\u{1B}[31m\u{0}", .other),
  ])
  func wordsAreUnderstoodRoughly(_ words: String, _ intent: Phrasebook.Intent) {
    #expect(Phrasebook.intent(of: words) == intent)
  }

  @Test func everyLanguageHasAnAnswerToEverything() {
    for language in Language.allCases {
      for intent in Phrasebook.Intent.allCases {
        #expect(Phrasebook.answers(language)[intent]?.isEmpty == false)
      }
      #expect(Phrasebook.openers(language).count > 4)
    }
  }

  @Test func anAgendaKeepsTimeAndOrder() {
    var agenda = Agenda<Int>()
    for (item, second) in [(1, 5), (2, 3), (3, 5), (4, 1)] {
      agenda.add(item, at: .seconds(second))
    }
    #expect(agenda.next(at: .zero) == nil)
    var taken: [Int] = []
    while let (_, item) = agenda.next(at: .seconds(5)) { taken.append(item) }
    #expect(taken == [4, 2, 1, 3])
  }

  @Test func theRunnerLetsThemLoose() async throws {
    let house = try House()
    let runner = DemoRunner(
      house.sandbox,
      {
        var configuration = DemoConfiguration()
        configuration.pace = .busy
        return configuration
      }())
    let online = AsyncStream.makeStream(of: UserID.self)
    house.sandbox.observe { fact in
      if case .connected(let person, isSimulated: true) = fact { online.continuation.yield(person) }
    }
    runner.run()
    let first = await online.stream.first { _ in true }
    runner.stop()
    #expect(house.sandbox.people.first { $0.id == first }?.role == .user)
  }
}
