import ChatModel
import FrameText
import Foundation
import Testing
import TextGrid

@testable import Desk
@testable import DeskViews

/// Pictures among the messages and large. FURROW_RECORD_GOLDEN=1 writes the files anew.
struct PictureViewTests {
  private static func picture(columns: Int, rows: Int) -> CellPicture {
    let cells = (0..<rows).map { row in
      (0..<columns).map { column in
        CellPicture.Cell(
          column == row ? "▄" : "▀", foreground: .indexed(row == 0 ? 28 : 34),
          background: column == columns - 1 ? .default : .indexed(220))
      }
    }
    return CellPicture(width: 640, height: 480, rows: cells)
  }

  /// As it is once the first paint has asked, and two of the wishes were answered.
  private static func answered(_ world: World, _ columns: Int, _ rows: Int) -> World {
    var world = world
    for wish in world.render(columns, rows).presented.pictures {
      switch wish.key.source {
      case .media("m-m2"): world.state.pictures[wish.key] = .refused("it is damaged or cut off")
      case .media("m-m4"): world.state.pictures[wish.key] = .wanted
      default:
        world.state.pictures[wish.key] = .drawn(
          picture(columns: wish.key.columns - 3, rows: wish.key.rows))
      }
    }
    return world
  }

  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)])
  func theScreenWithPicturesIsAsItWas(size: Size) throws {
    var world = World.pictures
    world.state.focus = .messages
    world.state.messages.selection = .message("m1")
    world.state.messages.revealsSelection = true
    let screen = Self.answered(world, size.columns, size.rows).render(size.columns, size.rows)
    try GoldenScreen.expect(screen.frame, matches: "pictures-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func aLargePictureIsAsItWas(size: Size) throws {
    let screen = Self.answered(World.picture, size.columns, size.rows).render(
      size.columns, size.rows)
    try GoldenScreen.expect(screen.frame, matches: "picture-large-\(size.columns)x\(size.rows)")
  }

  @Test func nothingMovesWhenAPictureComes() {
    let world = World.pictures
    let before = world.render(120, 40).frame.plainText.split(
      separator: "\n", omittingEmptySubsequences: false)
    let after = Self.answered(world, 120, 40).render(120, 40).frame.plainText
      .split(separator: "\n", omittingEmptySubsequences: false)
    for words in ["bomb.png", "Do you see it?", "field.jpg", "mine.png"] {
      let place = before.firstIndex { $0.contains(words) }
      #expect(place != nil && place == after.firstIndex { $0.contains(words) }, "\(words)")
    }
  }

  @Test func onlyWhatIsOnTheScreenIsWanted() {
    let wishes = World.pictures.render(80, 24).presented.pictures
    #expect(!wishes.isEmpty)
    #expect(!wishes.contains { $0.key.source == .media("m-m1") })
    #expect(wishes.contains { $0.key.source == .file("/tmp/mine.png") })
    #expect(wishes.allSatisfy { $0.key.rows == 4 && !$0.isAskedFor })
  }

  @Test func whereTheScreenIsSmallOrHasFewColoursNoRoomIsKeptForPictures() {
    var world = World.pictures
    #expect(world.render(80, 19).presented.pictures.isEmpty)
    world.state.metrics.colors = .ansi16
    let screen = world.render(120, 40)
    #expect(screen.presented.pictures.isEmpty)
    #expect(screen.frame.plainText.contains("o open · S save"))
  }

  @Test func aPictureThatIsWiderThanItsPaneIsCut() {
    var world = World.pictures
    for wish in world.render(80, 24).presented.pictures {
      world.state.pictures[wish.key] = .drawn(Self.picture(columns: 400, rows: 90))
    }
    let frame = world.render(80, 24).frame
    for row in 0..<24 { #expect(frame.row(row).count == 80) }
    #expect(frame.plainText.contains("▀"))
    #expect(!frame.plainText.split(separator: "\n").contains { $0.hasPrefix("▀") })
  }
}
