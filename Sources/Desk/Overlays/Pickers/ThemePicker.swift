import Foundation
import Sentences

/// Shows each theme as the cursor passes it; Esc goes back to the one before.
package struct ThemePicker: PickerOverlay {
  package internal(set) var picker: Picker<ThemeChoice>
  /// The name of the theme to go back to.
  let before: String

  func cursorMoved(on desk: inout DeskState) { desk.theme = picker.selected?.choice.name ?? before }

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard let selected = picker.selected else {
      desk.hint(said("No theme is called so."), now: now)
      return .stays
    }
    guard !desk.isTooSoon(for: selected.label, now: now) else { return .stays }
    desk.dropOverlay()
    desk.setTheme(selected.choice.name, now: now)
    return .settled
  }

  func leave(_ desk: inout DeskState, now: Date) { desk.theme = before }
}

/// A theme that can be chosen.
package struct ThemeChoice: Hashable, Sendable {
  package let name: String
  /// A remark about it ("dark, 256 colours").
  package let detail: String

  package init(_ name: String, detail: String = "") {
    self.name = name
    self.detail = detail
  }
}

extension DeskState {
  mutating func openThemes(now: Date) {
    guard !themes.isEmpty else {
      hint(said("There is only this theme."), now: now)
      return
    }
    let items = themes.map {
      Picker.Item($0, label: $0.name, detail: $0.detail)
    }
    let current = themes.first { $0.name == theme }
    open(
      ThemePicker(
        picker: Picker(title: said("THEME"), items: items, selecting: current), before: theme))
  }

  mutating func setTheme(_ name: String, now: Date) {
    theme = name
    hint(said("Theme \(name). To keep it: theme = \"\(name)\" in config.toml."), now: now)
  }
}
