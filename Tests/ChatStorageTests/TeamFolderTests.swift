import ChatModel
import Foundation
import JSON
import Testing

@testable import ChatStorage

@Suite struct TeamFolderTests {
  private func folder(_ author: UserID, _ directory: String) -> TeamFolder {
    TeamFolder(URL(filePath: directory), author: author, server: "chat.example_443")
  }

  private func make(_ directory: String) throws {
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
  }

  private func note(_ id: NoteID, _ text: String, edited: Double = 10) -> ConversationNote {
    ConversationNote(
      id: id, conversationID: "c1", text: text, writtenAt: Date(timeIntervalSince1970: 5),
      editedAt: Date(timeIntervalSince1970: edited))
  }

  private let now = Date(timeIntervalSince1970: 99)

  @Test func aNoteReachesTheColleaguesAndItsAuthorElsewhere() async throws {
    try await withDirectory { directory in
      try make(directory)
      let (meera, kiran) = (folder("u1", directory), folder("u2", directory))
      try meera.add(note("n1", "north \"field\"\n"), id: "n1", at: now, authorName: "Meera")
      let contents = kiran.read()
      #expect(contents.problems.isEmpty)
      let notes = kiran.notes(in: contents)
      #expect(notes.map(\.text) == ["north \"field\"\n"])
      #expect(notes.first?.author == "Meera")
      #expect(notes.first?.conversationID == "c1")
      // Under its own id, as mine.
      let own = meera.notes(in: meera.read())
      #expect(own.map(\.id) == ["n1"] && own.first?.author == nil)
    }
  }

  @Test func theLastEditCountsInWhateverOrderTheLinesStand() async throws {
    try await withDirectory { directory in
      try make(directory)
      let (meera, kiran) = (folder("u1", directory), folder("u2", directory))
      try meera.add(note("n1", "second", edited: 20), id: "n1", at: now, authorName: nil)
      try meera.add(note("n1", "first", edited: 10), id: "n1", at: now, authorName: nil)
      try meera.add(note("n2", "gone"), id: "n2", at: now, authorName: nil)
      try meera.add(nil, id: "n2", at: now, authorName: nil)
      #expect(kiran.notes(in: kiran.read()).map(\.text) == ["second"])
    }
  }

  @Test func foreignAndBrokenLinesArePassedOverAndNamedOnce() async throws {
    try await withDirectory { directory in
      try make(directory)
      let (meera, kiran) = (folder("u1", directory), folder("u2", directory))
      try meera.add(note("n1", "good"), id: "n1", at: now, authorName: nil)
      let broken = "not json\n{\"a\":1}\n{\"furrow\":1,\"kind\":\"note\",\"author\":{\"id\":\"u3\"}"
      try broken.write(toFile: "\(directory)/other.jsonl", atomically: true, encoding: .utf8)
      try Data([0xFF, 0x00, 10, 0x7B]).write(to: URL(filePath: "\(directory)/bytes.jsonl"))
      try "no concern".write(toFile: "\(directory)/readme.txt", atomically: true, encoding: .utf8)
      // Another server's ids mean something else.
      let elsewhere = TeamFolder(URL(filePath: directory), author: "u4", server: "other_443")
      try elsewhere.add(note("n9", "elsewhere"), id: "n9", at: now, authorName: nil)
      let contents = kiran.read()
      #expect(kiran.notes(in: contents).map(\.text) == ["good"])
      #expect(contents.problems.count == 2)
      #expect(contents.problems.contains { $0.contains("other.jsonl:1: no line of furrow") })
    }
  }

