package import ChatClient

/// The right to read what is missing of an account's histories, held by one process at a time; the
/// system lets go of it when the process ends.
package final class SyncLock: Sendable {
  private let lock: FileLock

  /// - Parameter directory: the account's, which must be there
  /// - Returns: nil while another process holds it.
  package static func take(directory: String) throws(StoreError) -> SyncLock? {
    let lock = try FileLock("\(directory)/sync.lock")
    return try lock.tryNow() ? SyncLock(lock) : nil
  }

  private init(_ lock: FileLock) { self.lock = lock }
}
