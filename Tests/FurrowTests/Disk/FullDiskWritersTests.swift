import ChatClient
import ChatModel
import ChatStorage
import Foundation
import JSON
import Recordings
import Testing

@testable import ChatConnection
@testable import furrow

/// Whoever writes to a disk finds it full at some moment: it is said, what was there stays, and what was
/// refused is not there by half.
@Suite(.enabled(if: SmallDisk.isPossible, "Mounting a disk of its own needs root."))
struct FullDiskWritersTests {
  private static let now = Date(timeIntervalSinceReferenceDate: 8e8)

  /// What an account keeps.
  enum Kept: String, CaseIterable, Sendable {
    case outbox, draft, history, note, used, waits, audit, sample

    func write(_ text: String, to store: SQLiteStore) async throws {
      switch self {
      case .outbox:
        try await store.accept([
          OutboxEntry(
            id: OutboxID(String(text.prefix(9))), conversationID: "c1", body: .text(text),
            createdAt: now)
        ])
      case .draft:
        let id = ConversationID(String(text.prefix(9)))
        try await store.saveDraft(Draft(text: text, editedAt: now), for: id)
      case .history:
        let id = MessageID(String(text.prefix(9)))
        try await store.apply([.message(Message(id: id, content: text), in: "c1")])
      case .note:
        let id = NoteID(String(text.prefix(9)))
        let note = ConversationNote(id: id, conversationID: "c1", text: text, writtenAt: now)
        _ = try await store.saveLocal([LocalChange(.note(id), .note(note))])
      case .used: try await store.noteUsed([Used(.sent, text, at: now)])
      case .waits:
        let place = MessagePlace(time: now, id: MessageID(text))
        try await store.saveWaits([ConversationID(String(text.prefix(9))): KeptWait(since: place)])
      case .audit:
        let entry = AuditEntry(
          at: now, who: "a1", conversationID: "c1", farmer: text,
          change: .status(from: .open, to: .closed), answer: .done, origin: .desk)
        try await store.noteTeam([.audit(entry)])
      case .sample:
        // One of a moment stays; each text has a length of its own.
        let sample = StatisticsSample(
          at: now + 3600 * Double(text.utf8.count), total: 1, messages: text.utf8.count)
        try await store.noteTeam([.sample(sample)])
      }
    }

    func has(_ text: String, in store: SQLiteStore) async throws -> Bool {
      let begin = String(text.prefix(9))
      return switch self {
      case .outbox: try await store.outbox().contains { $0.body == .text(text) }
      case .draft: try await store.drafts()[ConversationID(begin)]?.text == text
      case .history:
        try await store.newestMessages("c1", limit: 99).contains { $0.content == text }
      case .note:
        try await store.localData().note(NoteID(begin))?.text == text
      case .used: try await store.used().contains { $0.text == text }
      case .waits:
        try await store.waits()[ConversationID(begin)]?.since?.id.rawValue == text
      case .audit:
        try await store.audit(since: .distantPast, until: .distantFuture)
          .contains { $0.farmer == text }
      case .sample: try await store.samples().contains { $0.messages == text.utf8.count }
      }
    }
  }

  /// The room that is left differs, so that the disk becomes full at each of the writes of a change.
  @Test(arguments: Kept.allCases)
  func anAccountKeepsAllOrNothingOfAChange(kept: Kept) async throws {
    let disk = try SmallDisk(kilobytes: 1536)
    let directory = disk.url.appending(path: "account").path
    var store = try await SQLiteStore.open(directory: directory)
    let before = "before   " + String(repeating: "b", count: 100)
    try await kept.write(before, to: store)
    var refused = 0
    for pages in 0..<12 {
      let text =
        "change \(pages)  ".padding(toLength: 9, withPad: "x", startingAt: 0)
        + String(repeating: "c", count: 20_000 + pages)
      disk.fill(leaving: pages)
      let isTaken: Bool
      do {
        try await kept.write(text, to: store)
        isTaken = true
      } catch {
        #expect(error as? StoreError == .full, "\(pages) pages: \(error)")
        isTaken = false
        refused += 1
      }
      if pages % 4 == 0 {
        await store.close()
        disk.makeRoom()
        store = try await SQLiteStore.open(directory: directory)
        #expect(store.remarks.isEmpty, "\(store.remarks)")
      }
      disk.makeRoom()
      #expect(try await kept.has(text, in: store) == isTaken, "\(pages) pages")
      #expect(try await kept.has(before, in: store), "\(pages) pages")
      if !isTaken {
        try await kept.write(text, to: store)
        #expect(try await kept.has(text, in: store), "there is room again")
      }
    }
    #expect(refused > 0)
    await store.close()
  }

