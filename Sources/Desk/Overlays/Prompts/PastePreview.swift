package import ChatModel
import Foundation
import Sentences
import TextGrid

/// Lines that wait for a yes before they go, or a text pasted where nothing can take it.
package struct PastePreview: Pager {
  package let title: String
  package let text: String
  package internal(set) var top = 0
  /// Who would get it; nil when it is only looked at.
  package let conversationID: ConversationID?

  func lineCount(on desk: DeskState) -> Int { text.utf8.count { $0 == 0x0A } + 1 }

  func hints(on desk: DeskState) -> [(Command, String)] {
    guard conversationID != nil else {
      return [(.cancel, said("close")), (.pageDown, said("page down")), (.pageUp, said("page up"))]
    }
    return [
      (.accept, said("sends")), (.cancel, said("goes back")), (.pageDown, said("page down")),
      (.pageUp, said("page up")),
    ]
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    if page(by: command, on: desk) { return .stays }
    guard command == .accept, let id = conversationID else { return .left }
    guard desk.input.isQuiet else {
      desk.ask(said("That came very fast. Once more, if it was meant."), now: now)
      return .stays
    }
    desk.dropOverlay()
    if id == desk.openID { desk.submit(now: now) }
    return .settled
  }

  /// Text that comes while a draft is shown before it goes belongs to the draft: nothing is sent.
  func yieldsToText(on desk: DeskState) -> Bool {
    conversationID != nil && conversationID == desk.openID
  }
}
