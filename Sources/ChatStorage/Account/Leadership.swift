import CPosix
import ChatClient
import Foundation
import Sentences
import Synchronization

/// A file that one process at a time can hold; the system lets go of it when the process ends.
final class FileLock: Sendable {
  private let path: String
  private let file: Int32

  init(_ path: String) throws(StoreError) {
    self.path = path
    file = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw AccountDirectory.failure(code: errno, at: path) }
  }

  deinit {
    // A process that is being started may hold a copy of the descriptor for a moment.
    release()
    _ = Foundation.close(file)
  }

  /// Takes it, waiting until it is free.
  func wait() throws(StoreError) {
    guard cposix_lock(file) == 0 else { throw Self.refusal(of: path, errno) }
  }

  /// Whether it is taken now; false while another process has it.
  func tryNow() throws(StoreError) -> Bool {
    try Self.isTaken(cposix_try_lock(file), path, errno)
  }

  /// - Parameter number: what the system said of a lock that it did not give
  static func isTaken(
    _ answer: Int32, _ path: String, _ number: Int32
  ) throws(StoreError) -> Bool {
    guard answer != 0 else { return true }
    guard number == EWOULDBLOCK else { throw refusal(of: path, number) }
    return false
  }

  /// The disk gives no lock, to nobody.
  private static func refusal(of path: String, _ number: Int32) -> StoreError {
    let reason = String(cString: strerror(number))
    return .failed(
      said(
        """
        \(path) cannot be locked (\(reason)), as happens in folders on a network: name one on a disk \
        of this computer with --data-dir
        """))
  }

  /// Holds it together with others, so that nobody can have it alone; waits until that is possible.
  func share() throws(StoreError) {
    guard cposix_lock_shared(file) == 0 else { throw Self.refusal(of: path, errno) }
  }

  func release() { _ = cposix_unlock(file) }
}

/// The right to send: held by one process of an account, so that no two send the same message.
final class Leadership: Sendable {
  private enum State { case free, held, ended }

  private let lock: FileLock
  private let state = Mutex(State.free)

  init(_ lock: FileLock) { self.lock = lock }

  func take() -> Bool {
    state.withLock { state in
      // Who gets no lock does not send: another may.
      if state == .free, (try? lock.tryNow()) == true { state = .held }
      return state == .held
    }
  }

  /// Lets go for good; answers whether it was held.
  func end() -> Bool {
    state.withLock { state in
      defer { state = .ended }
      guard state == .held else { return false }
      lock.release()
      return true
    }
  }
}
