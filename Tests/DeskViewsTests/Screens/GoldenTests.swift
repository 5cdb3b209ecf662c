import FrameText
import Foundation
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// Every view, every overlay and every state worth a look, at four sizes. FURROW_RECORD_GOLDEN=1
/// writes the files anew.
@Suite struct GoldenTests {
  private static let sizes = [
    Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 40, rows: 10),
    Size(columns: 200, rows: 50),
  ]

  private func check(_ name: String, _ world: World, at size: Size) throws {
    let rendered = world.render(size.columns, size.rows)
    try GoldenScreen.expect(
      rendered.frame, matches: "\(name)-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: World.all.map(\.name), sizes)
  func theScreenIsAsItWas(name: String, size: Size) throws {
    let world = try #require(World.all.first { $0.name == name }).world
    try check(name, world, at: size)
  }

  @Test(arguments: ["team", "agents-chats", "balance", "check"])
  func theTeamStandsBesideTheListFromOneHundredAndSixtyColumnsOn(name: String) throws {
    let world = try #require(World.all.first { $0.name == name }).world
    try check(name, world, at: Size(columns: 160, rows: 45))
  }

  @Test(arguments: ["statistics", "bulk"])
  func anAdminsOtherScreensAreAsTheyWereBetweenTheSizes(name: String) throws {
    let world = try #require(World.all.first { $0.name == name }).world
    try check(name, world, at: Size(columns: 160, rows: 45))
  }

  /// As a tester has it, with the identities beside it; and with one identity alone.
  @Test func theWireIsAsItWasOnAWideScreen() throws {
    try check("wire", .wire, at: Size(columns: 160, rows: 45))
    var alone = World.wire
    alone.state.identities = []
    try check("wire-alone", alone, at: Size(columns: 160, rows: 45))
    try check("wire-alone", alone, at: Size(columns: 200, rows: 50))
  }

  @Test(arguments: [Size(columns: 10, rows: 3), Size(columns: 19, rows: 30)])
  func aTerminalWithoutRoomSaysSo(size: Size) throws {
    try check("conversation", .conversation, at: size)
  }

  @Test(arguments: [Size(columns: 20, rows: 8), Size(columns: 60, rows: 20)])
  func theDeskWorksAtItsSmallest(size: Size) throws {
    try check("conversation", .conversation, at: size)
  }

  @Test(arguments: ThemeLibrary().names.filter { $0 != ThemeLibrary.defaultName })
  func aConversationLooksLikeThisInEachTheme(name: String) throws {
    let theme = try ThemeLibrary().theme(named: name, depth: .indexed256)
    let rendered = World.conversation.render(80, 24, theme: theme)
    try GoldenScreen.expect(rendered.frame, matches: "theme-\(name)-80x24")
  }

  @Test func everyViewAndEveryOverlayIsInTheTable() throws {
    let views = Set(World.all.map(\.world.state.view))
    for view in NumberedView.all { #expect(views.contains(view), "\(view.label)") }
    let overlays = Set(World.all.compactMap { $0.world.state.overlay.map { "\(type(of: $0))" } })
    for (name, _) in try OverlayViewTests.overlays() {
      #expect(overlays.contains(name), "\(name) is in no golden screen")
    }
  }
}
