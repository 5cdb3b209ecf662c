import ChatClient
import ChatModel
import Foundation
import Testing

@testable import ChatStorage

/// What is saved of a damaged file, and that none ends the program.
@Suite struct DamageTests {
  private func entry(_ number: Int, _ state: OutboxEntry.State = .queued) -> OutboxEntry {
    OutboxEntry(
      id: OutboxID("e\(number)"), conversationID: "c1",
      body: .text(String(repeating: "word \(number) ", count: 40)), state: state,
      createdAt: Date(timeIntervalSinceReferenceDate: 8e8))
  }

  /// An account with a hundred entries and a draft, closed, all of it in the file itself.
  private func fill(_ directory: String, _ state: OutboxEntry.State = .queued) async throws {
    let store = try await open(directory)
    try await store.accept((0..<100).map { entry($0, state) })
    try await store.saveDraft(
      Draft(text: "half", editedAt: Date(timeIntervalSinceReferenceDate: 8e8)), for: "c1")
    try await store.apply(
      (0..<300).map { .message(Message(id: MessageID("m\($0)"), content: "word \($0)"), in: "c1") })
    await store.close()
    for name in ["outbox.sqlite", "history.sqlite"] {
      #expect(!FileManager.default.fileExists(atPath: "\(directory)/\(name)-wal"))
    }
  }

