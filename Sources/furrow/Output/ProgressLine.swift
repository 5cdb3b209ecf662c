import Foundation
import Synchronization
import TextGrid

/// One line on stderr that tells how far something long has come, where stderr is a terminal.
final class ProgressLine: Sendable {
  private let name: String
  private let isShown: Bool
  /// The percentage on the screen.
  private let shown = Mutex<Int?>(nil)

  init(_ name: String) {
    self.name = Sanitizer.oneLine(name)
    isShown = isatty(STDERR_FILENO) == 1
  }

  /// - Parameters:
  ///   - fraction: from 0 to 1.
  ///   - words: how it stands, behind the bar, where that changes more often than the bar; else the name
  ///     stands there.
  func show(_ fraction: Double, saying words: String? = nil) {
    guard isShown else { return }
    let percentage = Int(min(max(fraction, 0), 1) * 100)
    let filled = percentage / 10
    shown.withLock { shown in
      guard words != nil || shown != percentage else { return }
      shown = percentage
      let bar = String(repeating: "▓", count: filled) + String(repeating: "░", count: 10 - filled)
      let rest = words?.prefix(90) ?? name.prefix(50)
      write("\r\(bar) \(percentage) %  \(rest)\u{1B}[K")
    }
  }

  /// Takes the line away.
  func clear() {
    shown.withLock { shown in
      if shown != nil { write("\r\u{1B}[K") }
      shown = nil
    }
  }

  private func write(_ text: String) {
    StandardStreams.printError(text)
  }
}
