import ChatModel
import FrameText
import Foundation
import Testing
import TextGrid

@testable import Desk
@testable import DeskViews

/// A voice note that plays, in its row.
struct PlayingViewTests {
  private static func world(_ sounding: Sounding?, plays id: MessageID = "m1") -> World {
    var world = World.list
    world.open(
      "lakshmi",
      [
        World.media("m1", World.lakshmi, .audio, "voice.ogg", 13_000, ago: 5),
        World.media("m2", World.lakshmi, .audio, "field.ogg", 13_000, ago: 4),
      ])
    world.state.focus = .messages
    let wish = PlayWish(
      media: Media(id: MediaID("m-\(id)"), kind: .audio), messageID: id,
      conversationID: "c-lakshmi",
      number: 1)
    var playback = Playback(wish)
    playback.sounding = sounding
    world.state.playback = playback
    return world
  }

  private static func row(_ name: String, _ world: World, _ columns: Int) -> String {
    let rows = world.render(columns, 24).frame.plainText.split(separator: "\n")
    return rows.first { $0.contains(name) }.map(String.init) ?? ""
  }

  @Test func theRowSaysHowFarItIsAndWhatTheKeysDo() {
    var sounding = Sounding(player: "mpv", position: 12.9, length: 42, canSeek: true)
    #expect(
      Self.row("voice.ogg", Self.world(sounding), 200).contains(
        "playing 0:12/0:42 ▓▓░░░░  p pause · Left Right seek · Esc stop"))
    sounding.isPaused = true
    #expect(Self.row("voice.ogg", Self.world(sounding), 200).contains("paused 0:12/0:42"))
    #expect(Self.row("voice.ogg", Self.world(sounding), 200).contains("p go on"))
    #expect(Self.row("field.ogg", Self.world(sounding), 200).contains("p play"))
    let plain = Self.row(
      "voice.ogg", Self.world(Sounding(player: "paplay", position: 65)), 200)
    #expect(plain.contains("playing 1:05  p pause · Esc stop"))
    #expect(Self.row("voice.ogg", Self.world(nil), 200).contains("fetching…  Esc stop"))
  }

  @Test func whereThereIsLessRoomTheTimeStays() {
    let sounding = Sounding(player: "mpv", position: 12, length: 42, canSeek: true)
    for columns in 60...140 {
      #expect(Self.row("[voice]", Self.world(sounding), columns).contains("0:12"), "\(columns)")
    }
  }

  @Test(arguments: [
    -1, 0, 1e300, Double.infinity, -Double.infinity, Double.nan,
  ])
  func noTimeOfAPlayerTraps(seconds: Double) {
    let sounding = Sounding(player: "mpv", position: seconds, length: seconds)
    #expect(Self.row("voice.ogg", Self.world(sounding), 200).contains("playing"))
  }

  @Test func whatPlaysInAnotherConversationIsNotShownHere() {
    var world = Self.world(Sounding(player: "mpv", position: 12, length: 42))
    let wish = PlayWish(
      media: Media(id: "v"), messageID: "m1", conversationID: "c-ramesh", number: 1)
    world.state.playback = Playback(wish)
    #expect(!Self.row("voice.ogg", world, 200).contains("fetching"))
  }
}
