package import ChatClient
package import ChatModel

/// One account's data on the disk: `history.sqlite` and `outbox.sqlite` in a directory of its own.
package final class SQLiteStore {
  /// Opens the account's files below `directory`, which is made when it is not there.
  ///
  /// Files are 0600, directories 0700. A damaged file is set aside and named in `remarks`.
  package static func open(directory: String) async throws(StoreError) -> SQLiteStore {
    throw .failed("not yet")
  }

  /// The account's directory: `HOST_PORT/USERID` below `root`.
  package static func directory(below root: String, host: String, port: Int, user: UserID) -> String
  {
    "\(root)/\(host)_\(port)/\(user)"
  }
}
