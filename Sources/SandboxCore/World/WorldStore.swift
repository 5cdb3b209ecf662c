// Keeps the world in an SQLite file. The state lives in memory; each command's changes are written
// in one transaction before anybody hears of them, so that what was confirmed survives the process.

import ChatModel
import Foundation
import GRDB
import JSON

final class WorldStore: Sendable {
  private let path: String
  private let database: DatabaseQueue

  /// "furw", to know our own files by.
  private static let applicationID: Int32 = 0x6675_7277
  /// 2: the owner and the name of a media file.
  private static let version: Int32 = 2

  /// What a file held.
  struct Loaded {
    var world: World
    var secret: [UInt8]?
  }

  init(path: String) throws(SandboxOpenError) {
    self.path = path
    do {
      Self.createPrivately(path)
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
      database = try DatabaseQueue(path: path, configuration: configuration)
      try Self.claim(database, path: path)
    } catch let error as SandboxOpenError {
      throw error
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw .notASandbox(path: path)
    } catch {
      throw .unusable(path: path, reason: Self.reason(error))
    }
  }

  /// The file holds the secret and people's words: it is the owner's alone.
  private static func createPrivately(_ path: String) {
    guard !FileManager.default.fileExists(atPath: path) else { return }
    // When this fails, opening it fails too and says why.
    _ = FileManager.default.createFile(
      atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
  }

  private static func claim(_ database: DatabaseQueue, path: String) throws {
    try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    try database.write { db in
      let application = try Int32.fetchOne(db, sql: "PRAGMA application_id")
      let version = try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      if application == applicationID {
        guard version <= Self.version else { throw SandboxOpenError.tooNew(path: path) }
        if version < 2 {
          try db.execute(sql: "ALTER TABLE media ADD COLUMN owner TEXT")
          try db.execute(sql: "ALTER TABLE media ADD COLUMN stem TEXT")
        }
        try db.execute(sql: "PRAGMA user_version = \(Self.version)")
        return
      }
      let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      guard application == 0, tables == 0 else { throw SandboxOpenError.notASandbox(path: path) }
      try db.execute(sql: schema)
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: "PRAGMA user_version = \(Self.version)")
    }
  }

  private static let schema = """
    CREATE TABLE setting(name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
    CREATE TABLE person(
      id TEXT PRIMARY KEY, firstName TEXT NOT NULL, lastName TEXT NOT NULL, phone TEXT NOT NULL,
      email TEXT NOT NULL, role TEXT NOT NULL, password TEXT NOT NULL, lastSeen INTEGER);
    CREATE TABLE conversation(
      id TEXT PRIMARY KEY, farmer TEXT NOT NULL, agent TEXT, status TEXT NOT NULL,
      lastMessage TEXT, unread TEXT NOT NULL, isActive INTEGER NOT NULL,
      createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL);
    CREATE TABLE message(
      position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
      conversation TEXT NOT NULL, sender TEXT NOT NULL, kind TEXT NOT NULL, content TEXT,
      media TEXT, readAt INTEGER, createdAt INTEGER NOT NULL);
    CREATE TABLE media(
      id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, format TEXT NOT NULL,
      size INTEGER NOT NULL, createdAt INTEGER NOT NULL, seed TEXT, bytes BLOB, owner TEXT,
      stem TEXT);
    """

  // MARK: Reading

  /// The state of an earlier run; nil when the file is new.
  /// - Parameter idSeed: what ids follow from now; nil for the system's randomness.
  func load(idSeed: UInt64? = nil) throws(SandboxOpenError) -> Loaded? {
    try attempt { database in
      try database.read { db in
        guard try Self.number("idSeed", in: db) != nil else { return nil }
        let count = UInt32(clamping: try Self.number("idCount", in: db) ?? 0)
        var world = World(
          ids: idSeed.map { .seeded(IDSequence(seed: $0, count: count)) } ?? .system)
        try Self.readPeople(db, into: &world)
        try Self.readConversations(db, into: &world)
        world.forgetChanges()
        let secret = try Data.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'secret'")
        return Loaded(world: world, secret: secret.map { Array($0) })
      }
    }
  }

  func bytes(of file: MediaID) -> [UInt8]? {
    let data = try? database.read { db in
      try Data.fetchOne(db, sql: "SELECT bytes FROM media WHERE id = ?", arguments: [file.rawValue])
    }
    return data.map { Array($0) }
  }

