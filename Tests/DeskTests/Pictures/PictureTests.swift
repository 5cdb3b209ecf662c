import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

struct PictureTests {
  private static let photo = Media(id: "p1", name: "leaf.jpg", kind: .image, size: 1000)
  private static let second = Media(id: "p2", name: "field.png", kind: .image)
  private static let voice = Media(id: "v1", name: "voice.ogg", kind: .audio)

  private static func drawn(_ columns: Int = 2, _ rows: Int = 1) -> CellPicture {
    let cell = CellPicture.Cell("▀", foreground: .indexed(20), background: .indexed(30))
    return CellPicture(
      width: 4, height: 4,
      rows: Array(repeating: Array(repeating: cell, count: columns), count: rows))
  }

  private static func key(_ id: String, columns: Int = 24, rows: Int = 8) -> PictureKey {
    PictureKey(.media(MediaID(id)), columns: columns, rows: rows)
  }

  /// Lakshmi's conversation, with two pictures and a voice note between.
  private func bench(_ symbols: PictureSymbols? = .halves, opener: String? = nil) -> Bench {
    var configuration = DeskConfiguration()
    configuration.pictures = symbols
    configuration.openerProblem = opener
    var bench = Bench(configuration)
    bench.seed()
    bench.run(.perform(.longestWaiting))
    bench.timeline(
      [
        bench.message("m1", ago: 9, media: Self.photo),
        bench.message("m2", ago: 8, media: Self.voice),
        bench.message("m3", ago: 7, media: Self.second), bench.message("m4", ago: 6, "well?"),
      ])
    bench.paint()
    bench.press("Esc")
    _ = bench.take()
    return bench
  }

  private func present(_ bench: inout Bench, _ wishes: [PictureWish]) {
    var presented = Presented(conversationID: bench.state.openID, metrics: bench.state.metrics)
    presented.pictures = wishes
    bench.run(.presented(presented))
  }

  private func asked(_ bench: inout Bench) -> [PictureWish] {
    bench.take().compactMap { if case .drawPicture(let wish) = $0 { wish } else { nil } }
  }

  // MARK: Among the messages

  @Test func aPictureIsAskedForOnceWhenThereIsRoomForItOnTheScreen() {
    var bench = bench()
    let wish = bench.state.wish(for: .media("p1"), of: Self.photo, columns: 24, rows: 8)
    present(&bench, [wish])
    #expect(asked(&bench) == [wish])
    #expect(bench.state.pictures[wish.key] == .wanted)
    present(&bench, [wish])
    #expect(asked(&bench) == [])
    bench.run(.picture(wish.key, .drawn(Self.drawn())))
    #expect(bench.state.pictures[wish.key] == .drawn(Self.drawn()))
    present(&bench, [wish])
    #expect(asked(&bench) == [])
  }

  @Test func aPictureThatWasPassedByIsAskedForAgainWhenItComesBack() {
    var bench = bench()
    let wish = bench.state.wish(for: .media("p1"), of: Self.photo, columns: 24, rows: 8)
    present(&bench, [wish])
    bench.run(.picture(wish.key, .dropped))
    _ = bench.take()
    present(&bench, [wish])
    #expect(asked(&bench) == [wish])
  }

  @Test func aRefusalIsKeptUntilARefresh() {
    var bench = bench()
    let wish = bench.state.wish(for: .media("p1"), of: Self.photo, columns: 24, rows: 8)
    present(&bench, [wish])
    bench.run(.picture(wish.key, .refused("it is \u{1B}[2Jdamaged.")))
    guard case .refused(let reason)? = bench.state.pictures[wish.key] else {
      Issue.record("not refused")
      return
    }
    #expect(!reason.contains("\u{1B}") && reason.hasSuffix("damaged"))
    present(&bench, [wish])
    _ = bench.take()
    bench.press("F5")
    present(&bench, [wish])
    #expect(bench.take().contains(.drawPicture(wish)))
  }

