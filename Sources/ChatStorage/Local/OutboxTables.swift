import ChatModel
import Foundation
import GRDB
import JSON

/// The tables of `outbox.sqlite`: what waits to be sent, and what is being written.
enum OutboxTables {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: entries and drafts") { database in
      // AUTOINCREMENT: a place in the order is never given twice.
      try database.execute(
        sql: """
          CREATE TABLE entry (
            place INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            conversation TEXT NOT NULL,
            text TEXT,
            path TEXT, name TEXT, kind TEXT, format TEXT, size INTEGER, media TEXT,
            state TEXT NOT NULL, detail TEXT,
            created REAL NOT NULL, handed_over REAL, not_before REAL, not_these TEXT
          );
          CREATE TABLE draft (
            conversation TEXT PRIMARY KEY,
            text TEXT NOT NULL,
            attachments TEXT NOT NULL,
            edited REAL NOT NULL
          ) WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("2: when a file was changed") { database in
      try database.execute(sql: "ALTER TABLE entry ADD COLUMN changed REAL")
    }
    migrator.registerMigration("3: waits, and when a connection let go") { database in
      try database.execute(
        sql: """
          ALTER TABLE entry ADD COLUMN boot TEXT;
          ALTER TABLE entry ADD COLUMN released REAL;
          CREATE TABLE wait (
            conversation TEXT PRIMARY KEY,
            since REAL, since_id TEXT, exact INTEGER NOT NULL,
            status TEXT, mark REAL, mark_id TEXT, again REAL, again_id TEXT
          ) WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("4: notes, snoozes, marks and positions") { database in
      try database.execute(
        sql: "CREATE TABLE local (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID")
    }
    migrator.registerMigration("5: what was used") { database in
      try database.execute(
        sql: """
          CREATE TABLE used (
            place INTEGER PRIMARY KEY,
            kind TEXT NOT NULL, text TEXT NOT NULL, conversation TEXT, at REAL NOT NULL,
            UNIQUE (kind, text)
          );
          """)
    }
    migrator.registerMigration("6: until when a message stays here") { database in
      try database.execute(sql: "ALTER TABLE entry ADD COLUMN held REAL")
    }
    migrator.registerMigration("7: own changes, samples of statistics") { database in
      try database.execute(
        sql: """
          CREATE TABLE audit (
            place INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, body TEXT NOT NULL
          );
          CREATE TABLE sample (
            place INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, body TEXT NOT NULL
          );
          """)
    }
    return migrator
  }

  // MARK: Entries

  static func entries(_ database: Database) throws -> [OutboxEntry] {
    let sql = """
      SELECT id, conversation, text, path, name, kind, format, size, media, state, detail,
        created, handed_over, not_before, not_these, changed, boot, released, held
      FROM entry ORDER BY place
      """
    return try Row.fetchAll(database, sql: sql).compactMap(entry)
  }

  /// nil for a row that a later version wrote in a way this one does not know, or that is damaged.
  private static func entry(_ row: Row) -> OutboxEntry? {
    let body: OutboxEntry.Body
    if let text = row.text(2) {
      body = .text(text)
    } else if let path = row.text(3), let name = row.text(4),
      let kind = row.text(5).flatMap(MediaKind.init(rawValue:)), let format = row.text(6),
      let size = row.integer(7)
    {
      body = .file(
        OutboxFile(
          path: path, name: name, kind: kind, format: format, size: size,
          changedAt: row.date(15), mediaID: row.text(8).map(MediaID.init(rawValue:))))
    } else {
      return nil
    }
    guard let id = row.text(0), let conversation = row.text(1), let created = row.date(11),
      let state = row.text(9).flatMap({ state($0, row.text(10)) })
    else { return nil }
    var entry = OutboxEntry(
      id: OutboxID(rawValue: id), conversationID: ConversationID(rawValue: conversation),
      body: body, state: state, createdAt: created, handedOverAt: row.date(12),
      earliestServerDate: row.date(13),
      excludedIDs: strings(row.text(14)).map(MessageID.init(rawValue:)))
    entry.heldUntil = row.date(18)
    if let boot = row.text(16), let seconds = row.number(17) {
      entry.releasedAt = BootTime(boot: boot, seconds: seconds)
    }
    return entry
  }

  private static func state(_ name: String, _ detail: String?) -> OutboxEntry.State? {
    switch name {
    case "queued": .queued
    case "handedOver": .handedOver
    case "sent": .sent(MessageID(rawValue: detail ?? ""))
    case "unsure": .unsure
    case "failed": .failed(detail ?? "")
    default: nil
    }
  }

