import ChatClient
import ChatModel
import Foundation
import GRDB

/// The tables of `history.sqlite`: conversations, messages, the people and files in them.
///
/// People and files stand once, with all that was ever learned of them: a message names them by id
/// and is read with what is known (row 10). A reference is NULL when nothing was said, empty when
/// there is none, else an id.
enum HistoryTables {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: conversations and messages") { database in
      try database.execute(
        sql: """
          CREATE TABLE person (
            id TEXT PRIMARY KEY, first_name TEXT, last_name TEXT, phone TEXT, email TEXT,
            image TEXT, role TEXT
          ) WITHOUT ROWID;
          CREATE TABLE media (
            id TEXT PRIMARY KEY, name TEXT, kind TEXT, url TEXT, format TEXT, size INTEGER,
            created REAL
          ) WITHOUT ROWID;
          CREATE TABLE conversation (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            listed INTEGER NOT NULL DEFAULT 0,
            farmer TEXT, agent TEXT, status TEXT, unread TEXT, active INTEGER,
            created REAL, updated REAL,
            last TEXT, last_sender TEXT, last_kind TEXT, last_content TEXT, last_media TEXT,
            last_is_read INTEGER, last_read REAL, last_delivered REAL, last_created REAL,
            last_temp TEXT,
            covered_oldest TEXT, covered_newest TEXT, covered_start INTEGER, compared REAL
          );
          CREATE TABLE message (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            conversation INTEGER NOT NULL,
            time REAL NOT NULL,
            sender TEXT, kind TEXT NOT NULL, content TEXT, media TEXT,
            is_read INTEGER NOT NULL, read REAL, delivered REAL, created REAL, temp TEXT
          );
          CREATE INDEX message_order ON message (conversation, time, id);
          """)
    }
    migrator.registerMigration("2: names in one piece") { database in
      try database.execute(sql: "ALTER TABLE person ADD COLUMN name TEXT")
    }
    migrator.registerMigration("3: unread messages that are here") { database in
      try database.execute(sql: "ALTER TABLE conversation ADD COLUMN held INTEGER")
    }
    migrator.registerMigration("4: several runs of a conversation") { database in
      try database.execute(sql: HistoryRuns.migration)
    }
    migrator.registerMigration("5: the index of words") { database in
      try database.execute(sql: SearchTables.migration)
    }
    migrator.registerMigration("6: one spelling of Hindi and Punjabi words") { database in
      try SearchTables.beginAnew(database)
    }
    return migrator
  }

  // MARK: Writing

  static func apply(
    _ changes: [HistoryChange], _ database: Database, _ known: KnownRecords
  ) throws {
    var keys: [ConversationID: Int64] = [:]
    for change in changes {
      switch change {
      case .conversation(let conversation): try write(conversation, database, known)
      case .removeConversation(let id):
        keys[id] = nil
        try remove(id, database)
        try SearchTables.noteDeletion(database)
      case .message(let message, let id):
        let key = try keys[id] ?? key(of: id, database)
        keys[id] = key
        try write(message, in: key, database, known)
      case .removeMessage(let id):
        try HistoryRuns.leave(id, database)
        if let old = try SearchTables.indexed(id, database) {
          try SearchTables.remove(old, database)
        }
        try database.execute(sql: "DELETE FROM message WHERE id = ?", arguments: [id.column])
        try SearchTables.noteDeletion(database)
      case .heldUnread(let id, let count):
        let statement = try database.cachedStatement(
          sql: "UPDATE conversation SET held = ? WHERE id = ?")
        try statement.execute(arguments: [count == 0 ? nil : count, id.column])
      case .read(let id, let date):
        try database.execute(
          sql: "UPDATE message SET is_read = 1, read = ifnull(read, ?) WHERE id = ?",
          arguments: [date?.timeIntervalSinceReferenceDate, id.column])
      case .coverage(let id, let coverage):
        let key = try key(of: id, database)
        try database.execute(
          sql: "UPDATE conversation SET compared = ? WHERE key = ?",
          arguments: [coverage.comparedAt.timeIntervalSinceReferenceDate, key])
        if let run = coverage.run { try HistoryRuns.join(run, key, database) }
      case .run(let id, let run): try HistoryRuns.join(run, key(of: id, database), database)
      }
    }
  }

  /// The row of a conversation, made when there is none.
  private static func key(of id: ConversationID, _ database: Database) throws -> Int64 {
    let known = try database.cachedStatement(sql: "SELECT key FROM conversation WHERE id = ?")
    if let key = try Int64.fetchOne(known, arguments: [id.column]) { return key }
    try database.execute(sql: "INSERT INTO conversation (id) VALUES (?)", arguments: [id.column])
    return database.lastInsertedRowID
  }

  private static func remove(_ id: ConversationID, _ database: Database) throws {
    let key = try key(of: id, database)
    try database.execute(sql: "DELETE FROM run WHERE conversation = ?", arguments: [key])
    for entry in try SearchTables.indexed(in: key, database) {
      try SearchTables.remove(entry, database)
    }
    try database.execute(sql: "DELETE FROM message WHERE conversation = ?", arguments: [key])
    try database.execute(sql: "DELETE FROM conversation WHERE key = ?", arguments: [key])
  }

  /// Merges as `Message.merging` does, in one statement.
  private static func write(
    _ message: Message, in key: Int64, _ database: Database, _ known: KnownRecords
  ) throws {
    let indexed = try SearchTables.indexed(message.id, database)
    var changes = false
    if let sender = message.sender.value { changes = try write(sender, database, known) }
    if let media = message.media.value { changes = try write(media, database, known) || changes }
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO message (id, conversation, time, sender, kind, content, media, is_read, read,
          delivered, created, temp)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
        ON CONFLICT (id) DO UPDATE SET
          conversation = excluded.conversation,
          sender = ifnull(excluded.sender, sender),
          kind = CASE excluded.kind WHEN '' THEN kind ELSE excluded.kind END,
          content = ifnull(excluded.content, content),
          media = ifnull(excluded.media, media),
          is_read = max(is_read, excluded.is_read),
          read = ifnull(min(read, excluded.read), ifnull(read, excluded.read)),
          delivered = ifnull(excluded.delivered, delivered),
          created = ifnull(excluded.created, created),
          temp = ifnull(excluded.temp, temp),
          time = ifnull(ifnull(excluded.created, created),
            ifnull(ifnull(excluded.delivered, delivered), time))
        WHERE conversation <> excluded.conversation
          OR ifnull(excluded.sender, sender) IS NOT sender
          OR (excluded.kind <> '' AND excluded.kind <> kind)
          OR ifnull(excluded.content, content) IS NOT content
          OR ifnull(excluded.media, media) IS NOT media
          OR excluded.is_read > is_read
          OR ifnull(min(read, excluded.read), ifnull(read, excluded.read)) IS NOT read
          OR ifnull(excluded.delivered, delivered) IS NOT delivered
          OR ifnull(excluded.created, created) IS NOT created
          OR ifnull(excluded.temp, temp) IS NOT temp
        """)
    try statement.execute(arguments: [
      message.id.column, key, message.time.timeIntervalSinceReferenceDate,
      reference(message.sender), message.kind.rawValue.column, message.content.column,
      reference(message.media),
      message.isRead, message.readAt?.timeIntervalSinceReferenceDate,
      message.deliveredAt?.timeIntervalSinceReferenceDate,
      message.createdAt?.timeIntervalSinceReferenceDate, message.tempID.column,
    ])
    if let indexed, changes || database.changesCount > 0 {
      try SearchTables.refresh(indexed, database)
    }
  }

  /// Merges as `Participant.merging` does. Presence is not kept: it is of no use later. Answers whether
  /// something changed.
  @discardableResult
  private static func write(
    _ person: Participant, _ database: Database, _ known: KnownRecords
  ) throws -> Bool {
    guard known.isNews(person.withoutPresence) else { return false }
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO person (id, name, first_name, last_name, phone, email, image, role)
        VALUES (?,?,?,?,?,?,?,?)
        ON CONFLICT (id) DO UPDATE SET
          name = ifnull(excluded.name, name),
          first_name = ifnull(excluded.first_name, first_name),
          last_name = ifnull(excluded.last_name, last_name),
          phone = ifnull(excluded.phone, phone),
          email = ifnull(excluded.email, email),
          image = ifnull(excluded.image, image),
          role = ifnull(excluded.role, role)
        WHERE ifnull(excluded.name, name) IS NOT name
          OR ifnull(excluded.first_name, first_name) IS NOT first_name
          OR ifnull(excluded.last_name, last_name) IS NOT last_name
          OR ifnull(excluded.phone, phone) IS NOT phone
          OR ifnull(excluded.email, email) IS NOT email
          OR ifnull(excluded.image, image) IS NOT image
          OR ifnull(excluded.role, role) IS NOT role
        """)
    try statement.execute(arguments: [
      person.id.column, person.name.column, person.firstName.column, person.lastName.column,
      person.phone.column,
      person.email.column, person.image.column, (person.role?.rawValue).column,
    ])
    return database.changesCount > 0
  }

  /// Merges as `Media.merging` does. Answers whether something changed.
  @discardableResult
  private static func write(
    _ media: Media, _ database: Database, _ known: KnownRecords
  ) throws -> Bool {
    guard known.isNews(media) else { return false }
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO media (id, name, kind, url, format, size, created) VALUES (?,?,?,?,?,?,?)
        ON CONFLICT (id) DO UPDATE SET
          name = ifnull(excluded.name, name), kind = ifnull(excluded.kind, kind),
          url = ifnull(excluded.url, url), format = ifnull(excluded.format, format),
          size = ifnull(excluded.size, size), created = ifnull(excluded.created, created)
        WHERE ifnull(excluded.name, name) IS NOT name OR ifnull(excluded.kind, kind) IS NOT kind
          OR ifnull(excluded.url, url) IS NOT url
          OR ifnull(excluded.format, format) IS NOT format
          OR ifnull(excluded.size, size) IS NOT size
          OR ifnull(excluded.created, created) IS NOT created
        """)
    try statement.execute(arguments: [
      media.id.column, media.name.column, media.kind?.rawValue, media.url.column,
      media.format.column, media.size, media.createdAt?.timeIntervalSinceReferenceDate,
    ])
    return database.changesCount > 0
  }

  private static func write(
    _ conversation: Conversation, _ database: Database, _ known: KnownRecords
  ) throws {
    let old = try self.conversation(database, conversation.id)
    let new = (old?.merging(conversation) ?? conversation).withoutPresence
    // What is there is not written again.
    if new == old { return }
    for person in [new.farmer.value, new.agent.value, new.lastMessage.value?.sender.value] {
      if let person { try write(person, database, known) }
    }
    // Its file's name may be news of a message that is in the index.
    let last = new.lastMessage.value
    let indexed = try last.flatMap { try SearchTables.indexed($0.id, database) }
    if let media = last?.media.value, try write(media, database, known), let indexed {
      try SearchTables.refresh(indexed, database)
    }
    let key = try key(of: new.id, database)
    let statement = try database.cachedStatement(
      sql: """
        UPDATE conversation SET listed = 1, farmer = ?, agent = ?, status = ?, unread = ?,
          active = ?, created = ?, updated = ?, last = ?, last_sender = ?, last_kind = ?,
          last_content = ?, last_media = ?, last_is_read = ?, last_read = ?, last_delivered = ?,
          last_created = ?, last_temp = ?
        WHERE key = ?
        """)
    try statement.execute(arguments: [
      reference(new.farmer), reference(new.agent), (new.status?.rawValue).column,
      new.unreadCount.map(unread).column, new.isActive,
      new.createdAt?.timeIntervalSinceReferenceDate,
      new.updatedAt?.timeIntervalSinceReferenceDate, reference(new.lastMessage),
      last.flatMap { reference($0.sender) }, (last?.kind.rawValue).column,
      (last?.content).column, last.flatMap { reference($0.media) }, last?.isRead,
      last?.readAt?.timeIntervalSinceReferenceDate,
      last?.deliveredAt?.timeIntervalSinceReferenceDate,
      last?.createdAt?.timeIntervalSinceReferenceDate, (last?.tempID).column, key,
    ])
    if old?.farmer.id != new.farmer.id {
      // Whose its messages are may be known only now.
      for entry in try SearchTables.indexed(in: key, database) {
        try SearchTables.refresh(entry, database)
      }
    }
  }

  private static func reference<Value>(_ reference: Referenced<Value>) -> DatabaseValue {
    switch reference {
    case .absent: .null
    case .none: "".databaseValue
    case .known(let value): value.id.column
    }
  }

  /// A line for each person: the count, a space, the id. (JSON would take most of the time in which
  /// a list is read.)
  private static func unread(_ counts: [UserID: Int]) -> String {
    counts.filter { !$0.key.rawValue.contains("\n") }
      .map { "\($0.value) \($0.key.rawValue)" }.sorted().joined(separator: "\n")
  }

  static func unread(_ text: String?) -> [UserID: Int]? {
    guard let text else { return nil }
    var counts: [UserID: Int] = [:]
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      guard let gap = line.firstIndex(of: UInt8(ascii: " ")),
        let count = Int(Substring(line[..<gap]))
      else { continue }
      let id = String(Substring(line[line.index(after: gap)...]))
      if !id.isEmpty { counts[UserID(id)] = JSONReader.counted(count) }
    }
    return counts
  }
}
