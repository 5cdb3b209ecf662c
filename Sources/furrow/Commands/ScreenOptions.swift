import ArgumentParser
import Desk
import DeskViews
import Foundation

/// How a desk is shown.
struct ScreenOptions: ParsableArguments {
  @Flag(
    help: """
      Lines and numbered choices, for a screen reader; also chosen by ACCESSIBLE=1 or TERM=dumb.
      """)
  var plain = false

  /// Whether the terminal says of itself that it cannot show a screen.
  static var terminalIsSimple: Bool {
    ["", "dumb"].contains(ProcessInfo.processInfo.environment["TERM"] ?? "")
  }

  var isPlain: Bool {
    plain || ProcessInfo.processInfo.environment["ACCESSIBLE"] == "1" || Self.isDumb
  }

  /// Somebody sits at a terminal that can show nothing but lines.
  private static var isDumb: Bool {
    ProcessInfo.processInfo.environment["TERM"] == "dumb" && isatty(STDIN_FILENO) == 1
      && isatty(STDOUT_FILENO) == 1
  }
}

extension DeskConfiguration {
  /// Commands are words, and what comes elsewhere is said.
  mutating func speakPlainly() {
    commandWords = PlainWord.commandWords
    notifies = true
    setsTitle = false
    guardsTyping = false
    coach = false
  }
}
