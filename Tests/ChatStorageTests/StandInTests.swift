import ChatClient
import ChatModel
import Foundation
import Testing

@testable import ChatStorage

/// What stands in for files that a full disk does not let be opened.
@Suite struct StandInTests {
  private func entry(_ id: String) -> OutboxEntry {
    OutboxEntry(
      id: OutboxID(id), conversationID: "c1", body: .text(id),
      createdAt: Date(timeIntervalSinceReferenceDate: 8e8))
  }

  @Test func itReadsWhatIsKeptAndTheFilesTakeOverOnceTheyCanBeOpened() async throws {
    try await withDirectory { directory in
      let store = try await open(directory)
      try await store.apply([
        .conversation(Conversation(id: "c1")), .message(Message(id: "m1", content: "a"), in: "c1"),
      ])
      try await store.accept([entry("e1")])
      let draft = Draft(text: "half", editedAt: Date(timeIntervalSinceReferenceDate: 8e8))
      try await store.saveDraft(draft, for: "c1")
      await store.close()
      let standIn = AnyStore(store: try StandInStore(directory: directory))
      #expect(try await standIn.conversations().map(\.id) == ["c1"])
      #expect(try await standIn.newestMessages("c1", limit: 9).map(\.content) == ["a"])
      #expect(try await standIn.outbox() == [entry("e1")])
      #expect(try await standIn.drafts() == ["c1": draft])
      try await standIn.apply([.message(Message(id: "m2", content: "b"), in: "c1")])
      #expect(try await standIn.newestMessages("c1", limit: 9).count == 2)
      try await standIn.accept([entry("e2")])
      #expect(await standIn.lead())
      await standIn.close()
      let after = try await open(directory)
      #expect(try await after.outbox() == [entry("e1"), entry("e2")])
      await after.close()
    }
  }

  @Test func withoutRoomForAnythingItIsEmptyAndAcceptsNothing() async throws {
    try await withDirectory { directory in
      // A file where the directory should be: nothing can be made in it.
      let place = "\(directory)/file"
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
      #expect(FileManager.default.createFile(atPath: place, contents: nil))
      let standIn = AnyStore(store: try StandInStore(directory: place))
      #expect(try await standIn.conversations().isEmpty)
      #expect(try await standIn.outbox().isEmpty)
      await #expect(throws: StoreError.self) { try await standIn.accept([entry("e1")]) }
      #expect(await !standIn.lead())
      await standIn.close()
    }
  }
}
