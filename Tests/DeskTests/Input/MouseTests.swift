import ChatModel
import Foundation
import Testing

@testable import Desk

@Suite struct MouseTests {
  @Test func aClickOpensARowAndTheWheelMoves() {
    var bench = Bench()
    bench.seed()
    bench.run(.clicked(.listRow("ramesh")))
    #expect(bench.take() == [.client(.open("ramesh"))])
    bench.run(.wheel(.listRow("sita"), lines: 1))
    #expect(bench.state.list.cursor == "sita")
    bench.timeline([bench.message("m1")], in: "ramesh")
    bench.run(.wheel(.messages, lines: -3))
    #expect(bench.state.messages.pendingLines == -3)
    bench.run(.wheel(.messages, lines: 2))
    #expect(bench.state.messages.pendingLines == -1)
  }

  @Test func theClickThatBringsTheFocusOnlyFocuses() {
    var bench = Bench()
    bench.seed()
    bench.run(.focusGained, .clicked(.listRow("ramesh")))
    #expect(bench.state.openID == nil)
    bench.now += 1
    bench.run(.clicked(.listRow("ramesh")))
    #expect(bench.state.openID == "ramesh")
  }

  @Test func aClickInTheComposerPutsTheCursorThere() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.type("hello")
    bench.press("Esc")
    bench.run(.clicked(.composer(offset: 2)))
    #expect(bench.state.focus == .composer)
    #expect(bench.state.composer?.editor.cursor == 2)
    bench.run(.clicked(.composer(offset: 999)))
    #expect(bench.state.composer?.editor.cursor == 5)
  }

  @Test func aClickBesideAnOverlayClosesItAndOneOnARowTakesIt() {
    var bench = Bench()
    bench.seed()
    bench.press("s")
    bench.run(.clicked(.listRow("ramesh")))
    #expect(bench.state.overlay != nil)
    bench.run(.clicked(.behindOverlay))
    #expect(bench.state.overlay == nil)
    bench.press("s")
    bench.run(.clicked(.overlayRow(3)))
    #expect(bench.take() == [.client(.setStatus("lakshmi", .closed))])
    bench.press("s")
    bench.run(.clicked(.overlayRow(99)))
    #expect(bench.take().isEmpty)
  }

  @Test func picturesVoiceNotesAndLinksAreOpenedSavedAndPlayed() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    let photo = Media(id: "p", name: "leaf.jpg", kind: .image, url: "/leaf.jpg")
    let voice = Media(id: "v", kind: .audio, url: "/voice.ogg")
    bench.timeline([
      bench.message("m1", ago: 5, media: voice), bench.message("m2", ago: 4, media: photo),
      bench.message("m3", ago: 3, "see https://example.org/x now"),
    ])
    _ = bench.take()
    bench.press("Esc Shift+Tab Shift+Tab o")
    #expect(bench.take() == [.openAddress("https://example.org/x")])
    bench.press("S")
    #expect(bench.take() == [.proposePath(photo)])
    bench.press("Esc p")
    #expect(bench.said == "There is no voice note or video to play here.")
    bench.press("k o")
    #expect(bench.take() == [.openAddress("https://example.org/x")])
    bench.press("y")
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.take() == [.copy("see https://example.org/x now")])
    bench.press("k k p")
    let wish = PlayWish(media: voice, messageID: "m1", conversationID: "lakshmi", number: 1)
    #expect(bench.take() == [.play(wish)])
    #expect(bench.said == "Playing the voice note.")
    bench.run(.clicked(.media(.message("m2"))))
    #expect(bench.take() == [.openExternally(photo)])
  }

  @Test func clicksOnThingsThatAreGoneDoNothing() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    _ = bench.take()
    bench.run(
      .clicked(.item(.message("gone"))), .clicked(.media(.entry("gone"))),
      .clicked(.listRow("gone")))
    #expect(bench.take().isEmpty)
    #expect(bench.state.messages.selection == nil)
  }
}
