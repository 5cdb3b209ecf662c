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
  func theNewestMessagesComeAscending(_ kind: StoreKind) async throws {
    try await kind.with { store in
      let all = (1...9).map { message("m\($0)", TimeInterval($0 / 3)) }
      try await store.apply(all.shuffled().map { .message($0, in: lakshmi) })
      let newest = try await store.newestMessages(lakshmi, limit: 4)
      #expect(newest.map(\.id) == ["m6", "m7", "m8", "m9"])
      #expect(try await store.newestMessages("c2", limit: 4).isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func coverageIsTheNewestRunAndWhenItWasCompared(_ kind: StoreKind) async throws {
    let date = Date(timeIntervalSince1970: 1_760_000_100)
    let coverage = Coverage(oldest: "m4", newest: "m6", reachesStart: false, comparedAt: date)
    try await kind.with { store in
      #expect(try await store.coverage(lakshmi) == nil)
      try await store.apply(
        (1...6).map { .message(message("m\($0)", TimeInterval($0)), in: lakshmi) })
      try await store.apply([
        .run(lakshmi, HistoryRun(oldest: "m1", newest: "m2", reachesStart: true))
      ])
      #expect(try await store.coverage(lakshmi) == nil, "never compared")
      try await store.apply([.coverage(lakshmi, coverage)])
      #expect(try await store.coverage(lakshmi) == coverage)
      let joining = HistoryRun(oldest: "m2", newest: "m4", reachesStart: false)
      try await store.apply([.run(lakshmi, joining)])
      #expect(
        try await store.coverage(lakshmi)
          == Coverage(oldest: "m1", newest: "m6", reachesStart: true, comparedAt: date))
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
      #expect(try await store.newestMessages(lakshmi, limit: 9).map(\.id) == ["m2"])
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
      #expect(try await store.newestMessages(lakshmi, limit: 9).map(\.id) == ["m1"])
    }
  }

  // MARK: Runs

  private func all(_ numbers: ClosedRange<Int>) -> [HistoryChange] {
    numbers.map { .message(message("m\(100 + $0)", TimeInterval($0)), in: lakshmi) }
  }

  private func run(_ oldest: Int, _ newest: Int, start: Bool = false) -> HistoryChange {
    .run(
      lakshmi,
      HistoryRun(
        oldest: MessageID("m\(100 + oldest)"), newest: MessageID("m\(100 + newest)"),
        reachesStart: start))
  }

  private func place(_ number: Int) -> MessagePlace {
    MessagePlace(message("m\(100 + number)", TimeInterval(number)))
  }

  private func ids(_ numbers: ClosedRange<Int>) -> [MessageID] {
    numbers.map { MessageID("m\(100 + $0)") }
  }

  @Test(arguments: StoreKind.allCases)
  func aSliceEndsWithItsRun(_ kind: StoreKind) async throws {
    try await kind.with { store in
      try await store.apply(all(1...30) + [run(1, 10, start: true), run(15, 25)])
      let before = try await store.slice(lakshmi, .before(place(18)))
      #expect(before.messages.map(\.id) == ids(15...17))
      #expect(before.older == .gap && before.newer == .onDisk)
      let few = try await store.slice(lakshmi, .before(place(25)), limit: 4)
      #expect(few.messages.map(\.id) == ids(21...24) && few.older == .onDisk)
      let after = try await store.slice(lakshmi, .after(place(20)))
      #expect(after.messages.map(\.id) == ids(21...25) && after.newer == .gap)
      let start = try await store.slice(lakshmi, .start, limit: 4)
      #expect(start.messages.map(\.id) == ids(1...4))
      #expect(start.older == TimelineEnd.none && start.newer == .onDisk)
      // In no run: nothing is known to be beside it.
      let lone = try await store.slice(lakshmi, .around("m112"))
      #expect(lone.messages.map(\.id) == ["m112"] && lone.older == .gap && lone.newer == .gap)
      let beside = try await store.slice(lakshmi, .before(place(12)))
      #expect(beside.messages.isEmpty && beside.older == .gap)
      let end = try await store.slice(lakshmi, .before(place(1)))
      #expect(end.messages.isEmpty && end.older == TimelineEnd.none)
      let nowhere = try await store.slice(lakshmi, .around("m999"))
      #expect(nowhere == HistorySlice())
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aDateIsFoundInItsRun(_ kind: StoreKind) async throws {
    try await kind.with { store in
      try await store.apply(all(1...30) + [run(1, 10, start: true), run(15, 25)])
      let inside = try await store.slice(lakshmi, .at(place(20).time), limit: 4)
      #expect(inside.messages.map(\.id) == ids(18...21))
      let first = try await store.slice(lakshmi, .at(place(1).time - 100), limit: 4)
      #expect(first.messages.map(\.id) == ids(1...2))
      let gap = try await store.slice(lakshmi, .at(place(12).time))
      #expect(gap.messages.isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func runsJoinThroughMessagesThatTheyShare(_ kind: StoreKind) async throws {
    try await kind.with { store in
      let compared = Coverage(
        oldest: "m121", newest: "m130", reachesStart: false,
        comparedAt: Date(timeIntervalSinceReferenceDate: 5))
      try await store.apply(
        all(1...30) + [.coverage(lakshmi, compared), run(1, 10, start: true), run(11, 20)])
      #expect(try await store.coverage(lakshmi) == compared)
      // Neighbours share nothing.
      #expect(try await store.slice(lakshmi, .before(place(15))).messages.map(\.id) == ids(11...14))
      try await store.apply([run(20, 21)])
      #expect(try await store.coverage(lakshmi)?.oldest == "m111")
      try await store.apply([run(8, 12)])
      let whole = try await store.coverage(lakshmi)
      #expect(whole?.oldest == "m101" && whole?.newest == "m130" && whole?.reachesStart == true)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func theFirstConversationsAreThoseNamedAndThenTheLatest(_ kind: StoreKind) async throws {
    try await kind.with { store in
      try await store.apply(
        (1...6).map { number in
          .conversation(
            Conversation(
              id: ConversationID("c\(number)"),
              updatedAt: Date(timeIntervalSince1970: Double(number % 4))))
        })
      let first = try await store.conversations(first: ["c4", "gone", "c5"], limit: 4)
      #expect(first.map(\.id.rawValue).sorted() == ["c2", "c3", "c4", "c5"])
      #expect(try await store.conversations(first: ["c4", "c5"], limit: 1).map(\.id) == ["c4"])
      #expect(try await store.conversations(first: [], limit: 99).count == 6)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aLaterStartTakesThePlaceOfAnEarlierOne(_ kind: StoreKind) async throws {
    try await kind.with { store in
      // What the first run holds was deleted at the server before the second one was read.
      try await store.apply(all(1...9) + [run(1, 2, start: true), run(4, 8, start: true)])
      let start = try await store.slice(lakshmi, .start)
      #expect(start.messages.map(\.id) == ids(4...8) && start.older == .none)
      let date = try await store.slice(lakshmi, .at(place(1).time))
      #expect(date.messages.first?.id == "m104")
      // A run that knows of no start proves nothing of what lies before it.
      try await store.apply([run(9, 9)])
      #expect(try await store.slice(lakshmi, .start).messages.map(\.id) == ids(4...8))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aRunWhoseEndIsRemovedEndsWithItsNeighbour(_ kind: StoreKind) async throws {
    try await kind.with { store in
      try await store.apply(all(1...9) + [run(3, 7)])
      try await store.apply([.removeMessage("m103"), .removeMessage("m107")])
      #expect(try await store.slice(lakshmi, .before(place(6))).messages.map(\.id) == ids(4...5))
      let last = try await store.slice(lakshmi, .after(place(5)))
      #expect(last.messages.map(\.id) == ids(6...6) && last.newer == .gap)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aMessageThatIsKeptIsMarkedReadAndNoOtherIsMade(_ kind: StoreKind) async throws {
    try await kind.with { store in
      let date = Date(timeIntervalSince1970: 1_760_000_100)
      try await store.apply(all(1...2) + [.read("m101", at: date), .read("m109", at: date)])
      let kept = try await store.newestMessages(lakshmi, limit: 9)
      #expect(kept.map(\.isRead) == [true, false] && kept[0].readAt == date)
    }
  }
}
