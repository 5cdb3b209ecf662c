import ChatClient
import ChatModel
import Foundation
import Testing

@testable import ChatStorage

/// What every store promises, asked of each.
@Suite struct StoreContractTests {
  enum Kind: String, CaseIterable, CustomTestStringConvertible {
    case memory
    case sqlite
    var testDescription: String { rawValue }
  }

  private func with(
    _ kind: Kind, _ body: (AnyStore) async throws -> Void
  ) async throws {
    switch kind {
    case .memory:
      let store = MemoryStore()
      try await body(AnyStore(store: store))
      await store.close()
    case .sqlite:
      try await withDirectory { directory in
        let store = try await SQLiteStore.open(directory: directory)
        try await body(AnyStore(store: store))
        await store.close()
      }
    }
  }

  private let lakshmi: ConversationID = "c1"

  private func message(_ id: String, _ seconds: TimeInterval, _ text: String = "") -> Message {
    Message(
      id: MessageID(id), conversationID: lakshmi,
      sender: .known(Participant(id: "u1", firstName: "Lakshmi")), content: text,
      createdAt: Date(timeIntervalSince1970: 1_760_000_000 + seconds))
  }

  @Test(arguments: Kind.allCases)
  func aNewStoreIsEmpty(_ kind: Kind) async throws {
    try await with(kind) { store async throws in
      #expect(try await store.conversations().isEmpty)
      #expect(try await store.messages(lakshmi, before: nil, limit: 10).isEmpty)
      #expect(try await store.message("m1") == nil)
      #expect(try await store.coverage(lakshmi) == nil)
      #expect(try await store.outbox().isEmpty)
      #expect(try await store.drafts().isEmpty)
    }
  }

  @Test(arguments: Kind.allCases)
  func aConversationComesBackWhole(_ kind: Kind) async throws {
    let conversation = Conversation(
      id: lakshmi, farmer: .known(Participant(id: "u1", firstName: "Lakshmi")),
      agent: .none, status: .other("frozen"),
      lastMessage: .known(message("m1", 1, "namaste")), unreadCount: ["u1": 0, "meera a": 2],
      isActive: true, createdAt: Date(timeIntervalSinceReferenceDate: 0.1234567),
      updatedAt: Date(timeIntervalSince1970: 1_760_000_001))
    try await with(kind) { store in
      try await store.apply([.conversation(conversation)])
      #expect(try await store.conversations() == [conversation])
    }
  }

  @Test(arguments: Kind.allCases)
  func whatWasNotSaidOfAConversationStaysKnown(_ kind: Kind) async throws {
    try await with(kind) { store in
      try await store.apply([
        .conversation(
          Conversation(
            id: lakshmi, farmer: .known(Participant(id: "u1", firstName: "Lakshmi")),
            agent: .known(Participant(id: "a1", firstName: "Meera")), status: .open))
      ])
      try await store.apply([
        .conversation(
          Conversation(
            id: lakshmi, farmer: .known(Participant(bareID: "u1")), status: .closed))
      ])
      let kept = try #require(try await store.conversations().first)
      #expect(kept.farmer.value?.firstName == "Lakshmi")
      #expect(kept.agent.value?.firstName == "Meera")
      #expect(kept.status == .closed)
    }
  }

  @Test(arguments: Kind.allCases)
  func theNewestMessagesComeAscendingAndOlderOnesBeforeThem(_ kind: Kind) async throws {
    try await with(kind) { store in
      let all = (1...9).map { message("m\($0)", TimeInterval($0 / 3)) }
      try await store.apply(all.shuffled().map { .message($0, in: lakshmi) })
      let newest = try await store.messages(lakshmi, before: nil, limit: 4)
      #expect(newest.map(\.id) == ["m6", "m7", "m8", "m9"])
      let older = try await store.messages(lakshmi, before: newest.first, limit: 4)
      #expect(older.map(\.id) == ["m2", "m3", "m4", "m5"])
      #expect(try await store.messages("c2", before: nil, limit: 4).isEmpty)
    }
  }

