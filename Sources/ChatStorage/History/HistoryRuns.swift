import ChatClient
import ChatModel
import Foundation
import GRDB

/// The runs of a conversation that are here without a gap, by the ids of their ends: where these stand
/// is looked up, for a message's time may become known later.
enum HistoryRuns {
  /// What was one run for each conversation, and its columns.
  static let migration = """
    CREATE TABLE run (
      key INTEGER PRIMARY KEY,
      conversation INTEGER NOT NULL,
      oldest TEXT NOT NULL, newest TEXT NOT NULL, start INTEGER NOT NULL
    );
    CREATE INDEX run_conversation ON run (conversation);
    CREATE INDEX run_oldest ON run (oldest);
    CREATE INDEX run_newest ON run (newest);
    INSERT INTO run (conversation, oldest, newest, start)
      SELECT key, oldest, covered_newest, ifnull(covered_start, 0) FROM (
        SELECT key, covered_newest, covered_start, ifnull(covered_oldest,
          (SELECT m.id FROM message m WHERE m.conversation = c.key AND c.covered_start
            ORDER BY m.time, m.id LIMIT 1)) AS oldest
        FROM conversation c)
      WHERE oldest IS NOT NULL AND covered_newest IS NOT NULL;
    ALTER TABLE conversation DROP COLUMN covered_oldest;
    ALTER TABLE conversation DROP COLUMN covered_newest;
    ALTER TABLE conversation DROP COLUMN covered_start;
    """

  // MARK: Reading

