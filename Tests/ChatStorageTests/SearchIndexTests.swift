import ChatClient
import ChatModel
import Foundation
import GRDB
import Testing

@testable import ChatStorage

/// What is particular to the index of SQLite.
@Suite struct SearchIndexTests {
  private let now = Date(timeIntervalSince1970: 1_760_100_000)

  private func messages(_ numbers: Range<Int>, _ text: String = "leaf") -> [HistoryChange] {
    numbers.map { number in
      .message(
        Message(
          id: MessageID("m\(number)"), content: "\(text) n\(number)",
          createdAt: Date(timeIntervalSince1970: 1_760_000_000 + Double(number))),
        in: "c1")
    }
  }

  private func search(_ words: String..., in store: AnyStore) async throws -> SearchPage {
    let terms = words.map { SearchQuery.Term(words: [$0]) }
    return try await store.search(SearchRequest(SearchQuery(terms: terms), now: now, limit: 5000))
  }

  /// A file as it was before there was an index.
  private func makeOld(_ path: String, messages: Int) throws {
    let queue = try DatabaseQueue(path: path)
    try HistoryTables.migrator.migrate(queue, upTo: "4: several runs of a conversation")
    try queue.write { database in
      try database.execute(sql: "INSERT INTO conversation (key, id) VALUES (1, 'c1')")
      for number in 1...messages {
        try database.execute(
          sql: """
            INSERT INTO message (id, conversation, time, kind, content, is_read)
              VALUES (?, 1, ?, 'text', ?, 0)
            """,
          arguments: ["m\(number)", 7e8 + Double(number), "leaf n\(number)"])
      }
    }
    try queue.close()
  }

  @Test func anOldFileIsTakenInStepByStepFromItsEndAndItIsSaidHowFar() async throws {
    try await withDirectory { directory in
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      try makeOld("\(directory)/history.sqlite", messages: 1000)
      let store = try await open(directory)
      #expect(try await search("leaf", in: store).indexedShare == 0)
      #expect(try await store.indexMore())
      let first = try await search("leaf", in: store)
      #expect(first.indexedShare == 0.256)
      #expect(first.hits.map(\.message.id).contains("m1000"))
      #expect(first.hits.count == 256)
      // What is changed, removed or new meanwhile is as it is.
      try await store.apply(
        messages(2..<3, "stem") + [.removeMessage("m3"), .removeMessage("m1000")]
          + messages(1001..<1003))
      #expect(try await search("leaf", in: store).hits.count == 257)
      while try await store.indexMore() {}
      let all = try await search("leaf", in: store)
      #expect(all.indexedShare == nil && all.hits.count == 999)
      #expect(try await search("stem", in: store).hits.map(\.message.id) == ["m2"])
      await store.close()
    }
  }

  @Test func wordsThatAnOlderVersionTookInAreFoundByEachOfTheirSpellings() async throws {
    try await withDirectory { directory in
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      let queue = try DatabaseQueue(path: "\(directory)/history.sqlite")
      try HistoryTables.migrator.migrate(queue, upTo: "5: the index of words")
      try await queue.write { database in
        try database.execute(
          sql: """
            INSERT INTO conversation (key, id) VALUES (1, 'c1');
            INSERT INTO message (key, id, conversation, time, kind, content, is_read)
              VALUES (1, 'm1', 1, 7e8, 'text', 'गेहूँ की मण्डी', 0);
            INSERT INTO search (doc, message, facts) VALUES (16, 1, 0);
            INSERT INTO words (rowid, text, file, facts) VALUES (16, 'गेहूँ की मण्डी', '', 'c1');
            UPDATE search_state SET next = 2, below = 0;
            """)
      }
      try queue.close()
      let store = try await open(directory)
      while try await store.indexMore() {}
      for typed in ["गेहूं", "गेहूँ", "मंडी", "मण्डी"] {
        let query = try SearchQuery(reading: typed, now: now, calendar: .current)
        let page = try await store.search(SearchRequest(query, now: now))
        #expect(page.hits.map(\.message.id) == ["m1"], "\(typed)")
        #expect(page.hits.first?.marks.isEmpty == false)
      }
      await store.close()
    }
  }

