import ChatModel
import Foundation
import Sentences
import TextGrid

/// Which part of a message is copied: all of it, one of its links, one of its numbers.
package struct CopyPicker: PickerOverlay {
  package internal(set) var picker: Picker<Part>

  /// What can be copied of a message.
  package struct Part: Hashable, Sendable {
    let text: String
    /// As a sentence about it begins, without whose it is: "A message".
    let name: String
  }

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard let selected = picker.selected else {
      desk.hint(said("Nothing of this message is called so."), now: now)
      return .stays
    }
    guard !desk.isTooSoon(for: selected.label, isHarmless: true, now: now) else { return .stays }
    desk.dropOverlay()
    desk.copy(selected.choice, now: now)
    return .settled
  }
}

extension DeskState {
  /// Copies a message that was chosen; asks which part where it holds links or numbers.
  mutating func copyChosen(_ text: String, now: Date) {
    let whole = CopyPicker.Part(text: text, name: said("A message"))
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let links = Links.addresses(in: text).filter { $0 != trimmed }
    let numbers = PhoneNumbers.numbers(in: text).filter { $0 != trimmed }
    guard !links.isEmpty || !numbers.isEmpty else { return copy(whole, now: now) }
    let items =
      [Picker.Item(whole, label: Self.beginning(of: text), detail: said("the whole text"))]
      + links.map { link in
        Picker.Item(
          CopyPicker.Part(text: link, name: said("A link")), label: Sanitizer.oneLine(link),
          detail: said("the link"))
      }
      + numbers.map { number in
        Picker.Item(
          CopyPicker.Part(text: number, name: said("A number")), label: number,
          detail: said("the number"))
      }
    let title = said("COPY") + (openID.map { said(" FROM \(name(of: $0))") } ?? "")
    open(CopyPicker(picker: Picker(title: title, items: items)))
  }

  fileprivate mutating func copy(_ part: CopyPicker.Part, now: Date) {
    copy(
      part.text, said("\(part.name) of the chat with \(openID.map { name(of: $0) } ?? "")"),
      now: now)
  }

  private static func beginning(of text: String) -> String {
    let words = Sanitizer.oneLine(String(text.prefix(200)))
    return words.count > 50 ? words.prefix(49) + "…" : words
  }
}
