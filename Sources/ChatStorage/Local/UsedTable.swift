import ChatModel
import Foundation
import GRDB

/// The table of what was sent and used before, in `outbox.sqlite`: it cannot be fetched again.
enum UsedTable {
  /// The newest first; kinds that this version does not know are left out.
  static func used(_ database: Database) throws -> [Used] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT kind, text, conversation, at FROM used ORDER BY at DESC")
    return rows.compactMap { row in
      guard let kind = row.text(0).flatMap(Used.Kind.init(rawValue:)), let text = row.text(1),
        let at = row.date(3)
      else { return nil }
      return Used(kind, text, in: row.text(2).map { ConversationID(rawValue: $0) }, at: at)
    }
  }

  static func note(_ used: [Used], _ database: Database) throws {
    guard !used.isEmpty else { return }
    let insert = try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO used (kind, text, conversation, at) VALUES (?,?,?,?)")
    for one in used {
      try insert.execute(arguments: [
        one.kind.rawValue, one.text.column, (one.conversationID?.rawValue).column,
        one.at.timeIntervalSinceReferenceDate,
      ])
    }
    let trim = try database.cachedStatement(
      sql: """
        DELETE FROM used WHERE kind = ?1 AND text NOT IN
          (SELECT text FROM used WHERE kind = ?1 ORDER BY at DESC LIMIT ?2)
        """)
    for kind in Set(used.map(\.kind)) {
      try trim.execute(arguments: [kind.rawValue, Used.mostOfAKind])
    }
  }
}