  @Test func aFloodIsTakenInLaterAndThatIsSaid() async throws {
    try await StoreKind.sqlite.with { store in
      try await store.apply(messages(0..<600))
      let page = try await search("leaf", in: store)
      #expect(page.hits.count == 256 && page.hits.contains { $0.message.id == "m599" })
      #expect(page.indexedShare == 1 - 344.0 / 600)
      while try await store.indexMore() {}
      #expect(try await search("leaf", in: store).hits.count == 600)
    }
  }

  @Test func aReaderDoesNotWaitForAStep() async throws {
    try await withDirectory { directory in
      let store = try await open(directory)
      try await store.apply(messages(0..<10))
      _ = try await store.indexMore()
      try await store.apply(messages(10..<20))
      // Somebody else writes for as long as this lasts.
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      let other = try DatabaseQueue(
        path: "\(directory)/history.sqlite", configuration: configuration)
      try other.inDatabase { database in
        try database.execute(sql: "BEGIN IMMEDIATE")
      }
      #expect(try await search("leaf", in: store).hits.count == 20)
      try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
      try other.close()
      await store.close()
    }
  }

  @Test func twoProcessesTakeInEachMessageOnce() async throws {
    try await withDirectory { directory in
      let (one, two) = (try await open(directory), try await open(directory))
      try await one.apply(messages(0..<600))
      try await two.apply(messages(600..<1200))
      async let first: Void = { while try await one.indexMore() {} }()
      async let second: Void = { while try await two.indexMore() {} }()
      _ = try await (first, second)
      #expect(try await search("leaf", in: one).hits.count == 1200)
      #expect(try await search("leaf", "n7", in: two).hits.count == 1)
      await one.close()
      await two.close()
    }
  }

  @Test func whatIsRemovedLeavesNoWordInTheIndex() async throws {
    try await withDirectory { directory in
      let store = try await open(directory)
      try await store.apply(messages(0..<20, "secret"))
      #expect(try await search("secret", in: store).hits.count == 20)
      while try await store.indexMore() {}
      try await store.apply([.removeMessage("m3"), .removeConversation("c1")])
      await store.close()
      let queue = try DatabaseQueue(path: "\(directory)/history.sqlite")
      try await queue.write { database in
        let matches = try Int.fetchOne(
          database, sql: "SELECT count(*) FROM words WHERE words MATCH 'secret'")
        #expect(matches == 0)
        try database.execute(
          sql: "INSERT INTO words (words) VALUES ('integrity-check')")
      }
      try queue.close()
    }
  }

  @Test func aDamagedIndexBeginsAnewAndHindersNoWriting() async throws {
    try await withDirectory { directory in
      let store = try await open(directory)
      try await store.apply(messages(0..<20))
      while try await store.indexMore() {}
      await store.close()
      let queue = try DatabaseQueue(path: "\(directory)/history.sqlite")
      try await queue.write { try $0.execute(sql: "UPDATE words_data SET block = x'00FF00'") }
      try queue.close()
      let again = try await open(directory)
      try await again.apply([.removeMessage("m3")] + messages(20..<21))
      #expect(try await again.newestMessages("c1", limit: 99).count == 20)
      _ = try await search("leaf", in: again)
      while try await again.indexMore() {}
      #expect(try await search("leaf", in: again).hits.count == 20)
      await again.close()
    }
  }

  @Test func manyMessagesOfOneMomentAreAllFound() async throws {
    try await StoreKind.sqlite.with { store in
      let changes = (0..<2000).map { number in
        HistoryChange.message(
          Message(id: MessageID("m\(number)"), content: "leaf"), in: "c1")
      }
      try await store.apply(changes)
      while try await store.indexMore() {}
      #expect(try await search("leaf", in: store).hits.count == 2000)
    }
  }

  @Test func aNameThatNobodyHasIsSaid() async throws {
    try await StoreKind.sqlite.with { store in
      let query = SearchQuery(senders: [.named(["nobody"])], places: [.named("Nowhere")])
      let page = try await store.search(SearchRequest(query, now: now))
      #expect(
        page.remarks == [
          "Nobody here is called “nobody”.", "No conversation here is called “Nowhere”.",
        ])
    }
  }
}
