import ChatClient
import ChatModel
import Foundation
import Testing

@testable import ChatStorage

/// What `HistoryQueries` promises, asked of every store.
@Suite struct SearchContractTests {
  private let now = Date(timeIntervalSince1970: 1_760_100_000)
  private let meera: UserID = "a1"

  private func person(_ id: UserID, _ name: String, _ role: Role? = nil) -> Participant {
    Participant(id: id, firstName: name, role: role)
  }

  private func conversation(_ id: ConversationID, _ farmer: Participant) -> HistoryChange {
    .conversation(Conversation(id: id, farmer: .known(farmer)))
  }

  private func message(
    _ id: String, _ minutes: Double, _ text: String?, from sender: Participant? = nil,
    media: Referenced<Media> = .absent, in place: ConversationID = "c1"
  ) -> HistoryChange {
    let kind = media.value?.kind.map(MessageKind.media) ?? .text
    return .message(
      Message(
        id: MessageID(id), sender: sender.map { .known($0) } ?? .absent, kind: kind, content: text,
        media: media, createdAt: Date(timeIntervalSince1970: 1_760_000_000 + minutes * 60)),
      in: place)
  }

  private func world() -> [HistoryChange] {
    let lakshmi = person("u1", "Lakshmi R.", .user)
    let ramesh = person("u2", "रमेश कुमार")
    let me = person(meera, "Meera", .support)
    return [
      conversation("c1", lakshmi), conversation("c2", ramesh),
      message("m1", 1, "My wheat leaf is yellow", from: lakshmi),
      message("m2", 2, "Please send a photo of the whole leaf", from: me),
      message(
        "m3", 3, nil, from: lakshmi,
        media: .known(Media(id: "f1", name: "Yellow-Leaf 2.jpg", kind: .image))),
      message("m4", 4, "गेहूँ की पत्ती पीली है", from: ramesh, in: "c2"),
      message("m5", 5, "See https://example.org, ring 98210 45724", from: me, in: "c2"),
    ]
  }

  /// - Parameter indexes: what is written is taken in by the index at once
  private func with(
    _ kind: StoreKind, _ indexes: Bool, _ body: (Taking) async throws -> Void
  ) async throws {
    try await kind.with { try await body(Taking(store: $0, indexes: indexes)) }
  }

  private struct Taking {
    let store: AnyStore
    let indexes: Bool

    func apply(_ changes: [HistoryChange]) async throws {
      try await store.apply(changes)
      if indexes { while try await store.indexMore() {} }
    }
    func search(_ request: SearchRequest) async throws -> SearchPage {
      try await store.search(request)
    }
    func places(_ request: SearchRequest, in id: ConversationID) async throws -> [MessagePlace] {
      try await store.places(request, in: id)
    }
    func reach(of ids: [ConversationID]) async throws -> [ConversationID: HistoryReach] {
      try await store.reach(of: ids)
    }
    func indexMore() async throws -> Bool { try await store.indexMore() }
  }

  private func find(_ text: String, in store: Taking, limit: Int = 50) async throws -> [String] {
    try await store.search(request(text, limit: limit)).hits.map(\.message.id.rawValue)
  }

  private func request(_ text: String, limit: Int = 50, after: SearchCursor? = nil) throws
    -> SearchRequest
  {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return SearchRequest(
      try SearchQuery(reading: text, now: now, calendar: calendar), me: meera, now: now,
      after: after, limit: limit)
  }

  @Test(arguments: StoreKind.allCases, [false, true])
  func allWordsMustOccurAndTheLastMayBegin(_ kind: StoreKind, _ indexes: Bool) async throws {
    try await with(kind, indexes) { store in
      try await store.apply(world())
      #expect(try await find("leaf", in: store).sorted() == ["m1", "m2", "m3"])
      #expect(try await find("LEAF yel", in: store).sorted() == ["m1", "m3"])
      #expect(try await find("\"yellow leaf\"", in: store) == ["m3"])
      #expect(try await find("\"leaf yellow\"", in: store) == [])
      #expect(try await find("yel leaf", in: store) == [])
      #expect(try await find("yel* leaf", in: store).sorted() == ["m1", "m3"])
      #expect(try await find("पत्ती गेहूँ", in: store) == ["m4"])
      #expect(try await find("गे", in: store) == ["m4"])
      #expect(try await find("\"गे\"", in: store) == [])
      #expect(try await find("jpg", in: store) == ["m3"])
      #expect(try await find("nothing", in: store) == [])
    }
  }

