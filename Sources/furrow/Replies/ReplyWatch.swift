import Foundation

/// Tells when files of canned replies change: one's own at once, those of the team within seconds, since
/// nobody tells of what another computer has written.
final class ReplyWatch {
  private let own: FolderWatch?
  private let shared: FileWatch?

  /// `onChange` is called on a queue of its own.
  init(_ replies: ReplyFiles, onChange: @escaping @Sendable () -> Void) {
    own = replies.folders.first.map { FolderWatch($0, onChange: onChange) }
    let others = Array(replies.folders.dropFirst())
    shared =
      others.isEmpty
      ? nil : FileWatch(of: { others.flatMap(ReplyFiles.files) }, changed: onChange)
  }
}
