import Foundation
import GRDB
import Sentences

/// What SQLite can still read of a damaged outbox goes into a new one: each table from its beginning
/// and from its end, as far as either goes.
struct Rescue {
  private(set) var entries = 0
  private(set) var drafts = 0

  /// The bytes at the beginning of a database that say what it is (SQLite's file format, 1.3).
  static let headerSize = 100

  /// Reads the file at `path`, which is not changed. To do it again changes nothing.
  ///
  /// - Throws: what the new one did not take.
  init(from path: String, into pool: DatabasePool) throws {
    let copy = Self.padded(path)
    defer { copy.map(Self.remove) }
    let path = copy ?? path
    var configuration = Configuration()
    configuration.readonly = true
    // Otherwise nothing at all is read of a file that is shorter than its header says.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA writable_schema = ON") }
    guard let damaged = try? DatabaseQueue(path: path, configuration: configuration) else { return }
    entries = try Self.copy("entry", by: "place", from: damaged, into: pool)
    drafts = try Self.copy("draft", by: "conversation", from: damaged, into: pool)
    _ = try Self.copy("wait", by: "conversation", from: damaged, into: pool)
    _ = try Self.copy("local", by: "key", from: damaged, into: pool)
    _ = try Self.copy("used", by: "place", from: damaged, into: pool)
    _ = try Self.copy("audit", by: "place", from: damaged, into: pool)
    _ = try Self.copy("sample", by: "place", from: damaged, into: pool)
    try? damaged.close()
    // The last word about an entry may be what was lost: each is compared with the server's history
    // before it is sent, so that none goes twice.
    try pool.write { database in
      try database.execute(
        sql: """
          UPDATE entry SET state = 'unsure' WHERE state IN ('queued', 'handedOver');
          UPDATE entry SET boot = NULL, released = NULL;
          """)
    }
  }

  /// SQLite reads what was written ahead of a file only when that has a first page: a copy gets an
  /// empty one. nil when the file has one, or nothing was written ahead.
  private static func padded(_ path: String) -> String? {
    let files = FileManager.default
    guard let header = files.contents(atPath: path), header.count < headerSize,
      files.fileExists(atPath: path + "-wal")
    else { return nil }
    let copy = path + ".copy"
    remove(copy)
    guard
      files.createFile(
        atPath: copy, contents: Data(count: 4096), attributes: [.posixPermissions: 0o600]),
      (try? files.copyItem(atPath: path + "-wal", toPath: copy + "-wal")) != nil
    else { return nil }
    return copy
  }

  private static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  /// What was saved, in words; nil when that is nothing.
  var words: String? {
    guard entries + drafts > 0 else { return nil }
    let messages = said(entries, one: "1 message", more: "\(entries) messages")
    let texts = said(drafts, one: "1 draft", more: "\(drafts) drafts")
    return said("\(messages) and \(texts) were saved from it")
  }

  private static func copy(
    _ table: String, by key: String, from damaged: DatabaseQueue, into pool: DatabasePool
  ) throws -> Int {
    let columns = try pool.read { try $0.columns(in: table) }
    var rows: [DatabaseValue: [DatabaseValue]] = [:]
    for direction in ["ASC", "DESC"] {
      // Up to the first page that cannot be read.
      try? damaged.read { database in
        let names = try Set(database.columns(in: table).map(\.name))
        let wanted = columns.map { names.contains($0.name) ? "\"\($0.name)\"" : "NULL" }
        // A text that zeroes have eaten into is not the text that was written; one with U+0000 of its
        // own is a blob.
        let whole = columns.filter { $0.type == "TEXT" && names.contains($0.name) }.map { column in
          let name = "\"\(column.name)\""
          return "(typeof(\(name)) = 'blob' OR instr(CAST(ifnull(\(name), '') AS BLOB), x'00') = 0)"
        }
        let cursor = try Row.fetchCursor(
          database,
          sql: "SELECT \(key), \(wanted.joined(separator: ", ")) FROM \(table) "
            + "WHERE \(whole.joined(separator: " AND ")) ORDER BY \(key) \(direction)")
        while let row = try cursor.next() {
          let values = Array(row.databaseValues)
          guard let first = values.first, zip(columns, values.dropFirst()).allSatisfy(fits) else {
            continue
          }
          rows[first] = Array(values.dropFirst())
        }
      }
    }
    let sql =
      "INSERT OR IGNORE INTO \(table) (\(columns.map { "\"\($0.name)\"" }.joined(separator: ","))) "
      + "VALUES (\(columns.map { _ in "?" }.joined(separator: ",")))"
    return try pool.write { [rows] database in
      for values in rows.values {
        try database.execute(sql: sql, arguments: StatementArguments(values))
      }
      return try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
    }
  }

  /// Whether a value is of the type that its column declares: bytes of another page seldom are.
  private static func fits(_ column: ColumnInfo, _ value: DatabaseValue) -> Bool {
    switch (value.storage, column.type) {
    case (.blob(let bytes), "TEXT"):
      bytes.contains(0) && String(data: bytes, encoding: .utf8) != nil
    case (.null, _): !column.isNotNull && column.primaryKeyIndex == 0
    case (.string, "TEXT"), (.int64, "INTEGER"), (.int64, "REAL"), (.double, "REAL"): true
    default: false
    }
  }
}
