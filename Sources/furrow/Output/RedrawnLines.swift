import Foundation
import JSON
import Synchronization

/// Lines that take the place of those before them, where stdout is a terminal that can; elsewhere they
/// stand one below the other.
final class RedrawnLines: Sendable {
  private let output: Output
  private let isRedrawn: Bool
  private let count = Mutex(0)

  init(_ output: Output) {
    self.output = output
    let terminal = ProcessInfo.processInfo.environment["TERM"] ?? "dumb"
    isRedrawn = !output.isJSON && isatty(STDOUT_FILENO) == 1 && terminal != "dumb"
  }

  func show(_ json: JSONValue, lines: [String]) {
    count.withLock { count in
      if isRedrawn, count > 0 {
        // Up to the first of them, and nothing below it.
        StandardStreams.print("\u{1B}[\(count)A\r\u{1B}[J") { output.failure($0) }
      }
      output.result(json, lines: lines)
      count = lines.count
    }
  }

  /// Something else was printed: what stands there stays.
  func leave() { count.withLock { $0 = 0 } }
}
