// Why a sandbox cannot start, or cannot keep its state.

import Sentences

package enum SandboxOpenError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is an SQLite database of something else.
  case notASandbox(path: String)
  /// It was written by a later version of this program.
  case tooNew(path: String)
  /// SQLite's or the system's reason.
  case unusable(path: String, reason: String)
  /// The system has no random bytes for a secret.
  case noRandomness

  package var description: String {
    switch self {
    case .notASandbox(let path):
      said("\(path) is not a sandbox's data file; name another with --data")
    case .tooNew(let path):
      said(
        """
        \(path) was written by a later furrow; update furrow, or name another file with --data
        """)
    case .unusable(let path, let reason): said("\(path) cannot be used: \(reason)")
    case .noRandomness:
      said("the system gives no random bytes for a secret; pass one with --secret-file")
    }
  }
}
