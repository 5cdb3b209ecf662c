import Foundation
import Synchronization

/// Looks every few seconds whether files have changed: also on a disk of the network, where nobody
/// tells of what another computer has written.
final class FileWatch: @unchecked Sendable {
  private struct State: Hashable {
    var size: UInt64
    var changed: Date
  }

  /// Set once, and cancelled by whoever is last.
  private let timer: any DispatchSourceTimer
  /// nil before the first look.
  private let known = Mutex<[String: State]?>(nil)

  /// - Parameters:
  ///   - files: names them anew each time, on that queue: of a directory those that are in it.
  ///   - changed: called on a queue of its own; once at first, then at each change.
  init(
    every seconds: Double = 2, of files: @escaping @Sendable () -> [URL],
    changed: @escaping @Sendable () -> Void
  ) {
    let queue = DispatchQueue(label: "furrow.files")
    timer = DispatchSource.makeTimerSource(queue: queue)
    let look: @Sendable () -> Void = { [weak self] in
      let new = Self.states(of: files())
      let isNews = self?.known.withLock { known in
        defer { known = new }
        return known != new
      }
      if isNews == true { changed() }
    }
    timer.schedule(deadline: .now() + seconds, repeating: seconds, leeway: .milliseconds(500))
    timer.setEventHandler(handler: look)
    queue.async(execute: look)
    timer.activate()
  }

  deinit { timer.cancel() }

  private static func states(of files: [URL]) -> [String: State] {
    var states: [String: State] = [:]
    for file in files {
      guard let facts = try? FileManager.default.attributesOfItem(atPath: file.path) else {
        continue
      }
      states[file.path] = State(
        size: facts[.size] as? UInt64 ?? 0,
        changed: facts[.modificationDate] as? Date ?? .distantPast)
    }
    return states
  }
}