  @Test(arguments: StoreKind.allCases, [false, true])
  func filtersNarrowWhatIsFound(_ kind: StoreKind, _ indexes: Bool) async throws {
    try await with(kind, indexes) { store in
      try await store.apply(world())
      #expect(try await find("leaf from:me", in: store) == ["m2"])
      #expect(try await find("from:farmer", in: store) == ["m4", "m3", "m1"])
      #expect(try await find("from:laksh", in: store) == ["m3", "m1"])
      #expect(try await find("from:me from:laksh leaf", in: store).count == 3)
      #expect(try await find("in:c2", in: store) == ["m5", "m4"])
      #expect(try await find("in:रमेश", in: store) == ["m5", "m4"])
      #expect(try await find("has:image", in: store) == ["m3"])
      #expect(try await find("has:file has:image leaf", in: store) == ["m3"])
      #expect(try await find("has:audio", in: store) == [])
      #expect(try await find("has:link has:phone", in: store) == ["m5"])
      #expect(try await find("before:2025-10-09", in: store) == [])
      #expect(try await find("before:2025-10-10 after:2025-10-09", in: store).count == 5)
      #expect(try await find("from:nobody leaf", in: store) == [])
    }
  }

  @Test(arguments: StoreKind.allCases, [false, true])
  func aHitNamesItsConversationAndTheClustersOfTheWords(_ kind: StoreKind, _ indexes: Bool)
    async throws
  {
    try await with(kind, indexes) { store in
      try await store.apply(world())
      let hit = try #require(try await store.search(request("पत्ती")).hits.first)
      #expect(hit.conversation.id == "c2")
      #expect(hit.conversation.farmer.value?.fullName == "रमेश कुमार")
      #expect(hit.message.conversationID == "c2")
      #expect(hit.marks == [5..<7])
      let file = try #require(try await store.search(request("\"yellow leaf\"")).hits.first)
      #expect(file.marks == [] && file.fileMarks == [0..<11])
    }
  }

  @Test(arguments: StoreKind.allCases, [false, true])
  func changesAndRemovalsAreFoundAsTheyAre(_ kind: StoreKind, _ indexes: Bool) async throws {
    try await with(kind, indexes) { store in
      try await store.apply(world())
      #expect(try await find("leaf", in: store).count == 3)
      try await store.apply([.removeMessage("m1"), message("m2", 2, "the stem")])
      #expect(try await find("leaf", in: store) == ["m3"])
      #expect(try await find("stem", in: store) == ["m2"])
      #expect(try await find("stem from:me", in: store) == ["m2"])
      try await store.apply([message("m6", 9, "another leaf", in: "c1")])
      #expect(try await find("leaf", in: store).sorted() == ["m3", "m6"])
      try await store.apply([.removeConversation("c1"), message("m7", 9, "leaf", in: "c2")])
      #expect(try await find("leaf", in: store) == ["m7"])
    }
  }

  @Test(arguments: StoreKind.allCases, [false, true])
  func aFilesNameThatIsLearnedLaterIsFound(_ kind: StoreKind, _ indexes: Bool) async throws {
    try await with(kind, indexes) { store in
      let bare = Referenced.known(Media(bareID: "f9"))
      try await store.apply([message("m1", 1, nil, media: bare)])
      #expect(try await find("has:file", in: store) == ["m1"])
      #expect(try await find("has:image", in: store) == [])
      try await store.apply([
        message("m1", 1, nil, media: .known(Media(id: "f9", name: "rust.png", kind: .image)))
      ])
      #expect(try await find("rust has:image", in: store) == ["m1"])
    }
  }

  @Test(arguments: StoreKind.allCases, [false, true])
  func aFarmerWhoIsKnownLaterIsAFarmer(_ kind: StoreKind, _ indexes: Bool) async throws {
    try await with(kind, indexes) { store in
      try await store.apply([message("m1", 1, "leaf", from: person("u9", "Sita"))])
      #expect(try await find("leaf from:farmer", in: store) == [])
      try await store.apply([conversation("c1", person("u9", "Sita"))])
      #expect(try await find("leaf from:farmer", in: store) == ["m1"])
    }
  }

