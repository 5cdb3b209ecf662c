import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// Sequences of the whole desk, pressed where something else has the keys.
@Suite struct EveryPlaceTests {
  private func place(_ index: Int) -> (Bench, before: DeskState) {
    var bench = TypedWordsTests.full(.admin)
    TypedWordsTests.places[index].enter(&bench)
    bench.wait(12)
    _ = bench.take()
    return (bench, bench.state)
  }

  @Test(arguments: TypedWordsTests.places.indices)
  func anotherIdentityIsShownFromEverywhereAndNoDigitIsLeft(index: Int) {
    var (bench, before) = place(index)
    bench.press("Ctrl+X 2")
    let name = TypedWordsTests.places[index].name
    #expect(bench.state.outgoing.identity == 2, "\(name)")
    #expect(bench.state.topmost == before.topmost, "\(name)")
    #expect(bench.state.list.filter == before.list.filter, "\(name)")
    #expect(bench.state.composers == before.composers, "\(name)")
    #expect(bench.take().isEmpty, "\(name)")
  }

  @Test(
    arguments: TypedWordsTests.places.indices, ["Ctrl+X a", "Ctrl+X s", "Ctrl+X n", "Ctrl+X z"])
  func aSequenceThatIsNotForThatPlaceIsRefusedWhole(index: Int, keys: String) {
    var (bench, before) = place(index)
    guard before.overlay != nil || before.keyContext == .filter else { return }
    bench.press(keys)
    let name = TypedWordsTests.places[index].name
    #expect(bench.said?.hasPrefix("\(keys) does nothing here; ") == true, "\(name)")
    #expect(bench.state.topmost == before.topmost, "\(name)")
    #expect(bench.state.list.filter == before.list.filter, "\(name)")
    #expect(bench.take().isEmpty, "\(name)")
  }

  @Test func theKeyOfTheHelpIsNamedAsItIsReachedFromThere() {
    var bench = Bench()
    bench.seed()
    bench.press("L Ctrl+X z")
    #expect(bench.said == "Ctrl+X z does nothing here; Esc, then ? shows the keys.")
    bench.press("Esc Enter Ctrl+X z")
    #expect(bench.said == "Ctrl+X z does nothing here; F1 shows the keys.")
  }

  @Test func aWordTypedOverTheLogNamesTheWayToTheReplyFromThere() {
    var bench = Bench()
    bench.seed()
    bench.press("L")
    bench.type("hello")
    #expect(bench.said == "That looks like text. Esc, then i writes a reply to Lakshmi.")
    bench.press("Esc")
    #expect(bench.said == "That looks like text. i writes a reply to Lakshmi.")
    bench.press("i")
    #expect(bench.said == nil, "that is done now")
  }

  @Test func aDigitWithoutAViewNamesThoseThatHaveOne() {
    for (keys, more) in [("0", ""), ("9", " views.toml describes more.")] {
      var bench = Bench()
      bench.seed()
      let view = bench.state.view
      bench.press(keys)
      let views = "1 mine, 2 waiting, 3 unread, 4 all, 5 statistics, 6 team, 7 no-agent"
      #expect(bench.said == "No view \(keys): \(views).\(more)")
      #expect(bench.state.view == view)
    }
  }

  @Test func whatEachIdentitysKeyDoesReadsDifferently() {
    let identities = Command.allCases.filter { $0.identityNumber != nil }
    #expect(Set(identities.map(\.sentence)).count == 9)
    let rows = Keymap.standard.help(for: .list)
    #expect(
      rows.contains(.key(keys: "Ctrl+X 1–9", does: Command.sentenceOfIdentities)))
  }
}
