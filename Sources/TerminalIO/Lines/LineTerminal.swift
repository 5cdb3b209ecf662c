// Lines in and lines out, on a terminal or a pipe. Nothing is sent to a terminal but text, line ends and,
// for a letter that is taken back, what erases it.

import CPosix
import Glibc

package final class LineTerminal {
  package private(set) var editor = LineEditor()
  /// Whether a person types here; else lines come from a file or a pipe.
  package let isInteractive: Bool
  /// What is typed is not shown.
  package var isSecret = false
  private var shellModes = termios()
  private var isOpen = false
  private var pending: [LineEditor.Event] = []
  private var hasEnded = false

  /// - Parameter wake: an eventfd that signals post to.
  /// - Throws: `TerminalError.noModes`.
  package init(wake: Int32) throws(TerminalError) {
    isInteractive = isatty(STDIN_FILENO) == 1
    if isInteractive, tcgetattr(STDIN_FILENO, &shellModes) != 0 { throw .noModes(errno) }
    _ = setlocale(LC_CTYPE, "")
    cposix_signals_watch(wake)
    enter()
  }

  deinit { close() }

  package var inputDescriptor: Int32? { hasEnded ? nil : STDIN_FILENO }

  // MARK: Modes

  private func enter() {
    isOpen = true
    guard isInteractive else { return }
    var modes = shellModes
    modes.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
    cposix_guard_arm(STDIN_FILENO, &shellModes, [0 as UInt8], 0)
  }

  private func leave() {
    guard isOpen else { return }
    isOpen = false
    guard isInteractive else { return }
    tcsetattr(STDIN_FILENO, TCSADRAIN, &shellModes)
    cposix_guard_disarm()
  }

  /// Gives the terminal back for good. More than once does nothing.
  package func close() {
    guard isOpen else { return }
    leave()
    cposix_signals_unwatch()
  }

  /// Gives the terminal to something else while `body` runs.
  package func whileAway<Result>(_ body: () throws -> Result) rethrows -> Result {
    leave()
    defer { enter() }
    return try body()
  }

  /// Drops the line that was begun.
  package func forgetLine() { editor = LineEditor() }

  package func suspend() { whileAway { cposix_stop() } }

  // MARK: In

  /// Waits for input, for another descriptor and for a time.
  ///
  /// - Parameter milliseconds: at most so long; -1 for ever.
  package func wait(for other: Int32, milliseconds: Int32) {
    var both = [
      pollfd(fd: inputDescriptor ?? -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: other, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&both, 2, milliseconds) > 0, both[0].revents != 0 else { return }
    read()
  }

  /// What happened since the last time.
  package func takeEvents() -> [LineEditor.Event] {
    let raised = cposix_signals_take(~0)
    if raised & (cposix_signal_terminate.rawValue | cposix_signal_hangup.rawValue) != 0 {
      hasEnded = true
      pending.append(.end)
    }
    if raised & cposix_signal_interrupt.rawValue != 0 { pending.append(.interrupt(hadText: false)) }
    if raised & cposix_signal_stop.rawValue != 0 { pending.append(.suspend) }
    defer { pending = [] }
    return pending
  }

  /// Reads what is there; what comes at once is one read, as far as a person can paste.
  private func read() {
    var bytes: [UInt8] = []
    repeat {
      let new = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
        count = max(0, Glibc.read(STDIN_FILENO, buffer.baseAddress, 65536))
      }
      guard !new.isEmpty else {
        hasEnded = true
        break
      }
      bytes += new
    } while isInteractive && isMoreWaiting && bytes.count < LineEditor.longest
    let (events, echo) = editor.feed(bytes)
    if isInteractive, isOpen { write(isSecret ? echo.filter { $0 == "\n" } : echo) }
    pending += isInteractive ? events : Self.oneByOne(events)
    if hasEnded { pending += editor.end() }
  }

  private var isMoreWaiting: Bool {
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, 10) > 0 && input.revents & Int16(POLLIN) != 0
  }

  /// In a file every line is one that somebody meant.
  private static func oneByOne(_ events: [LineEditor.Event]) -> [LineEditor.Event] {
    events.flatMap { event -> [LineEditor.Event] in
      guard case .lines(let lines) = event else { return [event] }
      return lines.map { .lines([$0]) }
    }
  }

  // MARK: Out

  /// Writes all of a text; a terminal that takes nothing is waited for.
  package func write(_ text: String) { StandardOutput.write(Array(text.utf8)) }
}