  static func coverage(_ database: Database, of id: ConversationID) throws -> Coverage? {
    let row = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT key, compared FROM conversation WHERE id = ?"),
      arguments: [id.column])
    guard let row, let key = row.integer(0), let compared = row.date(1) else { return nil }
    let newest = try runs(of: Int64(key), database).last
    return Coverage(
      oldest: newest?.oldest.id, newest: newest?.newest.id,
      reachesStart: newest?.reachesStart ?? false, comparedAt: compared)
  }

  static func slice(
    _ database: Database, of id: ConversationID, _ spot: HistorySpot, limit: Int
  ) throws -> HistorySlice {
    let known = try database.cachedStatement(sql: "SELECT key FROM conversation WHERE id = ?")
    guard let key = try Int64.fetchOne(known, arguments: [id.column]) else { return HistorySlice() }
    var place: MessagePlace?
    if case .around(let message) = spot { place = try self.place(of: message, key, database) }
    let plan = SlicePlan(spot, limit: limit, in: try runs(of: key, database)) { _ in place }
    guard let plan else { return HistorySlice() }
    let before =
      plan.before == 0
      ? []
      : try HistoryTables.messages(
        database, in: id, from: plan.run.oldest, through: plan.pivot, includesHigh: false,
        fromNewest: true, limit: plan.before)
    let after =
      plan.after == 0
      ? []
      : try HistoryTables.messages(
        database, in: id, from: plan.pivot, includesLow: plan.includesPivot,
        through: plan.run.newest, fromNewest: false, limit: plan.after)
    return try plan.slice(
      before + after, hasBefore: { try hasOther("<", $0, key, database) },
      hasAfter: { try hasOther(">", $0, key, database) })
  }

  static func runs(of id: ConversationID, _ database: Database) throws -> [PlacedRun] {
    let known = try database.cachedStatement(sql: "SELECT key FROM conversation WHERE id = ?")
    guard let key = try Int64.fetchOne(known, arguments: [id.column]) else { return [] }
    return try runs(of: key, database)
  }

  static func count(
    in id: ConversationID, of run: PlacedRun, _ database: Database
  ) throws -> Int {
    let statement = try database.cachedStatement(
      sql: """
        SELECT count(*) FROM message WHERE conversation = (SELECT key FROM conversation WHERE id = ?)
          AND (time, id) >= (?, ?) AND (time, id) <= (?, ?)
        """)
    return try Int.fetchOne(
      statement,
      arguments: [id.column] + HistoryTables.arguments(of: run.oldest)
        + HistoryTables.arguments(of: run.newest)) ?? 0
  }

  static func reach(of id: ConversationID, _ database: Database) throws -> HistoryReach {
    let known = try database.cachedStatement(sql: "SELECT key FROM conversation WHERE id = ?")
    let first = try database.cachedStatement(
      sql: "SELECT time, id FROM message WHERE conversation = ? ORDER BY time, id LIMIT 1")
    guard let key = try Int64.fetchOne(known, arguments: [id.column]),
      let row = try Row.fetchOne(first, arguments: [key]), let time = row.date(0),
      let oldest = row.text(1)
    else { return .nothing }
    return try HistoryReach(
      of: runs(of: key, database),
      oldest: MessagePlace(time: time, id: MessageID(rawValue: oldest)))
  }

  static func kept(
    of id: ConversationID, since place: MessagePlace, _ database: Database
  ) throws -> KeptHistory {
    let known = try database.cachedStatement(sql: "SELECT key FROM conversation WHERE id = ?")
    guard let key = try Int64.fetchOne(known, arguments: [id.column]) else { return KeptHistory() }
    let behind = try database.cachedStatement(
      sql: "SELECT count(*) FROM message WHERE conversation = ? AND (time, id) > (?, ?)")
    let count = try Int.fetchOne(behind, arguments: [key] + HistoryTables.arguments(of: place))
    return KeptHistory(count: count ?? 0, runs: try runs(of: key, database))
  }

  private static func hasOther(
    _ comparison: String, _ place: MessagePlace, _ key: Int64, _ database: Database
  ) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: """
        SELECT EXISTS (SELECT 1 FROM message
          WHERE conversation = ? AND (time, id) \(comparison) (?, ?))
        """)
    return try Bool.fetchOne(statement, arguments: [key] + HistoryTables.arguments(of: place))
      ?? false
  }

  private static func place(
    of id: MessageID, _ key: Int64, _ database: Database
  ) throws -> MessagePlace? {
    let statement = try database.cachedStatement(
      sql: "SELECT time FROM message WHERE id = ? AND conversation = ?")
    let time = try Double.fetchOne(statement, arguments: [id.column, key])
    return time.map { MessagePlace(time: Date(timeIntervalSinceReferenceDate: $0), id: id) }
  }

  /// Ascending; without those of which an end is not here.
  private static func runs(of key: Int64, _ database: Database) throws -> [PlacedRun] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT o.id, o.time, n.id, n.time, r.start FROM run r
        JOIN message o ON o.id = r.oldest AND o.conversation = r.conversation
        JOIN message n ON n.id = r.newest AND n.conversation = r.conversation
        WHERE r.conversation = ? AND (o.time, o.id) <= (n.time, n.id)
        ORDER BY n.time, n.id
        """)
    return try Row.fetchAll(statement, arguments: [key]).compactMap { row in
      guard let oldest = row.text(0), let begins = row.date(1), let newest = row.text(2),
        let ends = row.date(3)
      else { return nil }
      return PlacedRun(
        oldest: MessagePlace(time: begins, id: MessageID(rawValue: oldest)),
        newest: MessagePlace(time: ends, id: MessageID(rawValue: newest)),
        reachesStart: row.flag(4) ?? false)
    }
  }

  // MARK: Writing

  /// Adds a run, as one with those that it touches and without those that it outdates; nothing where an
  /// end of it is not here.
  static func join(_ run: HistoryRun, _ key: Int64, _ database: Database) throws {
    guard let oldest = try place(of: run.oldest, key, database),
      let newest = try place(of: run.newest, key, database), oldest <= newest
    else { return }
    let new = PlacedRun(oldest: oldest, newest: newest, reachesStart: run.reachesStart)
    var joined = new
    let known = try runs(of: key, database)
    let touched = known.filter { new.touches($0) }
    let outdated = known.filter { new.outdates($0) }
    for other in touched { joined = joined.joined(to: other) }
    if touched == [joined], outdated.isEmpty { return }
    for other in touched + outdated {
      try database.execute(
        sql: "DELETE FROM run WHERE conversation = ? AND oldest = ? AND newest = ?",
        arguments: [key, other.oldest.id.column, other.newest.id.column])
    }
    try database.execute(
      sql: "INSERT INTO run (conversation, oldest, newest, start) VALUES (?,?,?,?)",
      arguments: [key, joined.oldest.id.column, joined.newest.id.column, joined.reachesStart])
  }

  /// A message is about to go: runs that end with it end with its neighbour.
  static func leave(_ id: MessageID, _ database: Database) throws {
    let neighbour = { (comparison: String, order: String) in
      """
      (SELECT n.id FROM message n, message m WHERE m.id = ?1 AND n.conversation = m.conversation
        AND (n.time, n.id) \(comparison) (m.time, m.id)
        ORDER BY n.time \(order), n.id \(order) LIMIT 1)
      """
    }
    for sql in [
      "DELETE FROM run WHERE oldest = ?1 AND newest = ?1",
      "UPDATE run SET oldest = ifnull(\(neighbour(">", "ASC")), oldest) WHERE oldest = ?1",
      "UPDATE run SET newest = ifnull(\(neighbour("<", "DESC")), newest) WHERE newest = ?1",
    ] {
      try database.cachedStatement(sql: sql).execute(arguments: [id.column])
    }
  }
}
