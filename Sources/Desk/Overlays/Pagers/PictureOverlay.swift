package import ChatModel
import Foundation
import Sentences
import TextGrid

/// A picture of a conversation that fills the screen.
package struct PictureOverlay: OverlayComponent {
  package private(set) var media: Media
  package let conversationID: ConversationID

  init(media: Media, conversationID: ConversationID) {
    self.media = media
    self.conversationID = conversationID
  }

  var keyContext: Keymap.Context { .picture }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [
      (.cancel, said("close")), (.nextPicture, said("next")), (.previousPicture, said("previous")),
      (.saveMedia, said("save")), (.openMedia, said("open outside")),
    ]
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    switch command {
    case .nextPicture, .down: step(1, on: &desk, now: now)
    case .previousPicture, .up: step(-1, on: &desk, now: now)
    case .saveMedia:
      desk.askWhere(toSave: media, from: conversationID)
      return .settled
    case .openMedia: desk.open(.file(media), from: conversationID, now: now)
    default: return .left
    }
    return .stays
  }

  /// Its place among the pictures of the conversation, from 0; nil where they are not known.
  package func place(on desk: DeskState) -> (index: Int, count: Int)? {
    let pictures = pictures(on: desk)
    return pictures.firstIndex { $0.media.id == media.id }.map { ($0, pictures.count) }
  }

  /// Who sent it, and when.
  package func message(on desk: DeskState) -> Message? {
    pictures(on: desk).first { $0.media.id == media.id }?.message
  }

  private func pictures(on desk: DeskState) -> [(message: Message, media: Media)] {
    desk.timeline.flatMap { $0.conversationID == conversationID ? $0.pictures : nil } ?? []
  }

  private mutating func step(_ step: Int, on desk: inout DeskState, now: Date) {
    let pictures = pictures(on: desk)
    let next = place(on: desk).map { $0.index + step } ?? -1
    guard pictures.indices.contains(next) else {
      let way = step < 0 ? said("older") : said("newer")
      return desk.refuse(
        said("There is no \(way) picture among the messages that are loaded."), now: now)
    }
    media = pictures[next].media
    desk.messages.selection = .message(pictures[next].message.id)
    desk.messages.revealsSelection = true
  }
}
