import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// The cursor of the farmer pane: what else is known of a person.
@Suite struct DetailsTests {
  /// A desk with the details of Lakshmi, who has written before.
  private func reading() -> Bench {
    var bench = Bench()
    bench.seed()
    var old = bench.summary(
      "old", name: "Lakshmi", status: .closed, words: "thanks", quietFor: 5000)
    var older = bench.summary("older", name: "Lakshmi", status: .resolved, quietFor: 90_000)
    let lakshmi = Referenced.known(bench.person("farmer-lakshmi", "Lakshmi"))
    old.conversation.farmer = lakshmi
    older.conversation.farmer = lakshmi
    bench.client(.conversations([old, older]))
    bench.press("Enter")
    bench.state.size.columns = 120
    bench.state.focus = .details
    _ = bench.take()
    return bench
  }

  @Test func earlierConversationsAreThoseOfTheSamePersonTheNewestFirst() {
    let bench = reading()
    #expect(bench.state.openID == "lakshmi")
    #expect(bench.state.earlierConversations.map(\.id) == ["old", "older"])
    #expect(bench.state.detailsItems.contains(.conversation("older")))
  }

  @Test func enterOpensTheOneUnderTheCursorAndCopyingTakesItsID() {
    var bench = reading()
    while bench.state.detailsItem != .conversation("old") { bench.press("j") }
    bench.press("y")
    #expect(bench.take() == [.copy("old")])
    bench.press("Enter")
    #expect(bench.take().contains(.client(.open("old"))))
    #expect(bench.state.openID == "old")
    #expect(bench.state.earlierConversations.map(\.id) == ["lakshmi", "older"])
  }

  @Test func aPersonWhomNobodyKnowsHasNoOtherConversations() {
    var bench = reading()
    bench.client(
      .conversations([
        ConversationSummary(conversation: Conversation(id: "nobody"), isMine: true, unread: 0),
        ConversationSummary(conversation: Conversation(id: "nobody2"), isMine: true, unread: 0),
      ]))
    bench.state.open("nobody", now: bench.now)
    #expect(bench.state.earlierConversations.isEmpty)
  }
}
