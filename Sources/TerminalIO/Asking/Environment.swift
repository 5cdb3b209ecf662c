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
  /// The terminal arranges text that is read from the right by itself, and cannot be told not to.
  var arrangesText = false
  /// `COLORFGBG`, by which rxvt and its kin tell their colours: `0;15`, `0;default;15`.
  var colorPair = ""
  /// `TERM_PROGRAM`.
  var program = ""

  /// The environment of this process.
  static var current: Environment {
    Environment(
      term: variable("TERM"), colorTerm: variable("COLORTERM"),
      noColor: !variable("NO_COLOR").isEmpty, isInsideTmux: !variable("TMUX").isEmpty,
      arrangesText: ["KONSOLE_VERSION", "MLTERM"].contains { !variable($0).isEmpty }
        || variable("TERM_PROGRAM") == "Apple_Terminal",
      colorPair: variable("COLORFGBG"), program: variable("TERM_PROGRAM"))
  }

  /// How text is measured, before the terminal has told more.
  ///
  /// - Parameter speaksUTF8: the locale that was asked for does.
  func widths(_ options: TerminalSession.Options, speaksUTF8: Bool) -> TextWidth {
    var widths: TextWidth = isMultiplexer ? .tmux : .standard
    // The font of the Linux console has lines and blocks, but neither ticks nor crosses.
    widths.isPlain = options.isPlain ?? (!speaksUTF8 || term.hasPrefix("linux"))
    widths.bidi = options.bidi ?? (arrangesText ? .isolated : .arranged)
    return widths
  }

  /// Whether the terminal is a multiplexer that counts the columns of joined clusters by itself.
  var isMultiplexer: Bool {
    isInsideTmux || term.hasPrefix("tmux") || term.hasPrefix("screen")
  }

  /// Whether the terminal would show a string (APC) that it does not know as text.
  var manglesStrings: Bool { program == "Apple_Terminal" }

  /// Whether a terminal of this name ignores what it does not know of xterm's private modes.
  var isXtermLike: Bool {
    [
      "xterm", "tmux", "screen", "rxvt", "mlterm", "alacritty", "kitty", "foot", "wezterm",
      "konsole", "vte",
      "gnome", "st-", "iterm", "contour", "ghostty",
    ].contains { term.hasPrefix($0) }
  }

  /// - Parameters:
  ///   - colors: of the terminfo entry; negative for none.
  ///   - entryIsDirect: whether the entry says that the terminal takes red, green and blue.
  func colorDepth(colors: Int, entryIsDirect: Bool) -> ColorDepth {
    if noColor || colors < 8 { return .monochrome }
    if entryIsDirect || ["truecolor", "24bit"].contains(colorTerm) { return .trueColor }
    if colors >= 256 { return .indexed256 }
    return colors >= 16 ? .ansi16 : .ansi8
  }

  /// The background that ``colorPair`` names; nil where it names none. Nobody keeps the variable up
  /// to date, so that an answer of the terminal counts for more.
  var backgroundOfPair: RGB? {
    guard colorPair.contains(";"), let last = colorPair.split(separator: ";").last,
      let index = UInt8(last), index < 16
    else { return nil }
    return RGB.xterm16[Int(index)]
  }

  /// Whether a locale is asked for whose name does not say that it speaks UTF-8.
  static var namesOtherLocale: Bool {
    ["LC_ALL", "LC_CTYPE", "LANG"].map(variable).first { !$0.isEmpty }.map { !saysUTF8($0) }
      ?? false
  }

  /// `hi_IN.UTF-8`, `C.utf8@x`.
  static func saysUTF8(_ locale: String) -> Bool {
    let charset = locale.drop { $0 != "." }.dropFirst().prefix { $0 != "@" }
    return charset.lowercased().filter { $0 != "-" } == "utf8"
  }

  private static func variable(_ name: String) -> String {
    getenv(name).map { String(cString: $0) } ?? ""
  }
}