  @Test(arguments: Kind.allCases)
  func copiesOfAMessageMergeAsMessagesDo(_ kind: Kind) async throws {
    let date = Date(timeIntervalSince1970: 1_760_000_000)
    let copies = [
      Message(
        id: "m1", conversationID: lakshmi,
        sender: .known(Participant(id: "u1", firstName: "Lakshmi", lastName: "R.")),
        kind: .media(.image),
        media: .known(Media(id: "f1", name: "leaf.jpg", kind: .image, size: 12)), isRead: true,
        readAt: date.addingTimeInterval(9), createdAt: date, tempID: "t1"),
      Message(
        id: "m1", conversationID: lakshmi, sender: .known(Participant(bareID: "u1")),
        kind: .media(.image), media: .known(Media(bareID: "f1")),
        readAt: date.addingTimeInterval(5),
        deliveredAt: date),
      Message(bareID: "m1"),
      Message(id: "m1", conversationID: lakshmi, content: "caption", createdAt: date),
    ]
    try await with(kind) { store in
      var expected: Message?
      for copy in copies {
        try await store.apply([.message(copy, in: lakshmi)])
        expected = expected?.merging(copy) ?? copy
        var kept = try await store.message("m1")
        // The place is known from the call.
        kept?.conversationID = expected?.conversationID
        #expect(kept == expected)
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func removedMessagesAndConversationsAreGone(_ kind: Kind) async throws {
    try await with(kind) { store in
      try await store.apply([
        .conversation(Conversation(id: lakshmi)), .message(message("m1", 1), in: lakshmi),
        .message(message("m2", 2), in: lakshmi),
        .coverage(
          lakshmi,
          Coverage(
            oldest: "m1", newest: "m2", reachesStart: true,
            comparedAt: Date(timeIntervalSinceReferenceDate: 5))),
      ])
      #expect(
        try await store.coverage(lakshmi)
          == Coverage(
            oldest: "m1", newest: "m2", reachesStart: true,
            comparedAt: Date(timeIntervalSinceReferenceDate: 5)))
      try await store.apply([.removeMessage("m1")])
      #expect(try await store.messages(lakshmi, before: nil, limit: 9).map(\.id) == ["m2"])
      try await store.apply([.removeConversation(lakshmi)])
      #expect(try await store.conversations().isEmpty)
      #expect(try await store.message("m2") == nil)
      #expect(try await store.coverage(lakshmi) == nil)
    }
  }

  @Test(arguments: Kind.allCases)
  func messagesOfAConversationThatNoListNamedDoNotListIt(_ kind: Kind) async throws {
    try await with(kind) { store in
      try await store.apply([.message(message("m1", 1), in: lakshmi)])
      #expect(try await store.conversations().isEmpty)
      #expect(try await store.messages(lakshmi, before: nil, limit: 9).map(\.id) == ["m1"])
    }
  }

  private func entry(_ id: String, _ body: OutboxEntry.Body = .text("hello")) -> OutboxEntry {
    OutboxEntry(
      id: OutboxID(id), conversationID: lakshmi, body: body,
      createdAt: Date(timeIntervalSince1970: 1_760_000_000))
  }

  @Test(arguments: Kind.allCases)
  func theOutboxKeepsTheOrderOfAcceptanceAndEveryState(_ kind: Kind) async throws {
    let file = OutboxFile(
      path: "/tmp/leaf.jpg", name: "leaf.jpg", kind: .image, format: "image/jpeg", size: 7,
      changedAt: Date(timeIntervalSince1970: 1_760_000_001.123456))
    try await with(kind) { store in
      var entries = [entry("b"), entry("a", .file(file)), entry("c"), entry("d"), entry("e")]
      try await store.accept([entries[0], entries[1]])
      try await store.accept(Array(entries[2...]))
      #expect(try await store.outbox() == entries)
      entries[0].state = .handedOver
      entries[0].handedOverAt = Date(timeIntervalSince1970: 1_760_000_009.25)
      entries[0].notBefore = Date(timeIntervalSince1970: 1_760_000_007)
      entries[0].notThese = ["m1", "m \"2\"\n"]
      var uploaded = file
      uploaded.mediaID = "f9"
      entries[1].body = .file(uploaded)
      entries[2].state = .sent("m3")
      entries[3].state = .unsure
      entries[4].state = .failed("403 access denied")
      try await store.update(entries)
      #expect(try await store.outbox() == entries)
    }
  }

  @Test(arguments: Kind.allCases)
  func onlyWhatHasEndedBadlyIsQueuedAnewByARetry(_ kind: Kind) async throws {
    try await with(kind) { store in
      let states: [OutboxEntry.State] = [
        .failed("no"), .unsure, .queued, .handedOver, .sent("m1"), .failed("an error, perhaps its"),
      ]
      let entries = states.enumerated().map { number, state in
        var entry = entry("e\(number)")
        entry.state = state
        if state != .failed("no") { entry.handedOverAt = Date(timeIntervalSince1970: 1.76e9) }
        return entry
      }
      try await store.accept(entries)
      try await store.retry(entries.map(\.id))
      let after = try await store.outbox()
      #expect(
        after.map(\.state) == [.queued, .queued, .queued, .handedOver, .sent("m1"), .unsure])
      #expect(after[1].handedOverAt == nil)
      #expect(after[5].handedOverAt == entries[5].handedOverAt, "the history is compared first")
    }
  }

  @Test(arguments: Kind.allCases)
  func aChangeToAnEntryThatIsGoneDoesNotBringItBack(_ kind: Kind) async throws {
    try await with(kind) { store in
      try await store.accept([entry("a"), entry("b")])
      try await store.drop(["a"])
      #expect(try await store.update([entry("a"), entry("b")]) == ["a"])
      #expect(try await store.outbox().map(\.id) == ["b"])
    }
  }

  @Test(arguments: Kind.allCases)
  func aDraftIsKeptAndRemoved(_ kind: Kind) async throws {
    let draft = Draft(
      text: "नमस्ते\n", attachments: ["/a b", "/c\"d"],
      editedAt: Date(timeIntervalSinceReferenceDate: 7))
    try await with(kind) { store in
      try await store.saveDraft(Draft(text: "x", editedAt: Date()), for: lakshmi)
      try await store.saveDraft(draft, for: lakshmi)
      #expect(try await store.drafts() == [lakshmi: draft])
      try await store.saveDraft(nil, for: lakshmi)
      #expect(try await store.drafts().isEmpty)
    }
  }

  @Test(arguments: Kind.allCases)
  func oneStoreAloneLeadsAndItsChangesEndWithIt(_ kind: Kind) async throws {
    try await with(kind) { store in
      #expect(await store.lead())
      #expect(await store.lead())
      await store.close()
      for await _ in store.changes {}
    }
  }
}

/// Gives a directory of its own to a test and takes it away afterwards.
func withDirectory(_ body: (String) async throws -> Void) async throws {
  let directory = FileManager.default.temporaryDirectory
    .appendingPathComponent("furrow-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: directory) }
  try await body(directory)
}
