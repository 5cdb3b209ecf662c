import ChatClient
import ChatModel
import CPosix
import Foundation
import GRDB
import Testing

@testable import ChatStorage

/// What is particular to files: permissions, damage, several processes.
@Suite struct SQLiteStoreTests {
  private func entry(_ id: String) -> OutboxEntry {
    OutboxEntry(id: OutboxID(id), conversationID: "c1", body: .text("x"), createdAt: Date())
  }

  private func mode(_ path: String) throws -> Int? {
    let facts = try FileManager.default.attributesOfItem(atPath: path)
    return (facts[.posixPermissions] as? NSNumber)?.intValue
  }

  @Test func nobodyElseMayLookIntoAnAccount() async throws {
    try await withDirectory { root in
      let directory = "\(root)/host_443/user"
      let store = try await open(directory)
      try await store.accept([entry("a")])
      try await store.apply([.conversation(Conversation(id: "c1"))])
      #expect(try mode(directory) == 0o700)
      #expect(try mode("\(root)/host_443") == 0o700)
      for name in try FileManager.default.contentsOfDirectory(atPath: directory)
      where name != "bells" {
        #expect(try mode("\(directory)/\(name)") == 0o600, "\(name)")
      }
      await store.close()
    }
  }

  @Test func whatOthersCouldLookIntoIsClosedToThem() async throws {
    try await withDirectory { directory in
      let first = try await open(directory)
      try await first.accept([entry("a")])
      await first.close()
      // As a copy leaves it.
      let files = ["", "/outbox.sqlite", "/history.sqlite"].map { directory + $0 }
      for file in files { #expect(chmod(file, 0o755) == 0) }
      let second = try await open(directory)
      #expect(try files.map(mode) == [0o700, 0o600, 0o600])
      await second.close()
    }
  }

  @Test func nothingIsKeptInSomebodyElsesFolder() {
    #expect(AccountDirectory.isForeign(1001, to: 1000))
    #expect(AccountDirectory.isForeign(0, to: 1000), "what root gave to all")
    #expect(!AccountDirectory.isForeign(1000, to: 1000))
    #expect(!AccountDirectory.isForeign(1000, to: 0))
  }

  @Test func everythingIsThereAfterReopening() async throws {
    try await withDirectory { directory in
      let first = try await open(directory)
      try await first.accept([entry("a")])
      try await first.apply([.conversation(Conversation(id: "c1", status: .open))])
      await first.close()
      let second = try await open(directory)
      #expect(try await second.outbox().map(\.id) == ["a"])
      #expect(try await second.conversations().map(\.status) == [.open])
      #expect(second.remarks.isEmpty)
      await second.close()
    }
  }

  @Test func theOutboxIsSyncedWithEveryWrite() async throws {
    try await withDirectory { directory in
      let store = try await open(directory)
      await store.close()
      let place = try AccountDirectory(making: directory)
      var remarks: [String] = []
      for (name, content, level) in [
        ("outbox.sqlite", AccountDirectory.Content.outbox, 2), ("history.sqlite", .history, 1),
      ] {
        let database = try place.open(name, as: content, &remarks)
        let found = try await database.writer.writeWithoutTransaction { database in
          (
            try Int.fetchOne(database, sql: "PRAGMA synchronous"),
            try String.fetchOne(database, sql: "PRAGMA journal_mode")
          )
        }
        #expect(found.0 == level)
        #expect(found.1 == "wal")
        database.close()
      }
    }
  }

  @Test func aDamagedFileIsSetAsideWithAMessage() async throws {
    try await withDirectory { directory in
      let first = try await open(directory)
      try await first.accept([entry("a")])
      await first.close()
      try Data(repeating: 0x58, count: 8192).write(
        to: URL(fileURLWithPath: "\(directory)/outbox.sqlite"))
      let second = try await open(directory)
      #expect(second.remarks.count == 1)
      #expect(second.remarks.first?.contains("outbox.sqlite.damaged-1") == true)
      #expect(
        FileManager.default.fileExists(atPath: "\(directory)/outbox.sqlite.damaged-1"))
      try await second.accept([entry("b")])
      #expect(try await second.outbox().map(\.id) == ["b"])
      await second.close()
    }
  }