  private func overwrite(_ path: String, at offset: Int, with byte: UInt8, count: Int) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    defer { try? file.close() }
    try file.seek(toOffset: UInt64(offset))
    try file.write(contentsOf: Data(repeating: byte, count: count))
  }

  private func size(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
  }

  private func check(_ directory: String, saves least: Int) async throws {
    let store = try await open(directory)
    let saved = try await store.outbox()
    #expect(saved.count >= least && saved.count < 100, "\(saved.count)")
    #expect(
      saved == saved.sorted { Int($0.id.rawValue.dropFirst())! < Int($1.id.rawValue.dropFirst())! })
    #expect(saved.allSatisfy { $0.state == .unsure }, "compared with the history before any goes")
    #expect(store.remarks.count == 1)
    #expect(store.remarks.first?.contains("\(saved.count) message") == true, "\(store.remarks)")
    #expect(FileManager.default.fileExists(atPath: "\(directory)/outbox.sqlite.damaged-1"))
    await store.close()
    let again = try await open(directory)
    #expect(again.remarks.isEmpty)
    #expect(try await again.outbox() == saved)
    await again.close()
  }

  @Test func zeroesInTheMiddleCostOnlyWhatStoodThere() async throws {
    try await withDirectory { directory in
      try await fill(directory)
      let path = "\(directory)/outbox.sqlite"
      try overwrite(path, at: try size(path) / 2 / 4096 * 4096, with: 0, count: 4096)
      try await check(directory, saves: 50)
    }
  }

  @Test func theBeginningOfATruncatedOutboxIsSaved() async throws {
    try await withDirectory { directory in
      try await fill(directory)
      let path = "\(directory)/outbox.sqlite"
      #expect(truncate(path, try size(path) * 2 / 5) == 0)
      try await check(directory, saves: 20)
    }
  }

  @Test func anOutboxThatBecameEmptyIsDamagedAndNotNew() async throws {
    try await withDirectory { directory in
      try await fill(directory)
      #expect(truncate("\(directory)/outbox.sqlite", 0) == 0)
      let store = try await open(directory)
      #expect(store.remarks.first?.contains("outbox.sqlite.damaged-1") == true)
      try await store.accept([entry(1)])
      await store.close()
    }
  }

  @Test func whatWasWrittenAheadOfAnOutboxThatBecameEmptyIsSaved() async throws {
    try await withDirectory { directory in
      let whole = "\(directory)/whole"
      let store = try await open(whole)
      try await store.accept((0..<9).map { entry($0) })
      // As after a kill: what was written ahead is not in the file yet.
      let copy = "\(directory)/copy"
      try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
      for name in ["outbox.sqlite", "outbox.sqlite-wal", "history.sqlite"] {
        try FileManager.default.copyItem(atPath: "\(whole)/\(name)", toPath: "\(copy)/\(name)")
      }
      await store.close()
      #expect(truncate("\(copy)/outbox.sqlite", 0) == 0)
      let rescued = try await open(copy)
      #expect(try await rescued.outbox().map(\.id.rawValue) == (0..<9).map { "e\($0)" })
      #expect(rescued.remarks.first?.contains("9 messages") == true)
      await rescued.close()
      for name in try FileManager.default.contentsOfDirectory(atPath: copy) where name != "bells" {
        let facts = try FileManager.default.attributesOfItem(atPath: "\(copy)/\(name)")
        #expect(facts[.posixPermissions] as? Int == 0o600, "\(name)")
        #expect(!name.contains(".copy"))
      }
    }
  }

  @Test func anAccountWhoseMakingWasCutShortIsNew() async throws {
    try await withDirectory { directory in
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: "\(directory)/outbox.sqlite"))
      let store = try await open(directory)
      #expect(store.remarks.isEmpty)
      await store.close()
    }
  }

  /// Killed, or refused by a full disk, between setting a damaged file aside and saving what it holds.
  @Test(arguments: ["nothing new", "a new file without a word", "a new outbox", "the old -wal"])
  func aRescueThatWasCutShortIsFinishedByTheNextStart(_ left: String) async throws {
    try await withDirectory { directory in
      try await fill(directory)
      let (path, moved) = ("\(directory)/outbox.sqlite", "\(directory)/outbox.sqlite.damaged-1")
      let files = FileManager.default
      try files.moveItem(atPath: path, toPath: moved)
      try Data(moved.utf8).write(to: URL(fileURLWithPath: "\(path).exchange"))
      switch left {
      case "a new file without a word": _ = files.createFile(atPath: path, contents: nil)
      case "a new outbox":
        try files.createDirectory(atPath: "\(directory)/new", withIntermediateDirectories: true)
        await (try open("\(directory)/new")).close()
        try files.moveItem(atPath: "\(directory)/new/outbox.sqlite", toPath: path)
      case "the old -wal":
        _ = files.createFile(atPath: "\(path)-wal", contents: Data(count: 10))
      default: break
      }
      let store = try await open(directory)
      #expect(try await store.outbox().count == 100)
      #expect(store.remarks.first?.contains("100 messages and 1 draft") == true)
      await store.close()
      #expect(files.fileExists(atPath: moved))
      #expect(!files.fileExists(atPath: "\(path).exchange"))
      let again = try await open(directory)
      #expect(again.remarks.isEmpty)
      #expect(try await again.outbox().count == 100)
      await again.close()
    }
  }

  @Test func ofGarbageNothingIsSavedAndThatIsSaid() async throws {
    try await withDirectory { directory in
      try await fill(directory)
      let path = "\(directory)/outbox.sqlite"
      try overwrite(path, at: 0, with: 0x58, count: try size(path))
      let store = try await open(directory)
      #expect(try await store.outbox().isEmpty)
      #expect(store.remarks.first?.contains("saved") == false)
      await store.close()
    }
  }

  @Test func aDamagedHistoryLeavesOutboxAndDraftsAlone() async throws {
    try await withDirectory { directory in
      try await fill(directory)
      let path = "\(directory)/history.sqlite"
      try overwrite(path, at: 0, with: 0, count: try size(path))
      let store = try await open(directory)
      #expect(store.remarks.first?.contains("history.sqlite.damaged-1") == true)
      #expect(try await store.outbox().count == 100)
      #expect(try await store.outbox().allSatisfy { $0.state == .queued })
      #expect(try await store.drafts()["c1"]?.text == "half")
      #expect(try await store.conversations().isEmpty)
      await store.close()
    }
  }

  @Test func nothingIsSetAsideUnderTheHandsOfAnotherProcess() async throws {
    try await withDirectory { directory in
      try await fill(directory)
      let path = "\(directory)/outbox.sqlite"
      let other = try FileLock("\(directory)/use.lock")
      try other.share()
      try overwrite(path, at: 0, with: 0x58, count: try size(path))
      await #expect(throws: StoreError.self) { _ = try await open(directory) }
      #expect(FileManager.default.fileExists(atPath: path))
      other.release()
      let store = try await open(directory)
      #expect(store.remarks.count == 1)
      await store.close()
    }
  }

  /// Bytes of every kind at every place: an error or fewer rows, never a trap.
  @Test(arguments: [UInt8(0), 0x01, 0x7F, 0xFF])
  func noDamageEndsTheProgram(_ byte: UInt8) async throws {
    try await withDirectory { directory in
      let whole = "\(directory)/whole"
      try await fill(whole, .unsure)
      let written = Dictionary(
        uniqueKeysWithValues: (0..<100).map { ("e\($0)", entry($0, .unsure)) })
      for part in 0..<24 {
        let copy = "\(directory)/copy-\(part)"
        try FileManager.default.copyItem(atPath: whole, toPath: copy)
        for name in ["outbox.sqlite", "history.sqlite"] {
          let path = "\(copy)/\(name)"
          let length = try size(path)
          try overwrite(path, at: 100 + (length - 400) * part / 24, with: byte, count: 200)
        }
        // It opens, whatever is left; what it gives has been written, or it says that it cannot.
        let store = try await open(copy)
        let saved = (try? await store.outbox()) ?? []
        for entry in saved where entry.state == .unsure {
          // Bytes inside a text are not told from such as were written: then it is nobody's.
          let isNobodys = Set(entry.conversationID.rawValue.utf8).isSubset(
            of: [byte, 0xEF, 0xBF, 0xBD])
          #expect(
            isNobodys || written[entry.id.rawValue]?.conversationID == entry.conversationID,
            "part \(part)")
        }
        let messages = (try? await store.newestMessages("c1", limit: 500)) ?? []
        #expect(messages.count <= 300)
        _ = try? await store.drafts()
        _ = try? await store.conversations()
        _ = try? await store.coverage("c1")
        // What is accepted from now on is kept; where it says that it cannot, the next start can.
        let after = OutboxEntry(
          id: "after", conversationID: "c1", body: .text("after"), createdAt: Date())
        let isAccepted = (try? await store.accept([after])) != nil
        await store.close()
        let again = try await open(copy)
        if !isAccepted {
          #expect(!again.remarks.isEmpty, "part \(part)")
          try await again.accept([after])
        }
        #expect(try await again.outbox().contains { $0.id == "after" }, "part \(part)")
        await again.close()
      }
    }
  }
}
