import ChatModel
import FrameText
import Foundation
import Testing
import TextGrid

@testable import Desk
@testable import DeskViews

/// The farmer pane with what was shared, and the prompt for a file with what is chosen.
struct DetailsViewTests {
  private static var world: World {
    var world = World.pictures
    world.state.focus = .details
    return world
  }

  private static func small(_ screen: Rendered) -> [PictureWish] {
    screen.presented.pictures.filter { $0.key.rows == 3 }
  }

  @Test func sharedPicturesAreWantedOnlyWhereThePaneHasRoomForThem() {
    let wide = Self.world.render(120, 50)
    #expect(!Self.small(wide).isEmpty)
    #expect(Self.small(wide).allSatisfy { $0.key.columns <= 12 && !$0.isAskedFor })
    // Without the pane nothing of it is wanted.
    var narrow = World.pictures
    narrow.state.focus = .messages
    #expect(Self.small(narrow.render(100, 50)).isEmpty)
    var plain = Self.world
    plain.state.metrics.colors = .ansi16
    #expect(Self.small(plain.render(120, 50)).isEmpty)
  }

  @Test func aSharedPictureIsDrawnInItsPaneAndStaysWantedWhileNothingChanges() {
    let world = Self.world
    var renderer = DeskRenderer(theme: GoldenTheme.theme)
    var state = world.state
    state.size = Size(columns: 120, rows: 50)
    let first = renderer.render(state, size: state.size, now: World.now)
    let again = renderer.render(state, size: state.size, now: World.now)
    #expect(!Self.small(first).isEmpty)
    #expect(Self.small(again) == Self.small(first))
    for wish in Self.small(first) {
      let cell = CellPicture.Cell("▄", foreground: .indexed(28), background: .indexed(34))
      state.pictures[wish.key] = .drawn(
        CellPicture(
          width: 9, height: 9,
          rows: Array(repeating: Array(repeating: cell, count: wish.key.columns), count: 3)))
    }
    state.surroundings = Version()
    let drawn = renderer.render(state, size: state.size, now: World.now).frame
    let pane = (0..<50).map { row in
      (90..<120).count { drawn.cluster(at: Point(column: $0, row: row)) == "▄" }
    }
    #expect(pane.contains { $0 > 8 })
  }

  @Test func theLineOfTheCursorSaysWhatItsKeyDoes() {
    var world = Self.world
    let items = world.state.detailsItems
    #expect(items.count > 3)
    for (place, item) in items.enumerated() {
      world.state.detailsCursor = place
      let text = world.render(140, 60).frame.plainText
      let words =
        switch item {
        case .phone, .email, .id: "y copy"
        case .file(let message, _) where message.kind == .media(.image): "Enter big"
        case .file(let message, _) where message.kind == .media(.audio): "p play"
        case .conversation: "Enter open"
        case .note: "Enter edit"
        default: "o open"
        }
      #expect(text.contains(words), "\(item)")
    }
  }

  @Test func otherConversationsOfThePersonStandThere() {
    var world = Self.world
    let open = world.state.conversations[world.state.openID!]!
    let other = Conversation(
      id: "before", farmer: open.conversation.farmer, agent: open.conversation.agent,
      status: .closed,
      lastMessage: .known(Message(id: "x", content: "the wheat is fine now")),
      updatedAt: World.ago(90_000))
    world.state.conversations["before"] = ConversationSummary(
      conversation: other, isMine: true, unread: 0)
    world.state.farmersConversations.move(
      "before", from: nil, to: open.conversation.farmer.id)
    let text = world.render(140, 60).frame.plainText
    #expect(text.contains("earlier") && text.contains("closed"))
  }

  // MARK: The prompt for a file

  private static func attaching(_ verdict: FileVerdict) -> World {
    var world = World.pictures
    var prompt = PathPrompt(.attach(world.state.openID!))
    prompt.path.setText("/tmp/x")
    var preview = FilePreview(path: "/tmp/x")
    preview.verdict = verdict
    prompt.preview = preview
    world.state.open(prompt)
    return world
  }

  private static func file(_ kind: MediaKind, _ format: String) -> FileVerdict {
    .fits(OutboxFile(path: "/tmp/x", name: "x", kind: kind, format: format, size: 13_000))
  }

  @Test func aPictureThatIsChosenIsWantedInThePrompt() {
    let screen = Self.attaching(Self.file(.image, "image/png")).render(120, 40)
    #expect(screen.frame.plainText.contains("[image] image/png 13 kB"))
    let wishes = screen.presented.pictures.filter { $0.key.source == .file("/tmp/x") }
    #expect(wishes.count == 1 && wishes[0].isAskedFor)
  }

  @Test func ofOtherFilesTypeAndSizeAreTold() {
    let screen = Self.attaching(Self.file(.audio, "audio/ogg")).render(120, 40)
    #expect(screen.frame.plainText.contains("audio/ogg 13 kB"))
    #expect(!screen.presented.pictures.contains { $0.key.source == .file("/tmp/x") })
    let refused = Self.attaching(.refused(path: "/tmp/x", reason: "x is empty\u{1B}[2J."))
    #expect(refused.render(80, 24).frame.plainText.contains("x is empty"))
    #expect(!Self.attaching(.missing(path: "/tmp/x")).render(40, 10).frame.plainText.isEmpty)
  }

  @Test func noSizeOfTheScreenTrapsWithThem() {
    var details = Self.world
    let prompt = Self.attaching(Self.file(.image, "image/png"))
    for columns in [20, 40, 60, 80, 119, 120, 160, 200] {
      for rows in [8, 10, 16, 24, 40, 50] {
        _ = prompt.render(columns, rows)
        for cursor in 0..<8 {
          details.state.detailsCursor = cursor
          _ = details.render(columns, rows)
        }
      }
    }
  }
}
