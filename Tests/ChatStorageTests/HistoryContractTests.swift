import ChatClient
import ChatModel
import Foundation
import Testing

@testable import ChatStorage

/// What `HistoryStore` promises, asked of every store.
@Suite struct HistoryContractTests {
  private let lakshmi: ConversationID = "c1"

  private func message(_ id: String, _ seconds: TimeInterval, _ text: String = "") -> Message {
    Message(
      id: MessageID(id), conversationID: lakshmi,
      sender: .known(Participant(id: "u1", firstName: "Lakshmi")), content: text,
      createdAt: Date(timeIntervalSince1970: 1_760_000_000 + seconds))
  }

  @Test(arguments: StoreKind.allCases)
  func aConversationComesBackWhole(_ kind: StoreKind) async throws {
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

  @Test(arguments: StoreKind.allCases)
  func whatWasNotSaidOfAConversationStaysKnown(_ kind: StoreKind) async throws {
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

  @Test(arguments: StoreKind.allCases)
  func theNewestMessagesComeAscendingAndOlderOnesBeforeThem(_ kind: StoreKind) async throws {
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

  @Test(arguments: StoreKind.allCases)
  func copiesOfAMessageMergeAsMessagesDo(_ kind: StoreKind) async throws {
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

  @Test(arguments: StoreKind.allCases)
  func removedMessagesAndConversationsAreGone(_ kind: StoreKind) async throws {
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

  @Test(arguments: StoreKind.allCases)
  func messagesOfAConversationThatNoListNamedDoNotListIt(_ kind: StoreKind) async throws {
    try await kind.with { store in
      try await store.apply([.message(message("m1", 1), in: lakshmi)])
      #expect(try await store.conversations().isEmpty)
      #expect(try await store.messages(lakshmi, before: nil, limit: 9).map(\.id) == ["m1"])
    }
  }
}
