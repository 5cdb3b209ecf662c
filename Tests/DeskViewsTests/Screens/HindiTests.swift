import FrameText
import Sentences
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// The desk in another language: the same places, other words, and keys as they are.
@Suite struct HindiTests {
  private static let worlds: [(name: String, make: @Sendable () -> World)] = [
    ("conversation", { .conversation }), ("list", { .list }), ("help", { .help }),
    ("status-menu", { .statusMenu }), ("broken", { .broken }), ("outbox", { .outbox }),
    ("empty", { .empty }), ("offline", { .offline }), ("palette", { .palette }),
    ("team", { .team }),
  ]

  @Test(
    arguments: worlds.map(\.name),
    [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)])
  func theScreenIsAsItWasInHindi(name: String, size: Size) throws {
    let make = try #require(Self.worlds.first { $0.name == name }).make
    let frame = Language.speaking("hi") { make().render(size.columns, size.rows).frame }
    try GoldenScreen.expect(frame, matches: "hindi-\(name)-\(size.columns)x\(size.rows)")
  }

  @Test func whatFarmersWriteAndKeysStayAsTheyAre() {
    let text = Language.speaking("hi") { World.conversation.render(120, 40).frame.plainText }
    #expect(text.contains("Please send a photo of the whole plant."))
    #expect(text.contains("Lakshmi"))
    #expect(text.contains("Esc"))
    #expect(text.contains("भेजें"))
  }

  @Test func aSentenceNamesTheKeysOfWhereTheFocusIs() {
    let words = Language.speaking("hi") {
      var sitting = Sitting()
      sitting.press("m")
      return sitting.state.statusLine?.text
    }
    #expect(words?.contains("बातचीत") == true)
  }

  @Test func hostileNamesStayHarmlessInsideASentence() {
    let text = Language.speaking("hi") {
      var world = World.hostile
      world.state.focus = .list
      return world.render(80, 24).frame.plainText
    }
    #expect(!text.contains("\u{1B}"))
    #expect(!text.contains("\u{202E}"))
  }

  @Test func plainModeSpeaksHindi() {
    let lines = Language.speaking("hi") { PlainSpeech.length(3 * 3600) + PlainSpeech.length(60) }
    #expect(lines == "3 घंटे1 मिनट")
  }
}
