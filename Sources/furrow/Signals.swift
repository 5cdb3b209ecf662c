import Dispatch
import Foundation

/// Signals as values, for commands without a screen.
enum Signals {
  /// Waits for SIGINT or SIGTERM, which then no longer end the process by themselves.
  static func interruption() async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let once = Once(continuation)
      for number in [SIGINT, SIGTERM] {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: once.queue)
        source.setEventHandler { once.finish() }
        source.resume()
        once.sources.append(source)
      }
    }
  }
}

private final class Once: @unchecked Sendable {
  // Everything but the start happens on this queue.
  let queue = DispatchQueue(label: "furrow.signals")
  var sources: [any DispatchSourceSignal] = []
  private var continuation: CheckedContinuation<Void, Never>?

  init(_ continuation: CheckedContinuation<Void, Never>) { self.continuation = continuation }

  func finish() {
    continuation?.resume()
    continuation = nil
    sources.removeAll()
  }
}
