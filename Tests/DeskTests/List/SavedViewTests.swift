import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct SavedViewTests {
  private func bench(_ views: SavedView...) -> Bench {
    var configuration = DeskConfiguration()
    configuration.savedViews = views
    var bench = Bench(configuration)
    bench.client(
      .conversations([
        bench.summary("sita", waits: 6.5, words: "my tractor"),
        bench.summary("lakshmi", waits: 47.2, status: .waiting),
        bench.summary("harpreet", status: .resolved, quietFor: 60 * 24 * 5),
        bench.summary("gurpreet", isMine: false, quietFor: 60 * 24 * 3),
      ]), .listFreshness(isComplete: true, at: bench.now))
    return bench
  }

  private func view(_ change: (inout SavedView) -> Void) -> SavedView {
    var view = SavedView(name: "stale")
    change(&view)
    return view
  }

  private func rows(_ view: SavedView) -> Set<String> {
    var bench = bench(view)
    bench.press("8")
    return Set(bench.rows)
  }

  @Test func allThatAViewSaysHasToHold() {
    #expect(rows(view { $0.statuses = [.waiting, .resolved] }) == ["lakshmi", "harpreet"])
    #expect(rows(view { $0.assignee = .named("rav") }) == ["gurpreet"])
    #expect(rows(view { $0.assignee = .named("agent-ravi") }) == ["gurpreet"])
    #expect(rows(view { $0.assignee = .nobody }) == [])
    #expect(rows(view { $0.olderThan = 2 * 86_400 }) == ["harpreet", "gurpreet"])
    #expect(rows(view { ($0.olderThan, $0.assignee) = (2 * 86_400, .me) }) == ["harpreet"])
    #expect(rows(view { $0.newerThan = 86_400 }) == ["sita", "lakshmi"])
    #expect(rows(view { $0.waits = 30 * 60 }) == ["lakshmi"])
    #expect(rows(view { $0.words = ["Tractor"] }) == ["sita"])
  }

  @Test func aViewHasItsNameItsCountAndItsOrder() {
    var bench = bench(view { $0.sort = .oldest }, view { ($0.name, $0.sort) = ("new", .newest) })
    bench.press("8")
    #expect(bench.state.name(of: bench.state.view) == "stale")
    #expect(bench.state.count(of: .saved(0)) == 4)
    #expect(bench.rows.prefix(2) == ["harpreet", "gurpreet"])
    bench.press("9")
    #expect(bench.rows.suffix(2) == ["gurpreet", "harpreet"])
    bench.press("1")
    #expect(bench.state.view == .list(.mine))
  }

  @Test func ageGoesOnWithTheClock() {
    var bench = bench(view { $0.waits = 10 * 60 })
    bench.press("8")
    bench.wait(6)
    #expect(bench.rows == ["lakshmi"])
    bench.wait(300)
    #expect(bench.rows == ["lakshmi", "sita"])
  }

  @Test func aNumberThatNoViewHasIsSaid() {
    var bench = bench()
    bench.press("8")
    #expect(bench.said?.hasPrefix("No view 8: 1 mine, ") == true)
    #expect(bench.said?.hasSuffix(" views.toml describes more.") == true)
  }

  @Test func viewsAreReadAgainWhileTheDeskRuns() {
    var bench = bench(view { $0.statuses = [.resolved] })
    bench.press("8")
    var other = view { $0.statuses = [.waiting] }
    bench.run(.views([SavedView(name: "first"), other], problems: []))
    bench.wait(6)
    // The view goes on under its name, wherever it now stands.
    #expect(bench.state.view == .saved(1))
    #expect(bench.rows == ["lakshmi"])
    other.name = "other"
    bench.run(.views([other], problems: ["views.toml:3: there is no status \"lost\""]))
    #expect(bench.state.view == .list(.all))
    #expect(bench.said == "views.toml:3: there is no status \"lost\"")
  }

  @Test func thePaletteAndTheJumpKnowThem() {
    var views = (0..<4).map { SavedView(name: "v\($0)") }
    views[3].name = "late shift"
    var configuration = DeskConfiguration()
    configuration.savedViews = views
    var bench = Bench(configuration)
    bench.seed()
    bench.press(":")
    bench.wait(1)
    bench.type("view late")
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.view == .saved(3))
    bench.press("1 Ctrl+K")
    bench.wait(1)
    bench.type("late sh")
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.view == .saved(3))
  }

  @Test func aRosterThatIsReadAgainIsInForceAndWhatIsWrongWithItIsSaid() {
    var bench = Bench()
    var roster = Roster()
    roster.agents = [RosterAgent(name: "Asha")]
    bench.run(.roster(roster, problems: []))
    #expect(bench.state.roster == roster)
    #expect(bench.said == "Read again: roster.toml, 1 agent.")
    bench.run(.roster(Roster(), problems: ["roster.toml:3:1: capacity is a number"]))
    #expect(bench.state.roster == Roster())
    #expect(bench.said == "roster.toml:3:1: capacity is a number")
  }
}
