import FrameText
import ChatModel
import Foundation
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// What a frame tells besides its picture.
@Suite struct RenderedTests {
  @Test func theMouseFindsRowsMessagesFilesAndKeys() {
    let rendered = World.conversation.render(80, 24)
    func target(_ column: Int, _ row: Int) -> HitTarget? {
      rendered.target(at: Point(column: column, row: row))
    }
    #expect(target(5, 0) == .header)
    #expect(target(5, 3) == .listRow("c-ramesh"))
    #expect(target(6, 1) == .view(.list(.mine)))
    #expect(target(40, 5) == .item(.message("m1")))
    #expect(target(40, 7) == .media(.message("m2")))
    #expect(target(5, 12) == .list)
    #expect(target(2, 23) == .hint(.send))
    #expect(target(300, 5) == nil)
  }

  @Test func aClickInTheTextIsAPlaceInItsBytes() {
    var world = World.conversation
    world.write("lakshmi", "नमस्ते जी")
    let rendered = world.render(80, 24)
    let row = 21
    #expect(rendered.target(at: Point(column: 3, row: row)) == .composer(offset: 0))
    let width = TextWidth.standard.width(of: "नमस्ते ")
    #expect(
      rendered.target(at: Point(column: 3 + width, row: row))
        == .composer(offset: "नमस्ते ".utf8.count))
    #expect(
      rendered.target(at: Point(column: 70, row: row)) == .composer(offset: "नमस्ते जी".utf8.count))
  }

  @Test func everythingBehindAnOverlayOnlyClosesIt() {
    let rendered = World.statusMenu.render(80, 24)
    #expect(rendered.target(at: Point(column: 5, row: 3)) == .behindOverlay)
    #expect(rendered.target(at: Point(column: 20, row: 9)) == .overlayRow(0))
  }

  @Test func messagesOnTheScreenAreReportedAndCoveredOnesAreNot() {
    let open = World.conversation.render(80, 24)
    #expect(open.presented.conversationID == "c-lakshmi")
    #expect(open.presented.visible == ["m1", "m2", "m3", "m4", "m5", "m6"])
    #expect(World.statusMenu.render(80, 24).presented.visible == ["m1", "m2", "m6"])
    #expect(World.help.render(80, 24).presented.visible.isEmpty)
    #expect(World.list.render(80, 24).presented.visible.isEmpty)
  }

  @Test func aConversationThatWaitsToBeOpenedSaysFromWhenItIsShown() {
    var world = World.list
    let now = World.now
    func run(_ action: Action, after seconds: Double) {
      _ = update(&world.state, action, now: now + seconds)
    }
    run(.key(.character("i")), after: 1)
    run(.key(.character("n")), after: 1.1)
    let id = world.state.openID ?? ""
    let message = World.text("m1", World.farmer("x", "X"), "namaste", ago: 30)
    let kept = TimelineExtent(isLoading: true, freshness: .cached(World.ago(60)))
    run(
      .client(
        .timeline(
          TimelineUpdate(conversationID: id, isReset: true, messages: [message], extent: kept))),
      after: 1.2)
    #expect(world.state.waitsToOpen)
    let text = world.render(80, 24).frame.plainText
    #expect(text.contains("as of 13:32 · loads as you go on"))
    #expect(!text.contains("Loading"))
  }

  @Test func withOnePaneMessagesAreSeenOnlyWhenTheyAreThePane() {
    var world = World.conversation
    world.state.focus = .list
    #expect(world.render(40, 10).presented.conversationID == nil)
    world.state.focus = .messages
    #expect(world.render(40, 10).presented.visible == ["m5", "m6"])
  }

  @Test func theRoomIsReportedForMoving() {
    let presented = World.conversation.render(100, 30).presented
    #expect(presented.metrics.listRows == 10)
    #expect(presented.metrics.messageRows == 20)
    #expect(presented.metrics.composerColumns == 96)
    #expect(presented.metrics.showsClock)
    #expect(!World.conversation.render(10, 3).presented.metrics.showsClock)
  }

  @Test func theCursorStandsBehindWhatWasTyped() {
    var world = World.conversation
    world.write("lakshmi", "ab")
    #expect(world.render(80, 24).frame.cursor == Point(column: 5, row: 21))
    world.write("lakshmi", "ab\n")
    #expect(world.render(80, 24).frame.cursor == Point(column: 3, row: 21))
    // A full row leaves the cursor behind its last cluster.
    world.write("lakshmi", String(repeating: "x", count: 76))
    #expect(world.render(80, 24).frame.cursor == Point(column: 79, row: 21))
    world.state.focus = .list
    #expect(world.render(80, 24).frame.cursor == nil)
  }

  @Test func aLongReplyGrowsUpwardToALimitAndKeepsItsCursorInSight() {
    var world = World.conversation
    world.write("lakshmi", (1...30).map { "line \($0)" }.joined(separator: "\n"))
    let frame = world.render(80, 24).frame
    #expect(frame.plainText.contains("line 30"))
    #expect(!frame.plainText.contains("line 20\n"))
    #expect(frame.plainText.contains("LAST WORDS") || frame.plainText.contains("Ramesh"))
    #expect(frame.cursor?.row == 21)
  }

  @Test func theLastMessageStaysInSightWhileTheComposerGrows() {
    var world = World.conversation
    for lines in 1...8 {
      world.write("lakshmi", String(repeating: "x\n", count: lines))
      #expect(world.render(80, 24).frame.plainText.contains("note-0042.ogg"))
    }
  }

  @Test func aHugeNameOrMessageIsCutAndHidesNothingElse() {
    var world = World.list
    let huge = String(repeating: "नमस्ते ", count: 40_000)
    world.add(World.farmer("huge", huge), wait: 99, last: huge)
    world.open("huge", [World.text("m1", World.farmer("huge", huge), huge, ago: 1)])
    let text = world.render(120, 40).frame.plainText
    #expect(text.contains("Ramesh Kumar"))
    #expect(text.contains("more; copying takes all"))
  }

  @Test func theHeaderKeepsTheNameWhenTheRoleHasNoRoom() {
    var world = World.list
    world.state.outbox = [:]
    world.state.list.counts[.waiting] = 1_000_000_000
    let header = world.render(80, 24).frame.plainText.prefix { $0 != "\n" }
    #expect(header.contains("meera") && !header.contains("Support"))
  }

  @Test func whatWasNeverComparedIsNotCalledEmpty() {
    var world = World.empty
    #expect(world.render(80, 24).frame.plainText.contains("yours"))
    world.state.list.isComplete = false
    world.state.link = .offline(reason: "refused", retryAt: nil)
    let text = world.render(80, 24).frame.plainText
    #expect(text.contains("Not connected") && !text.contains("yours"))
  }

  @Test func aSecretIsShownAsDots() {
    let shown = World.signIn.render(80, 24).frame.plainText
    #expect(!shown.contains("eyJ"))
    #expect(shown.contains("•••"), "what was typed is seen to have been typed")
  }

  @Test func ownMessagesOfOnePersonWithinFiveMinutesShareAHeader() {
    var world = World.list
    world.open(
      "lakshmi",
      [
        World.text("a", World.lakshmi, "one", ago: 30),
        World.text("b", World.lakshmi, "two", ago: 26),
        World.text("c", World.lakshmi, "three", ago: 20),
        World.text("d", World.agent, "four", ago: 19),
      ])
    let text = world.render(80, 24).frame.plainText
    #expect(text.components(separatedBy: ":02 Lakshmi").count == 2)
    #expect(text.components(separatedBy: ":06 Lakshmi").count == 1)
    #expect(text.components(separatedBy: ":12 Lakshmi").count == 2)
    #expect(text.contains("14:13 you"))
  }

  @Test func theWayToTheHelpIsShownAtEveryWidth() {
    for world in [World.list, .conversation, .watching] {
      for columns in [24, 40, 60, 80, 120] {
        let hints = world.render(columns, 24).frame.plainText
          .split(separator: "\n", omittingEmptySubsequences: false).last { !$0.isEmpty }
        #expect(hints?.contains("help") == true, "\(columns): \(hints ?? "")")
      }
    }
  }
}