  /// The room that is left differs: for nothing, for the copy of the old one, for all.
  @Test(arguments: ["views.toml", "roster.toml", "config.toml"])
  func aFileOfTheTeamIsRewrittenWholeOrStaysAlone(name: String) throws {
    let disk = try SmallDisk()
    let file = disk.url.appending(path: name)
    let old = String(repeating: "# the team's, of an earlier version\n", count: 150)
    try Data(old.utf8).write(to: file)
    var refused = 0
    for pages in 0..<6 {
      disk.fill(leaving: pages)
      let failure = failure { _ = try KeptFiles.migrate(file, at: Self.now, writes: true) }
      disk.makeRoom()
      guard let failure else { break }
      refused += 1
      #expect(failure.status == .cannotStore)
      #expect(failure.message.contains("disk"), "\(failure.message)")
      #expect(try String(contentsOf: file, encoding: .utf8) == old, "\(pages) pages")
      #expect(try FileManager.default.contentsOfDirectory(atPath: disk.url.path) == [name])
    }
    #expect(refused > 1)
    _ = try KeptFiles.migrate(file, at: Self.now, writes: true)
    #expect(try String(contentsOf: file, encoding: .utf8).contains("version = 1"))
  }

  @Test func aRecordingEndsWithItsLastWholeLineAndSaysWhy() throws {
    let disk = try SmallDisk()
    let file = disk.url.appending(path: "r.jsonl")
    let book = WireBook(program: "furrow/test")
    let writer = try RecordingWriter(to: file, of: book, masking: nil)
    for number in 0..<200 {
      book.note(
        WireRecord(
          number: 0, at: 0, identity: "me", session: "s1", direction: .incoming, layer: .sio,
          name: "message:new", bytes: 1,
          data: .string("\(number) " + String(repeating: "x", count: 999))))
    }
    let result = writer.finish()
    #expect(result.problem?.status == .cannotStore)
    #expect(result.problem?.message.contains("cannot be written on") == true)
    let read = try Recording(contentsOf: file.path)
    #expect(read.records.count > 20 && read.records.count <= result.lines)
  }

  @Test func anExportIsThereWholeOrNotAtAll() throws {
    let disk = try SmallDisk()
    let path = disk.url.appending(path: "e.txt").path
    try Data("old".utf8).write(to: URL(filePath: path))
    let failure = failure {
      let file = try ExportFile(path, replacing: true)
      for _ in 0..<100 { try file.write(String(repeating: "x", count: 1000)) }
      try file.finish()
    }
    #expect(failure?.message.contains("the disk is full") == true)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.url.path) == ["e.txt"])
  }

  @Test func aLogGoesOnWithAWholeLineOnceThereIsRoom() throws {
    let disk = try SmallDisk()
    let log = LogFile(disk.url.appending(path: "f.log"))
    log.append("first")
    disk.fill()
    for number in 0..<20 { log.append("\(number) " + String(repeating: "x", count: 999)) }
    disk.makeRoom()
    log.append("last")
    let lines = try String(contentsOf: disk.url.appending(path: "f.log"), encoding: .utf8)
      .split(separator: "\n")
    #expect(lines.first == "first" && lines.last == "last")
  }

  @Test func aNoteForTheTeamIsRefusedAndTheOthersStay() throws {
    let disk = try SmallDisk()
    let team = TeamFolder(disk.url, author: "a", server: "s")
    func note(_ id: NoteID, _ text: String) -> ConversationNote {
      ConversationNote(id: id, conversationID: "c1", text: text, writtenAt: Self.now)
    }
    try team.add(note("n1", "first"), id: "n1", at: Self.now, authorName: nil)
    disk.fill()
    let large = String(repeating: "x", count: 9000)
    #expect(throws: TeamFolderError.self) {
      try team.add(note("n2", large), id: "n2", at: Self.now, authorName: nil)
    }
    #expect(team.notes(in: team.read()).map(\.text) == ["first"])
    disk.makeRoom()
    try team.add(note("n3", "third"), id: "n3", at: Self.now, authorName: nil)
    #expect(Set(team.notes(in: team.read()).map(\.text)) == ["first", "third"])
  }
}
