import ChatModel
import Foundation
import Testing

@testable import Desk

@Suite struct OutboxViewTests {
  private func desk() -> Bench {
    var bench = Bench()
    bench.seed()
    bench.client(
      .outbox([
        bench.entry("e1", to: "sita", "one", .failed("403 access denied.")),
        bench.entry("e2", to: "lakshmi", "two"),
        bench.entry("e3", to: "123", "three", .failed("Conversation not found")),
      ]))
    _ = bench.take()
    return bench
  }

  private func whom(_ bench: Bench) -> [String] { bench.state.outboxRows.map(\.whom) }

  @Test func everyEntryIsListedWithItsPersonStateAndReason() {
    var bench = desk()
    bench.press("O")
    #expect(bench.state.keyContext == .outbox)
    let rows = bench.state.outboxRows
    #expect(whom(bench) == ["Sita", "Lakshmi", "a conversation that does not exist: 123"])
    #expect(
      rows.map(\.reason) == ["403 access denied", "its turn comes", "Conversation not found"])
    #expect(rows.map(\.content) == ["“one”", "“two”", "“three”"])
    #expect(rows.map(\.isFailed) == [true, false, true])
    bench.press("Esc")
    #expect(bench.state.overlay == nil)
  }

  @Test func theOutboxOpensFromTheComposerAndByItsName() {
    var bench = desk()
    bench.press("Enter Ctrl+X o")
    #expect(bench.state.overlay as? OutboxOverlay == OutboxOverlay())
    bench.press("q Esc :")
    bench.type("outbox")
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.overlay as? OutboxOverlay == OutboxOverlay())
  }

  @Test func whatFailsWhileTheListIsOpenIsSaidToStandInIt() {
    var bench = desk()
    bench.press("O R")
    bench.wait(1)
    bench.client(.outbox([bench.entry("e1", to: "sita", "one", .queued)]))
    bench.client(.outbox([bench.entry("e1", to: "sita", "one", .failed("no"))]))
    #expect(bench.said == "Not sent to Sita: no. This list shows it.")
    bench.press("Esc")
    #expect(bench.said == "Not sent to Sita: no. O shows it.")
  }

  @Test func anEntryIsRetriedThereAndThePersonIsNamed() {
    var bench = desk()
    bench.press("O R")
    bench.wait(1)
    #expect(bench.take() == [.client(.retry("e1"))])
    #expect(bench.said == "Sending again to Sita: “one”.")
    #expect(bench.state.keyContext == .outbox)
    bench.press("j R")
    bench.wait(1)
    #expect(bench.take() == [])
    #expect(bench.said == "The one to Lakshmi has not failed; D drops it.")
    bench.press("Esc")
    #expect(bench.said == nil, "D means another there")
  }

  @Test func anEntryToAMistypedConversationIsDroppedAfterAQuestion() {
    var bench = desk()
    bench.press("O G D")
    guard let question = bench.state.overlay as? Question else {
      Issue.record("nothing was asked")
      return
    }
    #expect(question.question.contains("a conversation that does not exist: 123"))
    bench.press("n")
    #expect(bench.state.keyContext == .outbox)
    #expect(bench.take() == [])
    bench.press("D")
    bench.wait(1)
    bench.press("y")
    #expect(bench.take() == [.client(.drop("e3"))])
    #expect(bench.state.keyContext == .outbox)
    bench.client(.outboxDropped(["e3"]))
    #expect(whom(bench) == ["Sita", "Lakshmi"])
    guard let view = bench.state.overlay as? OutboxOverlay else { return }
    #expect(view.place(among: bench.state.outboxRows) == 1)
  }

  @Test func whatCannotBeEditedOrOpenedCanBeCopied() {
    var bench = desk()
    bench.press("O G E")
    #expect(bench.take() == [])
    #expect(bench.said?.hasPrefix("There is no reply to put it into") == true)
    bench.press("Enter")
    #expect(bench.state.keyContext == .outbox)
    bench.press("y")
    #expect(bench.take() == [.copy("three")])
  }

  @Test func editingGoesIntoTheReplyOfItsOwnConversation() {
    var bench = desk()
    bench.press("Enter Esc O E")
    #expect(bench.state.openID == "sita")
    #expect(bench.state.overlay == nil)
    #expect(bench.state.composer?.editor.text == "one")
    #expect(bench.take().contains(.client(.drop("e1"))))
  }

  @Test func enterOpensTheConversationAtTheMessage() {
    var bench = desk()
    bench.press("O j Enter")
    #expect(bench.state.openID == "lakshmi")
    #expect(bench.state.overlay == nil)
    #expect(bench.state.messages.selection == .entry("e2"))
  }

  @Test func theCursorStaysOnItsEntryWhenOthersGo() {
    var bench = desk()
    bench.press("O j")
    bench.client(.outboxDropped(["e1"]))
    guard let view = bench.state.overlay as? OutboxOverlay else {
      Issue.record("the view is gone")
      return
    }
    #expect(view.place(among: bench.state.outboxRows) == 0)
    #expect(view.cursor == .entry("e2"))
  }

  private func offers(_ bench: Bench) -> [String] { bench.state.hints.map(\.label) }

  @Test func onlyWhatWorksOnTheRowIsOffered() {
    var bench = desk()
    var left = bench.entry("e4", to: "ramesh", "four", .unsure)
    left.needsManualResolution = true
    bench.client(.outbox([left, bench.entry("e5", to: "harpreet", "five", .unsure)]))
    bench.press("O")
    #expect(offers(bench) == ["retry", "edit", "drop", "open the chat", "copy", "close"])
    bench.press("j")
    #expect(offers(bench) == ["drop", "open the chat", "copy", "close"])
    bench.press("j")
    #expect(offers(bench) == ["retry", "drop", "copy", "close"])
    bench.press("j")
    #expect(offers(bench) == ["retry", "edit", "drop", "open the chat", "copy", "close"])
    bench.press("j")
    #expect(offers(bench) == ["open the chat", "copy", "close"])
  }

  @Test func whatIsBeingComparedIsToBeWaitedFor() {
    for key in ["R", "E", "D"] {
      var bench = Bench()
      bench.seed()
      bench.client(.outbox([bench.entry("e1", "one", .unsure)]))
      bench.press("O \(key)")
      bench.wait(1)
      #expect(bench.take() == [])
      #expect(bench.said == "It is being compared with the server's history; wait.")
      #expect(bench.state.keyContext == .outbox)
      bench.client(.outbox([bench.entry("e1", "one", .handedOver)]))
      bench.press(key)
      bench.wait(1)
      #expect(bench.said == "It is on its way to Lakshmi; wait.")
    }
  }

  @Test func anEmptyOutboxOffersNothingToBeDone() {
    var bench = Bench()
    bench.seed()
    bench.client(.draft("lakshmi", Draft(text: "half", editedAt: bench.now)))
    bench.press("O")
    #expect(offers(bench) == ["close"])
    bench.press("R")
    #expect(bench.said == "Nothing waits to be sent.")
  }

  // MARK: Drafts of what is gone

  @Test func theDraftOfAConversationThatIsGoneIsReachable() {
    var bench = desk()
    bench.press("Enter")
    bench.type("not lost")
    bench.client(.conversationsRemoved(["lakshmi"]))
    #expect(bench.said?.contains("Your draft is kept: O shows it") == true)
    bench.press("O G")
    #expect(bench.state.outboxRows.last?.id == .draft("lakshmi"))
    #expect(bench.state.outboxRows.last?.whom == "Lakshmi (gone)")
    bench.press("y")
    #expect(bench.take().contains(.copy("not lost")))
    bench.press("D")
    bench.wait(1)
    bench.press("y")
    #expect(bench.state.outboxRows.last?.id == .entry("e3"))
  }

  @Test func draftsAreNotTakenForStrandedBeforeTheListIsKnown() {
    var bench = Bench()
    bench.client(.draft("x", Draft(text: "early", editedAt: bench.now)))
    #expect(bench.state.outboxRows.isEmpty)
    bench.client(.listFreshness(isComplete: true, at: bench.now))
    #expect(bench.state.outboxRows.map(\.id) == [.draft("x")])
  }

  // MARK: Marks and the link

  @Test func theRowsOfTheListSayWhatWaitsAndWhatFailed() {
    let bench = desk()
    #expect(bench.state.outboxMarks == ["sita": .failed, "lakshmi": .waiting, "123": .failed])
  }

  private func drop(_ bench: inout Bench) {
    bench.client(.link(.offline(reason: "cut", retryAt: nil)))
  }

  @Test func afterAnOutageItIsSaidWhatReallyWent() {
    var bench = desk()
    drop(&bench)
    bench.client(.outbox([bench.entry("e4", to: "ramesh", "four")]))
    bench.client(.link(.online(.websocket)))
    #expect(bench.said == "The link is back; 2 to send.")
    bench.client(.outbox([bench.entry("e2", "two", .sent("m2"))]))
    #expect(bench.said == "The link is back; 2 to send.")
    bench.client(.outbox([bench.entry("e4", to: "ramesh", "four", .sent("m4"))]))
    #expect(bench.said == "The link is back: 2 sent.")
  }

  @Test func whatFailedIsNotCountedAsToBeSent() {
    var bench = Bench()
    bench.seed()
    bench.client(.outbox([bench.entry("e1", "one", .failed("no"))]))
    var counts = OutboxCounts(bench.state.outboxRows)
    #expect(counts.toSend == 0 && counts.failed == 1 && counts.drafts == 0)
    bench.client(.outbox([bench.entry("e2", "two"), bench.entry("e3", "three", .handedOver)]))
    counts = OutboxCounts(bench.state.outboxRows)
    #expect(counts.toSend == 2 && counts.failed == 1)
  }

  @Test func afterAnOutageItIsSaidWhatWasNotSent() {
    var bench = desk()
    drop(&bench)
    bench.client(.outbox([bench.entry("e4", to: "ramesh", "four")]))
    bench.client(.link(.online(.websocket)))
    bench.client(
      .outbox([
        bench.entry("e4", to: "ramesh", "four", .sent("m4")),
        bench.entry("e2", "two", .failed("too long")),
      ]))
    #expect(bench.said == "The link is back: 1 sent, 1 not sent. O shows what was not.")
  }

  @Test func whatWasDroppedMeanwhileIsNotCounted() {
    var bench = desk()
    drop(&bench)
    bench.client(.link(.online(.websocket)))
    bench.client(.outboxDropped(["e2"]))
    #expect(bench.said == "The link is back; 1 to send.")
    bench.client(.link(.offline(reason: "cut", retryAt: nil)), .link(.online(.websocket)))
    #expect(bench.said == "The link is back.")
  }

  @Test func retryOnTheDeskNamesThePersonAndTheTextAndShowsIt() {
    var bench = desk()
    bench.client(
      .outbox([bench.entry("e5", "older", .failed("x")), bench.entry("e6", "newer", .failed("x"))]))
    bench.press("Enter Esc")
    _ = bench.take()
    bench.press("R")
    bench.wait(1)
    #expect(bench.take() == [.client(.retry("e6"))])
    #expect(bench.said == "Sending again to Lakshmi: “newer”.")
    #expect(bench.state.messages.selection == .entry("e6"))
  }
}
