import ChatModel
import Desk
import DeskViews
import Foundation
import Sentences
import Synchronization

/// The themes as their files are now. A file that has become broken is named, and what it said before
/// stays in force.
final class ThemeShelf: Sendable {
  private let directory: URL
  private let kept: Mutex<Kept>

  private struct Kept {
    var files: ThemeFiles
    var version = 0
    /// What was said of broken files, so that it is said once.
    var complaints: Set<String>
  }

  init(_ files: ThemeFiles, directory: URL) {
    self.directory = directory
    kept = Mutex(Kept(files: files, complaints: Set(files.warnings)))
  }

  /// The themes, and a number that differs whenever they do.
  var current: (library: ThemeLibrary, version: Int) {
    kept.withLock { ($0.files.library, $0.version) }
  }

  var choices: [ThemeChoice] { kept.withLock { $0.files.choices } }

  /// Reads the files again.
  ///
  /// - Returns: what is to be said of it; nothing where nothing has changed.
  func readAgain() -> [Notice] {
    kept.withLock { kept in
      let (files, problems) = kept.files.followed(by: ThemeFiles.sources(in: directory))
      let fresh = problems.filter { !kept.complaints.contains($0) }
      kept.complaints = Set(problems)
      let changed = files.names(changedSince: kept.files)
      if !changed.isEmpty {
        kept.files = files
        kept.version += 1
      }
      var notices = fresh.map { Notice(.warning, said("\($0). What the file said before stays.")) }
      if fresh.isEmpty, !changed.isEmpty {
        notices.append(Notice(.info, said("Read again: theme \(changed.joined(separator: ", ")).")))
      }
      return notices
    }
  }
}
