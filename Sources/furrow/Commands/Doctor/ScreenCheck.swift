import TerminalIO
import TextGrid

/// How the desk would draw on this terminal, before it has asked.
enum ScreenCheck {
  static func findings(_ settings: Settings) -> [Finding] {
    let widths = TerminalSession.reckoned(settings.terminal)
    return [signs(widths), direction(widths)] + (settings.terminal.asksForWidths ? [] : [unasked])
  }

  private static func signs(_ widths: TextWidth) -> Finding {
    Finding(
      "signs", .ok,
      widths.isPlain
        ? "ASCII: the locale, the font or the configuration has no others" : "lines, ticks and dots"
    )
  }

  private static func direction(_ widths: TextWidth) -> Finding {
    let words =
      switch widths.bidi {
      case .none: "as it was written (bidi is off)"
      case .arranged: "arranged by furrow"
      case .isolated: "arranged by the terminal, each text apart"
      }
    return Finding("right to left", .ok, words)
  }

  private static var unasked: Finding {
    Finding("calibrate", .ok, "off: the desk does not ask the terminal how it counts columns")
  }
}
