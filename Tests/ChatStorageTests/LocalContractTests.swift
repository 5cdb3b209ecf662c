import ChatClient
import ChatModel
import Foundation
import Testing

@testable import ChatStorage

/// What `LocalStore` promises, asked of every store.
@Suite struct LocalContractTests {
  private let lakshmi: ConversationID = "c1"

  @Test(arguments: StoreKind.allCases)
  func aDraftIsKeptAndRemoved(_ kind: StoreKind) async throws {
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

  @Test(arguments: StoreKind.allCases)
  func aWaitIsKeptDoesNotFallAndIsRemoved(_ kind: StoreKind) async throws {
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
}
