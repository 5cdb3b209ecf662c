package import ChatModel
import Foundation
import Sentences
import TextGrid

/// Which event is written: one of a client's seven, one that was kept, or any other.
package struct EventPicker: PickerOverlay {
  package internal(set) var picker: Picker<EventTemplate>
  private let own: [EventTemplate]

  init(on desk: DeskState) {
    let chosen = desk.wire.chosen?.record
    let conversation = chosen?.conversation.map { ConversationID($0) } ?? desk.openID
    let message = chosen?.message ?? desk.chosenMessageID
    own = EventTemplate.all(conversation: conversation, message: message)
    let whom = Sanitizer.oneLine(desk.configuration.profile)
    picker = Picker(
      title: said("EMIT") + (whom.isEmpty ? "" : said(" AS \(whom)")),
      items: Self.items(own, desk.wire.library))
  }

  /// The same with the files that are there now.
  func renewed(on desk: DeskState) -> EventPicker {
    var renewed = self
    renewed.picker.replace(Self.items(own, desk.wire.library))
    return renewed
  }

  private static func items(
    _ own: [EventTemplate], _ kept: [EventTemplate]
  ) -> [Picker<EventTemplate>.Item] {
    let other = EventTemplate(label: said("another event"), event: "", arguments: "")
    return own.map { Picker.Item($0, label: $0.label, detail: said("of the API")) }
      + kept.map { template in
        Picker.Item(
          template, label: Sanitizer.oneLine(template.label),
          detail: said("kept: \(Sanitizer.oneLine(template.event))"))
      }
      + [Picker.Item(other, label: other.label, detail: said("its name is written by hand"))]
  }

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard let selected = picker.selected else {
      desk.hint(said("No event is called so; “another event” takes any name."), now: now)
      return .stays
    }
    guard !desk.isTooSoon(for: selected.label, isHarmless: true, now: now) else { return .stays }
    desk.open(EventBox(selected.choice))
    return .settled
  }
}

extension DeskState {
  fileprivate var chosenMessageID: MessageID? {
    guard case .message(let id)? = messages.selection else { return nil }
    return id
  }
}
