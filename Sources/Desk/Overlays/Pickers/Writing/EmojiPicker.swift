package import ChatModel
import Foundation
import Sentences

/// All emoji, found by what is remembered of their names; the last used first.
package struct EmojiPicker: PickerOverlay {
  package let conversationID: ConversationID
  package internal(set) var picker: Picker<Emoji>

  func hints(on desk: DeskState) -> [(Command, String)] {
    [(.accept, said("put in")), (.cancel, said("close"))]
  }

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard let selected = picker.selected else {
      desk.hint(said("No emoji is called so."), now: now)
      return .stays
    }
    // In the composer it was asked for by somebody who writes, and nothing goes by it.
    let isMeant = desk.focus == .composer && desk.openID == conversationID
    guard isMeant || !desk.isTooSoon(for: "“\(selected.label)”", isHarmless: true, now: now)
    else { return .stays }
    desk.dropOverlay()
    desk.put(selected.choice, into: conversationID, now: now)
    return .settled
  }
}
