import Sentences
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
        ? said("ASCII: the locale, the font or the configuration has no others")
        : said("lines, ticks and dots")
    )
  }

  private static func direction(_ widths: TextWidth) -> Finding {
    let words =
      switch widths.bidi {
      case .none: said("as it was written (bidi is off)")
      case .arranged: said("arranged by furrow")
      case .isolated: said("arranged by the terminal, each text apart")
      }
    return Finding("right to left", .ok, words)
  }

  private static var unasked: Finding {
    Finding("calibrate", .ok, said("off: the desk does not ask the terminal how it counts columns"))
  }
}
