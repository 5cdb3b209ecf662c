import ChatModel
import Foundation
import Testing

@testable import Desk

@Suite struct FilterTests {
  private func filtered(_ bench: inout Bench, _ text: String) -> [String] {
    bench.press("/")
    bench.type(text)
    return bench.rows.sorted()
  }

  @Test func whatIsNotHereAndInAllIsShownByEnter() {
    var bench = Bench()
    bench.seed()
    #expect(filtered(&bench, "gurpr").isEmpty)
    #expect(bench.state.list.foundInAll == 1)
    bench.press("Enter")
    #expect(bench.state.list.view == .all)
    #expect(bench.rows == ["gurpreet"])
    #expect(bench.state.list.cursor == "gurpreet")
    #expect(bench.state.list.filter?.editor.text == "gurpr")
    #expect(bench.state.list.foundInAll == 0)
    #expect(bench.state.openID == nil)
  }

  @Test func enterInTheListShowsItTooAndWhatIsNowhereStaysNowhere() {
    var bench = Bench()
    bench.seed()
    bench.press("4")
    #expect(filtered(&bench, "gurpr") == ["gurpreet"])
    bench.press("Enter 1")
    #expect(bench.rows.isEmpty && bench.state.list.foundInAll == 1)
    bench.press("Enter")
    #expect(bench.rows == ["gurpreet"])
    bench.press("Esc 1")
    #expect(filtered(&bench, "nobody at all").isEmpty)
    bench.press("Enter")
    #expect(bench.state.list.view == .mine && bench.state.list.foundInAll == 0)
  }

  @Test func escLeadsBackToTheViewInWhichNothingWasFound() {
    var bench = Bench()
    bench.seed()
    bench.press("2")
    #expect(filtered(&bench, "gurpr").isEmpty)
    bench.press("Enter")
    #expect(bench.state.list.view == .all)
    bench.press("Esc")
    #expect(bench.state.list.view == .waiting && bench.state.list.filter == nil)
    #expect(bench.rows.count == 3)
    // From the open conversation, by q, and out of the filter that is typed again.
    #expect(filtered(&bench, "gurpr").isEmpty)
    bench.press("Enter Enter Esc q")
    #expect(bench.state.list.view == .waiting && bench.state.overlay == nil)
    #expect(filtered(&bench, "gurpr").isEmpty)
    bench.press("Enter / Esc")
    #expect(bench.state.list.view == .waiting && bench.state.list.filter == nil)
    // A view that was chosen since is kept.
    #expect(filtered(&bench, "gurpr").isEmpty)
    bench.press("Enter 3 Esc")
    #expect(bench.state.list.view == .unread)
  }

  @Test func whatIsNowhereIsSaidWithWhereItWasLookedFor() {
    #expect(
      DeskState.nothingMatches("गेहूँ")
        == "No view has anything that matches \"गेहूँ\" in names, numbers, agents, statuses and last "
        + "words.")
  }

  @Test func whatComesUnderTheFilterIsCounted() {
    var bench = Bench()
    bench.seed()
    #expect(filtered(&bench, "abdul").isEmpty)
    #expect(bench.state.list.foundInAll == 0)
    bench.client(.conversations([bench.summary("abdul", waits: 3, isMine: false)]))
    #expect(bench.state.list.foundInAll == 1)
    bench.client(.conversationsRemoved(["abdul"]))
    #expect(bench.state.list.foundInAll == 0)
  }

  @Test func agentsAndStatusesAreFound() {
    var bench = Bench(role: .admin)
    var nobodys = bench.summary("abdul", isMine: false, status: .waiting)
    nobodys.conversation.agent = .none
    bench.client(
      .conversations([
        bench.summary("sita", isMine: false, status: .resolved), bench.summary("lakshmi"), nobodys,
      ]), .listFreshness(isComplete: true, at: bench.now))
    #expect(filtered(&bench, "ravi") == ["sita"])
    bench.press("Esc")
    #expect(filtered(&bench, "RESOLVED") == ["sita"])
    bench.press("Esc")
    #expect(filtered(&bench, "no agent") == ["abdul"])
    bench.press("Esc")
    #expect(filtered(&bench, "ravi waiting").isEmpty)
  }

  @Test(arguments: [("image", MediaKind.image), ("voice", .audio), ("video", .video)])
  func aPictureIsFoundByTheWordOfItsRow(word: String, kind: MediaKind) {
    var bench = Bench()
    var summary = bench.summary("sita")
    summary.conversation.lastMessage = .known(
      Message(id: "m", kind: .media(kind), createdAt: bench.now))
    bench.client(.conversations([summary, bench.summary("lakshmi")]))
    #expect(kind.label == word)
    #expect(filtered(&bench, "[\(word)]") == ["sita"])
  }

  @Test func anotherViewBeginsAtTheOpenConversationOrOnTop() {
    var bench = Bench()
    bench.seed()
    bench.press("4 G")
    #expect(bench.state.list.cursorIndex == 4)
    bench.press("1")
    #expect(bench.state.list.cursorIndex == 0 && bench.state.list.top == 0)
    bench.press("j j Enter")
    #expect(bench.state.openID == "sita")
    bench.press("Esc 4 G 1")
    #expect(bench.state.list.cursor == "sita")
    // Where the view has not got it: on top.
    bench.press("4 G Enter")
    #expect(bench.state.openID == "harpreet")
    bench.press("Esc 2")
    #expect(bench.state.list.cursorIndex == 0)
  }

  private func palette(_ bench: inout Bench) -> [String: String] {
    bench.press(":")
    defer { bench.press("Esc") }
    guard let picker = (bench.state.overlay as? Palette)?.picker else { return [:] }
    return Dictionary(uniqueKeysWithValues: picker.items.map { ($0.label, $0.detail) })
  }

  @Test func thePaletteOffersNothingThatOnlyOthersMayDoAndSaysWhyNotNow() {
    var bench = Bench()
    bench.seed()
    var items = palette(&bench)
    #expect(items["reassign"] == nil)
    #expect(items["undo"]?.hasPrefix("not now") == true)
    #expect(items["retry"]?.hasPrefix("not now") == true)
    #expect(items["reply"]?.hasPrefix("not") == false)
    #expect(items["status open"] == "Lakshmi is open already")
    bench.press("4 g g")
    items = palette(&bench)
    #expect(items["reply"] == "not yours to write in: Gurpreet is with Ravi")

    var admin = Bench(role: .admin)
    admin.seed()
    #expect(palette(&admin)["reassign"]?.hasPrefix("not") == false)
    var farmer = Bench(role: .user)
    items = palette(&farmer)
    #expect(items["status open"] == nil && items["reassign"] == nil && items["waiting"] == nil)
  }
}
