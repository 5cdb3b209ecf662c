import ChatClient
import ChatModel
import ChatStorage
import Foundation
import GRDB

/// Files that lie on a disk, or in a folder that others write to.
extension FuzzDecoder {
  static let stored = [databaseBytes, databaseValues, teamFolder]

  private static let now = Date(timeIntervalSinceReferenceDate: 8e8)

  /// The files of an account that has something of everything, by their names.
  private static let account = Task {
    try await inFolder { folder in
      let store = try await SQLiteStore.open(directory: folder.path)
      try await store.accept(
        (0..<20).map {
          OutboxEntry(
            id: OutboxID("e\($0)"), conversationID: "c1", body: .text("word \($0)"), createdAt: now)
        })
      try await store.saveDraft(Draft(text: "half", editedAt: now), for: "c1")
      try await store.apply(
        [.conversation(Conversation(id: "c1", status: .open, unreadCount: ["a1": 2]))]
          + (0..<60).map {
            .message(Message(id: MessageID("m\($0)"), content: "word \($0)"), in: "c1")
          })
      _ = try await store.saveLocal([
        LocalChange(
          .note("n1"),
          .note(ConversationNote(id: "n1", conversationID: "c1", text: "a note", writtenAt: now)))
      ])
      try await store.noteUsed([Used(.sent, "leaf", at: now)])
      try await store.noteTeam([
        .sample(StatisticsSample(at: now, total: 3)),
        .audit(
          AuditEntry(
            at: now, who: "a1", conversationID: "c1", change: .status(from: .open, to: .closed),
            answer: .done, origin: .desk)),
      ])
      while try await store.indexMore() {}
      await store.close()
      return try ["outbox.sqlite", "history.sqlite"].map {
        [UInt8](try Data(contentsOf: folder.appending(path: $0)))
      }
    }
  }

