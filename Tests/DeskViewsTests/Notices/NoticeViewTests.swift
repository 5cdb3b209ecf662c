import ChatModel
import Foundation
import FrameText
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// The status line: read at once, whatever lies over the desk and however long it is.
@Suite struct NoticeViewTests {
  private func saying(_ text: String, _ world: World) -> World {
    var world = world
    world.state.statusLine = LogEntry(
      at: World.now, severity: .info, text: text, conversationID: nil)
    return world
  }

  private func lastRows(_ world: World) -> (text: String, styles: Set<Style>) {
    let rendered = world.render(80, 24)
    let row = 22
    let rows = rendered.frame.plainText.split(separator: "\n", omittingEmptySubsequences: false)
    return (String(rows[row]), Set(rendered.frame.row(row).dropFirst().prefix(20).map(\.style)))
  }

  @Test func theAnswerToAKeyOfAnOverlayIsNotDimmed() {
    let words = "h is not in this menu; Esc leaves it."
    let plain = lastRows(saying(words, .conversation))
    let covered = lastRows(saying(words, .statusMenu))
    #expect(covered.text.contains(words))
    #expect(covered.styles == plain.styles)
    let rendered = saying(words, .statusMenu).render(80, 24)
    #expect(rendered.target(at: Point(column: 5, row: 22)) == .behindOverlay)
  }

  @Test(arguments: [Focus.messages, .list, .composer])
  func aKeyLeadsToTheNewestMessagesOnlyWhereItDoes(_ focus: Focus) {
    var world = World.readingBack
    world.state.messages.newBelow = 3
    world.state.focus = focus
    let text = world.render(120, 40).frame.plainText
    #expect(text.contains("3 new below"))
    #expect(text.contains("3 new below, G goes there") == (focus == .messages))
    #expect(text.contains("G end") == (focus == .messages))
  }

  @Test func aFileIsNamedByItsLastPartsSoThatWhatIsWrongWithItIsRead() {
    let file = "/home/meera/.config/furrow/team/replies/broken.toml"
    let text = lastRows(saying("\(file):3:8: a text has no end", .conversation)).text
    #expect(text.contains("…/replies/broken.toml:3:8: a text has no end"))
    #expect(!text.contains(" all"))
    let kept = lastRows(saying("/help does nothing here: try F1", .conversation)).text
    #expect(kept.contains("/help does nothing here: try F1"))
  }

  @Test func aQuestionAboveTheReplyIsWholeThereAndSaidOnce() {
    let words =
      "Nothing is written in the place for your words, “village is … in? You waited”. Enter again "
      + "sends it to Lakshmi R. so."
    var world = saying(words, .conversation)
    world.state.focus = .composer
    world.state.editComposer(now: World.now) { $0.editor.setText("Which village is in?") }
    for id in world.state.composers.keys {
      world.state.composers[id]?.ask(.again(World.now), words, at: World.now)
    }
    let text = world.render(80, 24).frame.plainText
    let joined = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(joined.contains(words))
    #expect(joined.components(separatedBy: "Nothing is written").count == 2)
    #expect(text.contains("› Which village is in?"))
  }

  @Test func whyAFileIsRefusedIsSaidOnceInTheBox() {
    var world = World.attach
    let reason = "notes cannot be read: it is a folder; choose a file in it."
    world.state.changeOverlay(PathPrompt.self) { prompt in
      prompt.preview = FilePreview(path: "/notes")
      prompt.preview?.verdict = .refused(path: "/notes", reason: reason)
    }
    func count(_ world: World) -> Int {
      world.render(100, 30).frame.plainText.components(separatedBy: "it is a folder").count - 1
    }
    #expect(count(world) == 1)
    world.state.changeOverlay(PathPrompt.self) { $0.problem = reason }
    #expect(count(world) == 1)
  }

  @Test func whatDoesNotFitEndsWithAnEllipsisAndTheKeyOfTheLog() {
    let long = String(repeating: "many words ", count: 12)
    var world = saying(long, .conversation)
    world.state.focus = .messages
    #expect(lastRows(world).text.hasSuffix("… L all"))
    world.state.focus = .composer
    #expect(lastRows(world).text.hasSuffix("… Esc L all"))
    #expect(!lastRows(saying("few words", .conversation)).text.contains(" all"))
  }
}
