import ChatModel
import Foundation
import GRDB
import JSON

/// The tables of one's own changes at the server and of samples of its statistics, in `outbox.sqlite`:
/// neither can be fetched again. A row is never changed.
enum TeamTables {
  static func note(_ records: [TeamRecord], _ database: Database) throws {
    var counts = (audit: 0, samples: 0)
    for record in records {
      switch record {
      case .audit(let entry):
        try insert("audit", entry.at, entry.json, database)
        counts.audit += 1
      case .sample(let sample):
        let newest = try Row.fetchOne(
          database, sql: "SELECT at FROM sample ORDER BY place DESC LIMIT 1")
        guard sample.mayFollow(newest?.date(0)) else { continue }
        try insert("sample", sample.at, sample.json, database)
        counts.samples += 1
      }
    }
    if counts.audit > 0 { try trim("audit", to: AuditEntry.most, database) }
    if counts.samples > 0 { try trim("sample", to: StatisticsSample.most, database) }
  }

  private static func insert(
    _ table: String, _ at: Date, _ body: JSONValue, _ database: Database
  ) throws {
    let statement = try database.cachedStatement(
      sql: "INSERT INTO \(table) (at, body) VALUES (?,?)")
    try statement.execute(arguments: [at.timeIntervalSinceReferenceDate, body.encoded.column])
  }

  private static func trim(_ table: String, to most: Int, _ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: """
        DELETE FROM \(table) WHERE place <=
          (SELECT place FROM \(table) ORDER BY place DESC LIMIT 1 OFFSET ?)
        """)
    try statement.execute(arguments: [most])
  }

  static func audit(
    since: Date, until: Date, _ database: Database
  ) throws -> [AuditEntry] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT at, body FROM audit WHERE at >= ? AND at < ? ORDER BY place",
      arguments: [since.timeIntervalSinceReferenceDate, until.timeIntervalSinceReferenceDate])
    return try read(rows, AuditEntry.init)
  }

  static func samples(_ database: Database) throws -> [StatisticsSample] {
    let rows = try Row.fetchCursor(database, sql: "SELECT at, body FROM sample ORDER BY place")
    return try read(rows) { StatisticsSample($0, at: $1) }
  }

  /// Without rows that are damaged, or that a later version wrote in a way this one does not know.
  private static func read<Value>(
    _ rows: RowCursor, _ value: (JSONValue, Date) -> Value?
  ) throws -> [Value] {
    var values: [Value] = []
    while let row = try rows.next() {
      guard let at = row.date(0), let body = row.text(1).flatMap({ try? JSONValue(parsing: $0) }),
        let one = value(body, at)
      else { continue }
      values.append(one)
    }
    return values
  }
}