  private static func inFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
  }

  private static func inFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  private static func makeFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Six bytes an edit of the account's files: which file, where, what, and how much.
  private static let databaseBytes = FuzzDecoder(
    "database-bytes",
    words: [[0, 0, 0, 2, 0, 255], [1, 128, 0, 3, 0, 0], [0, 0, 24, 0, 255, 0]],
    seeds: [
      [], [0, 0, 100, 0, 7, 1], [1, 1, 0, 1, 255, 9, 0, 64, 0, 2, 0, 200], [1, 200, 0, 3, 0, 0],
    ],
    longest: 60, shortCount: 3,
    read: .later { input in
      var files = try await account.value
      for start in stride(from: 0, to: input.count - 5, by: 6) {
        edit(&files[Int(input[start]) % 2], input[start..<(start + 6)])
      }
      return try await inFolder { folder in
        for (name, bytes) in zip(["outbox.sqlite", "history.sqlite"], files) {
          try Data(bytes).write(to: folder.appending(path: name))
        }
        return try await readAll(folder)
      }
    })

  private static func edit(_ file: inout [UInt8], _ edit: ArraySlice<UInt8>) {
    let edit = Array(edit)
    guard !file.isEmpty else { return }
    let place = (Int(edit[1]) << 8 | Int(edit[2])) * file.count >> 16
    let end = min(file.count, place + Int(edit[5]) + 1)
    switch edit[3] % 4 {
    case 0: for at in place..<end { file[at] = edit[4] }
    case 1: for at in place..<end { file[at] ^= edit[4] | 1 }
    case 2:
      for at in (place / 4096 * 4096)..<min(file.count, place / 4096 * 4096 + 4096) { file[at] = 0 }
    default: file.removeSubrange(place...)
    }
  }

  private static let oddValues: [DatabaseValue] = [
    .null, 0.databaseValue, (-1).databaseValue, Int64.max.databaseValue, Int64.min.databaseValue,
    1e300.databaseValue, (-0.5).databaseValue, Double.infinity.databaseValue, "".databaseValue,
    "words".databaseValue, "9e999".databaseValue, "[".databaseValue, "{\"a\":[1]}".databaseValue,
    Data([0xFF, 0, 0xED, 0xA0]).databaseValue, Data().databaseValue,
    String(repeating: "x", count: 5000).databaseValue,
  ]

  /// Three bytes an edit: the column, counted over all tables of both files, and its new value.
  private static let databaseValues = FuzzDecoder(
    "database-values", words: [[0, 3, 1], [1, 8, 7], [1, 20, 3]],
    seeds: [[], [0, 5, 3], [1, 2, 13, 0, 9, 5], [1, 30, 8]], longest: 30, shortCount: 4,
    read: .later { input in
      let files = try await account.value
      return try await inFolder { folder in
        for (name, bytes) in zip(["outbox.sqlite", "history.sqlite"], files) {
          try Data(bytes).write(to: folder.appending(path: name))
        }
        for start in stride(from: 0, to: input.count - 2, by: 3) {
          let name = ["outbox.sqlite", "history.sqlite"][Int(input[start]) % 2]
          let queue = try DatabaseQueue(path: folder.appending(path: name).path)
          try await queue.write { database in
            let columns = try Row.fetchAll(
              database,
              sql: """
                SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY 1, c.cid
                """)
            guard !columns.isEmpty else { return }
            let column = columns[Int(input[start + 1]) % columns.count]
            let (table, name): (String, String) = (column[0], column[1])
            let value = oddValues[Int(input[start + 2]) % oddValues.count]
            // What the table's own rules refuse is no odd value of it.
            try? database.execute(
              sql: "UPDATE OR REPLACE \"\(table)\" SET \"\(name)\" = ?", arguments: [value])
          }
          try queue.close()
        }
        return try await readAll(folder)
      }
    })

  /// Opens an account and asks it for everything. What it takes afterwards, it has.
  private static func readAll(_ folder: URL) async throws -> Int {
    let store: SQLiteStore
    do {
      store = try await SQLiteStore.open(directory: folder.path)
    } catch {
      return kind(1, "\(error)".utf8.count / 64)
    }
    var hash = kind(2, store.remarks.count)
    func count(_ body: () async throws -> Int) async throws {
      do {
        hash = kind(hash, few(try await body()))
      } catch is StoreError {
        hash = kind(hash, 99)
      }
    }
    try await count { try await store.conversations().count }
    try await count { try await store.newestMessages("c1", limit: 100).count }
    try await count { try await store.coverage("c1") == nil ? 0 : 1 }
    try await count { try await store.runs("c1").count }
    try await count { try await store.heldUnread().count }
    try await count { try await store.outbox().count }
    try await count { try await store.drafts().count }
    try await count { try await store.waits().count }
    try await count { try await store.localData().isEmpty ? 0 : 1 }
    try await count { try await store.used().count }
    try await count { try await store.audit(since: .distantPast, until: .distantFuture).count }
    try await count { try await store.samples().count }
    try await count {
      let query = try SearchQuery(
        reading: "word", now: now, calendar: Calendar(identifier: .gregorian))
      return try await store.search(SearchRequest(query, now: now)).hits.count
    }
    try await count { try await store.indexMore() ? 1 : 0 }
    let mine = OutboxEntry(id: "mine", conversationID: "c1", body: .text("mine"), createdAt: now)
    let isTaken = (try? await store.accept([mine])) != nil
    let isThere = (try? await store.outbox())?.contains { $0.id == "mine" } ?? false
    await store.close()
    try law(!isTaken || isThere, "what was accepted is not there")
    return kind(hash, isTaken ? 1 : 0)
  }

  /// A colleague's file in the folder of the team.
  private static let teamFolder = FuzzDecoder(
    "team-notes",
    words: jsonWords + [
      "\"furrow\":1", "\"kind\":\"note\"", "\"author\":{\"id\":\"b\"}", "\"server\":\"s\"",
      "\"id\":", "\"edited\":",
      "\"written\":", "\"text\":", "\"conversation\":", "\n", "1e12", "8e8",
    ],
    seeds: [
      #"{"author":{"id":"b","name":"Ravi"},"conversation":"c1","edited":8e8,"furrow":1,"id":"n","kind":"note","server":"s","text":"a note","written":8e8}"#
        + "\n",
      #"{"author":{"id":"b"},"conversation":"c1","edited":800000001,"furrow":1,"id":"n","kind":"note","server":"s"}"#
        + "\n{\"kind\":\"other\",\"furrow\":1}\n",
    ], longest: 1000, shortCount: 20
  ) { input in
    try inFolder { folder in
      try Data(input).write(to: folder.appending(path: "b@s.jsonl"))
      let team = TeamFolder(folder, author: "a", server: "s")
      let contents = team.read()
      let notes = team.notes(in: contents)
      try law(
        notes.allSatisfy { ConversationNote.problem(with: $0.text) == nil }, "a note that is none")
      return kind(few(contents.lines.count), few(notes.count), contents.problems.count)
    }
  }
}
