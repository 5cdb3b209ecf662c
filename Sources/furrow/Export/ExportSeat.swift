import Foundation
import Synchronization

/// The one export of a desk that is under way.
final class ExportSeat: Sendable {
  private struct Underway {
    var task: Task<Void, Never>
    var ended: DispatchSemaphore
  }

  private let underway = Mutex<Underway?>(nil)
  /// So long a desk that ends waits for what was written to be put away, in seconds.
  private static let patience = 2.0

  func run(_ body: @escaping @Sendable () async -> Void) {
    let ended = DispatchSemaphore(value: 0)
    let task = Task.detached {
      await body()
      ended.signal()
    }
    underway.withLock { $0 = Underway(task: task, ended: ended) }
  }

  /// What is not whole yet is not written.
  func stop() { underway.withLock { $0?.task.cancel() } }

  /// Stops it, and waits for its end.
  func end() {
    guard
      let last = underway.withLock({ underway in
        defer { underway = nil }
        return underway
      })
    else { return }
    last.task.cancel()
    _ = last.ended.wait(timeout: .now() + Self.patience)
  }
}
