// A voice note that plays, as the desk knows it: what the player reports, and nothing guessed.

package import ChatModel
package import Foundation

/// A voice note that is to be played.
package struct PlayWish: Hashable, Sendable {
  package let media: Media
  package let messageID: MessageID
  package let conversationID: ConversationID
  /// Counts up: what is told of an earlier wish says nothing of a later one.
  package let number: Int

  package init(
    media: Media, messageID: MessageID, conversationID: ConversationID, number: Int
  ) {
    self.media = media
    self.messageID = messageID
    self.conversationID = conversationID
    self.number = number
  }
}

/// What a player is asked while it plays.
package enum PlayerOrder: Hashable, Sendable {
  /// Pauses, or goes on.
  case togglePause
  /// In seconds, back where it is negative.
  case seek(TimeInterval)
}

/// How a wish stands.
package enum PlayReport: Hashable, Sendable {
  /// It is fetched, or its player is being started.
  case preparing
  case sounding(Sounding)
  /// It has come to its end, or was stopped; nothing follows.
  case ended
  /// Why it cannot be played, in a clause; foreign words in it may be raw. Nothing follows.
  case failed(String)
}

/// What a player is doing.
package struct Sounding: Hashable, Sendable {
  /// The program's name.
  package var player: String
  /// In seconds from its beginning.
  package var position: TimeInterval
  /// In seconds; nil where the player does not tell.
  package var length: TimeInterval?
  package var isPaused: Bool
  package var canSeek: Bool

  package init(
    player: String, position: TimeInterval = 0, length: TimeInterval? = nil,
    isPaused: Bool = false, canSeek: Bool = false
  ) {
    self.player = player
    self.position = position
    self.length = length
    self.isPaused = isPaused
    self.canSeek = canSeek
  }
}

/// The voice note under way.
package struct Playback: Hashable, Sendable {
  package let wish: PlayWish
  /// nil while it is fetched and its player started.
  package internal(set) var sounding: Sounding?
  /// It was asked to stop; its end is not reported yet.
  var isStopping = false

  init(_ wish: PlayWish) { self.wish = wish }
}
