// A terminal program of the least kind: shows what it is sent, and ends in the way it is told to.
//
// Keys: `q` leaves, `e` exits without closing, `c` traps, `o` overflows the stack, `b` is busy for
// ever, `z` suspends, `h` gives the terminal away for a moment, `p` posts an event from another
// thread. Everything else is listed.

import Glibc
import TerminalIO
import TextGrid

do {
  try Probe().run()
} catch {
  print("terminal-probe: \(error.message)")
  exit(78)
}
