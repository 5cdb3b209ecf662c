package import ChatModel
import Foundation
import Sentences
import TextGrid

/// Which of a message's file and links is opened.
package struct OpenPicker: PickerOverlay {
  package internal(set) var picker: Picker<OpenTarget>

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard let selected = picker.selected else {
      desk.hint(said("Nothing of this message is called so."), now: now)
      return .stays
    }
    guard !desk.isTooSoon(for: selected.label, isHarmless: true, now: now) else { return .stays }
    desk.dropOverlay()
    desk.open(selected.choice, now: now)
    return .settled
  }
}

/// What can be opened of a message.
package enum OpenTarget: Hashable, Sendable {
  case file(Media)
  case address(String)
  /// A telephone number.
  case phone(String)

  /// The addresses and numbers in a text.
  static func all(in text: String) -> [OpenTarget] {
    Links.addresses(in: text).map(OpenTarget.address)
      + PhoneNumbers.numbers(in: text).map(OpenTarget.phone)
  }
}

extension DeskState {
  mutating func askWhatToOpen(_ targets: [OpenTarget]) {
    let title = said("OPEN") + (openID.map { said(" FROM \(name(of: $0))") } ?? "")
    let items = targets.map { target in
      switch target {
      case .file(let media):
        Picker.Item(target, label: self.title(of: media), detail: said("the file"))
      case .address(let address):
        Picker.Item(target, label: Sanitizer.oneLine(address))
      case .phone(let number): Picker.Item(target, label: number, detail: said("a number"))
      }
    }
    open(OpenPicker(picker: Picker(title: title, items: items)))
  }
}
