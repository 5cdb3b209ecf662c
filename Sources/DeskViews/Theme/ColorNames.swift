// The ways a theme file may write a colour.

import TextGrid

extension Color {
  /// `default`, one of sixteen names (`red`, `bright-red`), an index from `0` to `255`, or `#rrggbb`.
  init?(themeName name: String) {
    if name == "default" {
      self = .default
    } else if let index = Self.names.firstIndex(of: name) {
      self = .indexed(UInt8(index))
    } else if let index = UInt8(name) {
      self = .indexed(index)
    } else if name.first == "#", name.utf8.count == 7,
      let value = UInt32(name.dropFirst(), radix: 16)
    {
      self = .rgb(
        UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8),
        UInt8(truncatingIfNeeded: value))
    } else {
      return nil
    }
  }

  private static let names =
    ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
    + [
      "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue",
      "bright-magenta", "bright-cyan", "bright-white",
    ]
}
