// A terminal program of the least kind: shows what it is sent, and ends in the way it is told to.
//
// Keys: `q` leaves, `e` exits without closing, `c` traps, `o` overflows the stack, `b` is busy for
// ever, `z` suspends, `h` gives the terminal away for a moment, `p` posts an event from another
// thread. Everything else is listed.
//
// `terminal-probe widths FILE` tells in FILE how wide texts are by the rules, and on the terminal.

import Glibc
import TerminalIO
import TextGrid

do {
  if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "widths" {
    try WidthReport(path: CommandLine.arguments[2]).run()
  } else {
    try Probe().run()
  }
} catch {
  print("terminal-probe: \(error.message)")
  exit(78)
}
