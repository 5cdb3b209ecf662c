import Dispatch
import Foundation

/// Signals as values, for commands without a screen.
///
/// From its making on, SIGINT and SIGTERM no longer end the process by themselves: make it before
/// anything is told to the outside, or a quick signal is answered by the system.
final class Interruption: @unchecked Sendable {
  // Everything after `init` happens on this queue.
  private let queue = DispatchQueue(label: "furrow.signals")
  private var sources: [any DispatchSourceSignal] = []
  private var happened = false
  private var waiting: CheckedContinuation<Void, Never>?

  init() {
    // A source listens some time after it was resumed, and what comes before that is ignored.
    let listening = DispatchGroup()
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [weak self] in self?.happen() }
      listening.enter()
      source.setRegistrationHandler { listening.leave() }
      source.resume()
      sources.append(source)
    }
    listening.wait()
  }

  /// Returns once one of the signals came, at once when it came before; for one caller.
  func wait() async {
    await withCheckedContinuation { continuation in
      queue.async {
        if self.happened { continuation.resume() } else { self.waiting = continuation }
      }
    }
  }

  private func happen() {
    happened = true
    waiting?.resume()
    waiting = nil
  }
}
