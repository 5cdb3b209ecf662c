// The names of keys, as they stand in keys.toml and in the help.

extension Key: CustomStringConvertible {
  /// `Ctrl+K`, `Alt+Enter`, `Shift+Tab`, `F3`, `PgUp`, `Space`, `j`, `G`.
  package var description: String {
    var text = ""
    if modifiers.contains(.control) { text += "Ctrl+" }
    if modifiers.contains(.alt) { text += "Alt+" }
    if modifiers.contains(.shift) { text += "Shift+" }
    switch code {
    case .character(" "): return text + "Space"
    case .character(let character):
      return text + (modifiers.contains(.control) ? character.uppercased() : String(character))
    case .function(let number): return text + "F\(number)"
    default: return text + (Self.names.first { $0.code == code }?.name ?? "")
    }
  }

  /// The key of that name; nil when there is none.
  ///
  /// Modifiers and names are read in any case (`ctrl+k`, `PGUP`), single characters as they are:
  /// `G` is not `g`. `Esc` and `Escape`, `Enter` and `Return`, `Del` and `Delete`, `PgDn` and
  /// `PageDown` are the same.
  package init?(_ name: some StringProtocol) {
    var rest = Substring(name)
    var modifiers: Modifiers = []
    while rest.count > 1, let plus = rest.dropFirst().firstIndex(of: "+") {
      guard let modifier = Self.modifierNames[rest[..<plus].lowercased()] else { return nil }
      modifiers.insert(modifier)
      rest = rest[rest.index(after: plus)...]
    }
    if rest.count == 1, let character = rest.first {
      guard !character.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
      else { return nil }
      self.init(.character(character), modifiers)
      return
    }
    let lower = rest.lowercased()
    if lower == "space" {
      self.init(.character(" "), modifiers)
    } else if let named = Self.names.first(where: { $0.name.lowercased() == lower }) {
      self.init(named.code, modifiers)
    } else if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...24).contains(number) {
      self.init(.function(number), modifiers)
    } else if lower == "backtab" {
      self.init(.tab, modifiers.union(.shift))
    } else {
      return nil
    }
  }

  /// The keys of a sequence such as `g g` or `Ctrl+X Ctrl+E`, one after the other.
  ///
  /// Nil when a name is unknown or there is none at all.
  package static func sequence(_ names: some StringProtocol) -> [Key]? {
    let keys = names.split(separator: " ").map { Key($0) }
    guard !keys.isEmpty, !keys.contains(nil) else { return nil }
    return keys.compactMap { $0 }
  }

  /// The text that ``sequence(_:)`` reads back.
  package static func describe(_ sequence: [Key]) -> String {
    sequence.map(\.description).joined(separator: " ")
  }

  private static let modifierNames: [String: Modifiers] = [
    "ctrl": .control, "control": .control, "alt": .alt, "meta": .alt, "shift": .shift,
  ]

  /// The first name of a code is the one that is printed.
  private static let names: [(name: String, code: Code)] = [
    ("Enter", .enter), ("Return", .enter), ("Tab", .tab), ("Backspace", .backspace),
    ("Delete", .delete), ("Del", .delete), ("Insert", .insert), ("Ins", .insert),
    ("Esc", .escape), ("Escape", .escape), ("Up", .up), ("Down", .down), ("Left", .left),
    ("Right", .right), ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PageUp", .pageUp),
    ("PgDn", .pageDown), ("PageDown", .pageDown),
  ]
}
