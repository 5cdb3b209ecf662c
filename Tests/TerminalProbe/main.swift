// A terminal program of the least kind: shows what it is sent, and ends in the way it is told to.
//
// Keys: `q` leaves, `e` exits without closing, `c` crashes, `z` suspends, `h` runs a shell command
// with the terminal, `p` posts an event from another thread. Everything else is listed.

import Glibc
import TerminalIO
import TextGrid

do {
  try Probe().run()
} catch {
  print("terminal-probe: \(error.message)")
  exit(78)
}
