// What the row of a voice note says while it plays.

import ChatModel
import Desk
import Sentences

extension Scene {
  /// What plays in the open conversation.
  var playing: Playback? {
    guard let playback = state.playback, playback.wish.conversationID == openSummary?.id else {
      return nil
    }
    return playback
  }

  /// `playing 0:12/0:42 ▓▓░░░░  p pause · Left Right seek · Esc stop`, and shorter ones for
  /// where there is less room; nil for a message that does not play.
  func playingWords(_ id: MessageID) -> [String]? {
    guard let playing, playing.wish.messageID == id else { return nil }
    let stop = said("\(keys.name(.cancel, in: .messages)) stop")
    guard let sounding = playing.sounding else {
      return [said("fetching…  ") + stop, said("fetching…")]
    }
    let word = sounding.isPaused ? said("paused") : said("playing")
    let position = WallClock.playing(sounding.position)
    var words = "\(word) \(position)"
    var bar = ""
    if let length = sounding.length, length > 0 {
      words += "/" + WallClock.playing(length)
      bar = " " + ProgressBar.bar(sounding.position / length)
    }
    let toggle =
      keys.name(.play, in: .messages) + (sounding.isPaused ? said(" go on") : said(" pause"))
    let seek =
      sounding.canSeek
      ? said(
        """
         · \(keys.name(.seekBack, in: .messages)) \(keys.name(.seekForward, in: .messages)) \
        seek
        """)
      : ""
    return [
      words + bar + "  " + toggle + seek + " · " + stop, words + bar + "  " + toggle,
      words + bar, words, position,
    ]
  }
}
