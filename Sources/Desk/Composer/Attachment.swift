package import ChatModel

/// A file that goes with a reply, and what is known of its being sendable.
package struct Attachment: Hashable, Sendable {
  package let path: String
  package internal(set) var judgement: Judgement

  package enum Judgement: Hashable, Sendable {
    /// It has not been looked at yet.
    case open
    /// A server takes it; the size is in bytes.
    case fits(MediaKind, size: Int)
    /// It cannot be sent, for this reason in a clause that names it.
    case refused(String)
  }

  init(_ path: String, _ judgement: Judgement = .open) {
    self.path = path
    self.judgement = judgement
  }

  init(_ file: OutboxFile) { self.init(file.path, .fits(file.kind, size: file.size)) }

  /// The last part of its path, as it is on the disk.
  package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  var kind: MediaKind? {
    if case .fits(let kind, _) = judgement { kind } else { nil }
  }
}

/// What was found of a file that somebody wants to send.
package enum FileVerdict: Hashable, Sendable {
  /// With its absolute path.
  case fits(OutboxFile)
  /// Why it cannot be sent, in a sentence that names it.
  case refused(path: String, reason: String)
  /// There is nothing of that name.
  case missing(path: String)
}
