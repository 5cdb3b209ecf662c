import CPosix
import Dispatch
import Foundation
import JSON
import Sentences
import Synchronization
import TextGrid

/// Lines that take the place of those before them, where stdout is a terminal that can; elsewhere they
/// stand one below the other.
final class RedrawnLines: Sendable {
  private struct Shown {
    var json = JSONValue.null
    var lines: [String] = []
    /// The size of the terminal when they were drawn, and the rows that they took.
    var size = Size(columns: 0, rows: 0)
    var rows = 0
  }

  private let output: Output
  /// They are drawn in their place.
  let isRedrawn: Bool
  private let shown = Mutex(Shown())

  init(_ output: Output) {
    self.output = output
    let terminal = ProcessInfo.processInfo.environment["TERM"] ?? "dumb"
    isRedrawn = !output.isJSON && isatty(STDOUT_FILENO) == 1 && terminal != "dumb"
  }

  func show(_ json: JSONValue, lines: [String]) {
    shown.withLock { shown in
      (shown.json, shown.lines) = (json, lines)
      draw(&shown)
    }
  }

  private func draw(_ shown: inout Shown) {
    guard isRedrawn else { return output.result(shown.json, lines: shown.lines) }
    let size = Self.size
    let rows = Self.rows(shown.lines, size)
    if let away = Self.away(rows: shown.rows, drawnAt: shown.size, now: size) {
      StandardStreams.print(away) { output.failure($0) }
    }
    output.result(shown.json, lines: rows)
    (shown.size, shown.rows) = (size, rows.count)
  }

  // MARK: What fits

  private static var size: Size {
    var (columns, rows): (Int32, Int32) = (0, 0)
    guard cposix_window_size(STDOUT_FILENO, &columns, &rows) == 0, columns > 0, rows > 0 else {
      return Size(columns: 80, rows: 24)
    }
    return Size(columns: Int(columns), rows: Int(rows))
  }

  /// Each in one row, and no more of them than can be taken away again; the last stays the last.
  static func rows(_ lines: [String], _ size: Size) -> [String] {
    let room = max(2, size.rows - 1)
    var rows = lines
    if rows.count > room {
      let hidden = rows.count - room + 1
      rows = rows.prefix(room - 2) + [said("and \(hidden) more")] + rows.suffix(1)
    }
    return rows.map { TextWidth.standard.truncated($0, to: max(1, size.columns - 1)) }
  }

  /// What takes rows away; nil: there are none. In a terminal that was made narrower or lower meanwhile
  /// nobody knows in how many rows they stand, so that all of it is cleared.
  static func away(rows: Int, drawnAt then: Size, now: Size) -> String? {
    guard rows > 0 else { return nil }
    guard then.columns == now.columns, rows < now.rows else { return "\u{1B}[H\u{1B}[2J" }
    return "\u{1B}[\(rows)A\r\u{1B}[J"
  }

  // MARK: As long as it is watched

  /// Draws again when the size of the terminal changes, and keeps keys from being shown among the lines,
  /// until `body` has ended.
  func watched<Value>(_ body: () async throws -> Value) async throws -> Value {
    guard isRedrawn else { return try await body() }
    let sizes = DispatchSource.makeSignalSource(
      signal: SIGWINCH, queue: DispatchQueue(label: "furrow.size"))
    sizes.setEventHandler { [self] in shown.withLock { if !$0.lines.isEmpty { draw(&$0) } } }
    sizes.resume()
    var modes = termios()
    let hasModes = tcgetattr(STDIN_FILENO, &modes) == 0
    if hasModes {
      var quiet = modes
      quiet.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(STDIN_FILENO, TCSANOW, &quiet)
    }
    defer {
      sizes.cancel()
      // What was typed meanwhile was meant for nobody.
      if hasModes { tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes) }
    }
    return try await body()
  }
}
