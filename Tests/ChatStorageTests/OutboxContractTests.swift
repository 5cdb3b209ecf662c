import ChatClient
import ChatModel
import Foundation
import Testing

@testable import ChatStorage

/// What `OutboxStore` promises, asked of every store.
@Suite struct OutboxContractTests {
  private let lakshmi: ConversationID = "c1"

  private func entry(_ id: String, _ body: OutboxEntry.Body = .text("hello")) -> OutboxEntry {
    OutboxEntry(
      id: OutboxID(id), conversationID: lakshmi, body: body,
      createdAt: Date(timeIntervalSince1970: 1_760_000_000))
  }

  @Test(arguments: StoreKind.allCases)
  func theOutboxKeepsTheOrderOfAcceptanceAndEveryState(_ kind: StoreKind) async throws {
    let file = OutboxFile(
      path: "/tmp/leaf.jpg", name: "leaf.jpg", kind: .image, format: "image/jpeg", size: 7,
      changedAt: Date(timeIntervalSince1970: 1_760_000_001.123456))
    try await kind.with { store in
      var entries = [entry("b"), entry("a", .file(file)), entry("c"), entry("d"), entry("e")]
      try await store.accept([entries[0], entries[1]])
      try await store.accept(Array(entries[2...]))
      entries += [entry("f")]
      entries[5].heldUntil = Date(timeIntervalSince1970: 1_760_000_005.5)
      try await store.accept([entries[5]])
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

  @Test(arguments: StoreKind.allCases)
  func whatNobodyHasGivenAwayIsTakenBackAllOrNoneWithItsDraft(_ kind: StoreKind) async throws {
    try await kind.with { store in
      let draft = Draft(
        text: "hello\nand", attachments: ["/tmp/leaf.jpg"],
        editedAt: Date(timeIntervalSince1970: 1_760_000_009))
      var entries = [entry("a"), entry("b"), entry("c")]
      try await store.accept(entries)
      entries[1].state = .handedOver
      try await store.update([entries[1]])
      #expect(try await !store.takeBack(["a", "b"], leaving: draft, in: lakshmi))
      #expect(try await !store.takeBack(["a", "gone"], leaving: draft, in: lakshmi))
      #expect(try await store.outbox() == entries)
      #expect(try await store.drafts().isEmpty)
      #expect(try await store.takeBack(["a", "c"], leaving: draft, in: lakshmi))
      #expect(try await store.outbox() == [entries[1]])
      #expect(try await store.drafts() == [lakshmi: draft])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func onlyWhatHasEndedBadlyIsQueuedAnewByARetry(_ kind: StoreKind) async throws {
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

  @Test(arguments: StoreKind.allCases)
  func aChangeToAnEntryThatIsGoneDoesNotBringItBack(_ kind: StoreKind) async throws {
    try await kind.with { store in
      try await store.accept([entry("a"), entry("b")])
      try await store.drop(["a"])
      #expect(try await store.update([entry("a"), entry("b")]) == ["a"])
      #expect(try await store.outbox().map(\.id) == ["b"])
    }
  }
}
