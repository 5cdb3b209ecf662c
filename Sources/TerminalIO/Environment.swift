// What the environment says of the terminal.

import Glibc
import TextGrid

/// The variables that describe the terminal.
struct Environment: Hashable, Sendable {
  var term = ""
  var colorTerm = ""
  /// Set and not empty: no colours are wanted.
  var noColor = false
  var isInsideTmux = false

  /// The environment of this process.
  static var current: Environment {
    Environment(
      term: variable("TERM"), colorTerm: variable("COLORTERM"),
      noColor: !variable("NO_COLOR").isEmpty, isInsideTmux: !variable("TMUX").isEmpty)
  }

  /// Whether the terminal is a multiplexer that counts the columns of joined clusters by itself.
  var isMultiplexer: Bool {
    isInsideTmux || term.hasPrefix("tmux") || term.hasPrefix("screen")
  }

  /// Whether a terminal of this name ignores what it does not know of xterm's private modes.
  var isXtermLike: Bool {
    [
      "xterm", "tmux", "screen", "rxvt", "alacritty", "kitty", "foot", "wezterm", "konsole", "vte",
      "gnome", "st-", "iterm", "contour", "ghostty",
    ].contains { term.hasPrefix($0) }
  }

  /// - Parameters:
  ///   - colors: of the terminfo entry; negative for none.
  ///   - entryIsDirect: whether the entry says that the terminal takes red, green and blue.
  func colorDepth(colors: Int, entryIsDirect: Bool) -> ColorDepth {
    if noColor || colors < 8 { return .monochrome }
    if entryIsDirect || ["truecolor", "24bit"].contains(colorTerm) { return .trueColor }
    return colors >= 256 ? .indexed256 : .ansi16
  }

  private static func variable(_ name: String) -> String {
    getenv(name).map { String(cString: $0) } ?? ""
  }
}