  @Test func whatWasNotOnTheScreenForTheLongestTimeGoesFirst() {
    var bench = bench()
    let size = (columns: 300, rows: 100)
    for number in 0..<8 {
      let wish = bench.state.wish(
        for: .media(MediaID("p\(number)")), of: Self.photo, columns: size.columns, rows: size.rows)
      present(&bench, [wish])
      bench.run(.picture(wish.key, .drawn(Self.drawn(size.columns, size.rows))))
    }
    let cells = bench.state.pictures.values.reduce(0) {
      if case .drawn(let picture) = $1 { $0 + picture.columns * picture.rows.count } else { $0 }
    }
    #expect(cells <= PictureUse.capacity + size.columns * size.rows)
    #expect(bench.state.pictures[Self.key("p7", columns: 300, rows: 100)] != nil)
    #expect(bench.state.pictures[Self.key("p0", columns: 300, rows: 100)] == nil)
  }

  @Test func anAnswerThatNobodyWaitsForIsNotKept() {
    var bench = bench()
    bench.run(.picture(Self.key("unknown"), .drawn(Self.drawn())))
    #expect(bench.state.pictures.isEmpty)
  }

  // MARK: Large

  private func overlay(_ bench: Bench) -> PictureOverlay? { bench.state.overlay as? PictureOverlay }

  @Test func enterOnAPictureShowsItLargeAndEscGoesBack() {
    var bench = bench()
    bench.run(.perform(.nextPane))
    bench.state.focus = .messages
    bench.press("k k")
    #expect(bench.state.messages.selection == .message("m3"))
    bench.press("Enter")
    #expect(overlay(bench)?.media == Self.second)
    bench.press("Esc")
    #expect(bench.state.overlay == nil)
    #expect(bench.state.focus == .messages)
    #expect(bench.take().contains { if case .openExternally = $0 { true } else { false } } == false)
  }

  @Test(arguments: ["P", ": p i c t u r e Enter"])
  func theNewestPictureIsShownByAKeyAndByName(keys: String) {
    var bench = bench()
    bench.press(keys)
    #expect(overlay(bench)?.media == Self.second)
  }

  @Test func nAndPGoThroughThePicturesOfTheConversationAlone() {
    var bench = bench()
    bench.state.focus = .messages
    bench.press("P p")
    #expect(overlay(bench)?.media == Self.photo)
    #expect(bench.state.messages.selection == .message("m1"))
    bench.press("p")
    #expect(overlay(bench)?.media == Self.photo)
    #expect(bench.said?.contains("no older picture") == true)
    bench.press("n")
    #expect(overlay(bench)?.media == Self.second)
    #expect(overlay(bench)?.place(on: bench.state)?.index == 1)
    bench.press("Right")
    #expect(bench.said?.contains("no newer picture") == true)
  }

  @Test func saveAndOpenActOnThePictureThatIsShown() {
    var bench = bench()
    bench.press("P")
    bench.press("o")
    #expect(bench.take().contains(.openExternally(Self.second)))
    bench.press("S")
    #expect((bench.state.overlay as? PathPrompt)?.purpose == .save(Self.second, from: "lakshmi"))
    #expect(bench.take().contains(.proposePath(Self.second)))
    // And back to the picture.
    bench.press("Esc")
    #expect(overlay(bench)?.media == Self.second)
  }

  @Test func withoutPicturesEnterOpensOutsideAndWithoutADesktopSaysWhy() {
    var outside = bench(nil)
    outside.press("P")
    #expect(outside.take().contains(.openExternally(Self.second)))
    var nothing = bench(nil, opener: "there is no desktop here")
    nothing.press("P")
    #expect(nothing.state.overlay == nil)
    #expect(nothing.said?.contains("picture is off in the configuration") == true)
    #expect(nothing.said?.contains("S saves it") == true)
  }

  @Test func aTerminalOfSixteenColoursIsToldSo() {
    var bench = bench(.halves, opener: "there is no desktop here")
    var metrics = bench.state.metrics
    metrics.colors = .ansi16
    bench.run(.presented(Presented(conversationID: bench.state.openID, metrics: metrics)))
    #expect(bench.state.picturesProblem == "this terminal has 16 colours")
    bench.press("P")
    #expect(bench.said?.contains("this terminal has 16 colours") == true)
  }

  @Test func whereThereIsNoPictureThatIsSaid() {
    var bench = Bench()
    bench.seed()
    bench.run(.perform(.longestWaiting))
    bench.timeline([bench.message("m1", "no picture")])
    bench.press("Esc P")
    #expect(bench.state.overlay == nil)
    #expect(bench.said?.isEmpty == false)
  }
}
