import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct EmojiTests {
  private func search(_ text: String, lastUsed: [String] = []) -> [String] {
    EmojiTable.standard.search(EmojiTable.Query(text), lastUsed: lastUsed, most: 6)
      .map(\.characters)
  }

  // MARK: The table

  @Test func everyLineOfTheFileIsAnEmojiWithANameOfItsOwn() {
    let rows = EmojiTable.standard.rows
    #expect(rows.count > 1800)
    #expect(Set(rows.map(\.emoji.name)).count == rows.count)
    #expect(rows.allSatisfy { $0.emoji.characters.count == 1 && !$0.emoji.name.isEmpty })
  }

  @Test func aNameComesBeforeOtherWordsAndTheWholeBeforeItsBeginning() {
    #expect(search("thumbs_up").first == "👍")
    #expect(search("+1").first == "👍" && search("-1").first == "👎")
    #expect(search("farmer").prefix(1) == ["🧑‍🌾"])
    #expect(search("sheaf").first == "🌾" && search("SHEAF-of-ri").first == "🌾")
    #expect(search("rice_ball").first == "🍙")
    #expect(search("red_heart").first == "❤️", "with the selector that makes it an emoji")
    #expect(search("eaf").isEmpty, "no word begins so")
  }

  @Test func emojiAreFoundByTheirHindiNames() {
    #expect(search("किसान").contains("🧑‍🌾"))
    #expect(search("चावल").contains("🌾"))
    // ड़ in one character and in two.
    #expect(search("पेड़") == search("पेड\u{93C}") && !search("पेड़").isEmpty)
  }

  @Test func whatWasUsedLatelyComesFirstAmongItsLike() {
    let before = search("rice")
    #expect(before.count > 1)
    #expect(search("rice", lastUsed: [before[1]]).first == before[1])
  }

  @Test(arguments: ["", "\t", "a\tb\tc", "# a\tb\tc\td", "🌾\tsheaf\t\t"])
  func aLineThatIsOtherwiseIsLeftOut(line: String) {
    let rows = EmojiTable(Array((line + "\n").utf8)).rows
    #expect(rows.map(\.emoji.name) == (line.hasPrefix("🌾") ? ["sheaf"] : []))
  }

  // MARK: While one types

  private func typing(_ text: String) -> Bench {
    var bench = writing()
    bench.wait(1)
    bench.type(text, every: 0.3)
    return bench
  }

  private func text(_ bench: Bench) -> String? { bench.state.composer?.editor.text }
  private func offer(_ bench: Bench) -> EmojiOffer? { bench.state.composer?.offer }

  private func sent(_ bench: inout Bench) -> String? {
    for case .client(.send(_, let text, _, _)) in bench.take() { return text }
    return nil
  }

  @Test func twoLettersAfterAColonOfferNamesAndTabTakesTheFirst() {
    var bench = typing("good :sh")
    #expect(offer(bench)?.choices.isEmpty == false && offer(bench)?.selection == nil)
    bench.type("eaf")
    #expect(offer(bench)?.choices.first?.characters == "🌾")
    bench.press("Tab")
    #expect(text(bench) == "good 🌾" && offer(bench) == nil)
    #expect(bench.state.focus == .composer)
    #expect(
      bench.take().contains { effect in
        if case .client(.noteUsed(let used)) = effect { used.text == "🌾" } else { false }
      })
    bench.press("Ctrl+_")
    #expect(text(bench) == "good :sheaf")
  }

  @Test func arrowsChooseAndEnterTakesWhatIsChosen() throws {
    var bench = typing(":rice")
    let choices = try #require(offer(bench)).choices
    bench.press("Down Down")
    #expect(offer(bench)?.selection == 1)
    bench.press("Enter")
    #expect(text(bench) == choices[1].characters)
    #expect(sent(&bench) == nil)
    bench.press("Enter")
    #expect(sent(&bench) == choices[1].characters)
  }

  @Test func enterSendsAsEverWhereNothingIsChosen() {
    var bench = typing("so :rice")
    #expect(offer(bench) != nil)
    bench.press("Enter")
    #expect(sent(&bench) == "so :rice")
    #expect(offer(bench) == nil)
    bench = typing("so :rice")
    bench.press("Down Up Enter")
    #expect(sent(&bench) == "so :rice", "the way up leads out of the list")
  }

  @Test func escapeClosesTheListAndItStaysClosed() {
    var bench = typing(":ri")
    bench.press("Esc")
    #expect(offer(bench) == nil && bench.state.focus == .composer)
    bench.type("ce")
    #expect(offer(bench) == nil && text(bench) == ":rice")
    bench.press("Esc")
    #expect(bench.state.focus == .list)
  }

  @Test func aColonAfterAWholeNameTakesIt() {
    #expect(text(typing("yes :thumbs_up:")) == "yes 👍")
    #expect(text(typing(":धनवद:")) == ":धनवद:", "nothing is called so")
    #expect(text(typing(":thumb:")) == "👍", "one of its words")
    #expect(text(typing(":thum:")) == ":thum:")
  }

  @Test(
    arguments: [
      "at 10:30", "note: rice", "note:rice", "see https://rice.example", "a::rice", "so :) and :D",
      ": rice", ":3", "a/:rice", "ratio 1:one", "नोट:चावल", ":r", ":-rice", ":zzzz",
    ])
  func ordinaryTextIsLeftAlone(words: String) {
    var bench = typing(words)
    #expect(offer(bench) == nil)
    #expect(text(bench) == words)
    bench.press("Tab")
    #expect(text(bench) == words && bench.state.focus != .composer)
  }

  @Test func whatIsPastedIsText() {
    var bench = typing("")
    bench.run(.paste("see :rice"))
    #expect(offer(bench) == nil)
    bench.run(.paste(":"))
    #expect(text(bench) == "see :rice:")
  }

  @Test func aNameThatComesInOneReadOffersItsListToo() {
    var bench = typing("")
    bench.run(.typed("thanks :ric"))
    #expect(offer(bench)?.choices.isEmpty == false)
    bench.press("Tab")
    #expect(bench.state.focus == .composer && text(bench)?.hasPrefix("thanks ") == true)
    #expect(text(bench)?.contains(":") == false)
    bench = typing("")
    bench.run(.typed("a :rice: b"))
    #expect(text(bench) == "a :rice: b", "what came at once stays as it came")
  }

  @Test func theListGoesWhenTheCursorLeavesTheName() {
    var bench = typing("so :rice")
    bench.press("Home")
    #expect(offer(bench) == nil)
    bench = typing("so :rice")
    bench.press("Backspace Backspace Backspace")
    #expect(offer(bench) == nil)
    bench = typing("so :rice ")
    #expect(offer(bench) == nil)
  }

  @Test func aVeryLongWordIsLookedAtInItsBeginningAlone() {
    let bench = typing(":" + String(repeating: "a", count: 3000))
    #expect(offer(bench) == nil)
  }

  // MARK: The list of all

  @Test func theListOfAllFindsLettersWithGapsAndRemembersWhatWasUsed() {
    var bench = typing("so ")
    bench.press("Ctrl+X e")
    #expect(bench.state.overlay is EmojiPicker)
    bench.type("shfrice", every: 0.3)
    bench.press("Enter")
    #expect(text(bench) == "so 🌾")
    bench.press("Ctrl+X e")
    let picker = (bench.state.overlay as? EmojiPicker)?.picker
    #expect(picker?.selected?.choice.characters == "🌾")
  }

  @Test func theListIsReachedFromThePaletteInEveryPane() {
    var bench = Bench()
    bench.seed()
    bench.run(.perform(.emoji))
    bench.wait(1)
    bench.type("thumbs up", every: 0.3)
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.composer?.editor.text == "👍")
    #expect(bench.state.focus == .composer)
  }
}
