// Reads the terminal's terminfo entry through ncurses, which must have been started.

import CNcurses
import Glibc
import TextGrid

extension Capabilities {
  /// The capabilities of the terminal that ncurses was started on.
  static func ofStartedTerminal(environment: Environment) -> Capabilities {
    var found = Capabilities()
    let colors = Int(cncurses_number("colors"))
    found.paletteSize = max(8, colors)
    found.depth = environment.colorDepth(
      colors: colors, entryIsDirect: cncurses_flag("RGB") || cncurses_flag("Tc"))
    found.erasesToBackground = cncurses_flag("bce")
    found.staysAtEdge = cncurses_string("rmam") != nil
    found.isXtermLike = environment.isXtermLike || cncurses_flag("XT")

    found.clear = string("clear")
    found.eraseToEnd = string("el")
    found.reset = withoutCharacterSets(string("sgr0"))
    found.hideCursor = string("civis")
    // cnorm also sets a blinking mode that nothing here resets: the shortest that shows will do.
    found.showCursor = found.isXtermLike ? Array("\u{1B}[?25h".utf8) : string("cnorm")
    let attributes: [(Style.Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "sitm"), (.underline, "smul"), (.reverse, "rev"),
      (.strikethrough, "smxx"),
    ]
    found.attributes = attributes.map { ($0, string($1)) }.filter { !$0.1.isEmpty }

    found.move = parameterized("cup")
    found.moveToColumn = parameterized("hpa")
    found.moveRight = parameterized("cuf")
    found.erase = parameterized("ech")
    found.scrollRegion = parameterized("csr")
    found.scrollUp = parameterized("indn")
    found.scrollDown = parameterized("rin")
    found.deleteLines = parameterized("dl")
    found.insertLines = parameterized("il")
    found.foreground = parameterized("setaf")
    found.background = parameterized("setab")
    return found
  }

  /// A string without parameters, its padding resolved; empty when there is none.
  static func string(_ name: String) -> [UInt8] {
    cncurses_string(name).map { expanded($0, 0, 0) } ?? []
  }

  private static func parameterized(_ name: String) -> Parameterized {
    guard let string = cncurses_string(name) else { return Parameterized() }
    return Parameterized(String(cString: string)) { expanded(string, $0, $1) }
  }

  private static func expanded(_ string: UnsafePointer<CChar>, _ first: Int, _ second: Int)
    -> [UInt8]
  {
    [UInt8](unsafeUninitializedCapacity: 256) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      count = cncurses_expand(
        string, Int32(truncatingIfNeeded: first), Int32(truncatingIfNeeded: second), start, 256)
    }
  }

  /// `sgr0` also leaves the line drawing character set, which is never entered here.
  private static func withoutCharacterSets(_ bytes: [UInt8]) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    for extra in ["\u{1B}(B", "\u{F}"] where text.contains(extra) {
      return text.split(separator: extra, omittingEmptySubsequences: false).joined().utf8.map { $0 }
    }
    return bytes
  }
}