  @Test func damageFoundInUseIsSetAsideAtTheNextStart() async throws {
    try await withDirectory { directory in
      let path = "\(directory)/history.sqlite"
      let first = try await open(directory)
      try await first.apply(
        (0..<2000).map {
          .message(Message(id: MessageID("m\($0)"), content: "word \($0)"), in: "c1")
        })
      await first.close()
      // The head is whole, so that the file opens; what follows is not.
      let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
      try file.seek(toOffset: 40_960)
      try file.write(contentsOf: Data(repeating: 0xFF, count: 65_536))
      try file.close()
      let second = try await open(directory)
      await #expect(throws: StoreError.self) {
        _ = try await second.newestMessages("c1", limit: 2000)
      }
      await second.close()
      let third = try await open(directory)
      #expect(third.remarks.first?.contains("history.sqlite.damaged-1") == true)
      #expect(try await third.newestMessages("c1", limit: 2000).isEmpty)
      await third.close()
      let fourth = try await open(directory)
      #expect(fourth.remarks.isEmpty)
      await fourth.close()
    }
  }

  @Test func aDirectoryThatCannotBeMadeIsAnError() async throws {
    try await withDirectory { directory in
      try Data().write(to: URL(fileURLWithPath: directory))
      await #expect(throws: StoreError.self) {
        _ = try await SQLiteStore.open(directory: "\(directory)/below/a-file")
      }
    }
  }

  @Test func aFullDiskIsSaidToBeFull() {
    #expect(StoreError(DatabaseError(resultCode: .SQLITE_FULL)) == .full)
    #expect(StoreError(DatabaseError(resultCode: .SQLITE_IOERR_SHMSIZE)) == .full)
    #expect(StoreError(DatabaseError(resultCode: .SQLITE_READONLY)) == .readOnly)
    #expect(AccountDirectory.failure(code: ENOSPC, at: "/x") == .full)
    #expect(AccountDirectory.failure(code: EROFS, at: "/x") == .readOnly)
  }

  @Test func manyMayOpenANewAccountAtOnce() async throws {
    try await withDirectory { directory in
      let stores = try await withThrowingTaskGroup(of: AnyStore.self) { group in
        for _ in 0..<8 { group.addTask { try await open(directory) } }
        var stores: [AnyStore] = []
        for try await store in group { stores.append(store) }
        return stores
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (index, store) in stores.enumerated() {
          group.addTask { try await store.accept([self.entry("e\(index)")]) }
        }
        try await group.waitForAll()
      }
      #expect(try await stores[0].outbox().count == 8)
      for store in stores { await store.close() }
    }
  }

  @Test func oneOfSeveralLeadsUntilItEnds() async throws {
    try await withDirectory { directory in
      let first = try await open(directory)
      let second = try await open(directory)
      #expect(await first.lead())
      #expect(await !second.lead())
      let hears = Task {
        for await change in second.changes where change == .leaderLeft { return true }
        return false
      }
      await first.close()
      #expect(await hears.value)
      #expect(await second.lead())
      await second.close()
    }
  }

  @Test func othersHearOfAnAcceptedMessageAndTheWriterDoesNot() async throws {
    try await withDirectory { directory in
      let first = try await open(directory)
      let second = try await open(directory)
      try await first.accept([entry("a")])
      var heard = second.changes.makeAsyncIterator()
      #expect(await heard.next() == .outbox)
      #expect(try await second.outbox().map(\.id) == ["a"])
      await first.close()
      for await change in first.changes { Issue.record("heard itself: \(change)") }
      await second.close()
    }
  }

  @Test func aSocketLeftBehindDoesNotKeepOthersFromHearing() async throws {
    try await withDirectory { directory in
      let first = try await open(directory)
      let left = "\(ChangeBell.place(for: directory))/0-left.bell"
      let socket = cposix_datagram_bind(left)
      try #require(socket >= 0)
      _ = Foundation.close(socket)
      let second = try await open(directory)
      try await first.saveDraft(Draft(text: "x", editedAt: Date()), for: "c1")
      var heard = second.changes.makeAsyncIterator()
      #expect(await heard.next() == .drafts)
      #expect(!FileManager.default.fileExists(atPath: left), "nobody answers there")
      await first.close()
      await second.close()
    }
  }

  @Test func aUserIDIsNeverAPath() {
    #expect(
      SQLiteStore.directory(below: "/d", host: "chat.example", port: 443, user: "../../etc")
        == "/d/chat.example_443/..%2F..%2Fetc")
    #expect(
      SQLiteStore.directory(below: "/d", host: "::1", port: 5000, user: "..")
        == "/d/%3A%3A1_5000/%..")
  }
}
