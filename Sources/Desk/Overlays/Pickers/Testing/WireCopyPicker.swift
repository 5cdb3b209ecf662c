package import ChatModel
import Foundation

/// In which form a record is copied.
package struct WireCopyPicker: PickerOverlay {
  package internal(set) var picker: Picker<WireCopy>
  /// The number of the record.
  let number: Int

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard let selected = picker.selected else { return .stays }
    guard !desk.isTooSoon(for: selected.label, isHarmless: true, now: now) else { return .stays }
    desk.dropOverlay()
    desk.copyRecord(number, as: selected.choice, now: now)
    return .settled
  }
}
