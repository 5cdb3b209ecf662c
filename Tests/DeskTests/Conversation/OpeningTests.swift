import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct OpeningTests {
  @Test func whatIsSaidOfOneConversationGoesWhenAnotherIsOpened() {
    var bench = Bench()
    bench.seed()
    bench.press("4")
    bench.run(.clicked(.listRow("gurpreet")))
    #expect(bench.said?.hasPrefix("Watching Gurpreet") == true)
    bench.run(.clicked(.listRow("lakshmi")))
    #expect(bench.said == nil)
    bench.timeline([bench.message("m1")])
    bench.press("Esc Tab y")
    bench.wait(1)
    #expect(bench.said == "A message of the chat with Lakshmi was sent to the terminal.")
    bench.run(.clicked(.listRow("sita")))
    #expect(bench.said == nil)
    bench.press("Enter")
    #expect(bench.said == "Nothing is written yet.")
    bench.press("Ctrl+N")
    #expect(bench.said == nil)
  }

  @Test func whatIsSaidOfAConversationGoesWhenItsOpeningIsTakenBack() {
    var bench = Bench()
    bench.client(
      .conversations([bench.summary("gurpreet", isMine: false, unread: 1), bench.summary("sita")]),
      .listFreshness(isComplete: true, at: bench.now))
    bench.press("4 G")
    bench.type("]")
    #expect(bench.said?.hasPrefix("Watching Gurpreet") == true)
    bench.run(.key(.escape))
    #expect(bench.state.openID == nil)
    #expect(bench.said == nil)
  }

  @Test func enterOpensAndGoesWhereOneWrites() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    #expect(bench.take() == [.client(.open("lakshmi"))])
    #expect(bench.state.openID == "lakshmi")
    #expect(bench.state.focus == .composer)
    #expect(bench.state.timeline?.extent.isLoading == true)
  }

  @Test func aConversationThatIsNotMineIsWatchedAndGetsTheFocusOfAReader() {
    var bench = Bench()
    bench.seed()
    bench.press("4 Enter")
    #expect(bench.state.openID == "gurpreet")
    #expect(bench.state.focus == .messages)
    #expect(bench.state.isWatching)
    #expect(bench.said?.hasPrefix("Watching Gurpreet") == true)
  }

  @Test func goingOnClosesTheOneBefore() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    _ = bench.take()
    bench.press("Ctrl+N")
    #expect(bench.take() == [.client(.close("lakshmi")), .client(.open("ramesh"))])
    #expect(bench.state.focus == .composer)
    bench.press("Ctrl+P Ctrl+P")
    #expect(bench.state.openID == "lakshmi")
    #expect(bench.said == "That was the first one.")
  }

  @Test func whoWaitsLongestIsOneKeyAwayAndTheOpenOneIsNotMeant() {
    var bench = Bench()
    bench.seed()
    bench.press("w")
    #expect(bench.state.openID == "lakshmi")
    bench.press("Esc w")
    #expect(bench.state.openID == "ramesh")
    bench.press("F3")
    #expect(bench.state.openID == "lakshmi")
  }

  @Test func whenNobodyWaitsItIsSaid() {
    var bench = Bench()
    bench.client(.conversations([bench.summary("harpreet")]))
    bench.press("w")
    #expect(bench.said == "No one is waiting.")
    #expect(bench.state.openID == nil)
  }

  @Test func theNextUnreadIsFoundAroundTheEnd() {
    var bench = Bench()
    bench.seed()
    bench.press("G ]")
    #expect(bench.state.openID == "lakshmi")
    bench.press("Esc ]")
    #expect(bench.state.openID == "ramesh")
    bench.press("Esc [")
    #expect(bench.state.openID == "lakshmi")
    bench.client(.conversations([bench.summary("ramesh", waits: 12), bench.summary("lakshmi")]))
    bench.press("Esc ]")
    #expect(bench.said == "Nothing is unread.")
  }

  @Test func tabGoesThroughThePanesAndEscOut() {
    var bench = Bench()
    bench.seed()
    bench.press("Tab")
    #expect(bench.state.focus == .list)
    bench.press("Enter Shift+Tab")
    #expect(bench.state.focus == .messages)
    bench.press("Tab Tab")
    #expect(bench.state.focus == .list)
    bench.press("Shift+Tab")
    #expect(bench.state.focus == .composer)
    bench.press("Esc")
    #expect(bench.state.focus == .list)
  }

  @Test func theDetailsStandWhereThereIsRoomAndWhereTheyAreAskedFor() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Esc")
    #expect(!bench.state.isShowingDetails)
    bench.press("g d")
    #expect(bench.state.isShowingDetails)
    #expect(bench.state.focus == .details)
    bench.press("F9")
    #expect(!bench.state.isShowingDetails)
    #expect(bench.state.focus == .messages)
    var wide = Bench()
    wide.seed()
    wide.run(.resized(Size(columns: 160, rows: 50)))
    wide.press("Enter")
    #expect(wide.state.isShowingDetails)
    wide.press("F9")
    #expect(!wide.state.isShowingDetails)
  }

  @Test func aConversationThatTheServerTakesAwayIsLeftAndTheDraftStays() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.type("not lost")
    bench.client(.conversationsRemoved(["lakshmi"]))
    #expect(bench.state.openID == nil)
    #expect(bench.state.focus == .list)
    #expect(bench.said?.hasPrefix("Lakshmi") == true)
    #expect(bench.state.composers["lakshmi"]?.editor.text == "not lost")
  }

  @Test func anUnboundKeyIsAnsweredWithTheKeyOfTheHelp() {
    var bench = Bench()
    bench.seed()
    bench.press("Z")
    #expect(bench.said == "Z does nothing here; ? shows the keys.")
    bench.press("g z")
    #expect(bench.said == "g z does nothing here; ? shows the keys.")
    bench.press("g")
    #expect(bench.state.pendingKeys == [.character("g")])
    bench.press("Esc")
    #expect(bench.state.pendingKeys.isEmpty)
  }
}

@Suite struct FarmerDeskTests {
  @Test func aFarmerWithoutAConversationIsOfferedOne() {
    var bench = Bench(role: .user)
    #expect(!bench.state.offersContact)
    bench.client(.listFreshness(isComplete: true, at: nil))
    #expect(bench.state.offersContact)
    bench.press("Enter")
    #expect(bench.take() == [.client(.contactSupport)])
  }

  @Test func aFarmersOwnConversationOpensByItself() {
    var bench = Bench(role: .user)
    bench.client(.conversations([bench.summary("mine")]))
    #expect(bench.take() == [.client(.open("mine"))])
    #expect(bench.state.focus == .composer)
    #expect(bench.state.openSummary.map { bench.state.name(of: $0) } == "Meera")
    bench.press("Esc Tab Tab")
    #expect(bench.state.focus == .messages)
    bench.press("2")
    #expect(bench.said == "You have one conversation, with support.")
    bench.press("s")
    #expect(bench.said == "Only support changes a status.")
  }

  @Test func ofSeveralOfTheirOwnTheSameOneOpensEveryTime() {
    var bench = Bench(role: .user)
    bench.client(.conversations("hbfdaceg".map { bench.summary(String($0)) }))
    #expect(bench.state.openID == "a")
  }
}
