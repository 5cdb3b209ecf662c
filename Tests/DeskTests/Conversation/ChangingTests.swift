import ChatModel
import Foundation
import Testing

@testable import Desk

/// Status, agent, and taking back.
@Suite struct ChangingTests {
  @Test func theStatusIsChosenInAMenuAndConfirmedByName() {
    var bench = Bench()
    bench.seed()
    bench.press("s")
    guard let menu = bench.state.overlay as? StatusMenu else {
      Issue.record("no menu")
      return
    }
    #expect(menu.conversationID == "lakshmi")
    #expect(menu.items.map(\.letter) == ["o", "w", "r", "c", "n"])
    #expect(menu.items[0].isCurrent)
    bench.press("r")
    #expect(bench.take() == [.client(.setStatus("lakshmi", .resolved))])
    bench.client(.statusSet("lakshmi", from: .open, to: .resolved))
    #expect(bench.said == "Lakshmi is now resolved.  u takes it back")
  }

  @Test func theKeysOfASentenceAreThoseOfWhereTheFocusIs() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.type("haan")
    bench.client(.statusSet("lakshmi", from: .open, to: .resolved))
    #expect(bench.said == "Lakshmi is now resolved.  Esc, then u takes it back")
    bench.press("Esc")
    #expect(bench.said == "Lakshmi is now resolved.  u takes it back")
    bench.press("i")
    #expect(bench.said == "Lakshmi is now resolved.  Esc, then u takes it back")
    bench.press("F6")
    #expect(bench.said == "Lakshmi is now resolved.  Esc Esc, then u takes it back")
    bench.press("Esc Esc")
    bench.wait(12)
    bench.client(.outbox([bench.entry("e1", to: "sita", "hello", .failed("no"))]))
    #expect(bench.said == "Not sent to Sita: no. O shows it.")
    bench.press("i")
    #expect(bench.said == "Not sent to Sita: no. Ctrl+X o shows it.")
    bench.press("Esc /")
    #expect(bench.said == "Not sent to Sita: no. Enter, then O shows it.")
  }

  @Test func anAdminWhoWritesIsToldTheKeyThatGivesAConversationFromThere() {
    var bench = Bench(role: .admin)
    bench.seed()
    bench.run(.clicked(.listRow("gurpreet")))
    bench.timeline([], in: "gurpreet", freshness: .polled, isKeptOut: true)
    #expect(bench.state.writingProblem == "Ravi's chat: T takes it over, then you can write")
    bench.press("i")
    #expect(bench.state.writingProblem == "Ravi's chat: F4 gives it to you, then you can write")
  }

  @Test func goingOnFromTheListOpensWhoWaitsBesidesTheOneThatIsResolved() {
    var bench = Bench()
    bench.seed()
    bench.press("s n")
    #expect(bench.take().contains(.client(.setStatus("lakshmi", .resolved))))
    #expect(bench.state.openID == "ramesh")
  }

  @Test func inTheListTheRowIsMeantAndElsewhereTheOpenConversation() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Esc j s c")
    #expect(bench.take().last == .client(.setStatus("ramesh", .closed)))
    bench.press("Shift+Tab F6 Down Enter")
    #expect(bench.take() == [.client(.setStatus("lakshmi", .waiting))])
  }

  @Test func resolveAndNextOpensWhoWaitsLongest() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    _ = bench.take()
    bench.press("F6 n")
    #expect(
      bench.take() == [
        .client(.setStatus("lakshmi", .resolved)), .client(.close("lakshmi")),
        .client(.open("ramesh")),
      ])
  }

  @Test func aStatusChosenAtOnceIsHeldAndDroppedWhenMoreLettersFollow() {
    var bench = Bench()
    bench.seed()
    bench.type("sorry to hear")
    #expect(bench.take().isEmpty)
    #expect(bench.state.overlay == nil)
    #expect(bench.said?.hasPrefix("That looks like text") == true)
  }

  @Test func inTheReplyNobodyIsToldHowToComeThere() {
    var bench = Bench()
    bench.seed()
    bench.type("hello there")
    #expect(bench.said?.hasPrefix("That looks like text. i writes a reply") == true)
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.focus == .composer && bench.said == nil)
  }

  @Test func aFastHandIsObeyedAMomentLater() {
    var bench = Bench()
    bench.seed()
    bench.type("sr")
    #expect(bench.take().isEmpty)
    #expect(bench.said == "Lakshmi: resolved…")
    bench.wait(1)
    #expect(bench.take() == [.client(.setStatus("lakshmi", .resolved))])
  }

  @Test func theStatusItHasAlreadyIsNotSetAgain() {
    var bench = Bench()
    bench.seed()
    bench.press("s Enter")
    #expect(bench.take().isEmpty)
    #expect(bench.said == "Lakshmi is open already.")
  }

  @Test func textIsNotTakenForTheIdOfAnAgent() {
    var bench = administrating()
    bench.press("a")
    bench.type("nd then some")
    _ = bench.take()
    bench.press("Enter")
    #expect(bench.take().isEmpty)
    #expect(bench.state.overlay != nil)
  }

  @Test func onlyAnAdminReassigns() {
    var bench = Bench()
    bench.seed()
    bench.press("a")
    #expect(bench.state.overlay == nil)
    #expect(bench.said == "Only an admin gives a conversation to somebody else: ask one.")
  }

  private func administrating() -> Bench {
    var bench = Bench(role: .admin)
    bench.seed()
    bench.press("1")
    // The server's numbers count as long as not everything is known here.
    bench.client(.listFreshness(isComplete: false, at: nil))
    bench.client(
      .agents([
        Agent(participant: bench.person("agent-ravi", "Ravi", .support), activeConversations: 9),
        Agent(participant: bench.person("agent-kiran", "Kiran", .support), activeConversations: 2),
        Agent(participant: bench.person("agent-new", "Nila", .support)),
      ]))
    return bench
  }

  @Test func whoIsNewAmongTheAgentsIsOfferedBesideTheOthers() {
    var bench = administrating()
    bench.client(.agents([Agent(participant: bench.person("agent-asha", "Asha", .admin))]))
    bench.client(.agents([Agent(participant: bench.person("agent-new", "Nila B.", .support))]))
    #expect(
      bench.state.agents.map(\.id.rawValue).sorted()
        == ["agent-asha", "agent-kiran", "agent-new", "agent-ravi"])
    bench.press("a")
    bench.type("Nila B.")
    guard let picker = (bench.state.overlay as? AgentPicker)?.picker else {
      Issue.record("no picker")
      return
    }
    #expect(picker.selected?.label == "Nila B.")
  }

  @Test func theLeastLoadedAgentIsOfferedFirstAndTheTextFilters() {
    var bench = administrating()
    bench.press("a")
    guard let giving = bench.state.overlay as? AgentPicker else {
      Issue.record("no picker")
      return
    }
    let picker = giving.picker
    #expect(giving.ids == ["lakshmi"])
    #expect(picker.title == "GIVE Lakshmi TO")
    #expect(picker.items.map(\.label) == ["Kiran", "Ravi", "Meera", "Nila"])
    #expect(picker.items[1].detail == "9 active")
    bench.type("rav")
    bench.wait(0.5)
    bench.press("Enter")
    #expect(
      bench.take() == [
        .client(.fetchStatistics), .client(.lookAt("lakshmi")),
        .client(.reassign("lakshmi", to: "agent-ravi")),
      ])
  }

  @Test func anAdminIsTheFirstToBeGivenAColleaguesChat() {
    var bench = administrating()
    bench.press("4 G")
    while bench.state.list.cursor != "gurpreet" { bench.press("k") }
    bench.press("a")
    guard let picker = (bench.state.overlay as? AgentPicker)?.picker else {
      Issue.record("no picker")
      return
    }
    #expect(picker.items.map(\.choice).first == Bench.me)
    #expect(picker.items.first?.detail == "you")
    #expect(picker.items.map(\.label).dropFirst() == ["Kiran", "Ravi", "Nila"])
    _ = bench.take()
    bench.press("Enter")
    #expect(bench.take() == [.client(.reassign("gurpreet", to: Bench.me))])
  }

  @Test func whoHasItNowFollowsWhatTheServerSaysWhileOneChooses() {
    var bench = administrating()
    bench.press("a")
    var summary = bench.summary("lakshmi", isMine: false)
    summary.conversation.agent = .known(bench.person("agent-kiran", "Kiran", .support))
    bench.client(.conversations([summary]))
    guard let picker = (bench.state.overlay as? AgentPicker)?.picker else {
      Issue.record("no picker")
      return
    }
    #expect(
      picker.items.filter { $0.detail.contains("has it now") }.map(\.label) == ["Kiran"])
  }

  @Test func anIdOfAnAgentNobodyKnowsCanBeTypedByHand() {
    var bench = administrating()
    bench.press("a")
    bench.type("665f1c")
    bench.wait(0.5)
    guard let picker = (bench.state.overlay as? AgentPicker)?.picker else {
      Issue.record("no picker")
      return
    }
    #expect(picker.hint == "Enter takes the id 665f1c")
    _ = bench.take()
    bench.press("Enter")
    #expect(bench.take().last == .client(.reassign("lakshmi", to: "665f1c")))
  }

  @Test func digitsOfAnIdThatIsNotShownFindNobodyAndSixOfThemDo() {
    let item = { (label: String, id: String) in Picker.Item(id, label: label, id: id) }
    var picker = Picker(
      title: "",
      items: [
        item("Kiran", "671234567890abcdef123401"), item("Ravi 90", "671234567890abcdef123402"),
      ],
      takesAnyText: true)
    func found(_ words: String) -> [String] {
      picker.query.setText(words)
      picker.filter()
      return picker.matches.map { picker.items[$0].label }
    }
    #expect(found("90") == ["Ravi 90"])
    #expect(found("01") == [])
    #expect(picker.typedChoice == nil)
    #expect(found("abc") == [])
    #expect(found("123401") == ["Kiran"])
    #expect(found("671234567890ABCDEF123402") == ["Ravi 90"])
    #expect(found("665f1c") == [])
    #expect(picker.typedChoice == "665f1c")
  }

  @Test func aMistypedNameIsNotTakenForAnId() {
    var bench = administrating()
    bench.press("a")
    bench.type("kirann")
    bench.wait(0.5)
    _ = bench.take()
    bench.press("Enter")
    #expect(bench.take().isEmpty)
    #expect(
      bench.said
        == "No agent is called so; an agent's id works too, as their own `furrow whoami` shows it.")
    guard bench.state.overlay is AgentPicker else {
      Issue.record("the picker is gone, and what is typed next goes elsewhere")
      return
    }
  }

  /// Whom the picker stands on when numbers come after those keys; Ravi has one conversation.
  private func chosen(after keys: String, kiransLoad: Int) throws -> String? {
    var bench = administrating()
    bench.press(keys)
    bench.client(
      .agents([
        Agent(participant: bench.person("agent-ravi", "Ravi", .support), activeConversations: 1),
        Agent(
          participant: bench.person("agent-kiran", "Kiran", .support),
          activeConversations: kiransLoad),
      ]))
    return try #require((bench.state.overlay as? AgentPicker)?.picker).selected?.label
  }

  @Test func untilTheCursorIsMovedItStandsOnWhoHasTheLeastToDo() throws {
    #expect(try chosen(after: "a", kiransLoad: 8) == "Ravi")
  }

  @Test func freshNumbersDoNotMoveTheChoiceUnderTheCursor() throws {
    #expect(try chosen(after: "a Down", kiransLoad: 2) == "Ravi")
  }

  @Test func handoffsAreLoud() {
    var bench = Bench()
    bench.seed()
    bench.client(.becameMine("sita", from: bench.person("agent-ravi", "Ravi")))
    #expect(bench.said == "Sita is now yours, from Ravi.")
    #expect(bench.take() == [.bell])
    bench.client(.takenFromMe("sita", to: nil))
    #expect(bench.said == "Sita was taken from you.")
    #expect(bench.take() == [.bell])
    bench.client(.takenFromMe("sita", to: bench.person("agent-ravi", "Ravi")))
    #expect(bench.said == "Sita was taken from you; Ravi has it now.")
    #expect(bench.take() == [.bell])
    bench.client(.deletedWhileMine("sita"))
    #expect(bench.said == "Sita was deleted.")
    #expect(bench.take() == [.bell])
    #expect(bench.state.log.entries.map(\.severity) == Array(repeating: .warning, count: 4))
  }

  @Test func aNameThatEndsWithAFullStopEndsTheSentence() {
    var bench = Bench()
    bench.client(.conversations([bench.summary("lakshmi", name: "Lakshmi R.", waits: 3)]))
    bench.press("Enter")
    bench.client(.outbox([bench.entry("e1", "hello", .failed("no"))]))
    bench.press("Esc R")
    #expect(bench.said == "Sending again to Lakshmi R.: “hello”.")
  }

  @Test func aFailureIsNoLongerSaidOnceItsTextIsBackInTheReply() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.client(.outbox([bench.entry("e1", "hello", .failed("The server said no."))]))
    #expect(bench.said == "Not sent to Lakshmi: The server said no. Ctrl+X o shows it.")
    bench.press("Esc E")
    #expect(bench.state.composer?.editor.text == "hello")
    #expect(bench.said == "Back in the reply to Lakshmi; Enter sends it.")
  }
}
