import ChatClient
import Foundation
import GRDB
import Testing

@testable import ChatStorage

/// A folder on a network may give no locks. That is said, and is not taken for another process.
@Suite struct RefusedLockTests {
  @Test(arguments: [ENOLCK, EACCES, ENOTSUP, EINVAL, EIO])
  func aLockThatNobodyGetsIsNoneThatAnotherHas(number: Int32) {
    #expect {
      try FileLock.isTaken(-1, "/net/home/lead.lock", number)
    } throws: { error in
      guard case .failed(let words)? = error as? StoreError else { return false }
      return words.hasPrefix("/net/home/lead.lock cannot be locked (")
        && words.contains(String(cString: strerror(number))) && words.contains("--data-dir")
    }
  }

  @Test func aLockThatAnotherHasIsNotRefused() async throws {
    try await withDirectory { directory in
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
      let (one, other) = (try FileLock("\(directory)/l"), try FileLock("\(directory)/l"))
      #expect(try one.tryNow())
      #expect(try !other.tryNow())
      one.release()
      #expect(try other.tryNow())
    }
  }

  @Test(arguments: [ResultCode.SQLITE_BUSY, .SQLITE_BUSY_RECOVERY, .SQLITE_PROTOCOL])
  func locksOfSQLiteAreSpokenOfInWords(code: ResultCode) {
    #expect(StoreError(DatabaseError(resultCode: code)).reason.contains("locked"))
    #expect(StoreError(DatabaseError(resultCode: code)).reason.contains("gives no locks"))
  }
}
