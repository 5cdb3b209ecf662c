import Foundation
import FrameText
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// Several identities on one screen: each has its colour, where it is named.
@Suite struct IdentityViewTests {
  /// What the cells of some words are styled as, in the row that holds them.
  private func looks(of words: String, in rendered: Rendered) -> Set<String> {
    let rows = rendered.frame.plainText.split(separator: "\n", omittingEmptySubsequences: false)
    guard let row = rows.firstIndex(where: { $0.contains(words) }),
      let range = rows[row].range(of: words)
    else { return [] }
    let start = rows[row].distance(from: rows[row].startIndex, to: range.lowerBound)
    let cells = rendered.frame.row(row).dropFirst(start).prefix(words.count)
    return Set(cells.map { GoldenTheme.names[$0.style] ?? "?" })
  }

  @Test func eachIdentityHasItsColourInTheTopRowAndTheComposer() {
    var world = World.conversation
    world.state.focus = .composer
    for shown in 0..<2 {
      world.state.identities = ["work", "chief"].enumerated().map { place, name in
        Identity(name: name, isShown: place == shown)
      }
      let rendered = world.render(120, 40)
      #expect(looks(of: "1 ", in: rendered) == ["identity-one on status-line"])
      #expect(looks(of: "2 ", in: rendered) == ["identity-two on status-line"])
      let (name, colour) = shown == 0 ? ("work", "identity-one") : ("chief", "identity-two")
      let hidden = shown == 0 ? "chief" : "work"
      #expect(looks(of: name, in: rendered) == [colour + " on status-line"])
      #expect(looks(of: hidden, in: rendered) == ["dim on status-line"])
      #expect(looks(of: "SEND as \(name) (Support) to Lakshmi", in: rendered).contains(colour))
    }
  }

  @Test func theSenderStaysWhereThereIsLittleRoomAndTheRoleGoesFirst() {
    var world = World.conversation
    world.state.focus = .composer
    world.state.identities = [Identity(name: "work", isShown: true), Identity(name: "chief")]
    #expect(world.render(80, 24).frame.plainText.contains("SEND as work (Support) to Lakshmi R."))
    #expect(world.render(36, 12).frame.plainText.contains("SEND as work to Lakshmi R."))
    #expect(world.render(22, 12).frame.plainText.contains("SEND as work to "))
    world.state.identities = []
    #expect(world.render(80, 24).frame.plainText.contains("REPLY to Lakshmi R. as meera"))
    for width in 20...40 {
      _ = world.render(width, 12)
    }
  }

  @Test func aFourthIdentityLooksLikeTheFirst() {
    #expect(
      (0..<4).map(ThemeRole.identity) == [.identityOne, .identityTwo, .identityThree, .identityOne])
  }
}