  @Test(arguments: StoreKind.allCases, [false, true])
  func pagesGoOnWhereTheLastOneEndedWhateverComesMeanwhile(_ kind: StoreKind, _ indexes: Bool)
    async throws
  {
    try await with(kind, indexes) { store in
      // Many in one moment, and some without a date.
      let all = (0..<700).map { number in
        message("m\(number)", Double(number / 40), "leaf \(number % 7 == 0 ? "leaf" : "stem")")
      }
      try await store.apply(all)
      while try await store.indexMore() {}
      var seen: [String] = []
      var cursor: SearchCursor?
      repeat {
        let page = try await store.search(request("leaf", limit: 60, after: cursor))
        seen += page.hits.map(\.message.id.rawValue)
        cursor = page.next.flatMap { SearchCursor(text: $0.text) }
        #expect(page.next == cursor)
        try await store.apply([message("new\(seen.count)", 1e4, "leaf")])
      } while cursor != nil
      #expect(Set(seen).isSuperset(of: (0..<700).map { "m\($0)" }))
      #expect(Set(seen).count == seen.count)
    }
  }

  @Test(arguments: StoreKind.allCases, [false, true])
  func theBestOfTheNewestComeFirst(_ kind: StoreKind, _ indexes: Bool) async throws {
    try await with(kind, indexes) { store in
      try await store.apply([
        message("m1", 1, "leaf"), message("m2", 2, "leaf"),
        message("m3", 3, "a leaf among many more words that were said of other things here"),
        message("m4", 0, "leaf leaf"),
      ])
      #expect(try await find("leaf", in: store) == ["m4", "m2", "m1", "m3"])
    }
  }

  @Test(arguments: StoreKind.allCases, [false, true])
  func placesOfOneConversationAscend(_ kind: StoreKind, _ indexes: Bool) async throws {
    try await with(kind, indexes) { store in
      try await store.apply(world())
      let places = try await store.places(request("leaf"), in: "c1")
      #expect(places.map(\.id) == ["m1", "m2", "m3"])
      #expect(
        try await store.places(request("leaf", limit: 2), in: "c1").map(\.id) == ["m2", "m3"])
      #expect(try await store.places(request("leaf"), in: "c9") == [])
    }
  }

  @Test(arguments: StoreKind.allCases, [false, true])
  func howMuchIsHereIsSaidOfEachConversation(_ kind: StoreKind, _ indexes: Bool) async throws {
    try await with(kind, indexes) { store in
      func run(_ oldest: MessageID, _ newest: MessageID, _ place: ConversationID, start: Bool)
        -> HistoryChange
      { .run(place, HistoryRun(oldest: oldest, newest: newest, reachesStart: start)) }
      try await store.apply(
        world() + [
          run("m1", "m3", "c1", start: true), run("m5", "m5", "c2", start: false),
          message("m6", 6, "x", in: "c3"), run("m6", "m6", "c3", start: false),
        ])
      let reach = try await store.reach(of: ["c1", "c2", "c3", "c4"])
      func date(_ minutes: Double) -> Date {
        Date(timeIntervalSince1970: 1_760_000_000 + minutes * 60)
      }
      #expect(
        reach == [
          "c1": .whole, "c2": .pieces(since: date(5)), "c3": .since(date(6)), "c4": .nothing,
        ])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func allThatIsHereIsGivenPageByPageOverItsGaps(_ kind: StoreKind) async throws {
    try await kind.with { store in
      func run(_ oldest: MessageID, _ newest: MessageID, start: Bool) -> HistoryChange {
        .run("c7", HistoryRun(oldest: oldest, newest: newest, reachesStart: start))
      }
      try await store.apply(
        (0..<5).map { message("k\($0)", Double($0), "x", in: "c7") }
          + [run("k0", "k1", start: true), run("k3", "k4", start: false)])
      let start = MessagePlace(time: .distantPast, id: "")
      let first = try await store.messages("c7", after: start, limit: 3)
      #expect(first.map(\.id) == ["k0", "k1", "k2"])
      let places = first.map(MessagePlace.init)
      let rest = try await store.messages("c7", after: places[2], limit: 3)
      #expect(rest.map(\.id) == ["k3", "k4"])
      let kept = try await store.kept(of: "c7", since: places[1])
      #expect(kept.count == 3)
      #expect(kept.joins(places[0], places[1]) && !kept.joins(places[1], places[2]))
      #expect(kept.reaches(from: .distantPast, to: places[0]))
      #expect(!kept.reaches(from: .distantPast, to: MessagePlace(rest[0])))
      #expect(kept.reaches(from: places[0].time, to: places[1]))
      #expect(try await store.kept(of: "none", since: start) == KeptHistory())
    }
  }
}
