import ChatModel
import Desk
import Foundation
import Testing

@testable import furrow

@Suite struct ViewsFileTests {
  private func read(_ text: String) -> ViewsFile { ViewsFile(text: text, path: "views.toml") }

  @Test func everyKeyOfAViewIsRead() {
    let file = read(
      """
      [[view]]
      name = "stale"
      status = ["open", "waiting"]
      assignee = "me"
      older_than = "2d"
      newer_than = "4w"
      waits = "30m"
      words = ["tractor", "loan"]
      sort = "oldest"

      [[view]]
      name = "lost"
      assignee = "nobody"
      status = "open"
      """)
    #expect(file.warnings.isEmpty)
    var stale = SavedView(name: "stale")
    stale.statuses = [.open, .waiting]
    stale.assignee = .me
    stale.olderThan = 172_800
    stale.newerThan = 2_419_200
    stale.waits = 1800
    stale.words = ["tractor", "loan"]
    stale.sort = .oldest
    #expect(file.views.first == stale)
    #expect(file.views.last?.assignee == .nobody)
  }

  @Test func whatIsWrongIsNamedWithItsLineAndTheRestGoesOn() {
    let file = read(
      """
      colour = "red"
      [[view]]
      name = "good"
      [[view]]
      name = "bad"
      status = "lost"
      [[view]]
      name = "odd"
      size = 3
      [[view]]
      status = "open"
      [[view]]
      name = "good"
      [[view]]
      name = "when"
      older_than = "soon"
      """)
    #expect(file.views.map(\.name) == ["good", "odd"])
    #expect(
      file.warnings == [
        "views.toml:1: unknown key \"colour\" is ignored",
        "views.toml:6: there is no status \"lost\"; there are open, waiting, resolved, closed; the "
          + "view is left out",
        "views.toml:9: unknown key \"size\" is ignored",
        "views.toml:10: name is missing, or no text in quotes; the view is left out",
        "views.toml:13: there is a view \"good\" already; the view is left out",
        "views.toml:16: older_than is a time such as \"30m\", \"2h\", \"3d\"; the view is left out",
      ])
  }

  @Test func aShelfTellsOfAChangeOnce() throws {
    let folder = try TemporaryFolder()
    let shelf = TeamFileShelf<ViewsFile>(folder.file("views.toml"))
    #expect(shelf.current.views.isEmpty && shelf.readAgain() == nil)
    try folder.write("[[view]]\nname = \"one\"\n", to: "views.toml")
    #expect(shelf.readAgain()?.views.map(\.name) == ["one"])
    #expect(shelf.readAgain() == nil)
    try folder.write("[[view]\nname", to: "views.toml")
    let broken = try #require(shelf.readAgain())
    #expect(broken.views.map(\.name) == ["one"])
    #expect(broken.warnings.first?.contains("views.toml:1") == true)
    #expect(shelf.readAgain() == nil)
    try FileManager.default.removeItem(at: folder.file("views.toml"))
    #expect(shelf.readAgain()?.views.isEmpty == true)
  }

  @Test func aFileThatIsNoTOMLNamesItsLineAndEndsNothing() {
    let file = read("[[view]]\nname = \n")
    #expect(file.views.isEmpty)
    #expect(file.warnings.count == 1)
    #expect(file.warnings.first?.contains("views.toml:2") == true)
    // What an open desk shows goes on.
    let old = read("[[view]]\nname = \"good\"")
    #expect(file.following(old).views == old.views)
    #expect(file.following(old).warnings.first?.contains("before stays") == true)
    #expect(read("").following(old).views.isEmpty)
    #expect(read("view = 3").warnings.first?.contains("below a line [[view]]") == true)
    #expect(read("").warnings.isEmpty)
  }
}
