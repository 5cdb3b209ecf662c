import ChatClient
import Foundation
import GRDB
import Sentences

/// The directory of one account: nobody else may look into it, and a file in it that is damaged is
/// set aside rather than deleted.
struct AccountDirectory {
  /// What a database holds, and how firmly.
  enum Content {
    case history
    case outbox
  }

  static let history = "history.sqlite"
  static let outbox = "outbox.sqlite"

  private let root: String

  init(making root: String) throws(StoreError) {
    self.root = root
    do {
      try FileManager.default.createDirectory(
        atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Self.failure(error, at: root)
    }
    var facts = stat()
    guard stat(root, &facts) == 0 else { throw Self.failure(code: errno, at: root) }
    guard !Self.isForeign(facts.st_uid, to: geteuid()) else {
      throw .failed(
        said(
          """
          \(root) belongs to somebody else, who could read and change what is kept there: name a \
          directory of your own with --data-dir
          """))
    }
    // It may be older than we are, or a copy. A disk without rights has none to take away.
    if facts.st_mode & 0o077 != 0 { _ = chmod(root, 0o700) }
  }

  /// Root may do as it likes, and does so for others.
  static func isForeign(_ owner: uid_t, to user: uid_t) -> Bool { user != 0 && owner != user }

  func path(_ name: String) -> String { "\(root)/\(name)" }

  /// Opens a database, new if need be.
  func open(
    _ name: String, as content: Content, _ remarks: inout [String]
  ) throws(StoreError) -> AccountDatabase {
    if let moved = try interruptedExchange(of: name) {
      return try begin(name, content, after: moved, &remarks)
    }
    do {
      if content == .outbox, isHollow(name) { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
      let pool = try pool(name, content)
      let suspicion = AccountDatabase.suspicion(of: path(name))
      // An outbox is small, and what it says is acted upon.
      let isSuspect = FileManager.default.fileExists(atPath: suspicion)
      if isSuspect || content == .outbox { try examine(pool) }
      if isSuspect { try FileManager.default.removeItem(atPath: suspicion) }
      return AccountDatabase(writer: pool, path: path(name))
    } catch {
      guard StoreError.isDamage(error) else { throw StoreError(error) }
    }
    return try begin(name, content, after: try setAside(name), &remarks)
  }

  /// Begins a new database after a damaged one, with what can be saved of that.
  private func begin(
    _ name: String, _ content: Content, after moved: String, _ remarks: inout [String]
  ) throws(StoreError) -> AccountDatabase {
    do {
      let pool = try pool(name, content)
      let rescue = content == .outbox ? try Rescue(from: moved, into: pool) : nil
      try FileManager.default.removeItem(atPath: exchange(of: name))
      remarks.append(
        said("\(name) was damaged; it is now at \(moved), and a new one was begun")
          + (rescue?.words.map { "; \($0)" } ?? "") + ".")
      return AccountDatabase(writer: pool, path: path(name))
    } catch {
      throw StoreError(error)
    }
  }

  /// Stands from before a damaged file is moved until what could be saved of it is in the new one,
  /// and names where it is moved to.
  private func exchange(of name: String) -> String { path("\(name).exchange") }

  /// Where a damaged file is of which nothing was saved yet, for the process ended or the disk was
  /// full.
  private func interruptedExchange(of name: String) throws(StoreError) -> String? {
    let note = exchange(of: name)
    guard let moved = try? String(contentsOfFile: note, encoding: .utf8) else { return nil }
    let files = FileManager.default
    guard files.fileExists(atPath: moved) else {
      // Nothing was moved: the damage is found again.
      try? files.removeItem(atPath: note)
      return nil
    }
    // What stands beside no file belongs to the one that was moved.
    if !files.fileExists(atPath: path(name)) { try move(name, to: moved) }
    return moved
  }

  /// An outbox without a beginning, in an account that was used: SQLite would take it for a new one,
  /// and delete what was written ahead of it. (Of a new account the history is made last.)
  private func isHollow(_ name: String) -> Bool {
    size(name).map { $0 < Rescue.headerSize } ?? false
      && [name + "-wal", Self.history].contains { size($0) ?? 0 > 0 }
  }

  private func size(_ name: String) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: path(name)))?[.size] as? Int
  }

  /// Reads all of a database that was found to be damaged while it was used, its indexes against their
  /// tables, too: there the damage may be that a write has met.
  private func examine(_ pool: DatabasePool) throws {
    let verdict = try pool.writeWithoutTransaction { database in
      try String.fetchOne(database, sql: "PRAGMA integrity_check(1)")
    }
    guard verdict != "ok" else { return }
    try pool.close()
    throw DatabaseError(resultCode: .SQLITE_CORRUPT)
  }

  private func pool(_ name: String, _ content: Content) throws -> DatabasePool {
    try createPrivately(path(name))
    var configuration = Configuration()
    configuration.label = name
    // Another process of this account may be writing.
    configuration.busyMode = .timeout(10)
    let pool = try DatabasePool(path: path(name), configuration: configuration)
    let synchronous = content == .outbox ? "FULL" : "NORMAL"
    let migrator = content == .history ? HistoryTables.migrator : OutboxTables.migrator
    if try pool.writeWithoutTransaction(migrator.hasBeenSuperseded) {
      try pool.close()
      throw StoreError.failed(
        said(
          """
          \(path(name)) was written by a newer furrow, which this one must not touch: use that \
          one
          """))
    }
    // Only now: a pool sets it itself while it opens. Its one writer lives as long as it does.
    try pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = \(synchronous)")
    }
    try migrator.migrate(pool)
    return pool
  }

  /// SQLite gives its other files the mode of the first.
  private func createPrivately(_ path: String) throws(StoreError) {
    let file = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Self.failure(code: errno, at: path) }
    defer { _ = Foundation.close(file) }
    var facts = stat()
    if fstat(file, &facts) == 0, facts.st_mode & 0o077 != 0 { _ = fchmod(file, 0o600) }
  }

  private func setAside(_ name: String) throws(StoreError) -> String {
    // Who has it open would go on writing to what is no longer looked at.
    let use = try FileLock(path("use.lock"))
    guard try use.tryNow() else {
      throw .failed(
        said(
          """
          \(path(name)) is damaged, and another furrow works with it: close that one, start \
          again
          """))
    }
    defer { use.release() }
    var number = 1
    while FileManager.default.fileExists(atPath: path("\(name).damaged-\(number)")) { number += 1 }
    let moved = path("\(name).damaged-\(number)")
    guard
      FileManager.default.createFile(
        atPath: exchange(of: name), contents: Data(moved.utf8),
        attributes: [.posixPermissions: 0o600])
    else { throw Self.failure(code: errno, at: exchange(of: name)) }
    try move(name, to: moved)
    return moved
  }

  private func move(_ name: String, to moved: String) throws(StoreError) {
    do {
      for suffix in ["", "-wal", "-shm", ".suspect"]
      where FileManager.default.fileExists(atPath: path(name + suffix)) {
        try FileManager.default.moveItem(atPath: path(name + suffix), toPath: moved + suffix)
      }
    } catch {
      throw Self.failure(error, at: moved)
    }
  }

  private static func failure(_ error: any Error, at path: String) -> StoreError {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let code = underlying?.code, underlying?.domain == NSPOSIXErrorDomain {
      return failure(code: Int32(code), at: path)
    }
    switch (error as? CocoaError)?.code {
    case .fileWriteOutOfSpace: return .full
    case .fileWriteNoPermission, .fileWriteVolumeReadOnly: return .readOnly
    default: return .failed(said("\(path) cannot be made"))
    }
  }

  static func failure(code: Int32, at path: String) -> StoreError {
    switch code {
    case ENOSPC, EDQUOT: .full
    case EROFS, EACCES, EPERM: .readOnly
    default: .failed("\(path): \(String(cString: strerror(code)))")
    }
  }
}
