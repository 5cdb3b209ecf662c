import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct JumpTests {
  private func ranked(_ names: [String], _ query: String) -> [String] {
    let query = FuzzyText.Query(query)
    return names.enumerated().compactMap { place, name in
      FuzzyText(name).score(query).map { (score: $0, place: place, name: name) }
    }.sorted { ($1.score, $0.place) < ($0.score, $1.place) }.map(\.name)
  }

  @Test func lettersAreFoundInTheirOrderWithGaps() {
    #expect(ranked(["Lakshmi Reddy", "Ramesh Kumar", "Sita Devi"], "lred") == ["Lakshmi Reddy"])
    #expect(ranked(["Lakshmi Reddy"], "redl").isEmpty)
  }

  @Test func theBeginningOfAWordComesBeforeItsMiddle() {
    #expect(
      ranked(["Abdul Karim", "Rimsha", "Karimnagar", "Rim Devi"], "rim").prefix(2)
        == ["Rim Devi", "Rimsha"])
    #expect(ranked(["Sushila Raman", "Sita Ram"], "sr").first == "Sita Ram")
  }

  @Test func everyWordHasToBeFoundInAnyOrder() {
    #expect(ranked(["Sita Devi", "Sita Ram"], "devi si") == ["Sita Devi"])
  }

  @Test func scriptsAreFoundByTheirOwnLettersAndLatinOnesWithoutTheirMarks() {
    #expect(ranked(["लक्ष्मी रेड्डी", "सीता देवी"], "लक्ष्") == ["लक्ष्मी रेड्डी"])
    #expect(ranked(["லட்சுமி", "கமலா"], "கம") == ["கமலா"])
    #expect(ranked(["José Núñez"], "nunez") == ["José Núñez"])
    // Bytes in common are no letters in common.
    #expect(ranked(["सीता"], "ক").isEmpty)
  }

  @Test func aHostileTextEndsNothing() {
    let long = String(repeating: "a\u{301}", count: 100_000)
    #expect(FuzzyText(long).score(FuzzyText.Query("aaa")) != nil)
    #expect(FuzzyText("").score(FuzzyText.Query("a")) == nil)
    #expect(FuzzyText("a").score(FuzzyText.Query("\u{301}")) != nil)
  }

  // MARK: The list of all that one can go to

  private func jump(_ words: String, _ bench: inout Bench, by key: String = "Ctrl+K") {
    bench.press(key)
    bench.wait(1)
    bench.type(words)
    bench.wait(1)
    bench.press("Enter")
  }

  @Test(arguments: ["Ctrl+K", "F8", "Ctrl+X k"])
  func aConversationIsOpenedByAPartOfItsName(key: String) {
    var bench = Bench()
    bench.seed()
    jump("rmsh", &bench, by: key)
    #expect(bench.state.openID == "ramesh")
  }

  @Test(arguments: ["F8", "Ctrl+X k"])
  func itIsReachedFromTheComposerAndLosesNothingThere(key: String) {
    var bench = writing()
    bench.type("half")
    jump("sita", &bench, by: key)
    #expect(bench.state.openID == "sita")
    #expect(bench.state.composers["lakshmi"]?.editor.text == "half")
  }

  @Test func aPhoneNumberLeadsToItsFarmer() {
    var bench = Bench()
    bench.client(
      .conversations([
        bench.summary("a", phone: "+91 98210 45724"), bench.summary("b", phone: "+91 98765 43210"),
      ]), .listFreshness(isComplete: true, at: bench.now))
    jump("45724", &bench)
    #expect(bench.state.openID == "a")
  }

  @Test func aConversationOfAnotherViewIsShownInThatOfAll() {
    var bench = Bench()
    bench.seed()
    #expect(!bench.rows.contains("gurpreet"))
    jump("gurp", &bench)
    #expect(bench.state.openID == "gurpreet")
    #expect(bench.rows.contains("gurpreet"))
  }

  @Test func anAgentLeadsToTheirConversations() {
    var bench = Bench()
    bench.seed()
    bench.client(
      .agents([Agent(participant: bench.person("agent-ravi", "Ravi", .support))]))
    jump("ravi", &bench)
    bench.wait(6)
    #expect(bench.rows == ["gurpreet"])
  }

  @Test func viewsAndCommandsAreThereToo() {
    var bench = Bench()
    bench.seed()
    jump("view unread", &bench)
    #expect(bench.state.list.view == .unread)
    jump("log", &bench)
    #expect(bench.state.overlay is LogOverlay)
  }
}
