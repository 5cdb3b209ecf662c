import Sentences

/// All that one account keeps on this disk, which several processes may have open at once.
package protocol ChatStore: HistoryStore, OutboxStore, LocalStore {
  /// Tries to become the one process that sends; true when it is, until `close()`.
  func lead() async -> Bool
  /// What other processes of this account changed; ends after `close()`. One consumer.
  var changes: AsyncStream<StoreChange> { get }
  /// Finishes what was begun and lets go of files and lead.
  func close() async
}

/// What another process of this account changed on the disk; read it again to know more.
package enum StoreChange: Hashable, Sendable {
  case outbox
  case drafts
  /// Notes, snoozes and the like (`LocalData`).
  case local
  /// The process that sends has ended: `lead()` may succeed now.
  case leaderLeft
}

/// Why the disk did not keep or give something.
package enum StoreError: Error, Hashable, Sendable {
  case full
  case readOnly
  /// The file is damaged; it was set aside under the given path.
  case damaged(movedTo: String)
  case failed(String)

  /// The reason in words for people.
  package var reason: String {
    switch self {
    case .full: said("the disk is full")
    case .readOnly: said("the disk does not let us write")
    case .damaged(let path): said("the file was damaged and is now at \(path)")
    case .failed(let reason): reason
    }
  }
}
