// What an xterm of 256 colours can do, for who paints without a terminal: tests and benchmarks.

import TextGrid

extension Capabilities {
  /// What an xterm with 256 colours can do.
  package static var xterm: Capabilities {
    var terminal = Capabilities()
    terminal.isXtermLike = true
    terminal.erasesToBackground = true
    terminal.clear = Array("\u{1B}[H\u{1B}[2J".utf8)
    terminal.eraseToEnd = Array("\u{1B}[K".utf8)
    terminal.reset = Array("\u{1B}[m".utf8)
    terminal.hideCursor = Array("\u{1B}[?25l".utf8)
    terminal.showCursor = Array("\u{1B}[?25h".utf8)
    let numbers: [(Style.Attributes, Int)] = [
      (.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7), (.strikethrough, 9),
    ]
    terminal.attributes = numbers.map { ($0, Array("\u{1B}[\($1)m".utf8)) }
    terminal.move = Parameterized("\u{1B}[%i%p1%d;%p2%dH")
    terminal.moveToColumn = Parameterized("\u{1B}[%i%p1%dG")
    terminal.moveRight = Parameterized("\u{1B}[%p1%dC")
    terminal.erase = Parameterized("\u{1B}[%p1%dX")
    terminal.scrollRegion = Parameterized("\u{1B}[%i%p1%d;%p2%dr")
    terminal.scrollUp = Parameterized("\u{1B}[%p1%dS")
    terminal.scrollDown = Parameterized("\u{1B}[%p1%dT")
    terminal.deleteLines = Parameterized("\u{1B}[%p1%dM")
    terminal.insertLines = Parameterized("\u{1B}[%p1%dL")
    terminal.synchronizes = true
    terminal.foreground = Parameterized("%?") { index, _ in color(index, 30, 90, 38) }
    terminal.background = Parameterized("%?") { index, _ in color(index, 40, 100, 48) }
    return terminal
  }

  private static func color(_ index: Int, _ dark: Int, _ bright: Int, _ any: Int) -> [UInt8] {
    let number =
      index < 8 ? "\(dark + index)" : index < 16 ? "\(bright + index - 8)" : "\(any);5;\(index)"
    return Array("\u{1B}[\(number)m".utf8)
  }
}
