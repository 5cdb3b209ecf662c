// The key sequences of the terminal's terminfo entry.

import CNcurses
import CPosix
import Glibc
import TextGrid

extension SequenceTable {
  /// The sequences of the terminal that ncurses was started on; `modes` tell its Backspace.
  static func ofStartedTerminal(modes: termios) -> SequenceTable {
    var known: [[UInt8]: Key] = [:]
    for (name, key) in names {
      let sequence = Capabilities.string(name)
      if sequence.count > 1, sequence[0] == 0x1B { known[sequence] = key }
    }
    return SequenceTable(known: known, backspaceIsControlH: erase(modes) == 8)
  }

  private static func erase(_ modes: termios) -> UInt8 {
    withUnsafeBytes(of: modes.c_cc) { $0[Int(VERASE)] }
  }

  private static let names: [(String, Key)] =
    [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home),
      ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown), ("kich1", .insert), ("kdch1", .delete),
      ("kcbt", .backtab),
    ] + (1...12).map { ("kf\($0)", .function($0)) }
}
