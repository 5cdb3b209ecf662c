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

  /// - Parameter fraction: from 0 to 1.
  func show(_ fraction: Double) {
    guard isShown else { return }
    let percentage = Int(min(max(fraction, 0), 1) * 100)
    shown.withLock { shown in
      guard shown != percentage else { return }
      shown = percentage
      let bar =
        String(repeating: "▓", count: percentage / 10)
        + String(repeating: "░", count: 10 - percentage / 10)
      write("\r\(bar) \(percentage) %  \(name.prefix(50))\u{1B}[K")
    }
  }

  /// - Parameter words: how it stands, behind the bar.
  func show(_ fraction: Double, saying words: String) {
    guard isShown else { return }
    let percentage = Int(min(max(fraction, 0), 1) * 100)
    let filled = percentage / 10
    shown.withLock { shown in
      shown = percentage
      let bar = String(repeating: "▓", count: filled) + String(repeating: "░", count: 10 - filled)
      write("\r\(bar) \(percentage) %  \(words.prefix(90))\u{1B}[K")
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
