import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// Voice notes played in place: what the keys ask of the player, and what its reports do.
@Suite struct PlayingTests {
  private let voice = Media(id: "v", kind: .audio, url: "/voice.ogg")
  private let other = Media(id: "w", name: "field.ogg", kind: .audio, url: "/field.ogg")

  private func reading(_ configuration: DeskConfiguration = DeskConfiguration()) -> Bench {
    var bench = Bench(configuration)
    bench.seed()
    bench.press("Enter")
    bench.timeline([
      bench.message("m1", ago: 3, media: other), bench.message("m2", ago: 2, media: voice),
    ])
    bench.state.focus = .messages
    _ = bench.take()
    return bench
  }

  private func wish(_ number: Int = 1, _ media: Media? = nil, of id: MessageID = "m2") -> PlayWish {
    PlayWish(media: media ?? voice, messageID: id, conversationID: "lakshmi", number: number)
  }

  private func sounding(_ position: Double = 3, canSeek: Bool = true) -> PlayReport {
    .sounding(Sounding(player: "mpv", position: position, length: 42, canSeek: canSeek))
  }

  /// A desk on which the newest voice note plays.
  private func playing(canSeek: Bool = true) -> Bench {
    var bench = reading()
    bench.press("p")
    bench.run(
      .playing(wish(), .preparing), .playing(wish(), sounding(canSeek: canSeek)))
    _ = bench.take()
    return bench
  }

  @Test func aVoiceNoteIsPlayedAndTheSameKeyPausesIt() {
    var bench = reading()
    bench.press("p")
    #expect(bench.take() == [.play(wish())])
    #expect(bench.said == "Playing the voice note.")
    #expect(bench.state.playback == nil, "nothing is claimed before it is reported")
    bench.run(.playing(wish(), .preparing))
    bench.press("p")
    #expect(bench.take() == [])
    #expect(bench.said == "It is still being fetched; Esc stops that.")
    bench.run(.playing(wish(), sounding()))
    bench.press("p")
    #expect(bench.take() == [.steerPlayer(.togglePause)])
  }

  @Test func anotherOneIsPlayedInstead() {
    var bench = playing()
    bench.press("k k p")
    #expect(bench.take() == [.play(wish(2, other, of: "m1"))])
    bench.run(.playing(wish(2, other, of: "m1"), .preparing))
    bench.run(.playing(wish(), .ended), .playing(wish(), .failed("gone")))
    #expect(bench.state.playback?.wish.number == 2, "late news of the first one are no news")
  }

  @Test func arrowsGoBackAndOnWhileSomethingPlays() {
    var bench = playing()
    bench.press("Right Left")
    #expect(bench.take() == [.steerPlayer(.seek(5)), .steerPlayer(.seek(-5))])
    bench.run(.playing(wish(), .ended))
    bench.press("Right")
    #expect(bench.take() == [])
    #expect(bench.said == "Nothing plays; p plays a voice note.")
  }

  @Test func aPlayerThatCannotSeekIsNamed() {
    var bench = playing(canSeek: false)
    bench.run(
      .playing(wish(), .sounding(Sounding(player: "paplay", canSeek: false))))
    bench.press("Right")
    #expect(bench.take() == [])
    #expect(bench.said == "paplay cannot go back or on in a voice note; mpv can.")
  }

  @Test func escStopsItAndOnlyThenGoesOut() {
    var bench = playing()
    bench.press("Esc")
    #expect(bench.take() == [.stopPlaying])
    #expect(bench.state.focus == .messages)
    bench.press("Esc")
    #expect(bench.state.focus == .list)
    #expect(!bench.take().contains(.stopPlaying), "once is enough")
  }

  @Test func leavingTheConversationStopsIt() {
    var bench = playing()
    bench.press("Ctrl+N")
    #expect(bench.take().contains(.stopPlaying))
  }

  @Test(arguments: ["Ctrl+Z", "q q y"])
  func suspendingAndQuittingStopIt(keys: String) {
    var bench = playing()
    bench.press(keys)
    let effects = bench.take()
    let stop = effects.firstIndex(of: .stopPlaying)
    let end = effects.firstIndex { $0 == .suspend || $0 == .quit }
    #expect(stop != nil && end != nil && stop! < end!, "\(effects)")
  }

  @Test func anotherIdentityHearsNothingOfIt() {
    var desks = DeskAccounts(
      [("a", DeskConfiguration()), ("b", DeskConfiguration())],
      size: Size(columns: 80, rows: 24))
    let now = Date(timeIntervalSince1970: 1_763_476_320)
    _ = desks.handle(
      [AccountAction(.playing(wish(), sounding()), to: AccountID(index: 0))], now: now)
    let effects = desks.handle(
      [AccountAction(.key(.control("x"))), AccountAction(.key(.character("2")))], now: now)
    #expect(effects.contains { $0.account.index == 0 && $0.effect == .stopPlaying })
  }

  @Test func theComposerPausesItWithoutBeingLeft() {
    var bench = playing()
    bench.state.focus = .composer
    bench.press("Ctrl+X p")
    #expect(bench.take() == [.steerPlayer(.togglePause)])
    #expect(bench.state.focus == .composer)
  }

  @Test func aWordThatBeginsWithTheKeyPlaysNothing() {
    var bench = reading()
    bench.type("pani kitna")
    bench.wait(2)
    #expect(!bench.take().contains { if case .play = $0 { true } else { false } })
    bench.run(.playing(wish(9), .preparing), .playing(wish(9), sounding()))
    bench.type("wahan")
    bench.wait(2)
    #expect(!bench.take().contains(.stopPlaying), "the letter that would leave is dropped")
    #expect(bench.state.playback?.isStopping == false)
  }

  @Test func whatGoesWrongIsSaidInASentenceThatNamesIt() {
    var bench = playing()
    bench.run(.playing(wish(), .failed("mpv\u{1B}[2J does not answer")))
    #expect(bench.said?.hasPrefix("Playing the voice note failed: mpv") == true)
    #expect(bench.said?.contains("\u{1B}") == false)
    #expect(bench.state.playback == nil)
  }

  @Test func withoutAPlayerItIsSaidWhatStillWorks() {
    var configuration = DeskConfiguration()
    configuration.playerProblem = "there is no mpv, ffplay or paplay here"
    var bench = reading(configuration)
    bench.press("p")
    #expect(bench.take() == [])
    #expect(
      bench.said
        == "S saves it: there is no mpv, ffplay or paplay here, so nothing can play the voice note."
    )
  }

  @Test func aVideoGoesOutside() {
    var bench = reading()
    let film = Media(id: "f", name: "field.mp4", kind: .video, url: "/field.mp4")
    bench.timeline([bench.message("m3", ago: 1, media: film)])
    bench.press("p")
    #expect(bench.take() == [.playOutside(film)])
  }
}
