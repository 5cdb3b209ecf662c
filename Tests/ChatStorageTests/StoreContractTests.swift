import ChatClient
import ChatModel
import Foundation
import Testing

@testable import ChatStorage

/// What a store promises as a whole, asked of each.
@Suite struct StoreContractTests {
  private let lakshmi: ConversationID = "c1"

  @Test(arguments: StoreKind.allCases)
  func aNewStoreIsEmpty(_ kind: StoreKind) async throws {
    try await kind.with { store async throws in
      #expect(try await store.conversations().isEmpty)
      #expect(try await store.newestMessages(lakshmi, limit: 10).isEmpty)
      #expect(try await store.coverage(lakshmi) == nil)
      #expect(try await store.outbox().isEmpty)
      #expect(try await store.drafts().isEmpty)
    }
  }

  /// Every text of a record holds it: SQLite's own texts end there.
  @Test(arguments: StoreKind.allCases)
  func textsWithU0000ComeBackWhole(_ kind: StoreKind) async throws {
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
      #expect(try await store.newestMessages(place, limit: 9) == [message])
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

  @Test(arguments: StoreKind.allCases)
  func oneStoreAloneLeadsAndItsChangesEndWithIt(_ kind: StoreKind) async throws {
    try await kind.with { store in
      #expect(await store.lead())
      #expect(await store.lead())
      await store.close()
      for await _ in store.changes {}
    }
  }
}
