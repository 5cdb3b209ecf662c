import Foundation

// The theme picker shows each theme as the cursor passes it; Esc goes back to the one before.

extension DeskState {
  mutating func openThemes(now: Date) {
    guard !configuration.themes.isEmpty else {
      hint("There is only this theme.", now: now)
      return
    }
    memory.themeBefore = theme
    overlay = .theme(Picker(title: "THEME", items: configuration.themes, selecting: theme))
  }

  mutating func acceptTheme(_ picker: Picker, now: Date) {
    if let choice = picker.selected?.label, isTooSoon(for: choice, now: now) { return }
    guard let selected = picker.selected else {
      hint("No theme is called so.", now: now)
      return
    }
    overlay = nil
    memory.themeBefore = nil
    setTheme(selected.id, now: now)
  }

  mutating func setTheme(_ name: String, now: Date) {
    theme = name
    hint("Theme \(name). To keep it: theme = \"\(name)\" in config.toml.", now: now)
  }
}
