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
    /// The files, opened by what stands in for them.
    case standIn
    var testDescription: String { rawValue }

    func with(_ body: (AnyStore) async throws -> Void) async throws {
      switch self {
      case .memory:
        let store = MemoryStore()
        try await body(AnyStore(store: store))
        await store.close()
      case .sqlite, .standIn:
        try await withDirectory { directory in
          let store: any ChatStore =
            self == .sqlite
            ? try await SQLiteStore.open(directory: directory)
            : try StandInStore(directory: directory)
          try await body(AnyStore(store: store))
          await store.close()
        }
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
    try await kind.with { store async throws in
      #expect(try await store.conversations().isEmpty)
      #expect(try await store.messages(lakshmi, before: nil, limit: 10).isEmpty)
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
    try await kind.with { store in
      try await store.apply([.conversation(conversation)])
      #expect(try await store.conversations() == [conversation])
    }
  }

  @Test(arguments: Kind.allCases)
  func whatWasNotSaidOfAConversationStaysKnown(_ kind: Kind) async throws {
    try await kind.with { store in
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
    try await kind.with { store in
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
    try await kind.with { store in
      var expected: Message?
      for copy in copies {
        try await store.apply([.message(copy, in: lakshmi)])
        expected = expected?.merging(copy) ?? copy
        var kept = try await store.message("m1", in: lakshmi)
        // The place is known from the call.
        kept?.conversationID = expected?.conversationID
        #expect(kept == expected)
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func removedMessagesAndConversationsAreGone(_ kind: Kind) async throws {
    try await kind.with { store in
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
      #expect(try await store.message("m2", in: lakshmi) == nil)
      #expect(try await store.coverage(lakshmi) == nil)
    }
  }

  @Test(arguments: Kind.allCases)
  func messagesOfAConversationThatNoListNamedDoNotListIt(_ kind: Kind) async throws {
    try await kind.with { store in
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
    try await kind.with { store in
      var entries = [entry("b"), entry("a", .file(file)), entry("c"), entry("d"), entry("e")]
      try await store.accept([entries[0], entries[1]])
      try await store.accept(Array(entries[2...]))
      #expect(try await store.outbox() == entries)
      entries[0].state = .handedOver
      entries[0].handedOverAt = Date(timeIntervalSince1970: 1_760_000_009.25)
      entries[0].earliestServerDate = Date(timeIntervalSince1970: 1_760_000_007)
      entries[0].excludedIDs = ["m1", "m \"2\"\n"]
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
    try await kind.with { store in
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
    try await kind.with { store in
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
    try await kind.with { store in
      try await store.saveDraft(Draft(text: "x", editedAt: Date()), for: lakshmi)
      try await store.saveDraft(draft, for: lakshmi)
      #expect(try await store.drafts() == [lakshmi: draft])
      try await store.saveDraft(nil, for: lakshmi)
      #expect(try await store.drafts().isEmpty)
    }
  }

  @Test(arguments: Kind.allCases)
  func aWaitIsKeptDoesNotFallAndIsRemoved(_ kind: Kind) async throws {
    func place(_ minute: Double) -> MessagePlace {
      MessagePlace(
        time: Date(timeIntervalSinceReferenceDate: minute * 60), id: MessageID("m\(minute)"))
    }
    let settled = KeptWait.Settled(status: .closed, newest: place(4), again: place(5))
    let wait = KeptWait(since: place(1), settled: settled)
    try await kind.with { store in
      #expect(try await store.waits().isEmpty)
      try await store.saveWaits([lakshmi: wait, "c\0\"": KeptWait(since: place(2), isExact: true)])
      try await store.saveWaits([lakshmi: KeptWait(since: place(3), settled: settled)])
      #expect(
        try await store.waits()
          == [lakshmi: wait, "c\0\"": KeptWait(since: place(2), isExact: true)])
      try await store.saveWaits([lakshmi: KeptWait(), "c\0\"": KeptWait()])
      #expect(try await store.waits().isEmpty)
    }
  }

  /// Every text of a record holds it: SQLite's own texts end there.
  @Test(arguments: Kind.allCases)
  func textsWithU0000ComeBackWhole(_ kind: Kind) async throws {
    let place: ConversationID = "c\0one"
    let person = Participant(
      id: "u\0", firstName: "Lak\0shmi", lastName: "\0R.", phone: "+\0", email: "l\0@x",
      image: "/\0", role: .other("Gu\0est"))
    let media = Media(
      id: "f\0", name: "le\0af.jpg", kind: .image, url: "/\0x", format: "image/\0", size: 7)
    let message = Message(
      id: "m\0", conversationID: place, sender: .known(person), kind: .other("no\0te"),
      content: "before\0after\0", media: .known(media),
      createdAt: Date(timeIntervalSince1970: 1_760_000_000), tempID: "t\0")
    let conversation = Conversation(
      id: place, farmer: .known(person), agent: .none, status: .other("fro\0zen"),
      lastMessage: .known(message), unreadCount: ["u\0": 3, "v": 1])
    let coverage = Coverage(
      oldest: "m\0", newest: "m\0", reachesStart: true,
      comparedAt: Date(timeIntervalSinceReferenceDate: 5))
    var entry = OutboxEntry(
      id: "e\0", conversationID: place, body: .text("out\0box"), state: .failed("no\0"),
      createdAt: Date(timeIntervalSince1970: 1_760_000_000), excludedIDs: ["m\0", "n"])
    let file = OutboxEntry(
      id: "e2", conversationID: place,
      body: .file(
        OutboxFile(
          path: "/a\0", name: "\0a.png", kind: .image, format: "image/png\0", size: 1,
          mediaID: "f\0")),
      createdAt: Date(timeIntervalSince1970: 1_760_000_000))
    let draft = Draft(
      text: "dr\0aft", attachments: ["/a\0b"], editedAt: Date(timeIntervalSinceReferenceDate: 7))
    try await kind.with { store in
      for _ in 1...2 {
        try await store.apply([
          .conversation(conversation), .message(message, in: place), .coverage(place, coverage),
        ])
      }
      #expect(try await store.conversations() == [conversation])
      #expect(try await store.messages(place, before: nil, limit: 9) == [message])
      #expect(try await store.messages(place, before: message, limit: 9).isEmpty)
      #expect(try await store.coverage(place) == coverage)
      try await store.accept([entry, file])
      #expect(try await store.outbox() == [entry, file])
      entry.state = .sent("m\0")
      #expect(try await store.update([entry]) == [])
      #expect(try await store.outbox() == [entry, file])
      try await store.drop(["e\0", "e"])
      #expect(try await store.outbox() == [file])
      try await store.saveDraft(draft, for: place)
      #expect(try await store.drafts() == [place: draft])
      try await store.saveDraft(nil, for: place)
      #expect(try await store.drafts().isEmpty)
      try await store.apply([.removeMessage("m\0"), .removeConversation(place)])
      #expect(try await store.conversations().isEmpty)
    }
  }

  @Test(arguments: Kind.allCases)
  func oneStoreAloneLeadsAndItsChangesEndWithIt(_ kind: Kind) async throws {
    try await kind.with { store in
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