  @Test func nobodyWritesInAnothersName() async throws {
    try await withDirectory { directory in
      try make(directory)
      let (meera, kiran) = (folder("u1", directory), folder("u2", directory))
      try meera.add(note("n1", "mine"), id: "n1", at: now, authorName: nil)
      let line = try Data(contentsOf: #require(meera.files().first))
      try line.write(to: URL(filePath: "\(directory)/u3@chat.example_443.jsonl"))
      let forged = kiran.read()
      #expect(kiran.notes(in: forged).count == 1)
      #expect(forged.problems.contains { $0.contains("u3@chat.example_443.jsonl:1") })
      // What synchronising makes of two files is theirs.
      try FileManager.default.moveItem(
        atPath: "\(directory)/u3@chat.example_443.jsonl",
        toPath: "\(directory)/u1@chat.example_443.sync-conflict-20261128.jsonl")
      #expect(kiran.read().problems.isEmpty)
    }
  }

  @Test func whatIsNoFileOrTooLargeAFileIsNotRead() async throws {
    try await withDirectory { directory in
      try make(directory)
      let kiran = folder("u2", directory)
      #expect(mkfifo("\(directory)/pipe.jsonl", 0o600) == 0)
      try FileManager.default.createSymbolicLink(
        atPath: "\(directory)/link.jsonl", withDestinationPath: "/dev/zero")
      try FileManager.default.createDirectory(
        atPath: "\(directory)/folder.jsonl", withIntermediateDirectories: false)
      try Data().write(to: URL(filePath: "\(directory)/empty.jsonl"))
      try Data().write(to: URL(filePath: "\(directory)/large.jsonl"))
      #expect(truncate("\(directory)/large.jsonl", 1 << 40) == 0)
      let contents = kiran.read()
      #expect(contents.lines.isEmpty && !contents.isMissing)
      #expect(contents.problems.count == 4)
      #expect(contents.problems.allSatisfy { $0.contains("passed over") })
    }
  }

  @Test func aLineThatIsStillOnItsWayIsNoFault() async throws {
    try await withDirectory { directory in
      try make(directory)
      let (meera, kiran) = (folder("u1", directory), folder("u2", directory))
      try meera.add(note("n1", "one"), id: "n1", at: now, authorName: nil)
      let file = try #require(meera.files().first)
      let whole = try Data(contentsOf: file)
      for length in 0...whole.count {
        try whole.prefix(length).write(to: file)
        let contents = kiran.read()
        #expect(contents.problems.isEmpty)
        #expect(kiran.notes(in: contents).count == (length >= whole.count - 1 ? 1 : 0))
      }
    }
  }

  @Test func aLineThatWasCutShortDoesNotTakeTheNextWithIt() async throws {
    try await withDirectory { directory in
      try make(directory)
      let (meera, kiran) = (folder("u1", directory), folder("u2", directory))
      try meera.add(note("n1", "one"), id: "n1", at: now, authorName: nil)
      let file = try #require(meera.files().first)
      let handle = try FileHandle(forWritingTo: file)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("{\"furrow\":1,\"ki".utf8))
      try handle.close()
      try meera.add(note("n2", "two"), id: "n2", at: now, authorName: nil)
      #expect(Set(kiran.notes(in: kiran.read()).map(\.text)) == ["one", "two"])
    }
  }

  @Test(arguments: [(0o755, 0o644), (0o700, 0o600), (0o770, 0o640)])
  func whoMayReadTheFolderMayReadTheFile(folder mode: Int, file wanted: Int) async throws {
    try await withDirectory { directory in
      try make(directory)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: directory)
      let meera = folder("u/1", directory)
      try meera.add(note("n1", "one"), id: "n1", at: now, authorName: nil)
      let file = try #require(meera.files().first)
      #expect(file.lastPathComponent == "u_1@chat.example_443.jsonl")
      let facts = try FileManager.default.attributesOfItem(atPath: file.path)
      #expect(facts[.posixPermissions] as? Int == wanted)
    }
  }

  @Test func aFolderThatIsNotThereIsSaid() throws {
    let folder = folder("u1", "/nowhere/at/all")
    #expect(folder.read().isMissing)
    #expect(folder.read().problems.first?.contains("is no folder") == true)
    #expect(throws: TeamFolderError.self) {
      try folder.add(note("n1", "one"), id: "n1", at: now, authorName: nil)
    }
  }
}
