// What a terminal tells the program.

/// One thing that happened at the terminal.
package enum TerminalEvent: Hashable, Sendable {
  case key(Key)
  /// Several characters that came in one read: an input method, a key held down, or a fast hand on
  /// a slow line. No control characters.
  case typed(String)
  /// An Enter at the end of a read that held text before it, from a terminal of which it is not known
  /// whether it tells what was pasted.
  case doubtfulEnter
  /// Text that came at once, bracketed by the terminal or recognised as a burst. Line ends are
  /// `\n`; everything else is as it came and must be sanitized before it is shown.
  case paste(String)
  case mouse(MouseEvent)
  case resize(Size)
  case focusGained
  case focusLost
  /// The program is in the foreground again after `Ctrl+Z`; everything has to be painted anew.
  case resumed
  /// An answer to what the terminal was asked.
  case reply(TerminalReply)
  /// A signal asks the program to leave.
  case interruption(Interruption)

  /// Why the program is asked to leave.
  package enum Interruption: Hashable, Sendable {
    /// SIGHUP, or the terminal is gone.
    case hangup
    /// SIGTERM.
    case terminate
    /// SIGINT from another process: the key `Ctrl+C` arrives as a key.
    case interrupt
  }
}

/// What a terminal answers when it is asked about itself.
package enum TerminalReply: Hashable, Sendable {
  /// The colour on which it writes (OSC 11).
  case background(RGB)
  /// What it is (DA1). Terminals answer this one, if any, and in the order of the questions.
  case attributes([Int])
  /// Whether it knows a private mode and lets it be changed (DECRPM).
  case mode(Int, isKnown: Bool)
  /// It knows kitty's protocol for pictures.
  case kittyGraphics
  /// What it calls itself (XTVERSION).
  case name(String)
  /// How large a cell is, in pixels.
  case cellSize(width: Int, height: Int)
  /// Where its cursor stands (CPR), both counted from 1.
  case cursor(row: Int, column: Int)
}

/// Something done with the mouse.
package struct MouseEvent: Hashable, Sendable {
  package enum Button: Hashable, Sendable { case left, middle, right }

  package enum Action: Hashable, Sendable {
    case press(Button)
    /// The button went up; which one is not always told.
    case release
    /// The mouse moved with the button down.
    case drag(Button)
    case wheelUp
    case wheelDown
  }

  package let action: Action
  package let point: Point
  package let modifiers: Key.Modifiers

  package init(_ action: Action, at point: Point, modifiers: Key.Modifiers = []) {
    self.action = action
    self.point = point
    self.modifiers = modifiers
  }
}
