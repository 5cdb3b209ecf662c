import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// `render` in every state. FURROW_RECORD_GOLDEN=1 writes the files anew.
@Suite struct GoldenTests {
  static let sizes = [
    Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 40, rows: 10),
    Size(columns: 200, rows: 50),
  ]

  private func check(
    _ name: String, _ world: World, at size: Size, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let rendered = world.render(size.columns, size.rows)
    try GoldenScreen.expect(
      rendered.frame, matches: "\(name)-\(size.columns)x\(size.rows)",
      sourceLocation: sourceLocation)
  }

  @Test(arguments: sizes) func aListOfThoseWhoWait(size: Size) throws {
    try check("list", .list, at: size)
  }

  @Test(arguments: sizes) func anOpenConversationWithAReplyBegun(size: Size) throws {
    try check("conversation", .conversation, at: size)
  }
}
