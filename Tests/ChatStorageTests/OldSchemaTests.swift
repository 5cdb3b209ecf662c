import ChatClient
import ChatModel
import Foundation
import GRDB
import Testing

@testable import ChatStorage

/// Files of every version there ever was are opened by this one. The texts are frozen: a change of
/// the schema adds a migration and another text, and touches none of these.
@Suite struct OldSchemaTests {
  private static let outbox1 = """
    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
    INSERT INTO grdb_migrations VALUES ('1: entries and drafts');
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
    INSERT INTO entry (id, conversation, text, state, created)
      VALUES ('e1', 'c1', 'words of version 1', 'queued', 8e8);
    INSERT INTO entry (id, conversation, path, name, kind, format, size, state, created)
      VALUES ('e2', 'c1', '/p/leaf.jpg', 'leaf.jpg', 'image', 'image/jpeg', 5, 'failed', 8e8);
    INSERT INTO draft VALUES ('c1', 'a draft of version 1', '["/p/leaf.jpg"]', 8e8);
    """

  /// What version 2 changed.
  private static let outbox2 =
    outbox1 + """

      INSERT INTO grdb_migrations VALUES ('2: when a file was changed');
      ALTER TABLE entry ADD COLUMN changed REAL;
      INSERT INTO entry (id, conversation, path, name, kind, format, size, state, created, changed)
        VALUES ('e3', 'c1', '/p/v.mp4', 'v.mp4', 'video', 'video/mp4', 9, 'queued', 8e8, 7e8);
      """

  /// What version 3 changed.
  private static let outbox3 =
    outbox2 + """

      INSERT INTO grdb_migrations VALUES ('3: waits, and when a connection let go');
      ALTER TABLE entry ADD COLUMN boot TEXT;
      ALTER TABLE entry ADD COLUMN released REAL;
      CREATE TABLE wait (
        conversation TEXT PRIMARY KEY,
        since REAL, since_id TEXT, exact INTEGER NOT NULL,
        status TEXT, mark REAL, mark_id TEXT, again REAL, again_id TEXT
      ) WITHOUT ROWID;
      INSERT INTO entry (id, conversation, text, state, created, handed_over, boot, released)
        VALUES ('e4', 'c1', 'words of version 3', 'unsure', 8e8, 8e8, 'b1', 77.5);
      INSERT INTO wait VALUES ('c1', 7e8, 'm1', 0, NULL, NULL, NULL, NULL, NULL);
      INSERT INTO wait VALUES ('c2', NULL, NULL, 0, 'resolved', 7e8, 'm2', 8e8, 'm3');
      """

  private static let history1 = """
    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
    INSERT INTO grdb_migrations VALUES ('1: conversations and messages');
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
    INSERT INTO person VALUES ('u1', 'Lakshmi', 'R.', '+91', NULL, NULL, 'User');
    INSERT INTO media VALUES ('f1', 'leaf.jpg', 'image', '/leaf', 'image/jpeg', 5, 8e8);
    INSERT INTO conversation (key, id, listed, farmer, status, covered_newest, covered_start, compared)
      VALUES (1, 'c1', 1, 'u1', 'open', 'm1', 1, 8e8);
    INSERT INTO message VALUES
      (1, 'm1', 1, 8e8, 'u1', 'image', NULL, 'f1', 1, 8e8, NULL, 8e8, NULL);
    """

