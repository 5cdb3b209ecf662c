import Desk
import Foundation
import Synchronization

/// The views of views.toml as the file is now. A file that has become unreadable as a whole is named,
/// and what it said before stays in force.
final class ViewsShelf: Sendable {
  private let url: URL
  private let kept: Mutex<ViewsFile>

  init(_ url: URL) {
    self.url = url
    kept = Mutex(ViewsFile(contentsOf: url))
  }

  var current: ViewsFile { kept.withLock { $0 } }

  /// Reads the file again.
  ///
  /// - Returns: what it now says; nil where that is the same.
  func readAgain() -> ViewsFile? {
    let new = ViewsFile(contentsOf: url).following(current)
    return kept.withLock { kept in
      guard new != kept else { return nil }
      kept = new
      return new
    }
  }
}
