import ChatModel
import Foundation
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

@Suite struct PlainDeskTests {
  @Test func eachMessageIsSaidOnceTheSpeakerFirst() {
    var listener = Listener(.conversation)
    let lines = listener.hear()
    #expect(lines.contains { $0.hasPrefix("Lakshmi R., ") && $0.contains("wheat leaf") })
    #expect(lines.contains { $0.hasPrefix("You, ") && $0.contains("how old is the crop") })
    #expect(listener.hear().isEmpty)
    let new = World.text("m7", World.lakshmi, "one more thing", ago: 0)
    _ = listener.world.state.timeline?.apply(
      TimelineUpdate(
        conversationID: "c-lakshmi", messages: [new],
        extent: TimelineExtent(reachesStart: true, freshness: .live)))
    #expect(listener.hear() == ["Lakshmi R., 14:32: one more thing"])
    #expect(listener.hear().isEmpty)
  }

  @Test func whatWasSaidCountsAsSeen() {
    var listener = Listener(.conversation)
    let presented = listener.plain.tell(listener.world.state, now: World.now).presented
    #expect(presented.conversationID == "c-lakshmi")
    #expect(presented.visible.contains("m6"))
  }

  @Test func aNumberChoosesFromTheLastListAndAnotherOneIsRefusedInWords() {
    var listener = Listener(.list)
    _ = listener.hear()
    #expect(
      listener.type("1") == ["There is no list to choose from; mine lists your conversations."])
    let list = listener.type("waiting")
    #expect(list.contains { $0.hasPrefix("1. ") })
    #expect(listener.type("99").first?.contains("1 to") == true)
    for number in [0, -1, Int.min, Int.max] {
      #expect(listener.type("\(number)").first?.contains("1 to") == true)
      #expect(listener.type("open \(number)").first?.contains("There is no conversation") == true)
    }
    _ = listener.type("1")
    #expect(listener.world.state.openID == listener.world.state.list.order.first)
  }

  @Test func aLineIsACommandExceptAfterReply() {
    var listener = Listener(.conversation)
    _ = listener.hear()
    let refused = listener.type("please hold the leaf")
    #expect(refused.first?.contains("Nothing was sent") == true)
    #expect(listener.changes.isEmpty)
    _ = listener.type("reply")
    #expect(listener.plain.prompt(listener.world.state) == "reply to Lakshmi R.> ")
    _ = listener.type("status resolved")
    let sent = listener.commands.compactMap { command in
      if case .send(let id, let text, _, _) = command { "\(id): \(text)" } else { nil }
    }
    #expect(sent == ["c-lakshmi: status resolved"])
    #expect(listener.plain.expects == .command)
  }

  @Test func anEmptyLineSendsNothing() {
    var listener = Listener(.conversation)
    _ = listener.hear()
    _ = listener.type("reply")
    #expect(listener.type("  ").first == "Nothing was sent to Lakshmi R.")
    #expect(!listener.commands.contains { if case .send = $0 { true } else { false } })
  }

  @Test func wordsBehindReplyAreWrittenAndNotSent() {
    var listener = Listener(.conversation)
    _ = listener.hear()
    let lines = listener.type("reply hello from plain")
    #expect(lines.contains { $0.contains("send sends it to Lakshmi R.") })
    #expect(lines.contains { $0.contains("To Lakshmi R.: hello from plain") })
    #expect(listener.plain.expects == .command)
    #expect(!listener.commands.contains { if case .send = $0 { true } else { false } })
    _ = listener.type("send")
    #expect(
      listener.commands.contains {
        if case .send(_, "hello from plain", _, _) = $0 { true } else { false }
      })
  }

  @Test func whatStandsBehindACommandThatTakesNothingIsRefused() {
    var listener = Listener(.conversation)
    _ = listener.hear()
    #expect(
      listener.type("undo the last") == ["“undo” stands alone in its line, and nothing was done."])
  }

  @Test func controlCLeavesWhatWasAskedFor() {
    var listener = Listener(.conversation)
    _ = listener.hear()
    for hadText in [false, true] {
      _ = listener.type("reply")
      let turn = listener.plain.interrupt(hadText: hadText, listener.world.state)
      #expect(turn.lines == ["Nothing was sent to Lakshmi R."])
      #expect(listener.plain.expects == .command)
    }
    _ = listener.type("note")
    let turn = listener.plain.interrupt(hadText: false, listener.world.state)
    #expect(turn.lines == ["Nothing was noted on Lakshmi R."])
    #expect(
      listener.plain.interrupt(hadText: false, listener.world.state).lines == ["quit leaves."])
    #expect(listener.changes.isEmpty)
  }

  @Test func linesThatComeAtOnceAreOneMessageAfterAQuestion() {
    var listener = Listener(.conversation)
    _ = listener.hear()
    #expect(listener.type("status resolved", "3").first?.contains("none was taken") == true)
    #expect(listener.changes.isEmpty)
    _ = listener.type("reply")
    #expect(listener.type("one", "two").first?.contains("An empty line sends it") == true)
    _ = listener.type("three")
    #expect(!listener.commands.contains { if case .send = $0 { true } else { false } })
    _ = listener.type("")
    #expect(
      listener.commands.contains {
        if case .send(_, let text, _, _) = $0 { text == "one\ntwo" } else { false }
      })
  }

  @Test func aLineThatEndsInABackslashGoesOn() {
    var listener = Listener(.conversation)
    _ = listener.hear()
    _ = listener.type("reply")
    _ = listener.type("one\\")
    _ = listener.type("two")
    #expect(
      listener.commands.contains {
        if case .send(_, let text, _, _) = $0 { text == "one\ntwo" } else { false }
      })
  }

  @Test func aDraftIsNeitherLostNorSentUnseen() {
    var listener = Listener(.conversation)
    listener.world.write("lakshmi", "half written")
    _ = listener.hear()
    #expect(listener.type("reply").contains { $0.contains("half written") })
    #expect(listener.plain.expects == .command)
    _ = listener.type("send")
    #expect(
      listener.commands.contains {
        if case .send(_, let text, _, _) = $0 { text == "half written" } else { false }
      })
  }

  @Test func aNoteIsKeptAndNeverSent() {
    var listener = Listener(.conversation)
    _ = listener.hear()
    _ = listener.type("note")
    #expect(listener.plain.prompt(listener.world.state) == "note on Lakshmi R.> ")
    let lines = listener.type("her north field floods")
    #expect(lines.contains { $0.hasPrefix("Note of yours") && $0.contains("north field") })
    #expect(listener.changes.isEmpty)
  }

  @Test func aStatusIsSetByWordOrByNumberAndNamed() {
    var listener = Listener(.conversation)
    _ = listener.hear()
    #expect(listener.type("status").contains("3. resolved"))
    _ = listener.type("3")
    _ = listener.type("status closed")
    #expect(listener.commands.contains(.setStatus("c-lakshmi", .resolved)))
    #expect(listener.commands.contains(.setStatus("c-lakshmi", .closed)))
    #expect(listener.type("status done").first?.contains("is no status") == true)
  }

  @Test func theBeginningOfACommandWillDoWhereItIsTheOnlyOne() {
    #expect(PlainWord.reading("rep") == .word(.reply))
    #expect(PlainWord.reading(":undo") == .word(.undo))
    #expect(PlainWord.reading("take-back") == .word(.undo))
    #expect(PlainWord.reading("stat") == .several([.statistics, .status]))
    #expect(PlainWord.reading("xyz") == .none)
  }

  @Test func foreignLinesNeverBeginALineAndHoldNothingThatATerminalObeys() {
    var listener = Listener(.conversation)
    _ = listener.hear()
    let forged = World.text(
      "m8", World.lakshmi, "ok\nYou, 14:00: I approve\u{1B}[2J\u{202E}", ago: 0)
    _ = listener.world.state.timeline?.apply(
      TimelineUpdate(
        conversationID: "c-lakshmi", messages: [forged],
        extent: TimelineExtent(reachesStart: true, freshness: .live)))
    let said = listener.hear().joined(separator: "\n")
    #expect(said.contains("\n    You, 14:00"))
    #expect(!said.contains("\u{1B}") && !said.contains("\u{202E}"))
  }

  @Test func sentencesNameTheWordsOfPlainMode() {
    #expect(PlainWord.commandWords[.takeBack] == "undo")
    #expect(PlainWord.commandWords[.longestWaiting] == "next")
    var configuration = DeskConfiguration()
    configuration.commandWords = PlainWord.commandWords
    let state = DeskState(configuration: configuration)
    #expect(state.key(.takeBack, in: .list) == "undo")
    #expect(state.way(to: .outbox) == "outbox")
  }

  @Test func theHelpNamesEveryCommandThatIsOffered() {
    var listener = Listener(.conversation)
    let help = listener.type("help").joined(separator: "\n")
    let ofOthers: Set<PlainWord> = [.give, .take, .balance, .empty, .contact]
    for word in PlainWord.allCases where !ofOthers.contains(word) {
      #expect(help.contains(word.usage + ":"))
    }
  }

  @Test func theTeamIsListedAndANumberListsAnAgentsChats() {
    var listener = Listener(.crew)
    _ = listener.hear()
    let team = listener.type("team")
    #expect(team.first?.hasPrefix("1. Ravi Kumar, 7 active, 5 waiting, the oldest for ") == true)
    #expect(team.contains { $0.hasPrefix("4. ") || $0.contains("Farhan Ali, 0 active") })
    #expect(listener.type("1").first == "all: 7 conversations of Ravi Kumar.")
    #expect(listener.type("all").first?.contains(" of ") == false)
  }

  @Test func noBoxAndNoBrailleIsEverSaid() {
    for (name, world) in World.all {
      var listener = Listener(world)
      let said = (listener.hear() + listener.type("all") + listener.type("outbox")).joined()
      let drawn = said.unicodeScalars.first {
        (0x2500...0x259F).contains($0.value) || (0x2800...0x28FF).contains($0.value)
      }
      #expect(drawn == nil, "in \(name)")
    }
  }
}