  private func make(_ path: String, _ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  @Test func filesOfVersionOneAreOpened() async throws {
    try await withDirectory { directory in
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
      try make("\(directory)/outbox.sqlite", Self.outbox1)
      try make("\(directory)/history.sqlite", Self.history1)
      let store = try await open(directory)
      #expect(store.remarks.isEmpty)
      let entries = try await store.outbox()
      #expect(entries.map(\.id) == ["e1", "e2"])
      #expect(entries.first?.body == .text("words of version 1"))
      #expect(try await store.drafts()["c1"]?.text == "a draft of version 1")
      #expect(try await store.waits().isEmpty)
      let conversations = try await store.conversations()
      #expect(conversations.first?.farmer.value?.firstName == "Lakshmi")
      let messages = try await store.newestMessages("c1", limit: 9)
      #expect(messages.first?.media.value?.name == "leaf.jpg")
      #expect(try await store.coverage("c1")?.reachesStart == true)
      // And written to.
      try await store.drop(["e1"])
      try await store.apply([.message(Message(id: "m2", content: "new"), in: "c1")])
      #expect(try await store.outbox().map(\.id) == ["e2"])
      await store.close()
    }
  }

  @Test func anOutboxOfVersionTwoIsOpened() async throws {
    try await withDirectory { directory in
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
      try make("\(directory)/outbox.sqlite", Self.outbox2)
      let store = try await open(directory)
      let entries = try await store.outbox()
      #expect(entries.map(\.id) == ["e1", "e2", "e3"])
      guard case .file(let file)? = entries.last?.body else {
        Issue.record("it is not a file")
        return
      }
      #expect(file.changedAt == Date(timeIntervalSinceReferenceDate: 7e8))
      await store.close()
    }
  }

  @Test func anOutboxOfVersionThreeIsOpened() async throws {
    try await withDirectory { directory in
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
      try make("\(directory)/outbox.sqlite", Self.outbox3)
      let store = try await open(directory)
      #expect(store.remarks.isEmpty)
      let entries = try await store.outbox()
      #expect(entries.last?.releasedAt == BootTime(boot: "b1", seconds: 77.5))
      func place(_ time: Double, _ id: MessageID) -> MessagePlace {
        MessagePlace(time: Date(timeIntervalSinceReferenceDate: time), id: id)
      }
      let settled = KeptWait.Settled(
        status: .resolved, newest: place(7e8, "m2"), again: place(8e8, "m3"))
      #expect(
        try await store.waits()
          == ["c1": KeptWait(since: place(7e8, "m1")), "c2": KeptWait(settled: settled)])
      await store.close()
    }
  }

  private static let outboxVersions = OutboxTables.migrator.migrations
  private static let historyVersions = HistoryTables.migrator.migrations

  /// As each version left them: what stands in them is there in this one, and it is written to.
  @Test(arguments: 1...max(outboxVersions.count, historyVersions.count))
  func filesOfEveryVersionAreOpened(_ version: Int) async throws {
    try await withDirectory { directory in
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
      func make(
        _ name: String, _ migrator: DatabaseMigrator, _ versions: [String], _ sql: String
      ) throws {
        let queue = try DatabaseQueue(path: "\(directory)/\(name)")
        try migrator.migrate(queue, upTo: versions[min(version, versions.count) - 1])
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
      }
      try make(
        "outbox.sqlite", OutboxTables.migrator, Self.outboxVersions,
        "INSERT INTO entry (id, conversation, text, state, created) "
          + "VALUES ('e1', 'c1', 'words', 'queued', 8e8)")
      try make(
        "history.sqlite", HistoryTables.migrator, Self.historyVersions,
        "INSERT INTO conversation (key, id, listed, status) VALUES (1, 'c1', 1, 'open'); "
          + "INSERT INTO message (id, conversation, time, kind, content, is_read) "
          + "VALUES ('m1', 1, 8e8, 'text', 'words', 0)")
      let store = try await open(directory)
      #expect(store.remarks.isEmpty)
      #expect(try await store.outbox().map(\.body) == [.text("words")])
      #expect(try await store.conversations().map(\.status) == [.open])
      #expect(try await store.newestMessages("c1", limit: 9).map(\.content) == ["words"])
      try await store.apply([.message(Message(id: "m2", content: "new"), in: "c1")])
      #expect(try await store.newestMessages("c1", limit: 9).count == 2)
      await store.close()
    }
  }

  @Test(arguments: ["outbox.sqlite", "history.sqlite"])
  func aFileOfANewerVersionIsRefusedInWordsAndLeftAsItIs(_ name: String) async throws {
    try await withDirectory { directory in
      let store = try await open(directory)
      let draft = Draft(text: "half", editedAt: Date(timeIntervalSinceReferenceDate: 8e8))
      try await store.saveDraft(draft, for: "c1")
      try await store.apply([.message(Message(id: "m1"), in: "c1")])
      await store.close()
      let path = "\(directory)/\(name)"
      try make(path, "INSERT INTO grdb_migrations VALUES ('999: what nobody knows yet')")
      await #expect {
        _ = try await open(directory)
      } throws: { error in
        guard case .failed(let reason)? = error as? StoreError else { return false }
        return reason.contains(path) && reason.contains("newer furrow")
      }
      try make(path, "DELETE FROM grdb_migrations WHERE identifier LIKE '999%'")
      let again = try await open(directory)
      #expect(again.remarks.isEmpty)
      #expect(try await again.drafts() == ["c1": draft])
      #expect(try await again.message("m1", in: "c1") != nil)
      await again.close()
    }
  }
}
