// Why there can be no desk on this terminal.

import Sentences

/// What stands in the way of opening the terminal.
package enum TerminalError: Error, Hashable, Sendable {
  /// Standard input or output is not a terminal.
  case noTerminal
  /// `TERM` is empty, or no database entry has its name.
  case unknownTerminal(String)
  /// The terminal cannot move its cursor.
  case tooSimple(String)
  /// Neither the locale nor `C.UTF-8` speaks UTF-8.
  case noUTF8
  /// The terminal's modes cannot be read: the error number.
  case noModes(Int32)

  /// What is wrong and what to do, in one sentence.
  package var message: String {
    switch self {
    case .noTerminal:
      said(
        """
        the desk needs a terminal on standard input and output; without one use the other \
        commands, such as `furrow tail`
        """)
    case .unknownTerminal(""):
      said("TERM is not set; set it to your terminal's name, such as xterm-256color")
    case .unknownTerminal(let name):
      said(
        """
        no description of a terminal named '\(name)' is installed; install ncurses-term, or \
        set TERM to a known name such as xterm-256color
        """)
    case .tooSimple(let name):
      said(
        """
        a terminal named '\(name)' cannot move its cursor; `furrow --plain` opens the desk as \
        lines, and the other commands need no screen
        """)
    case .noUTF8:
      said(
        """
        no UTF-8 locale is installed; install C.UTF-8, or set LC_ALL to a locale that has \
        UTF-8
        """)
    case .noModes(let number):
      said("the terminal does not tell its modes (error \(number)); try another terminal")
    }
  }
}
