// What the terminal is asked for beyond ncurses, and how it is asked to forget it.

/// The bytes that switch the desk's modes on and off.
struct ModeStrings {
  private(set) var enter: [UInt8] = []
  private(set) var leave: [UInt8] = []

  /// - Parameter arranges: text that is read from the right comes arranged.
  init(_ terminal: Capabilities, mouse: Bool, arranges: Bool = false) {
    // No text may flow into the next row, whatever the terminal thinks of its width.
    add(Capabilities.string("rmam"), Capabilities.string("smam"))
    guard terminal.isXtermLike else { return }
    // The window's title is kept and brought back.
    add("\u{1B}[22;2t", "\u{1B}[23;2t")
    // A terminal that could arrange text by itself is not to do it again (BDSM).
    if arranges { add("\u{1B}[8l", "\u{1B}[8h") }
    // Bracketed paste, focus.
    add("\u{1B}[?2004h", "\u{1B}[?2004l")
    // Whether pastes are told: only then is a line end within a read an Enter without doubt.
    enter += Array("\u{1B}[?2004$p".utf8)
    // What makes painting better, where the terminal says that it has it.
    for mode in TerminalMode.ofPainting {
      enter += Array("\u{1B}[?\(mode)$p".utf8)
    }
    add("\u{1B}[?1004h", "\u{1B}[?1004l")
    if mouse {
      // Buttons, drags and the wheel; coordinates in decimal digits.
      add("\u{1B}[?1002h\u{1B}[?1006h", "\u{1B}[?1006l\u{1B}[?1002l")
    }
    // A crash may come in the middle of a synchronized paint.
    leave = Array("\u{1B}[?\(TerminalMode.synchronizedPaint)l".utf8) + leave
  }

  private mutating func add(_ on: String, _ off: String) { add(Array(on.utf8), Array(off.utf8)) }

  private mutating func add(_ on: [UInt8], _ off: [UInt8]) {
    enter += on
    leave = off + leave
  }
}

/// Private modes that painting uses.
enum TerminalMode {
  /// What is between its marks is shown at once.
  static let synchronizedPaint = 2026
  /// Margins at the left and the right (DECLRMM).
  static let margins = 69
  static let ofPainting = [synchronizedPaint, margins]
}