  private static func number(_ name: String, in db: Database) throws -> Int64? {
    try Int64.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name])
  }

  private static func readPeople(_ db: Database, into world: inout World) throws {
    for row in try Row.fetchAll(db, sql: "SELECT * FROM person") {
      world.put(
        Person(
          id: UserID(row["id"] as String), firstName: row["firstName"], lastName: row["lastName"],
          phone: row["phone"], email: row["email"], role: Role(rawValue: row["role"]),
          password: row["password"], lastSeen: (row["lastSeen"] as Int64?).map { Millis($0) }))
    }
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT id, name, kind, format, size, createdAt, seed, owner, stem, bytes IS NOT NULL AS isHere
        FROM media
        """)
    {
      guard let kind = MediaKind(rawValue: row["kind"]) else { continue }
      let seed = (row["seed"] as String?).flatMap(SeedMedia.init(rawValue:))
      world.put(
        MediaRecord(
          id: MediaID(row["id"] as String), name: (row["name"] as WholeText).text, kind: kind,
          format: row["format"], size: row["size"], createdAt: Millis(row["createdAt"] as Int64),
          place: seed.map { .seed($0) } ?? (row["isHere"] ? .stored : .file),
          owner: (row["owner"] as String?).map { UserID($0) }, stem: row["stem"]))
    }
  }

  private static func readConversations(_ db: Database, into world: inout World) throws {
    for row in try Row.fetchAll(db, sql: "SELECT * FROM conversation") {
      let unread = (try? JSONValue(parsing: row["unread"] as String))?.objectValue ?? [:]
      var counts: [UserID: Int] = [:]
      for case (let user, .integer(let count)) in unread { counts[UserID(user)] = count }
      world.put(
        ConversationRecord(
          id: ConversationID(row["id"] as String), farmer: UserID(row["farmer"] as String),
          agent: (row["agent"] as String?).map { UserID($0) },
          status: ConversationStatus(rawValue: row["status"]),
          lastMessage: (row["lastMessage"] as String?).map { MessageID($0) }, unread: counts,
          isActive: row["isActive"], createdAt: Millis(row["createdAt"] as Int64),
          updatedAt: Millis(row["updatedAt"] as Int64)))
    }
    let messages = try Row.fetchCursor(db, sql: "SELECT * FROM message ORDER BY position")
    while let row = try messages.next() {
      world.insert(
        MessageRecord(
          id: MessageID(row["id"] as String),
          conversation: ConversationID(row["conversation"] as String),
          sender: UserID(row["sender"] as String), kind: MessageKind(rawValue: row["kind"]),
          content: (row["content"] as WholeText?)?.text,
          media: (row["media"] as String?).map { MediaID($0) },
          readAt: (row["readAt"] as Int64?).map { Millis($0) },
          createdAt: Millis(row["createdAt"] as Int64)))
    }
  }

  // MARK: Writing

  func save(_ changes: World.Changes) throws(SandboxOpenError) {
    guard !changes.isEmpty else { return }
    try attempt { database in
      try database.write { db in
        for person in changes.people.values { try Self.write(person, to: db) }
        for conversation in changes.conversations.values { try Self.write(conversation, to: db) }
        for file in changes.media.values { try Self.write(file, to: db) }
        // New messages in the order they came; then the old ones that were read.
        let new = changes.messageOrder.compactMap { changes.messages[$0] }
        for message in new { try Self.write(message, to: db) }
        let added = Set(changes.messageOrder)
        for message in changes.messages.values where !added.contains(message.id) {
          try Self.write(message, to: db)
        }
        for id in changes.deletedMessages {
          try db.execute(sql: "DELETE FROM message WHERE id = ?", arguments: [id.rawValue])
        }
        try Self.set("idSeed", Int64(bitPattern: changes.ids?.seed ?? 0), in: db)
        if let ids = changes.ids { try Self.set("idCount", Int64(ids.count), in: db) }
      }
    }
  }

  func save(secret: [UInt8]) throws(SandboxOpenError) {
    try attempt { database in
      try database.write { try Self.set("secret", Data(secret), in: $0) }
    }
  }

  private static func set(
    _ name: String, _ value: some DatabaseValueConvertible, in db: Database
  ) throws {
    try db.cachedStatement(sql: "INSERT OR REPLACE INTO setting VALUES (?, ?)")
      .execute(arguments: [name, value])
  }

  private static func write(_ person: Person, to db: Database) throws {
    try db.cachedStatement(sql: "INSERT OR REPLACE INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .execute(arguments: [
        person.id.rawValue, person.firstName, person.lastName, person.phone, person.email,
        person.role.rawValue, person.password, person.lastSeen?.value,
      ])
  }

  private static func write(_ conversation: ConversationRecord, to db: Database) throws {
    let unread = JSONValue.object(
      JSONObject(conversation.unread.map { ($0.key.rawValue, .integer($0.value)) }))
    try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO conversation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      conversation.id.rawValue, conversation.farmer.rawValue, conversation.agent?.rawValue,
      conversation.status.rawValue, conversation.lastMessage?.rawValue, unread.encoded,
      conversation.isActive, conversation.createdAt.value, conversation.updatedAt.value,
    ])
  }

  private static func write(_ message: MessageRecord, to db: Database) throws {
    // Its position in the history stays when it is written again.
    try db.cachedStatement(
      sql: """
        INSERT INTO message(id, conversation, sender, kind, content, media, readAt, createdAt)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT(id) DO UPDATE SET readAt = excluded.readAt
        """
    ).execute(arguments: [
      message.id.rawValue, message.conversation.rawValue, message.sender.rawValue,
      message.kind.rawValue, message.content.map(WholeText.init), message.media?.rawValue,
      message.readAt?.value,
      message.createdAt.value,
    ])
  }

  private static func write(_ file: MediaRecord, to db: Database) throws {
    var seed: SeedMedia?
    var bytes: Data?
    switch file.place {
    case .seed(let media): seed = media
    case .memory(let content): bytes = Data(content)
    case .stored: return
    case .file: break
    }
    try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO media VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    .execute(arguments: [
      file.id.rawValue, WholeText(file.name), file.kind.rawValue, file.format, file.size,
      file.createdAt.value, seed?.rawValue, bytes, file.owner?.rawValue, file.stem,
    ])
  }

  // MARK: Failing

  private func attempt<Value>(
    _ work: (DatabaseQueue) throws -> Value
  ) throws(SandboxOpenError) -> Value {
    do {
      return try work(database)
    } catch {
      throw .unusable(path: path, reason: Self.reason(error))
    }
  }

  private static func reason(_ error: any Error) -> String {
    (error as? DatabaseError)?.message ?? error.localizedDescription
  }
}
