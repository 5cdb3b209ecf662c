import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// Text typed in the wrong place does nothing, and commands given fast are obeyed.
@Suite struct TypingGuardTests {
  @Test func aWordInWhoseMidstTheComposerOpensIsTakenBackWithTheCursorAndSaidOnce() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Esc")
    _ = bench.take()
    let before = bench.state
    bench.type("ji haan", every: 0.13)
    #expect(bench.state.openID == "lakshmi")
    #expect(bench.state.focus == .list)
    #expect(bench.state.list.cursor == before.list.cursor)
    #expect(bench.said?.hasPrefix("That looks like text") == true)
    #expect(bench.state.log.entries.count == before.log.entries.count + 1)
    bench.wait(5)
    #expect(bench.take().isEmpty)
    // Among the messages the same; nothing is chosen there.
    bench.timeline([bench.message("m1"), bench.message("m2")])
    bench.press("Shift+Tab Shift+Tab")
    bench.state.focus = .messages
    bench.type("kitna paani", every: 0.13)
    #expect(bench.state.focus == .messages && bench.state.messages.selection == nil)
    #expect(bench.state.composer?.isEmpty == true)
    bench.wait(5)
    #expect(bench.take().isEmpty)
  }

  @Test func aSequenceOfKeysThatComesInOneReadIsNoWord() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Esc")
    let shown = bench.state.isShowingDetails
    bench.run(.typed("gd"))
    #expect(bench.state.isShowingDetails == !shown)
    bench.run(.typed("gdx"))
    #expect(bench.said?.hasPrefix("That looks like text") == true)
    #expect(bench.state.isShowingDetails == !shown)
  }

  @Test func aReplyAfterMovesIsWrittenOnceItsPlaceHasBeenSeen() {
    var bench = Bench()
    bench.seed()
    bench.type("jji", every: 0.15)
    #expect(bench.state.openID == "sita" && bench.state.focus == .composer)
    bench.wait(0.35)
    bench.type("haan ji")
    #expect(bench.state.openID == "sita")
    #expect(bench.state.composer?.editor.text == "haan ji")
    #expect(bench.take().contains(.client(.open("sita"))))
  }

  @Test func whatWasSaidOfSomethingHeldGoesWithIt() {
    for word in ["ur", "urea daalo"] {
      var bench = Bench()
      bench.seed()
      bench.press("Enter")
      bench.type("a long answer")
      bench.press("Ctrl+C Esc")
      bench.wait(12)
      let entries = bench.state.log.entries.count
      bench.type(word, every: 0.13)
      #expect(bench.said?.hasPrefix("That looks like text") == true)
      #expect(bench.state.composer?.isEmpty == true)
      #expect(bench.state.log.entries.count == entries + 1)
      bench.run(.key(.escape))
      bench.wait(12)
      bench.type("u")
      #expect(bench.said == "The discarded reply to Lakshmi is back.")
      bench.run(.key(.escape))
      #expect(bench.said == nil)
      #expect(bench.state.log.entries.count == entries + 1)
    }
  }

  @Test func aWordThatBeginsWithTheLetterOfTheComposerIsKeptAndAsksBeforeItGoes() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Shift+Tab")
    _ = bench.take()
    bench.type("rice\n", every: 0.3)
    #expect(bench.state.composer?.editor.text == "rice")
    #expect(bench.said == "Send to Lakshmi? Enter again.")
    bench.wait(2)
    #expect(!bench.take().contains { if case .client(.send) = $0 { true } else { false } })
    bench.press("Enter")
    #expect(
      bench.take().contains(.client(.send("lakshmi", text: "rice", files: [], request: 1))))
  }

  @Test func whatIsWrittenALittleLaterGoesAtTheFirstEnter() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Shift+Tab r")
    bench.type("ice")
    bench.press("Enter")
    #expect(bench.take().contains(.client(.send("lakshmi", text: "ice", files: [], request: 1))))
  }

  @Test func aReplyFromTheListIsOpenedOnceTheWritingIsMeant() {
    var bench = Bench()
    bench.seed()
    bench.type("rice")
    #expect(bench.state.openID == "lakshmi")
    bench.wait(5)
    #expect(!bench.take().contains(.client(.open("lakshmi"))))
    bench.type(" plants")
    #expect(bench.take().contains(.client(.open("lakshmi"))))
    #expect(bench.state.composer?.editor.text == "rice plants")
  }

  @Test func anOpeningIsPaintedAtOnceAndJoinedAMomentLater() {
    var bench = Bench()
    bench.seed()
    bench.run(.key(.character("w")))
    #expect(bench.state.openID == "lakshmi")
    #expect(bench.effects.contains(.client(.peek("lakshmi"))))
    bench.timeline([bench.message("m1")])
    bench.paint(["m1"])
    bench.wait(0.44)
    #expect(bench.take().isEmpty)
    bench.wait(0.02)
    #expect(bench.take().first == .client(.open("lakshmi")))
  }

  @Test func anOpeningThatWasAWordIsTakenBackWithItsPlace() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.timeline([bench.message("m1"), bench.message("m2")])
    bench.press("Shift+Tab k")
    _ = bench.take()
    let before = bench.state
    bench.run(.key(.character("w")))
    #expect(bench.state.openID == "ramesh")
    bench.timeline([bench.message("m3")], in: "lakshmi")
    bench.type("heat")
    #expect(bench.state.openID == "lakshmi")
    #expect(bench.state.focus == .messages)
    #expect(bench.state.messages.selection == before.messages.selection)
    #expect(bench.state.timeline?.messages["m3"] != nil)
    bench.wait(2)
    #expect(bench.take().isEmpty)
  }

  @Test func enterDecidesAtOnceAndEscDrops() {
    var bench = Bench()
    bench.seed()
    bench.type("w\n")
    #expect(bench.take() == [.client(.open("lakshmi"))])
    bench.press("Esc s")
    bench.type("r\n")
    #expect(bench.take() == [.client(.setStatus("lakshmi", .resolved))])
    bench.press("s")
    bench.type("c")
    bench.run(.key(.escape))
    bench.wait(2)
    #expect(bench.take().isEmpty)
    bench.press("G")
    bench.type("w")
    bench.run(.key(.escape))
    #expect(bench.state.openID == "lakshmi")
    bench.wait(2)
    #expect(bench.take().isEmpty)
  }

  @Test func commandsGivenFastAreObeyed() {
    var bench = Bench()
    bench.seed()
    bench.client(
      .conversations([
        bench.summary("lakshmi", waits: 47, unread: 1), bench.summary("ramesh", unread: 2),
        bench.summary("sita", unread: 1),
      ]))
    _ = bench.take()
    bench.type("sr", every: 0.12)
    bench.wait(1)
    #expect(bench.take() == [.client(.setStatus("lakshmi", .resolved))])
    bench.type("jjj", every: 0.1)
    #expect(bench.state.list.cursorIndex == 3)
    bench.wait(1)
    bench.type("gg", every: 0.1)
    #expect(bench.state.list.cursorIndex == 0)
    bench.wait(1)
    bench.type("]]]", every: 0.1)
    let last = bench.state.openID
    #expect(bench.take().isEmpty)
    bench.wait(1)
    #expect(bench.take() == [.client(.open(last ?? ""))])
    bench.press("Esc")
    bench.type("jjkr", every: 0.15)
    #expect(bench.state.focus == .composer)
  }

  @Test func takingBackAndRetryingWaitAMoment() {
    var bench = TypedWordsTests.full(.support)
    _ = bench.take()
    bench.type("u")
    #expect(bench.take().isEmpty)
    bench.wait(0.5)
    #expect(bench.take().count == 1)
    bench.wait(1)
    bench.type("R")
    bench.wait(0.5)
    #expect(bench.take() == [.client(.retry("e1"))])
  }

  @Test func whatWasTakenForAWordCanStillBeTakenBack() {
    var bench = TypedWordsTests.full(.support)
    _ = bench.take()
    bench.type("urea")
    bench.wait(2)
    #expect(bench.take().isEmpty)
    bench.press("u")
    #expect(bench.take().count == 1)
  }

  @Test func aLetterThatIsNotInTheMenuClosesItWithNothingDone() {
    var bench = Bench()
    bench.seed()
    bench.type("shree", every: 0.15)
    #expect(bench.state.overlay == nil)
    #expect(bench.said?.hasPrefix("That looks like text") == true)
    #expect(bench.state.log.entries.count == 1)
    bench.wait(2)
    #expect(bench.take().isEmpty)
  }

  @Test func severalCharactersOfOneReadAreText() {
    var bench = Bench()
    bench.seed()
    bench.press("s")
    bench.run(.typed("rs"))
    bench.wait(2)
    #expect(bench.take().isEmpty)
    #expect(bench.state.overlay == nil)
    #expect(bench.said?.hasPrefix("That looks like text") == true)
    bench.run(.typed("नमस्ते"))
    bench.run(.typed("wr"))
    bench.wait(2)
    #expect(bench.take().isEmpty)
    bench.run(.typed("jjj"))
    #expect(bench.state.list.cursorIndex == 3)
    bench.run(.typed(":q"), .key(.enter))
    #expect(bench.take() == [.quit])
  }

  @Test func aDeskThatWasAtWorkCountsOnlyTheTimeThatItWaited() {
    var bench = Bench()
    bench.seed()
    bench.type("l")
    bench.wait(1.2)
    bench.run(.delayed(1), .key(.character("i")))
    bench.wait(2)
    #expect(bench.take().isEmpty)
    #expect(bench.state.focus == .list)
    bench.press("Enter Shift+Tab")
    bench.type("r")
    bench.now += 0.6
    bench.run(.delayed(0.5), .key(.character("i")))
    bench.type("ce\n")
    #expect(bench.said == "Send to Lakshmi? Enter again.")
  }

  @Test(arguments: ["wait", "Left", "PgUp", "x Backspace"])
  func theFirstEnterIsForgottenAfterAWhileAndByAnythingElse(between: String) {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Shift+Tab")
    bench.type("rice\n", every: 0.3)
    #expect(bench.said == "Send to Lakshmi? Enter again.")
    bench.wait(1)
    if between == "wait" { bench.wait(10) } else { bench.press(between) }
    #expect(bench.state.composer?.asks == nil)
    #expect(bench.said?.contains("again") != true)
    bench.wait(1)
    _ = bench.take()
    bench.press("Enter")
    #expect(bench.said == "Send to Lakshmi? Enter again.")
    #expect(!bench.take().contains { if case .client(.send) = $0 { true } else { false } })
  }

  @Test func thatItLooksLikeTextHasRoomOnEightyColumns() {
    var bench = Bench()
    bench.seed()
    bench.press("Tab")
    bench.type("xxqx hello")
    let said = bench.said ?? ""
    #expect(said.hasPrefix("That looks like text."))
    #expect(said.count <= 74)
  }

  @Test func aConfirmationIsNotCoveredByAHint() {
    var bench = Bench()
    bench.seed()
    bench.client(.statusSet("lakshmi", from: .open, to: .resolved))
    bench.press("Z")
    #expect(bench.said == "Lakshmi is now resolved.  u takes it back")
    bench.client(.statusSet("lakshmi", from: .resolved, to: .open))
    bench.type("hello")
    #expect(bench.said == "Lakshmi is now open.  u takes it back")
    bench.wait(3)
    bench.press("Z")
    #expect(bench.said == "Z does nothing here; ? shows the keys.")
  }

  @Test func newsDoNotCoverAConfirmationAndAreSaidAfterIt() {
    var bench = Bench()
    bench.seed()
    bench.client(.statusSet("lakshmi", from: .open, to: .resolved))
    bench.wait(1)
    bench.client(.notice(Notice(.info, "Abdul is now yours.")))
    #expect(bench.said == "Lakshmi is now resolved.  u takes it back")
    bench.wait(1.9)
    #expect(bench.said == "Lakshmi is now resolved.  u takes it back")
    bench.wait(0.2)
    #expect(bench.said == "Abdul is now yours.")
    bench.client(.statusSet("lakshmi", from: .resolved, to: .open))
    bench.client(.notice(Notice(.failure, "The disk is full.")))
    #expect(bench.said == "The disk is full.")
    bench.client(.statusSet("lakshmi", from: .open, to: .closed))
    bench.client(.notice(Notice(.info, "News.")), .notice(Notice(.warning, "Trouble.")))
    bench.wait(4)
    #expect(bench.said == "Trouble.")
  }

  @Test func aWordOfTwoLettersThatIsAChoiceInTheMenuEndsWithEnterAndChangesNothing() {
    for word in ["so", "sw", "sr", "sc", "sn"] {
      for pace in TypedWordsTests.paces {
        var bench = TypedWordsTests.full(.support)
        let status: ConversationStatus = word == "so" ? .closed : .open
        bench.client(.conversations([bench.summary("lakshmi", waits: 47, status: status)]))
        bench.wait(12)
        _ = bench.take()
        bench.type(word + "\n", every: pace)
        let said = bench.said ?? "nothing"
        #expect(said.hasPrefix("That looks like text"), "\(word) \(pace): \(said)")
        bench.wait(5)
        #expect(bench.take().isEmpty, "\(word) \(pace)")
      }
    }
    var bench = TypedWordsTests.full(.support)
    _ = bench.take()
    bench.type("OR\n", every: 0.2)
    bench.wait(5)
    #expect(bench.take().isEmpty)
  }

  @Test func anEnterThatIsNoPartOfAWordStillDecidesAtOnce() {
    var bench = Bench()
    bench.seed()
    bench.type("sr", every: 0.12)
    bench.wait(0.38)
    bench.run(.key(.enter))
    #expect(bench.take() == [.client(.setStatus("lakshmi", .resolved))])
    bench.press("s")
    bench.type("c\n")
    #expect(bench.take() == [.client(.setStatus("lakshmi", .closed))])
  }

  @Test func anAnswerToAQuestionIsHeardOnceTheLettersHaveStopped() {
    var bench = TypedWordsTests.full(.support)
    _ = bench.take()
    bench.type("Dy", every: 0.3)
    bench.wait(1)
    #expect(bench.take().isEmpty)
    #expect(bench.state.overlay != nil)
    bench.press("y")
    #expect(bench.take() == [.client(.drop("e1"))])
  }

  @Test func aPickerIsHeardOnceTheLettersHaveStopped() {
    var bench = TypedWordsTests.full(.admin)
    bench.press("F4")
    bench.type("ravi\n", every: 0.1)
    bench.wait(1)
    #expect(!bench.take().contains { if case .client(.reassign) = $0 { true } else { false } })
    #expect(bench.said == "That came fast after a letter; Enter again takes Ravi.")
    bench.press("Enter")
    #expect(bench.take().contains { if case .client(.reassign) = $0 { true } else { false } })
  }

  @Test func aPickerThatWasDoubtedIsTakenByTheNextEnterAtOnce() {
    var bench = TypedWordsTests.full(.admin)
    bench.press("F4")
    bench.type("ravi", every: 0.12)
    bench.wait(0.1)
    bench.run(.key(.enter), .key(.enter))
    #expect(!bench.take().contains { if case .client(.reassign) = $0 { true } else { false } })
    #expect(bench.said == "That came fast after a letter; Enter again takes Ravi.")
    bench.wait(0.15)
    bench.run(.key(.enter))
    #expect(bench.take().contains { if case .client(.reassign) = $0 { true } else { false } })
  }

  @Test(arguments: [0.05, 0.2, 0.5])
  func whatOnlyGoesSomewhereIsTakenByTheFirstEnterWhereAKeyOfItsOwnOpenedIt(after pause: Double) {
    var bench = TypedWordsTests.full(.support)
    bench.press("Ctrl+K")
    bench.type("ramesh", every: 0.12)
    bench.wait(pause)
    bench.run(.key(.enter))
    #expect(bench.state.overlay == nil && bench.state.openID == "ramesh")
    bench = TypedWordsTests.full(.support)
    bench.press("c")
    bench.wait(0.4)
    bench.type("rain", every: 0.12)
    bench.wait(pause)
    bench.run(.key(.enter))
    #expect(bench.state.composer?.editor.text == "There will be rain.")
  }

  @Test func withoutTheGuardEveryLetterActsAtOnce() {
    var configuration = DeskConfiguration()
    configuration.guardsTyping = false
    var bench = Bench(configuration)
    bench.seed()
    bench.type("sr")
    #expect(bench.take() == [.client(.setStatus("lakshmi", .resolved))])
    bench.type("w")
    #expect(bench.take() == [.client(.open("lakshmi"))])
    bench.press("Esc")
    bench.run(.typed("sc"))
    #expect(bench.take() == [.client(.setStatus("lakshmi", .closed))])
  }
}
