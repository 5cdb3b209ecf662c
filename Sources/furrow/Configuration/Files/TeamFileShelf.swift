import Foundation
import Synchronization

/// One of the team's files as it is now. A file that has become unreadable as a whole is named, and what
/// it said before stays in force.
final class TeamFileShelf<File: TeamFileContents>: Sendable {
  private let url: URL
  private let kept: Mutex<File>

  init(_ url: URL) {
    self.url = url
    kept = Mutex(File(contentsOf: url))
  }

  var current: File { kept.withLock { $0 } }

  /// Reads the file again.
  ///
  /// - Returns: what it now says; nil where that is the same.
  func readAgain() -> File? {
    let new = File(contentsOf: url).following(current)
    return kept.withLock { kept in
      guard new != kept else { return nil }
      kept = new
      return new
    }
  }
}
