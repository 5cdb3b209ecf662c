import ChatClient
import ChatModel
import Foundation
import GRDB

/// The table of waits, in `outbox.sqlite`: it cannot be fetched again.
enum WaitTable {
  private static let columns = "since, since_id, exact, status, mark, mark_id, again, again_id"

  static func waits(_ database: Database) throws -> [ConversationID: KeptWait] {
    let rows = try Row.fetchAll(database, sql: "SELECT \(columns), conversation FROM wait")
    var waits: [ConversationID: KeptWait] = [:]
    for row in rows {
      if let id = row.text(8) { waits[ConversationID(rawValue: id)] = wait(row) }
    }
    return waits
  }

  private static func wait(_ row: Row) -> KeptWait {
    let settled = row.text(3).map { status in
      KeptWait.Settled(
        status: ConversationStatus(rawValue: status), newest: place(row, 4), again: place(row, 6))
    }
    return KeptWait(since: place(row, 0), isExact: row.flag(2) ?? false, settled: settled)
  }

  private static func place(_ row: Row, _ column: Int) -> MessagePlace? {
    guard let time = row.date(column), let id = row.text(column + 1) else { return nil }
    return MessagePlace(time: time, id: MessageID(rawValue: id))
  }

  static func save(_ waits: [ConversationID: KeptWait], _ database: Database) throws {
    for (id, wait) in waits {
      guard !wait.isEmpty else {
        let delete = try database.cachedStatement(sql: "DELETE FROM wait WHERE conversation = ?")
        try delete.execute(arguments: [id.column])
        continue
      }
      let known = try database.cachedStatement(
        sql: "SELECT \(columns) FROM wait WHERE conversation = ?")
      let old = try Row.fetchOne(known, arguments: [id.column]).map { self.wait($0) }
      try write(wait.over(old), id, database)
    }
  }

  private static func write(
    _ wait: KeptWait, _ id: ConversationID, _ database: Database
  ) throws {
    let statement = try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO wait (\(columns), conversation) VALUES (?,?,?,?,?,?,?,?,?)")
    let settled = wait.settled
    try statement.execute(arguments: [
      wait.since?.time.timeIntervalSinceReferenceDate, (wait.since?.id).column, wait.isExact,
      (settled?.status.rawValue).column,
      settled?.newest?.time.timeIntervalSinceReferenceDate, (settled?.newest?.id).column,
      settled?.again?.time.timeIntervalSinceReferenceDate, (settled?.again?.id).column, id.column,
    ])
  }
}