  /// An upload under way is lost with its process: on the disk it waits.
  private static func columns(of state: OutboxEntry.State) -> (name: String, detail: String?) {
    switch state {
    case .queued, .uploading: ("queued", nil)
    case .handedOver: ("handedOver", nil)
    case .sent(let id): ("sent", id.rawValue)
    case .unsure: ("unsure", nil)
    case .failed(let reason): ("failed", reason)
    }
  }

  static func insert(_ entries: [OutboxEntry], _ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO entry (id, conversation, text, path, name, kind, format, size, media, state,
          detail, created, handed_over, not_before, not_these, changed, boot, released, held)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """)
    for entry in entries {
      let (text, file): (String?, OutboxFile?) =
        switch entry.body {
        case .text(let text): (text, nil)
        case .file(let file): (nil, file)
        }
      let state = columns(of: entry.state)
      try statement.execute(arguments: [
        entry.id.column, entry.conversationID.column, text.column, (file?.path).column,
        (file?.name).column, file?.kind.rawValue, (file?.format).column, file?.size,
        (file?.mediaID).column, state.name, state.detail.column,
        entry.createdAt.timeIntervalSinceReferenceDate,
        entry.handedOverAt?.timeIntervalSinceReferenceDate,
        entry.earliestServerDate?.timeIntervalSinceReferenceDate,
        list(entry.excludedIDs.map(\.rawValue)),
        file?.changedAt?.timeIntervalSinceReferenceDate, entry.releasedAt?.boot,
        entry.releasedAt?.seconds, entry.heldUntil?.timeIntervalSinceReferenceDate,
      ])
    }
  }

  /// Answers with the entries that are not there.
  static func update(_ entries: [OutboxEntry], _ database: Database) throws -> [OutboxID] {
    var missing: [OutboxID] = []
    let statement = try database.cachedStatement(
      sql: """
        UPDATE entry SET media = ?, state = ?, detail = ?, handed_over = ?, not_before = ?,
          not_these = ?, boot = ?, released = ? WHERE id = ?
        """)
    for entry in entries {
      let mediaID: MediaID? = if case .file(let file) = entry.body { file.mediaID } else { nil }
      let state = columns(of: entry.state)
      try statement.execute(arguments: [
        mediaID.column, state.name, state.detail.column,
        entry.handedOverAt?.timeIntervalSinceReferenceDate,
        entry.earliestServerDate?.timeIntervalSinceReferenceDate,
        list(entry.excludedIDs.map(\.rawValue)),
        entry.releasedAt?.boot, entry.releasedAt?.seconds, entry.id.column,
      ])
      if database.changesCount == 0 { missing.append(entry.id) }
    }
    return missing
  }

  /// Takes out what is queued, all or none; answers whether it did.
  static func takeBack(_ ids: [OutboxID], _ database: Database) throws -> Bool {
    let query = try database.cachedStatement(
      sql: "SELECT COUNT(*) FROM entry WHERE id = ? AND state = 'queued'")
    for id in ids {
      guard try Int.fetchOne(query, arguments: [id.column]) == 1 else { return false }
    }
    try delete(ids, database)
    return true
  }

  static func delete(_ ids: [OutboxID], _ database: Database) throws {
    let statement = try database.cachedStatement(sql: "DELETE FROM entry WHERE id = ?")
    for id in ids { try statement.execute(arguments: [id.column]) }
  }

  // MARK: Drafts

  static func drafts(_ database: Database) throws -> [ConversationID: Draft] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT conversation, text, attachments, edited FROM draft")
    var drafts: [ConversationID: Draft] = [:]
    for row in rows {
      guard let id = row.text(0), let text = row.text(1), let edited = row.date(3) else { continue }
      drafts[ConversationID(rawValue: id)] = Draft(
        text: text, attachments: strings(row.text(2)), editedAt: edited)
    }
    return drafts
  }

  static func save(_ draft: Draft?, for id: ConversationID, _ database: Database) throws {
    guard let draft else {
      try database.execute(
        sql: "DELETE FROM draft WHERE conversation = ?", arguments: [id.column])
      return
    }
    try database.execute(
      sql: """
        INSERT INTO draft (conversation, text, attachments, edited) VALUES (?,?,?,?)
        ON CONFLICT (conversation) DO UPDATE SET text = excluded.text,
          attachments = excluded.attachments, edited = excluded.edited
        """,
      arguments: [
        id.column, draft.text.column, list(draft.attachments),
        draft.editedAt.timeIntervalSinceReferenceDate,
      ])
  }

  // MARK: Lists in a column, as JSON

  private static func list(_ strings: [String]) -> String? {
    JSONValue.array(strings.map(JSONValue.string)).encoded
  }

  private static func strings(_ text: String?) -> [String] {
    guard let text, let json = try? JSONValue(parsing: text) else { return [] }
    return (json.arrayValue ?? []).compactMap(\.stringValue)
  }
}
