// Voice notes are played in place: the player reports, the row of the message shows it.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// How far one key goes back or on.
  private static let step: TimeInterval = 5

  /// Plays a voice note; one that plays is paused, and goes on.
  mutating func playInPlace(
    _ media: Media, of message: MessageID, in id: ConversationID, now: Date
  ) {
    if let playback, playback.wish.messageID == message, !playback.isStopping {
      return togglePause(now: now)
    }
    if let problem = configuration.playerProblem {
      return say(
        .warning,
        "\(key: .saveMedia) saves it: \(problem), so nothing can play \(title(of: media)).",
        now: now)
    }
    plays += 1
    emit(.play(PlayWish(media: media, messageID: message, conversationID: id, number: plays)))
    hint(said("Playing \(title(of: media))."), about: id, now: now)
  }

  /// Pauses what plays without a look at what is chosen, or goes on: false where nothing plays.
  mutating func togglePlaying(now: Date) -> Bool {
    guard let playback, !playback.isStopping else { return false }
    togglePause(now: now)
    return true
  }

  private mutating func togglePause(now: Date) {
    guard playback?.sounding != nil else {
      return hint("It is still being fetched; \(key: .cancel) stops that.", now: now)
    }
    emit(.steerPlayer(.togglePause))
  }

  /// Goes back or on in what plays.
  mutating func seek(_ direction: Double, now: Date) {
    guard let playback, !playback.isStopping else {
      return refuse(
        said("Nothing plays; \(key(.play, in: .messages)) plays a voice note."), now: now)
    }
    guard let sounding = playback.sounding else {
      return refuse(said("It is still being fetched."), now: now)
    }
    guard sounding.canSeek else {
      return refuse(
        said("\(sounding.player) cannot go back or on in a voice note; mpv can."), now: now)
    }
    emit(.steerPlayer(.seek(direction * Self.step)))
  }

  /// Stops what plays: false where nothing does.
  @discardableResult
  mutating func stopPlaying() -> Bool {
    guard playback != nil, playback?.isStopping == false else { return false }
    emit(.stopPlaying)
    // A letter that leaves the conversation may be dropped again.
    if outgoing.diverted == nil { playback?.isStopping = true }
    return true
  }

  mutating func note(_ report: PlayReport, of wish: PlayWish, now: Date) {
    if let playback, playback.wish.number > wish.number { return }
    switch report {
    case .preparing: playback = Playback(wish)
    case .sounding(let sounding):
      if playback?.wish != wish { playback = Playback(wish) }
      playback?.sounding = sounding
    case .ended: playback = nil
    case .failed(let reason):
      playback = nil
      say(
        .failure,
        said("Playing \(title(of: wish.media)) failed: \(Sanitizer.clause(reason))."), now: now)
    }
  }
}
